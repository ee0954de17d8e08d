// Checks the parts of an issue's top that a model wrote, each against the posts that it cites.
import { z } from 'zod';
import type { Bullet, RefusalReason } from '../../model.js';
import { checkOptions, findHeadingPosts } from '../check.js';
import { makeBullet } from '../offline/bullets/bullet.js';
import type { Evidence } from '../verify/evidence.js';
import { type VerifyOptions, verifyBullet, verifyText } from '../verify/verify.js';
import { type Beside, type Citable, readCitedText } from './cited-text.js';
import type { ModelContext } from './context.js';
import { describeUnknownIds, listRefusals } from './draft-bullet.js';
import { listShorterHeadings } from './headings.js';

export const openingSchema = z.object({
  headline: z.string(),
  subtitle: z.string(),
  lead: z.array(z.string()),
  summary: z.array(z.string()),
  watch: z.array(z.string()),
});
export type OpeningDraft = z.output<typeof openingSchema>;
export type PartName = keyof OpeningDraft;

/** A line of the draft with its bullet and the result of the check. */
export interface Line {
  draft: string;
  bullet: Bullet;
  /** Why it must not be published; empty if it may. */
  reasons: string[];
  /** The reasons as codes. */
  refusals: RefusalReason[];
}
export type JudgedOpening = Record<PartName, Line[]>;

export interface OpeningFrame {
  citable: ReadonlyMap<string, Citable>;
  evidence: ReadonlyMap<string, Evidence>;
  context: ModelContext;
}

const MAX_HEADLINE_WORDS = 10;
const MAX_LINES: Record<PartName, number> = { headline: 1, subtitle: 1, lead: 3, summary: 3, watch: 5 };

export function judgeOpening(draft: OpeningDraft, frame: OpeningFrame): JudgedOpening {
  const judge = (part: PartName) => {
    const lines = [draft[part]].flat().filter((line) => line.trim() !== '');
    const judgeLine = isHeading(part) ? judgeHeading : judgeStatement;
    return lines.slice(0, MAX_LINES[part]).map((line) => judgeLine(part, line, frame));
  };
  return {
    headline: judge('headline'),
    subtitle: judge('subtitle'),
    lead: judge('lead'),
    summary: judge('summary'),
    watch: judge('watch'),
  };
}

function isHeading(part: PartName): boolean {
  return part === 'headline' || part === 'subtitle';
}

/**
 * Headings show no citations. Checks a heading against the posts that it cites, otherwise against the few most relevant
 * ones.
 */
function judgeHeading(part: PartName, draft: string, frame: OpeningFrame): Line {
  const { citations, unknown } = readCitedText(draft, frame.citable);
  const text = withoutMarkers(draft).replace(part === 'headline' ? /\.$/ : '', '');
  const given = [...frame.citable.values()].map(({ id }) => id);
  const cited = citations.length > 0 ? citations : findHeadingPosts(text, given, frame.evidence);
  const verdict = verifyText(text, cited, frame.evidence, { ...optionsOf(frame), heading: true });
  const reasons = [...describeUnknownIds(unknown), ...(verdict.ok ? [] : verdict.reasons)];
  const { length } = text.split(/\s+/);
  if (part === 'headline' && length > MAX_HEADLINE_WORDS)
    reasons.push(`it has ${length} words; at most ${MAX_HEADLINE_WORDS} are shown`);
  const bullet = makeBullet({ text: [{ text }], also: cited }, 'model');
  return { draft, bullet, reasons, refusals: listRefusals(unknown, verdict) };
}

/** The openings of a headline, longest first, each checked against the citations of the whole. */
export function judgeShorterHeadlines(draft: string, frame: OpeningFrame): Line[] {
  const markers = draft.match(/\[[^\]]*\]/g) ?? [];
  return listShorterHeadings(withoutMarkers(draft))
    .slice(1)
    .map((text) => judgeHeading('headline', `${text} ${markers.join(' ')}`, frame));
}

function judgeStatement(_part: PartName, draft: string, frame: OpeningFrame): Line {
  const { bullet, unknown } = readLine(draft, frame);
  const options = optionsOf(frame);
  const verdict = verifyBullet(bullet, frame.evidence, options);
  const reasons = [...describeUnknownIds(unknown), ...(verdict.ok ? [] : verdict.reasons)];
  const refusals = listRefusals(unknown, verdict);
  if (reasons.length > 0) return { draft, bullet, reasons, refusals };
  const brief = readLine(draft, frame, { linked: new Set() }).bullet;
  return {
    draft,
    bullet: verifyBullet(brief, frame.evidence, options).ok ? brief : bullet,
    reasons,
    refusals,
  };
}

function readLine(line: string, { citable }: OpeningFrame, beside?: Beside) {
  const { spans, citations, unknown } = readCitedText(line, citable, beside);
  return { bullet: makeBullet({ text: spans, also: citations }, 'model'), unknown };
}

function optionsOf({ evidence, context }: OpeningFrame): VerifyOptions {
  return { ...checkOptions(context.checking), nameLenders: [...evidence.values()] };
}

function withoutMarkers(text: string): string {
  return readCitedText(text, new Map())
    .spans.map((span) => span.text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}
