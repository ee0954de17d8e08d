// tidings import: imports past issues from a folder of Markdown or HTML, or from another host's export.

import { calendarDay } from '../../base/date-format.js';
import { messageOf, UserError } from '../../base/errors.js';
import { importedId } from '../../base/imported-id.js';
import { parseHttpUrl } from '../../base/url.js';
import { type Context, openContext } from '../../context.js';
import { findTags } from '../../editorial/vocabulary/tags.js';
import type { Cadence } from '../../model.js';
import { formatCount, formatNumber } from '../../render/format.js';
import { findIssue } from '../../store/issues.js';
import { type Command, type Input, optionOf } from '../shared/command.js';
import type { Found, ImportDocument, LeftOut } from './document.js';
import { findDocuments, READS } from './find-documents.js';
import {
  createImportedIssue,
  type DocumentSummary,
  type ImportOptions,
  summarize,
} from './imported-issue.js';
import { whyNotPublic } from './publication-state.js';
import { saveImportedIssues } from './save-imported.js';
import { guessCadence, makeSlugsUnique } from './unique-slugs.js';

interface Report {
  added: number;
  changed: number;
  unchanged: number;
  /** Documents that were not public or are not issues. */
  skipped: LeftOut[];
  failed: LeftOut[];
  /** Links and pictures of added and changed issues. `unresolved`: relative ones, which do not work here. */
  links: { kept: number; unresolved: number };
  /** The pictures among them. */
  images: { kept: number; unresolved: number };
  /** Added and changed issues whose text ends at their paywall, by path. */
  cut: string[];
  /** Files that were read as Windows-1252, since they are not in UTF-8 and name no encoding. */
  guessed: string[];
  /** Number of files that may be issues in an unsupported format, by extension. */
  unread: Record<string, number>;
}

interface Summarized extends DocumentSummary {
  path: string;
  load: () => ImportDocument;
}

export const command: Command = {
  usage: 'FOLDER',
  summary:
    "Imports past issues: Markdown or HTML files with front matter, or another host's export. Safe to repeat.",
  words: 1,
  options: {
    origin: {
      type: 'string',
      value: 'URL',
      help: 'Resolve relative links and pictures against it (default: they are dropped and counted)',
    },
    cadence: {
      type: 'string',
      value: 'daily|weekly',
      help: 'What the issues are (default: guessed from their dates)',
    },
  },
  async run(input) {
    const [folder] = input.positionals;
    if (!folder)
      throw new UserError('Which folder should be imported?', `Usage: tidings import ${this.usage}`);
    const origin = readOrigin(input);
    const cadence = readCadence(input);
    const found = findDocuments(folder);
    const context = await openContext(input.dir);
    try {
      const report = await importAll(context, found, { origin, cadence, signal: input.signal });
      const isEmpty = report.added + report.changed + report.unchanged === 0;
      return {
        json: report,
        text: describe(report, origin !== undefined),
        exitCode: isEmpty || report.failed.length > 0 ? 1 : 0,
      };
    } finally {
      await context.close();
    }
  },
};

function readOrigin(input: Input): string | undefined {
  const origin = optionOf(input, 'origin');
  if (origin !== undefined && !parseHttpUrl(origin))
    throw new UserError(`Invalid --origin "${origin}"`, 'Expected an address, such as https://example.org/');
  return origin;
}

function readCadence(input: Input): Cadence | undefined {
  const cadence = optionOf(input, 'cadence');
  if (cadence === undefined || cadence === 'daily' || cadence === 'weekly') return cadence;
  throw new UserError(`Invalid --cadence "${cadence}"`, 'Expected daily or weekly.');
}

interface Wishes {
  origin: string | undefined;
  cadence: Cadence | undefined;
  signal: AbortSignal;
}

async function importAll(
  context: Context,
  found: Found,
  { origin, cadence, signal }: Wishes,
): Promise<Report> {
  const { timeZone, language, name } = context.config.publication;
  const report: Report = {
    added: 0,
    changed: 0,
    unchanged: 0,
    skipped: [],
    failed: [...found.failed],
    links: { kept: 0, unresolved: 0 },
    images: { kept: 0, unresolved: 0 },
    cut: [],
    guessed: [],
    unread: found.unread ?? {},
  };
  const summaries = summarizeAll(found, report, { timeZone, now: context.clock(), signal });
  const kept = await findKept(context, summaries);
  const options: ImportOptions = {
    timeZone,
    language,
    publication: name,
    cadence: cadence ?? guessCadence(summaries.map(({ date }) => date)),
    origin,
    findTags,
  };
  let prepared: PreparedIssue[] = [];
  const save = async () => {
    await savePrepared(context, prepared, report);
    prepared = [];
    // Let other work on this database run, and notice Ctrl-C.
    await new Promise(setImmediate);
    if (signal.aborted) throw signal.reason;
  };
  for (const summary of makeSlugsUnique(summaries, (one) => kept.has(one.path))) {
    const wanted = cadence ? { ...summary, cadence } : summary;
    try {
      prepared.push({ path: summary.path, ...createImportedIssue(summary.load(), wanted, options) });
    } catch (error) {
      report.failed.push({ file: summary.path, why: messageOf(error) });
    }
    if (prepared.length >= ISSUES_PER_TRANSACTION) await save();
  }
  await save();
  report.guessed = [...(found.guessed ?? [])].sort();
  report.failed.sort((a, b) => (a.file < b.file ? -1 : 1));
  return report;
}

