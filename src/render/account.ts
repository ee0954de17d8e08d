// Describes how an issue was made: the checked sources, and how its sentences were written and checked.
import { listStatements } from '../base/issue-bullets.js';
import {
  countPhrase,
  fillPhrase,
  formatNumberIn,
  listPhrase,
  phrasesOf,
} from '../base/language/phrases/phrases.js';
import type { Plural } from '../base/language/phrases/type.js';
import {
  type Audit,
  type Checked,
  type Issue,
  type ModelUsage,
  REFUSAL_REASONS,
  type RefusalReason,
} from '../model.js';
import { formatCost, formatCount, formatNumber, joinWords } from './format.js';
import type { LeftOut } from './mail/topics.js';

/** Maximum names listed per reason; the rest is counted. */
const MAX_NAMES = 8;

/**
 * `We checked 12 subreddits, 544 X accounts and 41 feeds; 3 did not answer (r/foo, …). Skipped: …` in plain text.
 * Skipped sources are grouped by reason.
 */
export function describeChecked(checked: Checked, language = 'en'): string {
  const { subreddits, accounts, lists, feeds, others = {}, failed, skipped, partial = [], note } = checked;
  const { issue } = phrasesOf(language);
  const kinds: [number, Plural][] = [
    [subreddits, issue.subreddits],
    [accounts, issue.accounts],
    [lists, issue.lists],
    [feeds, issue.feeds],
    ...Object.entries(others).map(([noun, count]): [number, Plural] => [
      count,
      noun === 'Discord channel' ? issue.discordChannels : { one: `{n} ${noun}`, other: `{n} ${noun}s` },
    ]),
  ];
  const counts = kinds.flatMap(([count, forms]) => (count > 0 ? [countPhrase(language, forms, count)] : []));
  const sources = language.startsWith('en') ? joinWords(counts) : listPhrase(language, counts);
  let line = counts.length > 0 ? fillPhrase(issue.checked, { sources }) : issue.checkedNothing;
  if (failed.length > 0) {
    const names = listSomeNames(
      failed.map(({ source }) => source),
      language,
    );
    line += fillPhrase(issue.failed, { n: formatNumberIn(language, failed.length), names });
  }
  const skip = groupByReason(issue.skipped, skipped, language);
  const part = groupByReason(issue.readInPart, partial, language);
  const stop = /^(?:zh|ja)/.test(language) ? '。' : '.';
  return `${line}${stop}${skip}${part}${note ? ` ${note}` : ''}`;
}

/** The sentence of `phrase`, preceded by a space; empty without sources. */
function groupByReason(phrase: string, sources: { source: string; why: string }[], language: string): string {
  const reasons = new Map<string, string[]>();
  for (const { source, why } of sources) reasons.set(why, [...(reasons.get(why) ?? []), source]);
  const names = [...reasons].map(([why, some]) => `${listSomeNames(some, language)} (${why})`);
  return names.length > 0 ? ` ${fillPhrase(phrase, { names: names.join('; ') })}` : '';
}

function listSomeNames(names: string[], language: string): string {
  if (names.length <= MAX_NAMES) return names.join(', ');
  return fillPhrase(phrasesOf(language).issue.andMore, {
    names: names.slice(0, MAX_NAMES).join(', '),
    n: formatNumberIn(language, names.length - MAX_NAMES),
  });
}

/** "How this issue was made" as plain sentences: the check, the model and its price, and what went wrong. */
export function describeMaking(issue: MadeIssue, language = 'en'): string[] {
  const { audit, model } = issue;
  const edited = listStatements(issue).filter(({ origin }) => origin === 'edited').length;
  const byHand = edited > 0 ? [fillPhrase(phrasesOf(language).issue.editedByHand, { n: edited })] : [];
  if (!language.startsWith('en')) return [...describeMakingIn(language, audit, model), ...byHand];
  return [...describeAudit(audit), describeModel(model), ...byHand];
}

type MadeIssue = Pick<Issue, 'audit' | 'model' | 'lead' | 'recaps'>;

function describeMakingIn(
  language: string,
  { bullets, citations, rewritten, replaced }: Audit,
  { name, degraded }: ModelUsage,
): string[] {
  const { issue } = phrasesOf(language);
  const statements = countPhrase(language, issue.statements, bullets);
  const counts = { statements, citations: countPhrase(language, issue.citations, citations) };
  const phrased = degraded ? issue.phrasedInPart : issue.phrasedBy;
  return [
    ...(bullets > 0 ? [fillPhrase(issue.audited, counts)] : []),
    ...(rewritten > 0 ? [fillPhrase(issue.rewritten, { n: rewritten })] : []),
    ...(replaced > 0 ? [fillPhrase(issue.replaced, { n: replaced })] : []),
    name === 'offline' ? issue.noModel : fillPhrase(phrased, { name }),
  ];
}

