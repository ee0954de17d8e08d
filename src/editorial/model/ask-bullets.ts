// Lets a model write a section: drafts are checked, read again, rewritten once where they fail, then cut or replaced.
import { z } from 'zod';
import { type Bullet, ModelError, type Platform, type Story } from '../../model.js';
import { evidenceOfStories, findHeadingPosts, passes, replaceBullet } from '../check.js';
import type { SectionText } from '../offline/editor.js';
import { makeBullet } from '../offline/write.js';
import type { PlannedSection, RecapSettings } from '../plan.js';
import type { ModelContext } from './context.js';
import { type BulletDraft, type Frame, type Judged, judgeDraft, trimDraft } from './draft-bullet.js';
import { listClaimTitles, listShorterHeadings } from './headings.js';
import { gatherMaterial, type Material, nameShortly } from './material.js';
import { fillPrompt, type PromptName, promptVersion } from './prompts.js';

const answerSchema = z.object({
  title: z.string(),
  bullets: z.array(z.object({ claim: z.string(), text: z.string(), points: z.array(z.string()) })),
});
type SectionAnswer = z.output<typeof answerSchema>;
type Ask = (user: string) => Promise<SectionAnswer>;

/** Bullets of a section that each put several stories together. */
const MAX_BULLETS = 5;
const MIN_BULLETS = 2;
/** The shares of the usual material that are tried on a model whose context is too small for it. */
const MATERIAL_SHARES = [1, 0.5, 0.25];
/** Characters of posts in one question: some 2,200 tokens, so that a day stays within its budget. */
const MATERIAL_CHARACTERS = 9_000;

/**
 * The section's title and its bullets, all checked. `known` is what readers have read already and no bullet should
 * repeat. Throws a ModelError when there is no usable answer.
 */
export async function askBullets(
  section: PlannedSection,
  recap: RecapSettings,
  context: ModelContext,
  known: string[] = [],
): Promise<SectionText> {
  for (const share of MATERIAL_SHARES) {
    try {
      return await writeBullets(section, recap, context, known, share * MATERIAL_CHARACTERS);
    } catch (error) {
      if (!(error instanceof ModelError) || error.reason !== 'tooLong') throw error;
    }
  }
  throw new ModelError('tooLong', 'the context of the model is too small for a section');
}

async function writeBullets(
  section: PlannedSection,
  recap: RecapSettings,
  context: ModelContext,
  known: string[],
  characters: number,
): Promise<SectionText> {
  const stories = section.stories.map(({ story }) => story);
  const material = gatherMaterial(stories, context.checking.nameOf, characters);
  const evidence = evidenceOfStories(stories, context.checking);
  const frame: Frame = { platform: recap.platform, citable: material.citable, evidence, context };
  const ask = createAsk(section, recap, context);
  const question = describeTask(section, material, known);
  const { title, bullets: drafts } = await ask(question);
  const judged = judgeDrafts(drafts.slice(0, roomFor(section, recap)), frame);
  const asked = judgeTitle(title, frame);
  const first = await readAgain([...judged, asked], frame);
  const heading = first.pop();
  const failed = first.filter(({ reasons }) => reasons.length > 0);
  const second = failed.length > 0 ? await rewrite(failed, question, ask, frame) : [];
  const cut = await cutToSupported(failed, second, frame);
  const bullets = first.flatMap((judged) => {
    if (judged.reasons.length === 0) return [judged.bullet];
    const at = failed.indexOf(judged);
    return settle(judged, second[at], cut[at], context);
  });
  const kept = withoutRepeats(bullets);
  const ids = material.posts.map(({ id }) => id);
  const holds = (heading: string) =>
    passes(heading, ids, evidence, { ...context.checking, refusals: undefined });
  // The rules passed it, and the second reading did not.
  const isDoubted = asked.reasons.length === 0 && heading !== undefined && heading.reasons.length > 0;
  return {
    title: listTitles(isDoubted ? [section.title] : [title, section.title], kept).find(holds),
    // Submissions are sorted by their engagement; other bullets follow each other as they were written.
    bullets: recap.platform === 'reddit' && !recap.weekly ? sortByWeight(kept, stories) : kept,
  };
}

/** Titles to try: those that the model wrote, then parts of them, then its first claims. */
function listTitles(written: string[], bullets: Bullet[]): string[] {
  const claims = bullets
    .filter(({ origin }) => origin !== 'replaced')
    .map(({ claim }) => claim.map((span) => span.text).join(''));
  return [
    ...written.filter((title) => title.trim() !== ''),
    ...written.flatMap(listShorterHeadings),
    ...claims.flatMap(listClaimTitles),
  ];
}

/** The title, judged by the rules, so that the second reading sees it beside the bullets. */
function judgeTitle(title: string, { citable, evidence, context }: Frame): Judged {
  const ids = [...citable.values()].map(({ id }) => id);
  const holds = title !== '' && passes(title, ids, evidence, context.checking);
  const cited = findHeadingPosts(title, ids, evidence);
  return {
    draft: { claim: title, text: '', points: [] },
    bullet: makeBullet({ text: [{ text: title }], also: cited }, 'model'),
    reasons: holds ? [] : ['the posts do not support it'],
    refusals: [],
  };
}