function summarizeAll(
  found: Found,
  report: Report,
  { timeZone, now, signal }: { timeZone: string; now: Date; signal: AbortSignal },
): Summarized[] {
  return found.documents.flatMap(({ path, load }) => {
    if (signal.aborted) throw signal.reason;
    try {
      const document = load();
      const why = whyNotPublic(document.fields, { path, now });
      if (why) {
        report.skipped.push({ file: path, why });
        return [];
      }
      const summary = summarize(document, timeZone);
      if (Date.parse(summary.createdAt ?? summary.date) > now.getTime()) {
        report.skipped.push({ file: path, why: `it is not due before ${summary.date}` });
        return [];
      }
      return [{ ...summary, path, load }];
    } catch (error) {
      report.failed.push({ file: path, why: messageOf(error) });
      return [];
    }
  });
}

/** The paths of documents that the archive already has under a slug that they share with others. */
async function findKept({ db, config }: Context, summaries: Summarized[]): Promise<Set<string>> {
  const counts = new Map<string, number>();
  for (const { slug } of summaries) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  const kept = new Set<string>();
  for (const { slug, date, createdAt, title, path } of summaries) {
    if ((counts.get(slug) ?? 0) < 2) continue;
    const present = await findIssue(db, slug);
    const sameDay = present && calendarDay(present.period.from, config.publication.timeZone) === date;
    if (
      present?.id === importedId(slug) &&
      present.headline === title &&
      (sameDay || present.createdAt === createdAt)
    )
      kept.add(path);
  }
  return kept;
}

type PreparedIssue = { path: string } & ReturnType<typeof createImportedIssue>;

/** Other writers wait for one transaction: half a second at most. */
const ISSUES_PER_TRANSACTION = 8;

async function savePrepared({ db }: Context, prepared: PreparedIssue[], report: Report): Promise<void> {
  const outcomes = await saveImportedIssues(
    db,
    prepared.map(({ issue }) => issue),
  );
  for (const [at, { path, links, images, isCut }] of prepared.entries()) {
    const outcome = outcomes[at] ?? 'unchanged';
    if (outcome instanceof Error) {
      report.failed.push({ file: path, why: outcome.message });
      continue;
    }
    report[outcome]++;
    if (outcome === 'unchanged') continue;
    if (isCut) report.cut.push(path);
    report.links.kept += links.kept;
    report.links.unresolved += links.unresolved;
    report.images.kept += images.kept;
    report.images.unresolved += images.unresolved;
  }
}

function describe(report: Report, hasOrigin: boolean): string {
  const { added, changed, unchanged, skipped, failed, links, images, cut, guessed, unread } = report;
  const lines = [
    `${added} added, ${changed} changed, ${unchanged} unchanged, ${skipped.length} not public, ${failed.length} failed`,
    ...skipped.map(({ file, why }) => `- ${file}: ${why}`),
    ...failed.map(({ file, why }) => `✗ ${file}: ${why}`),
    ...cut.map((file) => `– ${file}: imported up to its paywall`),
    ...guessed.map((file) => `– ${file}: read as Windows-1252, since it is not in UTF-8`),
  ];
  if (links.kept + links.unresolved > 0)
    lines.push(`${formatCount(links.kept, 'link')} kept, ${formatNumber(images.kept)} of them to pictures`);
  if (hasOrigin && added + changed === 0 && unchanged > 0)
    lines.push(
      '--origin changed nothing: these texts have no relative links or pictures, or have them resolved',
    );
  if (links.unresolved > 0)
    lines.push(
      `${links.unresolved} relative links and pictures do not work here: name their site with --origin URL`,
    );
  const kinds = Object.entries(unread).map(([ending, files]) => `${files} ${ending}`);
  if (kinds.length > 0) lines.push(`Not read: ${kinds.join(', ')} files`);
  if (kinds.length > 0 || added + changed + unchanged === 0) lines.push(READS);
  return lines.join('\n');
}