function describeAudit({ bullets, citations, rewritten, replaced }: Audit): string[] {
  if (bullets === 0) return [];
  const one = bullets === 1;
  const sentences = [
    `${formatCount(bullets, 'statement')}, ${formatCount(citations, 'citation')}, ` +
      `${one ? '' : 'each '}checked against the ${citations === 1 ? 'post it cites' : `posts ${one ? 'it cites' : 'they cite'}`}.`,
  ];
  const fixes: string[] = [];
  if (rewritten > 0) fixes.push(`${formatNumber(rewritten)} ${rewritten === 1 ? 'was' : 'were'} rewritten`);
  if (replaced > 0)
    fixes.push(
      `${formatNumber(replaced)} ${replaced === 1 ? 'was' : 'were'} replaced by the posts’ own words`,
    );
  if (fixes.length > 0) sentences.push(`Of these, ${joinWords(fixes)}.`);
  return sentences;
}

const REFUSAL_NAMES: Record<RefusalReason, string> = {
  citation: 'it cited no post of the issue',
  quotation: 'no cited post contains the quotation',
  handle: 'no cited post mentions the account',
  name: 'no cited post contains the name',
  number: 'no cited post contains the number',
  owner: 'a number belongs to something else',
  wording: 'no cited post supports the wording',
  event: 'no cited post reports the event',
  quantifier: 'it goes further than the posts (“first”, “only”, “all”)',
  cause: 'no cited post gives the cause',
  time: 'no cited post gives the time',
  hedge: 'it states as certain what a post leaves open',
  opposite: 'it says the opposite of a post',
  denial: 'it denies what a post says, or says what a post denies',
  swap: 'names or numbers were swapped',
  merged: 'no cited post connects two of its names',
  speaker: 'another person said it',
  address: 'it contained an address or a command',
  markup: 'it contained markup',
  doubt: 'the second reading by a model doubted it',
};

/** The reasons for which the check refused texts of this issue, with counts. */
export function listRefusalCounts({ refusals = {} }: Pick<Audit, 'refusals'>): [string, string][] {
  return REFUSAL_REASONS.flatMap((reason) => {
    const count = refusals[reason] ?? 0;
    return count > 0 ? [[REFUSAL_NAMES[reason], formatNumber(count)] as [string, string]] : [];
  });
}

function describeModel({ name, costUsd, degraded, secondReading }: ModelUsage): string {
  const reason = degraded?.replace(/[\s.]+$/, '');
  if (name === 'offline') {
    return `No model was used${reason ? ` (${reason})` : ''}: the sentences are the posts’ own.`;
  }
  const price = costUsd > 0 ? ` for ${formatCost(costUsd)}` : '';
  const again = ` ${describeReading(secondReading)}`;
  if (!reason) return `Phrased by ${name}${price}.${again}`;
  return `Phrased in part by ${name}${price}: the model failed in part (${reason}); the rest is in the posts’ own words.${again}`;
}

function describeReading(reading: ModelUsage['secondReading']): string {
  if (!reading) return 'No second reading was made: the rules alone decided.';
  const { read, doubted, unread = 0 } = reading;
  const done =
    read > 0
      ? `A second reading by the model compared ${formatCount(read, 'draft')} with the posts and doubted ${formatNumber(doubted)}.`
      : 'The second reading had no drafts to compare.';
  return unread > 0
    ? `${done} It did not answer for ${formatNumber(unread)}: for those, the rules alone decided.`
    : done;
}

/** `3 items are left out because you muted crypto (2) and OpenAI (1).` Empty when there are none. */
export function describeLeftOut(leftOut: LeftOut[], language = 'en'): string {
  const count = leftOut.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return '';
  const topics = leftOut.map((one) => `${one.topic} (${formatNumberIn(language, one.count)})`);
  return fillPhrase(countPhrase(language, phrasesOf(language).mail.muted, count), {
    topics: leftOut.length > 1 ? listPhrase(language, topics) : (leftOut[0]?.topic ?? ''),
  });
}

/** `17 more items are on the web page`; without a page, that they did not fit. No full stop. */
export function describeOmitted(count: number, hasPage: boolean, language = 'en'): string {
  const { mail } = phrasesOf(language);
  return countPhrase(language, hasPage ? mail.moreOnPage : mail.moreOmitted, count);
}
