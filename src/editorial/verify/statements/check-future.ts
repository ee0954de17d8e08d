// Checks that a text does not report as done what its posts only announce, and that its weekdays are right.
import { stemOf } from '../lexicon/word-list.js';
import { countShared, type SentenceReading } from './reading.js';

/** Words by which a sentence says that something is still to come. */
const ANNOUNCED =
  /\b(?:will|won['\u2019]t|going to|set to|plan(?:s|ned|ning)?|about to|intend(?:s|ed)?|promis(?:e|es|ed|ing)|soon|upcoming|forthcoming|scheduled|aims? to|shall|hop(?:es?|ing) to|expect(?:s|ed|ing)? to|imminent(?:ly)?|teas(?:e|es|ed|ing)|hint(?:s|ed|ing)?|anticipat\w+|await\w*|preview|near(?:s|ing)|close to (?:a|an|the|\w+ing)|poised to|seek(?:s|ing)? to|explor(?:es|ing)|in talks|on the verge|could|may|might|potential(?:ly)?(?: for)?|consider(?:s|ed|ing)?|next (?:week|month|year|quarter|summer|spring|fall|autumn|winter)|(?:coming|following) (?:days|weeks|months)|later this|by the end of|in progress|roadmap|prepar(?:e|es|ing)|develop(?:s|ing)|being (?:developed|built|worked)|in development|work(?:s|ing) on|(?:is|are) coming|would)\b|['\u2019]ll\b/i;
/** Words by which a text itself says that something is not done: a date, an intention. */
const OPEN =
  /\b(?:would|could|may|might|if|whether|until|doubt\w*|den(?:y|ies|ied)|hope[sd]?|wants?|wish(?:es)?|wanted|to (?:be|come|follow)|eventual\w*|future|announce[sd]?|tomorrow|await\w*|ahead|prepar\w+|pending|january|february|march|april|june|july|august|september|october|november|december)\b|\b(?:in|by|for|from|until) 20\d\d\b/i;
/** Verb forms that report something as done. */
const DONE =
  /\b(?:has|have|had) (?:\w+ly |already |just |now |been )*\w+(?:ed|en|un|ne|ld|nt|ght)\b|\b(?:was|were) \w+ed (?:at|in|on|to|by)\b|\b(?:already|by now|started|began|begun|launched|released|shipped|sold|opened|published|finished|completed|delivered|became|removed|added|introduced|is (?:now )?(?:out|live|available)|are (?:now )?(?:out|live|available))\b/i;
/** Minimum words that the nearest sentence of the posts must share with the claim. */
const MIN_SHARED = 2;
/** Minimum share of the claim's words that the nearest sentence must contain. */
const MIN_SHARE = 0.4;

/** Returns the claim's words for "done" if all nearest sentences of the posts only announce it; else undefined. */
export function findDoneAlready(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  const done = DONE.exec(claim.text)?.[0];
  if (!done || ANNOUNCED.test(claim.text) || OPEN.test(claim.text)) return undefined;
  const shared = posts.map(({ keys }) => countShared(claim.keys, keys));
  const most = Math.max(0, ...shared);
  if (most < MIN_SHARED || most < claim.keys.size * MIN_SHARE) return undefined;
  const verb = done.split(' ').findLast((word) => word.length > 3) ?? done;
  const withVerb = posts.filter(({ keys }) => keys.has(stemOf(verb.toLowerCase())));
  // A sentence with the verb says more about the deed than one that shares other words.
  const nearest = withVerb.length > 0 ? withVerb : posts.filter((_, at) => shared[at] === most);
  const isReportedDone = (text: string) =>
    new RegExp(`(?<!\\b(?:be|being|get) )\\b${verb}\\b`, 'i').test(text);
  return nearest.every(({ text }) => ANNOUNCED.test(text) && !isReportedDone(text)) ? done : undefined;
}

const WEEKDAY = /\b(?:(last|next|this) )?(sunday|monday|tuesday|wednesday|thursday|friday|saturday)s?\b/giu;
const NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A post's text in lower case, when it was written (ISO 8601), and the dates that it names. */
export interface PostDays {
  lower: string;
  createdAt: string | undefined;
  dates: { month: number; day?: number; year?: number }[];
}

/**
 * Returns a weekday of the text that no post names, that is not the weekday of a post's date, and on which no post was
 * written (plus or minus a day, for time zones); else undefined.
 */
export function findWrongWeekday(text: string, posts: PostDays[]): string | undefined {
  for (const [raw, relative, name = ''] of text.matchAll(WEEKDAY)) {
    const day = NAMES.indexOf(name.toLowerCase());
    const isKnownDay = posts.some(({ lower, createdAt, dates }) => {
      if (new RegExp(`\\b${NAMES[day]?.slice(0, 3)}(?:${NAMES[day]?.slice(3)}s?)?\\b`).test(lower))
        return true;
      if (relative || !createdAt) return false;
      const written = new Date(createdAt);
      const year = written.getUTCFullYear();
      const named = dates.map((date) =>
        date.day ? new Date(Date.UTC(date.year ?? year, date.month - 1, date.day)).getUTCDay() : -1,
      );
      return named.includes(day) || [0, 1, 6].some((shift) => (written.getUTCDay() + shift) % 7 === day);
    });
    if (!isKnownDay) return raw;
  }
  return undefined;
}
