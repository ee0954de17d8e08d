// Converts a model's draft to a bullet and checks it by the rules.
import { splitSentences } from '../../base/text.js';
import type { Bullet, Platform, Post, RefusalReason } from '../../model.js';
import { checkOptions } from '../check.js';
import { makeBullet } from '../offline/bullets/bullet.js';
import type { Evidence } from '../verify/evidence.js';
import { type Verdict, type VerifyOptions, verifyBullet } from '../verify/verify.js';
import { type Beside, type Citable, readCitedText } from './cited-text.js';
import type { ModelContext } from './context.js';

/** The model's output: texts with ids of posts in square brackets. */
export interface BulletDraft {
  claim: string;
  text: string;
  points: string[];
}

/** The posts that the bullets of one section may cite. */
export interface Frame {
  platform: Platform;
  citable: ReadonlyMap<string, Citable>;
  /** Only this section's posts and their comments, because a citation belongs to its section. */
  evidence: ReadonlyMap<string, Evidence>;
  context: ModelContext;
}

export interface Judged {
  draft: BulletDraft;
  bullet: Bullet;
  /** Why it must not be published; empty if it may. */
  reasons: string[];
  /** The reasons as codes. */
  refusals: RefusalReason[];
  /** The draft passed the rules but not the second reading. */
  doubted?: boolean;
}

const MAX_POINTS = 3;

/** Converts the draft to a bullet and checks it by the rules. */
export function judgeDraft(draft: BulletDraft, frame: Frame): Judged {
  const { bullet, unknown } = readDraft(draft, frame);
  const verdict = verifyBullet(bullet, frame.evidence, optionsOf(frame));
  const reasons = [...describeUnknownIds(unknown), ...(verdict.ok ? [] : verdict.reasons)];
  const refusals = listRefusals(unknown, verdict);
  if (reasons.length > 0) return { draft, bullet, reasons, refusals };
  return { draft, bullet: linkOnce(draft, bullet, frame), reasons, refusals };
}

/** The draft with only the sentences and points that pass the rules; undefined if its claim fails. */
export function trimDraft(draft: BulletDraft, frame: Frame): Judged | undefined {
  let kept: BulletDraft = { claim: draft.claim, text: '', points: [] };
  if (judgeDraft(kept, frame).reasons.length > 0) return undefined;
  const add = (longer: BulletDraft) => {
    if (judgeDraft(longer, frame).reasons.length === 0) kept = longer;
  };
  for (const sentence of splitSentences(draft.text))
    add({ ...kept, text: kept.text ? `${kept.text} ${sentence}` : sentence });
  for (const point of draft.points) add({ ...kept, points: [...kept.points, point] });
  return judgeDraft(kept, frame);
}

/** The codes of a refusal; an id that the model invented is a wrong citation. */
export function listRefusals(unknown: string[], verdict: Verdict): RefusalReason[] {
  return [...(unknown.length > 0 ? (['citation'] as const) : []), ...(verdict.ok ? [] : verdict.refusals)];
}

export const describeUnknownIds = (ids: string[]) => ids.map((id) => `[${id}] is none of the posts given`);

/** Names may come from any post of the section, so that no post is cited only because it contains a name. */
function optionsOf({ citable, evidence, context }: Frame): VerifyOptions {
  const nameLenders = [...citable.values()].flatMap(({ id }) => evidence.get(id) ?? []);
  return { ...checkOptions(context.checking), nameLenders };
}

/** The check needs a citation for each sentence; readers see each post only once. */
function linkOnce(draft: BulletDraft, bullet: Bullet, frame: Frame): Bullet {
  const { citable, evidence } = frame;
  const inText = { linked: new Set(readCitedText(draft.text, citable).citations) };
  const named = readCitedText(draft.claim, citable, inText).spans.flatMap(({ cite }) => cite ?? []);
  const brief = readDraft(draft, frame, { claim: inText, text: { linked: new Set(named) } }).bullet;
  return verifyBullet(brief, evidence, optionsOf(frame)).ok ? brief : bullet;
}

function readDraft(
  draft: BulletDraft,
  { platform, citable, context }: Frame,
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
    .slice(0, MAX_POINTS)
    .map((point) => makeBullet({ text: read(point).spans }, 'model'));
  const [lead] = [...claim.citations, ...body.citations];
  const post = lead === undefined ? undefined : context.checking.posts.get(lead);
  const submission = platform === 'reddit' && post?.title ? post : undefined;
  const bullet = makeBullet(
    {
      // The submission's title is linked below the claim, so its name need not follow each sentence.
      claim: submission ? withoutNames(claim.spans, submission) : endSentence(claim.spans, body.spans),
      text: submission ? withoutNames(body.spans, submission) : body.spans,
      points,
      also: [...claim.citations, ...body.citations],
    },
    'model',
  );
  return { bullet: submission ? { ...bullet, submission: submission.id } : bullet, unknown };
}

/** Ends the claim like a sentence if text follows. */
function endSentence(claim: Bullet['text'], text: Bullet['text']): Bullet['text'] {
  const last = claim.at(-1)?.text ?? '';
  if (text.length === 0 || last === '' || /[.!?…:][)\]"”’»]*$/.test(last)) return claim;
  return [...claim, { text: '.' }];
}

function withoutNames(spans: Bullet['text'], post: Post): Bullet['text'] {
  if (!spans.every((span) => span.cite === undefined || span.cite === post.id)) return spans;
  const text = spans
    .map((span) => (span.cite === post.id ? '' : span.text))
    .join('')
    .replace(/\s*\(\s*\)/g, '');
  return text ? [{ text }] : [];
}
