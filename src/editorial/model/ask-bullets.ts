// Lets a model write the bullets of a section, checks each, has those that fail written once more, then replaces them.
import { z } from 'zod';
import type { Bullet, Platform, Post, Story } from '../../model.js';
import { checkOptions, evidenceOfStories, replaceBullet } from '../check.js';
import { makeBullet } from '../offline/write.js';
import type { PlannedSection } from '../plan.js';
import type { Evidence } from '../verify/evidence.js';
import { verifyBullet } from '../verify/verify.js';
import { type Beside, type Citable, readCitedText } from './cited-text.js';
import type { ModelContext } from './context.js';
import { gatherMaterial, nameShortly } from './material.js';
import { fillPrompt, promptVersion } from './prompts.js';

const answerSchema = z.object({
  bullets: z.array(z.object({ claim: z.string(), text: z.string(), points: z.array(z.string()) })),
});
type Draft = z.output<typeof answerSchema>['bullets'][number];

/** The section's bullets, each checked. Throws a ModelError when there is no usable answer, or none that holds. */
export async function askBullets(
  section: PlannedSection,
  platform: Platform,
  context: ModelContext,
): Promise<Bullet[]> {
  const stories = section.stories.map(({ story }) => story);
  const room = section.stories.reduce((sum, { bullets }) => sum + bullets, 0);
  const name = platform === 'reddit' ? 'write-reddit' : 'write';
  const { language, tone } = context.voice;
  const system = fillPrompt(context.prompts[name], {
    language,
    tone: tone || 'no notes',
    bullets: String(Math.max(2, room)),
  });
  const { text, citable } = gatherMaterial(stories, context.checking.nameOf);
  const frame: Frame = { platform, citable, evidence: evidenceOfStories(stories, context.checking) };
  const ask = (user: string) =>
    context.model.complete({
      stage: 'write',
      promptVersion: promptVersion(context.prompts[name]),
      system,
      user,
      schema: answerSchema,
      schemaName: 'bullets',
      maxOutputTokens: 6000,
    });
  const material = `Section: ${JSON.stringify(section.title)}\n${text}`;
  const { bullets: drafts } = await ask(material);
  const first = drafts.slice(0, Math.max(2, room)).map((draft) => judge(draft, frame, context));
  const failed = first.filter(({ reasons }) => reasons.length > 0);
  const second = failed.length > 0 ? await rewrite(failed, material, ask, frame, context) : [];
  const bullets = first.flatMap((judged) => {
    if (judged.reasons.length === 0) return [judged.bullet];
    const again = second[failed.indexOf(judged)];
    if (again && again.reasons.length === 0)
      return [{ ...again.bullet, origin: 'rewritten' as const, reasons: judged.reasons }];
    const extract = replaceBullet(judged.bullet, context.checking);
    return extract ? [{ ...extract, reasons: [...judged.reasons, ...(again?.reasons ?? [])] }] : [];
  });
  const told = withoutRepeats(bullets);
  // Submissions stand by their engagement; bullets of one text follow each other as they were written.
  return platform === 'reddit' ? sortByWeight(told, stories) : told;
}

/** What the bullets of one section may cite. */
interface Frame {
  platform: Platform;
  citable: ReadonlyMap<string, Citable>;
  /** Only of this section's posts and their comments: a citation belongs to its section. */
  evidence: ReadonlyMap<string, Evidence>;
}

interface Judged {
  draft: Draft;
  bullet: Bullet;
  /** Why it may not be published; empty when it may. */
  reasons: string[];
}

