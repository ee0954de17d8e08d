// tidings sources: lists the sources with their health. Each verb has its own file.

import { UserError } from '../../base/errors.js';
import { openContext } from '../../context.js';
import { countPostsBySource, listHealth, type SourceHealth } from '../../store/sources/source-health.js';
import {
  type Command,
  type Input,
  type Output,
  rejectExtraArguments,
  requireUsed,
} from '../shared/command.js';
import { checkSources } from './check.js';
import { reportCost } from './cost.js';
import { addSource, exportOpml, importOpml } from './lists.js';

export const command: Command = {
  usage: '[check [NAME… | --cost] | add URL | import FILE.opml | export]',
  summary:
    'Lists the sources with their health. check fetches each once (with --cost: only estimates the monthly cost of X); add finds the feed of a site; import and export read and write OPML.',
  words: Number.POSITIVE_INFINITY,
  options: {
    cost: {
      type: 'boolean',
      help: 'With check: estimate the monthly cost of X (default: fetch each source once)',
    },
  },
  async run(input) {
    const [verb, ...rest] = input.positionals;
    const cost = input.values.cost === true;
    requireUsed(input, 'cost', 'without check', verb === 'check');
    const words = verb === 'export' || cost ? 0 : verb === 'add' || verb === 'import' ? 1 : rest.length;
    rejectExtraArguments(rest.slice(words), `sources ${command.usage}`);
    if (verb === undefined) return listAll(input);
    if (verb === 'add') return addSource(input, rest);
    if (verb === 'import') return importOpml(input, rest);
    if (verb === 'export') return exportOpml(input);
    if (verb === 'check') return cost ? reportCost(input) : checkSources(input, rest);
    throw new UserError(`Unknown verb "${verb}"`, `Usage: tidings sources ${command.usage}`);
  },
};

async function listAll(input: Input): Promise<Output> {
  const context = await openContext(input.dir);
  try {
    const stored = new Map((await listHealth(context.db)).map((row) => [row.id, row]));
    const counts = await countPostsBySource(context.db);
    const sources = context.config.refs.map(({ id, kind, name }) => {
      const row = stored.get(id);
      return {
        id,
        kind,
        name,
        posts: counts.get(id) ?? 0,
        postsADay: row?.postsADay === undefined ? null : Math.round(row.postsADay * 100) / 100,
        newest: row?.newest ?? null,
        silentSince: row?.silentSince ?? null,
        checkedAt: row?.checked_at ?? null,
        succeededAt: row?.succeeded_at ?? null,
        failures: row?.failures ?? 0,
        error: row?.error ?? null,
        note: row?.note ?? null,
        nextAt: row?.next_at ?? null,
        retiredAt: row?.retired_at ?? null,
      };
    });
    const lines = sources.map(
      ({ id, name, posts }) =>
        `${name.padEnd(28)} ${String(posts).padStart(6)} posts  ${describeState(stored.get(id))}`,
    );
    return { json: { sources }, text: lines.join('\n') };
  } finally {
    await context.close();
  }
}

function describeState(row: SourceHealth | undefined): string {
  if (!row?.checked_at) return row?.note ? `never fetched (${row.note})` : 'never fetched';
  if (row.retired_at) return `gone for good since ${row.retired_at.slice(0, 10)}`;
  const last = row.succeeded_at ? `last answer ${row.succeeded_at.slice(0, 10)}` : 'never answered';
  if (row.error) return `failed ${row.failures}×, ${last}: ${row.error}`;
  const rate = row.postsADay === undefined ? '' : `, ${formatRate(row.postsADay)}`;
  const silent = row.silentSince ? `, silent since ${row.silentSince.slice(0, 10)}` : '';
  return `ok on ${row.checked_at.slice(0, 10)}${rate}${silent}${row.note ? ` (${row.note})` : ''}`;
}

function formatRate(postsADay: number): string {
  const days = Math.round(1 / postsADay);
  return days > 1 ? `one every ${days} days` : `${Math.round(postsADay) || 1} a day`;
}
