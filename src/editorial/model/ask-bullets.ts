// Has a model write a section. Drafts are checked and read a second time; those that fail are rewritten once, then
// trimmed or replaced.
import { z } from 'zod';
import { type Bullet, ModelError, type Platform } from '../../model.js';
import { evidenceOfStories, passesCheck, replaceBullet, verifyHeading } from '../check.js';
import type { SectionText } from '../editor.js';
import { makeBullet } from '../offline/bullets/bullet.js';
import type { PlannedSection, RecapSettings } from '../plan.js';
import type { ModelContext } from './context.js';
import { type BulletDraft, type Frame, type Judged, judgeDraft, trimDraft } from './draft-bullet.js';
import { listClaimTitles, listShorterHeadings } from './headings.js';
import { gatherMaterial, insertShortIds, listAllCited, listLines, type Material } from './material.js';
import { fillPrompt, type PromptName, promptVersion } from './prompts.js';

const answerSchema = z.object({
  title: z.string(),
  bullets: z.array(z.object({ claim: z.string(), text: z.string(), points: z.array(z.string()) })),
});
type SectionAnswer = z.output<typeof answerSchema>;
type Ask = (user: string) => Promise<SectionAnswer>;

/** Maximum bullets of a section whose bullets each combine several stories. */
const MAX_BULLETS = 5;
const MIN_BULLETS = 2;
/** The shares of the usual material to try if the model's context is too small for all of it. */
const MATERIAL_SHARES = [1, 0.5, 0.25];
/** Maximum characters of posts in one prompt: some 1,800 tokens, so that a day stays within its budget. */
const MATERIAL_CHARACTERS = 6_800;

/**
 * Writes the section's title and its bullets, all checked. `known` is text that precedes the section; no bullet should
 * repeat it. Throws a ModelError if there is no usable answer.
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
  const material = gatherMaterial(stories, context.checking.nameOf, characters, {
    days: recap.weekly === true,
  });
  const evidence = evidenceOfStories(stories, context.checking);
  const frame: Frame = { platform: recap.platform, citable: material.citable, evidence, context };
  const ask = createAsk(section, recap, context);
  const question = describeTask({ section, material, known });
  const answer = await ask(question);
  const title = answer.title.trim() || (section.title ?? '');
  const first = await judgeAnswer({ ...answer, title }, roomFor(section, recap), frame);
  const failed = first.bullets.filter(isRefused);
  const second =
    failed.length > 0 || isRefused(first.title)
      ? await rewrite(first.title, failed, { section, material, known }, ask, frame)
      : undefined;
  const cut = await cutToSupported(failed, second?.bullets ?? [], frame);
  const bullets = first.bullets.flatMap((judged) => {
    if (!isRefused(judged)) return [judged.bullet];
    const at = failed.indexOf(judged);
    return settle(judged, second?.bullets[at], cut[at], context);
  });
  const kept = withoutRepeats(bullets);
  return {
    title: chooseTitle([first.title, second?.title], section.title ?? '', kept, frame),
    bullets: kept,
  };
}

interface JudgedAnswer {
  title: Judged;
  bullets: Judged[];
}

const isRefused = ({ reasons }: Judged) => reasons.length > 0;

/** Checks the title and the bullets by the rules and then by the second reading. */
async function judgeAnswer(
  { title, bullets }: SectionAnswer,
  most: number,
  frame: Frame,
): Promise<JudgedAnswer> {
  const heading = judgeTitle(title, frame);
  const drafts = judgeDrafts(bullets.slice(0, most), frame);
  const [read = heading, ...rest] = await readAgain([heading, ...drafts], frame);
  return { title: read, bullets: rest };
}

