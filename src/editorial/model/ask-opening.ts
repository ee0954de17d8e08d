// Has a model write the top of an issue after everything else, from the written bullets and the posts about the
// headline's subject.
import { listCitations } from '../../base/issue-bullets.js';
import type { Bullet, Post, Story } from '../../model.js';
import { ModelError } from '../../model.js';
import { type Checking, gatherEvidence } from '../check.js';
import type { Opening } from '../editor.js';
import type { Citable } from './cited-text.js';
import type { ModelContext } from './context.js';
import { withoutAuthors } from './headings.js';
import { gatherMaterial, insertShortIds, listAllCited, listLines, truncateToSentences } from './material.js';
import {
  type JudgedOpening,
  judgeOpening,
  judgeShorterHeadlines,
  type Line,
  type OpeningDraft,
  type OpeningFrame,
  openingSchema,
  type PartName,
} from './opening-parts.js';
import { fillPrompt, promptVersion } from './prompts.js';

const OPENING_PARTS: PartName[] = ['headline', 'subtitle', 'lead', 'summary', 'watch'];
const SUMMARY_LINES = 3;
const MATERIAL_CHARACTERS = 7_500;

/** The written parts of an issue that its top summarises. */
export interface WrittenBody {
  /** The stories about the headline's subject, the leading one first. */
  leading: Story[];
  sections: { title: string; bullets: Bullet[] }[];
}

/**
 * Writes the top of the issue. Only parts that fail the check are requested once more; `offline` returns the
 * replacement for a part that fails twice. Throws a ModelError if there is no usable answer.
 */
export async function askOpening(
  body: WrittenBody,
  context: ModelContext,
  offline: () => Opening,
): Promise<Opening> {
  const { describe, frame } = openFrame(body, context);
  const { style, prompts, model } = context;
  const ask = (user: string) =>
    model.complete({
      stage: 'lead',
      promptVersion: promptVersion(prompts.open),
      system: fillPrompt(prompts.open, { language: style.language, tone: style.tone || 'no notes' }),
      user,
      schema: openingSchema,
      schemaName: 'opening',
      maxOutputTokens: 4000,
    });
  const first = await judgeAll(await ask(describe()), frame);
  const failed = OPENING_PARTS.filter((part) => first[part].some(({ reasons }) => reasons.length > 0));
  if (failed.length === 0) return finish(first, offline);
  const complaints = failed.map((part) => JSON.stringify({ part, lines: first[part].map(describeLine) }));
  const cited = listAllCited(failed.flatMap((part) => first[part].map(({ bullet }) => bullet)));
  const request = `${describe(cited)}\n\nThe posts do not support all of your answer. Write only these parts again, correct or leave out what is wrong, and leave the others empty:\n${complaints.join('\n')}`;
  const second = await ask(insertShortIds([request], frame.citable)[0] ?? request).then(
    (draft) => judgeAll(draft, frame),
    (error: unknown) => {
      if (error instanceof ModelError) return undefined;
      throw error;
    },
  );
  const merged = second ? merge(first, second, failed) : first;
  return finish({ ...merged, headline: shortenHeadline(merged, [second, first], frame) }, offline);
}

/** The headline; if none passes, the first part of one that does. */
function shortenHeadline(
  { headline }: JudgedOpening,
  answers: (JudgedOpening | undefined)[],
  frame: OpeningFrame,
): Line[] {
  if (headline.some(holds)) return headline;
  const tried = answers.flatMap((answer) => answer?.headline ?? []);
  const shorter = tried.flatMap(({ draft }) => judgeShorterHeadlines(draft, frame));
  return shorter.filter(holds).slice(0, 1);
}

const describeLine = ({ draft, reasons }: Line) => ({ line: draft, wrong: reasons });

/** Collects everything that can be cited. `describe` shows all of it, or only what cites the posts with `ids`. */
function openFrame(
  { leading, sections }: WrittenBody,
  context: ModelContext,
): { describe: (ids?: ReadonlySet<string>) => string; frame: OpeningFrame } {
  const { posts, nameOf } = context.checking;
  const material = gatherMaterial(leading, nameOf, MATERIAL_CHARACTERS);
  const citable = new Map(material.citable);
  const short = new Map([...citable].map(([name, { id }]) => [id, name]));
  const shorten = (id: string) => {
    const known = short.get(id) ?? `w${short.size + 1}`;
    short.set(id, known);
    if (!citable.has(known)) citable.set(known, { id, label: labelOf(id, context.checking) });
    return known;
  };
  const described = sections.map(({ title, bullets }) => ({
    title,
    bullets: bullets.map((bullet) => ({
      words: describeBullet(bullet, shorten),
      cites: listCitations(bullet),
    })),
  }));
  const describe = (ids?: ReadonlySet<string>) => {
    const holds = (cites: string[]) => !ids || cites.some((id) => ids.has(id));
    const lines = described.flatMap(({ title, bullets }) => {
      const told = bullets.filter(({ cites }) => holds(cites)).map(({ words }) => words);
      return told.length > 0 ? JSON.stringify({ section: title, bullets: told }) : [];
    });
    return `Posts on the main event:\n${listLines(material, ids)}\n\nThe issue as it is written:\n${lines.join('\n')}`;
  };
  const evidence = gatherEvidence({ posts: postsOf(citable, posts), nameOf });
  return { describe, frame: { citable, evidence, context } };
}

