// Lets a model write headline, subtitle, lead and summary; whatever does not hold falls back to the offline one.
import { z } from 'zod';
import type { Bullet, Story } from '../../model.js';
import { checkOptions, evidenceOfStories } from '../check.js';
import type { Opening } from '../offline/editor.js';
import { makeBullet } from '../offline/write.js';
import type { Evidence } from '../verify/evidence.js';
import { type VerifyOptions, verifyBullet, verifyText } from '../verify/verify.js';
import { type Beside, type Citable, readCitedText } from './cited-text.js';
import type { ModelContext } from './context.js';
import { gatherMaterial, nameShortly } from './material.js';
import { fillPrompt, promptVersion } from './prompts.js';

const answerSchema = z.object({
  headline: z.string(),
  subtitle: z.string(),
  lead: z.array(z.string()),
  summary: z.array(z.string()),
});
type Draft = z.output<typeof answerSchema>;

/** Of the stories that open the issue, and of those that each lead another section of it. */
const LEADING = 5;
const OTHERS = 4;
const MOST_WORDS = 10;

/**
 * The top of the issue: of `stories`, the foremost first, and `others`, which lead its other sections. `offline` gives
 * what stands in for a part that fails its check twice. Throws a ModelError when there is no usable answer.
 */
export async function askOpening(
  stories: Story[],
  others: Story[],
  context: ModelContext,
  offline: () => Promise<Opening>,
): Promise<Opening> {
  const leading = stories.slice(0, LEADING);
  const further = others.filter((story) => !leading.includes(story)).slice(0, OTHERS);
  const given = [...leading, ...further.map((story) => ({ ...story, posts: story.posts.slice(0, 1) }))];
  const { text, citable } = gatherMaterial(given, context.checking.nameOf);
  const { language, tone } = context.voice;
  const ask = (user: string) =>
    context.model.complete({
      stage: 'lead',
      promptVersion: promptVersion(context.prompts.open),
      system: fillPrompt(context.prompts.open, { language, tone: tone || 'no notes' }),
      user,
      schema: answerSchema,
      schemaName: 'opening',
      maxOutputTokens: 4000,
    });
  const evidence = evidenceOfStories(given, context.checking);
  const judge = (draft: Draft) =>
    judgeOpening(draft, given, citable, evidence, checkOptions(context.checking));
  const draft = await ask(text);
  const first = judge(draft);
  if (first.wrong.length === 0) return finish(first, offline);
  const complaint = JSON.stringify({ ...draft, wrong: nameShortly(first.wrong, citable) });
  const again = await ask(
    `${text}\n\nYour answer was not supported by the posts. Write it again: mend or leave out what is wrong, and keep the rest:\n${complaint}`,
  ).then(judge, () => undefined);
  return finish(again ? merge(again, first) : first, offline);
}

interface Judged {
  headline?: string;
  subtitle?: string;
  lead: Bullet[];
  summary: string[];
  wrong: string[];
}

function judgeOpening(
  draft: Draft,
  stories: Story[],
  citable: ReadonlyMap<string, Citable>,
  evidence: ReadonlyMap<string, Evidence>,
  options: VerifyOptions,
): Judged {
  const wrong: string[] = [];
  const object = (name: string, reasons: string[]) =>
    wrong.push(...reasons.map((reason) => `${name}: ${reason}`));
  // A heading is held to what it cites; one that cites nothing, to what it is about.
  const heading = (name: string, draft: string, about: Story[]) => {
    const { citations, unknown } = readCitedText(draft, citable);
    const text = withoutMarkers(draft).replace(name === 'headline' ? /\.$/ : '', '');
    const cited = citations.length > 0 ? citations : about.flatMap(({ posts }) => posts.map(({ id }) => id));
    const verdict = verifyText(text, cited, evidence, { ...options, wording: false });
    object(name, [...nameUnknown(unknown), ...(verdict.ok ? [] : verdict.reasons)]);
    return { text, holds: verdict.ok && unknown.length === 0 && text !== '' };
  };
  const headline = heading('headline', draft.headline, stories.slice(0, 1));
  const lengthy = headline.text.split(/\s+/).length > MOST_WORDS;
  if (lengthy) wrong.push(`headline: it has more than ${MOST_WORDS} words`);
  const subtitle = heading('subtitle', draft.subtitle, stories);
  const bullets = (lines: string[], name: string) =>
    lines.flatMap((line) => {
      const { bullet, unknown } = readLine(line, citable);
      const verdict = verifyBullet(bullet, evidence, options);
      object(name, [...nameUnknown(unknown), ...(verdict.ok ? [] : verdict.reasons)]);
      if (!verdict.ok || unknown.length > 0) return [];
      const brief = readLine(line, citable, { linked: new Set() }).bullet;
      return [verifyBullet(brief, evidence, options).ok ? brief : bullet];
    });
  return {
    ...(headline.holds && !lengthy && { headline: headline.text }),
    ...(subtitle.holds && { subtitle: subtitle.text }),
    lead: bullets(draft.lead.slice(0, 3), 'lead'),
    summary: bullets(draft.summary.slice(0, 3), 'summary').map((bullet) => plainText(bullet)),
    wrong,
  };
}

const nameUnknown = (ids: string[]) => ids.map((id) => `[${id}] is none of the posts`);

const withoutMarkers = (text: string) =>
  readCitedText(text, new Map())
    .spans.map((span) => span.text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

function readLine(line: string, citable: ReadonlyMap<string, Citable>, beside?: Beside) {
  const { spans, citations, unknown } = readCitedText(line, citable, beside);
  return { bullet: makeBullet({ text: spans, also: citations }, 'model'), unknown };
}

/** The second try's parts where they hold, else the first one's. */
function merge(second: Judged, first: Judged): Judged {
  const headline = second.headline ?? first.headline;
  const subtitle = second.subtitle ?? first.subtitle;
  return {
    ...(headline && { headline }),
    ...(subtitle && { subtitle }),
    lead:
      second.lead.length >= first.lead.length
        ? second.lead.map((bullet) =>
            first.lead.some((kept) => textOf(kept) === textOf(bullet))
              ? bullet
              : { ...bullet, origin: 'rewritten' as const },
          )
        : first.lead,
    summary: second.summary.length >= first.summary.length ? second.summary : first.summary,
    wrong: second.wrong,
  };
}

async function finish(judged: Judged, offline: () => Promise<Opening>): Promise<Opening> {
  const complete = judged.headline && judged.subtitle && judged.lead.length > 0;
  const spare = complete ? undefined : await offline();
  return {
    headline: judged.headline
      ? { text: judged.headline, postId: '' }
      : (spare?.headline ?? { text: '', postId: '' }),
    subtitle: judged.subtitle ?? spare?.subtitle ?? '',
    lead: judged.lead.length > 0 ? judged.lead : (spare?.lead ?? []),
    summary: judged.summary.length === 3 ? judged.summary : [],
  };
}

const textOf = (bullet: Bullet) => bullet.text.map((span) => span.text).join('');

function plainText(bullet: Bullet): string {
  return textOf(bullet).replace(/\s*\((?:@[\w]+|[ur]\/[\w-]+)(?:, (?:@[\w]+|[ur]\/[\w-]+))*\)/g, '');
}
