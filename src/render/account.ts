// What an issue says about itself: which sources were checked, and how its sentences were written and checked.
import type { Audit, Checked, Issue, ModelUsage } from '../model.js';
import { formatCost, formatCount, formatNumber, joinWords } from './format.js';

/** How many names are listed for one reason; the rest is counted. */
const MAX_NAMES = 8;

/**
 * `We checked 12 subreddits, 544 X accounts and 41 feeds; 3 did not answer (r/foo, …). Skipped: …` in plain text.
 * What was skipped is grouped by its reason.
 */
export function describeChecked({
  subreddits,
  accounts,
  lists,
  feeds,
  others = {},
  failed,
  skipped,
  note,
}: Checked): string {
  const kinds: [number, string][] = [
    [subreddits, 'subreddit'],
    [accounts, 'X account'],
    [lists, 'X list'],
    [feeds, 'feed'],
    ...Object.entries(others).map(([noun, count]): [number, string] => [count, noun]),
  ];
  const checked = kinds.flatMap(([count, word]) => (count > 0 ? [formatCount(count, word)] : []));
  let line = checked.length > 0 ? `We checked ${joinWords(checked)}` : 'We checked no source';
  if (failed.length > 0) {
    line += `; ${formatNumber(failed.length)} did not answer (${nameSome(failed.map(({ source }) => source))})`;
  }
  const reasons = new Map<string, string[]>();
  for (const { source, why } of skipped) reasons.set(why, [...(reasons.get(why) ?? []), source]);
  const skips = [...reasons].map(([why, sources]) => `${nameSome(sources)} (${why})`);
  const skip = skips.length > 0 ? ` Skipped: ${skips.join('; ')}.` : '';
  return `${line}.${skip}${note ? ` ${note}` : ''}`;
}

function nameSome(names: string[]): string {
  if (names.length <= MAX_NAMES) return names.join(', ');
  return `${names.slice(0, MAX_NAMES).join(', ')} and ${formatNumber(names.length - MAX_NAMES)} more`;
}

/** "How this issue was made" as plain sentences: the check, the model and its price, and what went wrong. */
export function describeMaking({ audit, model }: Pick<Issue, 'audit' | 'model'>): string[] {
  return [...describeAudit(audit), describeModel(model)];
}

function describeAudit({ bullets, citations, rewritten, replaced }: Audit): string[] {
  if (bullets === 0) return [];
  const one = bullets === 1;
  const sentences = [
    `${formatCount(bullets, 'statement')}, ${formatCount(citations, 'citation')}, ` +
      `${one ? '' : 'each '}checked against the ${citations === 1 ? 'post it cites' : `posts ${one ? 'it cites' : 'they cite'}`}.`,
  ];
  const fixes: string[] = [];
  if (rewritten > 0)
    fixes.push(`${formatNumber(rewritten)} ${rewritten === 1 ? 'was' : 'were'} written again`);
  if (replaced > 0)
    fixes.push(
      `${formatNumber(replaced)} ${replaced === 1 ? 'was' : 'were'} replaced by the posts’ own words`,
    );
  if (fixes.length > 0) sentences.push(`Of these, ${joinWords(fixes)}.`);
  return sentences;
}

function describeModel({ name, costUsd, degraded }: ModelUsage): string {
  const reason = degraded?.replace(/[\s.]+$/, '');
  if (name === 'offline') {
    return `No model was used${reason ? ` (${reason})` : ''}: the sentences are the posts’ own.`;
  }
  const price = costUsd > 0 ? ` for ${formatCost(costUsd)}` : '';
  if (!reason) return `Phrased by ${name}${price}.`;
  return `Phrased in part by ${name}${price}: it did not do all of the work (${reason}); the rest is in the posts’ own words.`;
}

/** `17 more items are on the web page`, or that they did not fit when there is no page. No full stop. */
export function describeOmitted(count: number, hasPage: boolean): string {
  const items = formatCount(count, 'more item');
  if (!hasPage) return `${items} did not fit into this mail`;
  return `${items} ${count === 1 ? 'is' : 'are'} on the web page`;
}

/** How to unsubscribe when the issue has no web site to link to. */
export const REPLY_TO_LEAVE = 'To change this or to unsubscribe, reply to this mail.';
export const NOTHING_TO_TELL = 'There was no news in this period.';
export const TOP_POSTS = 'Top posts by engagement';
export const HOW_MADE = 'How this issue was made';