/** Of a bullet's text; its claim is always shown. */
const TEXT_CHARACTERS = 250;

/** The claim and the beginning of the text, then the points, each followed by the short ids of its citations. */
function describeBullet({ claim, text, citations, points }: Bullet, shorten: (id: string) => string): string {
  const [said = '', more = ''] = [claim, text].map((spans) =>
    spans
      .map((span) => span.text)
      .join('')
      .trim(),
  );
  const shown = said ? truncateToSentences(more, TEXT_CHARACTERS) : more;
  const parts = [said, shown.length < more.length ? `${shown} …` : shown];
  const words = parts.filter(Boolean).join(/[.!?…]$/.test(said) ? ' ' : '. ');
  const own = `${words} [${citations.map(shorten).join(', ')}]`;
  return [own, ...points.map((point) => describeBullet(point, shorten))].join(' ');
}

function labelOf(id: string, { posts, nameOf }: Checking): string {
  const post = posts.get(id);
  if (!post) return 'a comment';
  return post.platform === 'x' ? `@${post.author}` : nameOf(post.sourceId);
}

/** The posts that can be cited, and those with such comments. */
function postsOf(citable: ReadonlyMap<string, Citable>, posts: ReadonlyMap<string, Post>): Map<string, Post> {
  const ids = new Set([...citable.values()].map(({ id }) => id));
  return new Map(
    [...posts].filter(([id, post]) => ids.has(id) || post.comments.some((comment) => ids.has(comment.id))),
  );
}

/** Checks all lines by the rules, and those that pass by the second reading. */
async function judgeAll(draft: OpeningDraft, frame: OpeningFrame): Promise<JudgedOpening> {
  const judged = judgeOpening(draft, frame);
  const lines = OPENING_PARTS.flatMap((part) => judged[part]);
  for (const { refusals } of lines) frame.context.checking.refusals?.add(refusals);
  const passed = lines.filter(({ reasons }) => reasons.length === 0);
  const { readAgain } = frame.context;
  if (!readAgain || passed.length === 0) return judged;
  const doubts = await readAgain(
    passed.map(({ bullet }) => bullet),
    frame.evidence,
  );
  passed.forEach((line, at) => {
    line.reasons = doubts[at] ?? [];
  });
  return judged;
}

/** The first answer; in each failed part, lines of the second answer that pass replace the failed lines. */
function merge(first: JudgedOpening, second: JudgedOpening, failed: PartName[]): JudgedOpening {
  const merged = { ...first };
  for (const part of failed) {
    const good = first[part].filter(holds);
    const again = second[part]
      .filter(holds)
      .filter(({ draft }) => !good.some((line) => line.draft === draft))
      .map((line) => ({ ...line, bullet: { ...line.bullet, origin: 'rewritten' as const } }));
    // If the model wrote the whole part again, that replaces it; if it wrote only the failed lines, they are added.
    merged[part] = again.length >= first[part].length ? again : [...good, ...again];
  }
  return merged;
}

const holds = ({ reasons }: Line) => reasons.length === 0;

function finish(judged: JudgedOpening, offline: () => Opening): Opening {
  const bullets = (part: PartName) => judged[part].filter(holds).map(({ bullet }) => bullet);
  const texts = (part: PartName) => bullets(part).map((bullet) => plainText(bullet));
  const [headline] = texts('headline');
  const [subtitle] = texts('subtitle');
  const lead = bullets('lead');
  const summary = texts('summary');
  const spare = headline && subtitle && lead.length > 0 ? undefined : offline();
  return {
    headline: headline ? { text: headline, postId: '' } : (spare?.headline ?? { text: '', postId: '' }),
    subtitle: subtitle ?? spare?.subtitle ?? '',
    lead: lead.length > 0 ? lead : (spare?.lead ?? []),
    summary: summary.length === SUMMARY_LINES ? summary : [],
    watch: bullets('watch'),
  };
}

function plainText({ text }: Bullet): string {
  return withoutAuthors(text.map((span) => span.text).join(''));
}