function judge(draft: Draft, frame: Frame, context: ModelContext): Judged {
  const { platform, citable, evidence } = frame;
  const options = checkOptions(context.checking);
  const { bullet, unknown } = readDraft(draft, frame, context);
  const missing = unknown.map((id) => `[${id}] is none of the posts given`);
  const verdict = verifyBullet(bullet, evidence, options);
  if (missing.length > 0 || !verdict.ok)
    return { draft, bullet, reasons: [...missing, ...(verdict.ok ? [] : verdict.reasons)] };
  if (platform === 'reddit') return { draft, bullet, reasons: [] };
  // Each sentence was held to its own posts; a reader need not see the same one named behind each.
  const inText = { linked: new Set(readCitedText(draft.text, citable).citations) };
  const named = readCitedText(draft.claim, citable, inText).spans.flatMap(({ cite }) => cite ?? []);
  const brief = readDraft(draft, frame, context, { claim: inText, text: { linked: new Set(named) } }).bullet;
  return { draft, bullet: verifyBullet(brief, evidence, options).ok ? brief : bullet, reasons: [] };
}

function readDraft(
  draft: Draft,
  { platform, citable }: Frame,
  context: ModelContext,
  beside?: { claim: Beside; text: Beside },
): { bullet: Bullet; unknown: string[] } {
  const unknown: string[] = [];
  const read = (text: string, seen?: Beside) => {
    const cited = readCitedText(text, citable, seen);
    unknown.push(...cited.unknown);
    return cited;
  };
  const claim = read(draft.claim, beside?.claim);
  const body = read(draft.text, beside?.text);
  const points = draft.points
    .filter((point) => point.trim() !== '')
    .slice(0, 3)
    .map((point) => makeBullet({ text: read(point).spans }, 'model'));
  const [lead] = [...claim.citations, ...body.citations];
  const post = lead === undefined ? undefined : context.checking.posts.get(lead);
  const bullet = makeBullet(
    {
      // A submission is named by its own title: the model only points at it.
      claim: platform === 'reddit' && post ? [{ text: post.title, cite: post.id }] : claim.spans,
      text: platform === 'reddit' && post ? withoutNames(body.spans, post) : body.spans,
      points,
      also: [...claim.citations, ...body.citations],
    },
    'model',
  );
  return { bullet, unknown };
}

/** The title above links to the submission: its name need not stand behind each sentence. */
function withoutNames(spans: Bullet['text'], post: Post): Bullet['text'] {
  const text = spans
    .map((span) => (span.cite === post.id ? '' : span.text))
    .join('')
    .replace(/\s*\(\s*\)/g, '');
  return spans.every((span) => span.cite === undefined || span.cite === post.id) ? [{ text }] : spans;
}

/** One more try for all bullets of the section that failed, with the reasons. A model that fails here is not asked again. */
async function rewrite(
  failed: Judged[],
  material: string,
  ask: (user: string) => Promise<z.output<typeof answerSchema>>,
  frame: Frame,
  context: ModelContext,
): Promise<Judged[]> {
  const complaints = failed.map(({ draft, reasons }, index) =>
    JSON.stringify({ bullet: index + 1, ...draft, wrong: nameShortly(reasons, frame.citable) }),
  );
  try {
    const { bullets } = await ask(
      `${material}\n\nThese bullets are not supported by the posts they cite. Write each of them again, in the same order, so that what is wrong is mended or left out:\n${complaints.join('\n')}`,
    );
    return bullets.slice(0, failed.length).map((draft) => judge(draft, frame, context));
  } catch {
    return [];
  }
}

/** One post is not the claim of two bullets. */
function withoutRepeats(bullets: Bullet[]): Bullet[] {
  const seen = new Set<string>();
  return bullets.filter((bullet) => {
    const key = bullet.claim
      .map((span) => span.text)
      .join('')
      .toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}

function sortByWeight(bullets: Bullet[], stories: Story[]): Bullet[] {
  const weights = new Map(
    stories.flatMap((story) => story.posts.map((post) => [post.id, story.weight] as const)),
  );
  const weigh = (bullet: Bullet) => Math.max(0, ...bullet.citations.map((id) => weights.get(id) ?? 0));
  return [...bullets].sort((a, b) => weigh(b) - weigh(a));
}