function createAsk(
  section: PlannedSection,
  recap: RecapSettings,
  { model, prompts, style }: ModelContext,
): Ask {
  const prompt = prompts[promptFor(recap.platform, recap.weekly)];
  const system = fillPrompt(prompt, {
    language: style.language,
    tone: style.tone || 'no notes',
    bullets: String(roomFor(section, recap)),
  });
  return (user) =>
    model.complete({
      stage: 'write',
      promptVersion: promptVersion(prompt),
      system,
      user,
      schema: answerSchema,
      schemaName: 'bullets',
      maxOutputTokens: 6000,
    });
}

function promptFor(platform: Platform, weekly: boolean | undefined): PromptName {
  if (weekly) return 'write-week';
  return platform === 'reddit' ? 'write-reddit' : 'write';
}

function roomFor(section: PlannedSection, { platform, maxBullets, weekly }: RecapSettings): number {
  if (weekly) return maxBullets;
  if (platform === 'reddit') return Math.max(MIN_BULLETS, Math.min(maxBullets, section.stories.length));
  return MAX_BULLETS;
}

function describeTask({ title }: PlannedSection, { text }: Material, known: string[]): string {
  const before = known.length > 0 ? `Readers have just read: ${JSON.stringify(known)}\n` : '';
  return `${before}Section: ${JSON.stringify(title)}\n${text}`;
}

function judgeDrafts(drafts: BulletDraft[], frame: Frame): Judged[] {
  const judged = drafts.map((draft) => judgeDraft(draft, frame));
  for (const { refusals } of judged) frame.context.checking.refusals?.add(refusals);
  return judged;
}

/** Adds to those that passed the rules what the second reading has against them. */
async function readAgain(judged: Judged[], { context, evidence }: Frame): Promise<Judged[]> {
  const passed = judged.filter(({ reasons }) => reasons.length === 0);
  if (!context.readAgain || passed.length === 0) return judged;
  const bullets = passed.map(({ bullet }) => bullet);
  const doubts = await context.readAgain(bullets, evidence);
  return judged.map((each) => ({ ...each, reasons: doubts[passed.indexOf(each)] ?? each.reasons }));
}

/** One more try for all bullets that failed, with the reasons. A model that fails here is not asked again. */
async function rewrite(failed: Judged[], question: string, ask: Ask, frame: Frame): Promise<Judged[]> {
  const complaints = failed.map(({ draft, reasons }, index) =>
    JSON.stringify({ bullet: index + 1, ...draft, wrong: nameShortly(reasons, frame.citable) }),
  );
  try {
    const { bullets } = await ask(
      `${question}\n\nThe posts do not support these bullets. Write each again, in the same order; correct or leave out what is wrong and keep the rest:\n${complaints.join('\n')}`,
    );
    return await readAgain(judgeDrafts(bullets.slice(0, failed.length), frame), frame);
  } catch (error) {
    if (error instanceof ModelError) return [];
    throw error;
  }
}

/** Of each bullet that failed twice what its posts support, or undefined. */
async function cutToSupported(
  failed: Judged[],
  second: Judged[],
  frame: Frame,
): Promise<(Judged | undefined)[]> {
  const trimmed = failed.map((judged, at) => {
    const again = second[at];
    if (again?.reasons.length === 0) return undefined;
    return (again && trimDraft(again.draft, frame)) ?? trimDraft(judged.draft, frame);
  });
  const read = await readAgain(
    trimmed.flatMap((each) => each ?? []),
    frame,
  );
  let next = 0;
  return trimmed.map((each) => {
    const judged = each && read[next++];
    return judged && judged.reasons.length === 0 ? judged : undefined;
  });
}

/** The rewritten bullet, else what remains of it, else the words of its first post. */
function settle(
  judged: Judged,
  again: Judged | undefined,
  cut: Judged | undefined,
  context: ModelContext,
): Bullet[] {
  const kept = again?.reasons.length === 0 ? again : cut;
  if (kept) return [{ ...kept.bullet, origin: 'rewritten', reasons: judged.reasons }];
  const extract = replaceBullet(judged.bullet, context.checking);
  return extract ? [{ ...extract, reasons: [...judged.reasons, ...(again?.reasons ?? [])] }] : [];
}

/** No two bullets of a section have the same claim. */
function withoutRepeats(bullets: Bullet[]): Bullet[] {
  const claims = bullets.map(({ claim }) =>
    claim
      .map((span) => span.text)
      .join('')
      .toLowerCase(),
  );
  return bullets.filter((_, at) => claims.indexOf(claims[at] ?? '') === at);
}

function sortByWeight(bullets: Bullet[], stories: Story[]): Bullet[] {
  const weights = new Map(
    stories.flatMap((story) => story.posts.map((post) => [post.id, story.weight] as const)),
  );
  const weigh = (bullet: Bullet) => Math.max(0, ...bullet.citations.map((id) => weights.get(id) ?? 0));
  return [...bullets].sort((a, b) => weigh(b) - weigh(a));
}