/** Returns the first title that passes: a written one, then parts of them, then the first claims. */
function chooseTitle(
  judged: (Judged | undefined)[],
  given: string,
  bullets: Bullet[],
  { citable, evidence, context }: Frame,
): string | undefined {
  const ids = [...citable.values()].map(({ id }) => id);
  const holds = (heading: string) =>
    passesCheck(heading, ids, evidence, { ...context.checking, refusals: undefined });
  const tried = judged.filter((each) => each !== undefined);
  // A doubted title is not shortened, because the doubt may be about its beginning.
  const written = tried.filter(({ doubted }) => !doubted).map(({ draft }) => draft.claim);
  const accepted = tried.findLast((each) => !isRefused(each))?.draft.claim;
  return accepted ?? listTitles([...written.reverse(), given], bullets).find(holds);
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

/** Checks the title by the rules, so that the second reading sees it together with the bullets. */
function judgeTitle(title: string, { citable, evidence, context }: Frame): Judged {
  const ids = [...citable.values()].map(({ id }) => id);
  const { cited, verdict } = verifyHeading(title, ids, evidence, context.checking);
  return {
    draft: { claim: title, text: '', points: [] },
    bullet: makeBullet({ text: [{ text: title }], also: cited }, 'model'),
    reasons: verdict.ok ? [] : verdict.reasons,
    refusals: verdict.ok ? [] : verdict.refusals,
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

interface Task {
  section: PlannedSection;
  material: Material;
  known: string[];
}

/** The request, with all posts, or only those with `ids`. */
function describeTask({ section, material, known }: Task, ids?: ReadonlySet<string>): string {
  const before = known.length > 0 ? `Readers have just read: ${JSON.stringify(known)}\n` : '';
  const title = section.title ? `Section: ${JSON.stringify(section.title)}\n` : '';
  return `${before}${title}${listLines(material, ids)}`;
}

function judgeDrafts(drafts: BulletDraft[], frame: Frame): Judged[] {
  const judged = drafts.map((draft) => judgeDraft(draft, frame));
  for (const { refusals } of judged) frame.context.checking.refusals?.add(refusals);
  return judged;
}

/** Adds the second reading's doubts to drafts that passed the rules. */
async function readAgain(judged: Judged[], { context, evidence }: Frame): Promise<Judged[]> {
  const passed = judged.filter(({ reasons }) => reasons.length === 0);
  if (!context.readAgain || passed.length === 0) return judged;
  const bullets = passed.map(({ bullet }) => bullet);
  const doubts = await context.readAgain(bullets, evidence);
  return judged.map((each) => {
    const reasons = doubts[passed.indexOf(each)];
    if (!reasons) return each;
    const doubted = reasons.length > 0;
    return { ...each, reasons, refusals: doubted ? ['doubt'] : each.refusals, doubted };
  });
}

/**
 * Asks once for a new version of everything that failed, with the reasons and the cited posts. If the model fails here,
 * it is not asked again.
 */
async function rewrite(
  title: Judged,
  failed: Judged[],
  task: Task,
  ask: Ask,
  frame: Frame,
): Promise<JudgedAnswer | undefined> {
  const tried = isRefused(title) ? [title, ...failed] : failed;
  const cited = listAllCited(tried.map(({ bullet }) => bullet));
  const explain = ({ reasons }: Judged) => insertShortIds(reasons, frame.citable);
  const request = [
    describeTask(task, cited),
    '',
    'The posts do not support what follows. Write it again; correct or leave out what is wrong and keep the rest.',
    isRefused(title)
      ? JSON.stringify({ title: title.draft.claim, wrong: explain(title) })
      : `Keep the title: ${JSON.stringify(title.draft.claim)}`,
    failed.length > 0 ? 'Bullets, in this order:' : 'Leave the bullets empty.',
    ...failed.map((each, at) => JSON.stringify({ bullet: at + 1, ...each.draft, wrong: explain(each) })),
  ];
  try {
    const answer = await ask(request.join('\n'));
    if (isRefused(title)) return await judgeAnswer(answer, failed.length, frame);
    return {
      title,
      bullets: await readAgain(judgeDrafts(answer.bullets.slice(0, failed.length), frame), frame),
    };
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}

/** For each bullet that failed twice, returns the part that its posts support, or undefined. */
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

/** The rewritten bullet, else its supported part, else an extract of its first post. */
function settle(
  judged: Judged,
  again: Judged | undefined,
  cut: Judged | undefined,
  context: ModelContext,
): Bullet[] {
  const kept = again?.reasons.length === 0 ? again : cut;
  if (kept) return [{ ...kept.bullet, origin: 'rewritten', refusals: judged.refusals }];
  const extract = replaceBullet(judged.bullet, context.checking);
  return extract ? [{ ...extract, refusals: [...judged.refusals, ...(again?.refusals ?? [])] }] : [];
}

/** Removes bullets with a claim that an earlier bullet of the section has. */
function withoutRepeats(bullets: Bullet[]): Bullet[] {
  const claims = bullets.map(({ claim }) =>
    claim
      .map((span) => span.text)
      .join('')
      .toLowerCase(),
  );
  return bullets.filter((_, at) => claims.indexOf(claims[at] ?? '') === at);
}
