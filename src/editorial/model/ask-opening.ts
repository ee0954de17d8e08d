// Lets a model write headline, subtitle, lead and summary; whatever does not hold falls back to the offline one.
import { z } from 'zod';
import type { Bullet, Story } from '../../model.js';
import { evidenceOfStories } from '../check.js';
import type { Opening } from '../editor.js';
import type { Evidence } from '../verify/evidence.js';
import { verifyBullet, verifyText } from '../verify/verify.js';
import { makeBullet } from '../write.js';
import type { Desk } from './ask-bullets.js';
import type { Voice } from './ask-sections.js';
import { type Citable, readCitedText } from './cited-text.js';
import { gatherMaterial } from './material.js';
import { fillPrompt, promptVersion } from './prompts.js';

const answerSchema = z.object({
  headline: z.string(),
  subtitle: z.string(),
  lead: z.array(z.string()),
  summary: z.array(z.string()),
});
type Draft = z.output<typeof answerSchema>;

const STORIES = 6;
const MOST_WORDS = 10;

/**
 * The top of the issue. `offline` gives what stands in for a part that fails its check twice. Throws a ModelError
 * when there is no usable answer.
 */
export async function askOpening(
  stories: Story[],
  desk: Desk,
  offline: () => Promise<Opening>,
): Promise<Opening> {
  const heaviest = stories.slice(0, STORIES);
  const { text, citable } = gatherMaterial(heaviest, desk.checking.nameOf);
  const { language, tone } = desk.voice;
  const ask = (user: string) =>
    desk.model.complete({
      stage: 'lead',
      promptVersion: promptVersion(desk.prompts.open),
      system: fillPrompt(desk.prompts.open, { language, tone: tone || 'no notes' }),
      user,
      schema: answerSchema,
      schemaName: 'opening',
      maxOutputTokens: 4000,
    });
  const evidence = evidenceOfStories(heaviest, desk.checking);
  const judge = (draft: Draft) => judgeOpening(draft, heaviest, citable, evidence, desk.voice);
  const draft = await ask(text);
  const first = judge(draft);
  if (first.wrong.length === 0) return finish(first, offline);
  const again = await ask(
    `${text}\n\nYour answer was not supported by the posts. Write all of it again, so that what is wrong is mended or left out:\n${JSON.stringify({ ...draft, wrong: first.wrong })}`,
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
  voice: Voice,
): Judged {
  const wrong: string[] = [];
  const ids = [...new Set([...citable.values()].map((target) => target.id))];
  const options = { language: voice.language };
  const holds = (name: string, text: string, cited: string[]) => {
    const verdict = verifyText(text, cited, evidence, { ...options, wording: false });
    if (!verdict.ok) wrong.push(...verdict.reasons.map((reason) => `${name}: ${reason}`));
    return verdict.ok && text !== '';
  };
  const plain = (text: string) =>
    readCitedText(text, new Map())
      .spans.map((span) => span.text)
      .join('')
      .replace(/\s+/g, ' ')
      .trim();
  const headline = plain(draft.headline).replace(/\.$/, '');
  const lengthy = headline.split(/\s+/).length > MOST_WORDS;
  if (lengthy) wrong.push(`headline: it has more than ${MOST_WORDS} words`);
  // The headline is the heaviest story's: its names and numbers must stand there.
  const heaviest = stories[0]?.posts.map((post) => post.id).filter((id) => evidence.has(id)) ?? [];
  const headlineHolds = holds('headline', headline, heaviest) && !lengthy;
  const subtitle = plain(draft.subtitle);
  const subtitleHolds = holds('subtitle', subtitle, ids);
  const bullets = (lines: string[], name: string) =>
    lines.flatMap((line) => {
      const cited = readCitedText(line, citable);
      const bullet = makeBullet({ text: cited.spans, also: cited.citations }, 'model');
      const verdict = verifyBullet(bullet, evidence, options);
      if (verdict.ok && cited.unknown.length === 0) return [bullet];
      wrong.push(
        ...(verdict.ok ? [] : verdict.reasons),
        ...cited.unknown.map((id) => `${name}: [${id}] is none of the posts`),
      );
      return [];
    });
  return {
    ...(headlineHolds && { headline }),
    ...(subtitleHolds && { subtitle }),
    lead: bullets(draft.lead.slice(0, 3), 'lead'),
    summary: bullets(draft.summary.slice(0, 3), 'summary').map((bullet) => plainText(bullet)),
    wrong,
  };
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
        ? second.lead.map((bullet) => ({ ...bullet, origin: 'rewritten' }))
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

function plainText(bullet: Bullet): string {
  const text = bullet.text.map((span) => span.text).join('');
  return text.replace(/\s*\((?:@[\w]+|[ur]\/[\w-]+)(?:, (?:@[\w]+|[ur]\/[\w-]+))*\)/g, '');
}
