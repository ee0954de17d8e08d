// Decides whether a past issue was public. Others are never published, and an unknown state is an error, not a guess.
import { parseFeedDate } from '../../sources/feed/dates.js';
import { type Fields, textOf } from './document.js';

const listWords = (words: string): Set<string> => new Set(words.split(/\s+/));

const PUBLIC_STATES = listWords(
  `publish published public sent sending resending live confirmed complete completed active imported archival visible
  everyone everybody anyone all free both newsletter post open`,
);
/** A state of several words is public if one of these is among them, as in "Free and paid subscribers". */
const OPEN_WORDS = listWords('everyone everybody anyone public free both');
const HIDDEN_STATES = listWords(
  `draft drafts drafted unpublished scheduled schedule pending queued future inherit private unlisted hidden skip
  archived deleted trash trashed review idea paid premium founding member members tier tiers subscriber subscribers
  patrons supporters internal errored paused canceled cancelled canceling save saved suppressed transactional spam
  inactive none nobody password protected`,
);
const NEGATIONS = listWords('not non un no only never auto about in');
const YES = listWords('true yes y t 1 on x ✓ wahr ja vrai oui verdadero sí si vero');
const NO = listWords('false no n f 0 off null falsch nein faux non falso');

// Names of fields without `_`, so that `isPublished`, `is_published` and `Is Published` are the same.
const STATE_FIELDS =
  /^(?:(?:post|publish|publication|publishing)?status|state|(?:post|web)?visibility|(?:web|email|post)?audiences?|emailtype|access(?:level|tier)?|privacy|tiers?|membership)$/;
const PUBLIC_FLAGS = /^(?:is)?(?:published|public|publish|visible|live)$/;
const HIDDEN_FLAGS =
  /^(?:is)?(?:draft|private|hidden|unlisted|unpublished|paid|premium|locked|protected|internal|deleted|trashed|archived|paywall(?:ed)?|(?:paid|premium|members?|subscribers?|email|mail)only|only(?:paid|premium|members|subscribers)|passwordprotected|headless|wip|hid(?:e|den)from(?:feed|archive)|eleventyexcludefromcollections)$/;
const TYPE_FIELDS = /^(?:(?:post|content|page)?type|layout|kind)$/;
const PAGE_TYPES =
  /^(?:pages?|home|index|landing|author|tag|tags|category|categories|archives?|about|contact|search|sitemap|feed|404|error|redirect|restack|thread|comment|reply|response|attachment|revision|nav_menu_item)$/;
const START_FIELDS =
  /^(?:publish(?:ed)?(?:date|at|on|after|from)|schedule[d]?(?:at|for|date|on)?|(?:send|sendon|release|releasedat|releasedate|available|golive|live)at|releasedate|(?:available|visible|live)(?:from|after|on)|notbefore|embargo(?:ed)?(?:until)?)$/;
const END_FIELDS = /^(?:expir(?:y|es|ed|ation)(?:at|on|date)?|unpublish(?:date|on|at)|enddate)$/;
const HIDDEN_FOLDER = /(?:^|\/)_?(?:drafts?|unpublished|private|trash|scheduled)\/|(?:^|\/)draft_[^/]*$/i;

/**
 * Returns why the post must not be published, or undefined if it may be. Throws an Error for a state that is not known to
 * be public or hidden.
 */
export function whyNotPublic(fields: Fields, { path, now }: { path: string; now: Date }): string | undefined {
  if (HIDDEN_FOLDER.test(path)) return 'it is among the drafts';
  for (const [name, value] of Object.entries(fields)) {
    const why = whyHiddenBy(name, value, now);
    if (why) return why;
  }
  return textOf(fields, ['password']) ? 'it was not public (it has a password)' : undefined;
}

function whyHiddenBy(name: string, value: unknown, now: Date): string | undefined {
  const key = name.replace(/_/g, '');
  const text = readValue(value);
  if (key === 'permalink' && value === false) return 'it has no page (permalink: false)';
  if (key === 'ispublished' && text === '') throw misunderstood(name, text);
  if (text === '') return undefined;
  // Blogs mark replies to other sites like this.
  if (/^inre(?:ply|sponse)to$/.test(key)) return `it is a reply (${name}: ${text})`;
  // Posts that were only mailed, as at beehiiv.
  if (/^(?:platform|channel)$/.test(key) && /^e?-?mail$/.test(text))
    return `it was only mailed (${name}: ${text})`;
  const shown = `${name}: ${text}`;
  if (HIDDEN_FLAGS.test(key)) {
    if (NO.has(text)) return undefined;
    if (!YES.has(text)) throw misunderstood(name, text);
    return key.endsWith('draft') ? 'it is a draft' : `it was not public (${shown})`;
  }
  if (PUBLIC_FLAGS.test(key)) {
    if (NO.has(text)) return `it was not published (${shown})`;
    // `published: 2024-01-05` is a date.
    if (YES.has(text) || /\d{4}/.test(text)) return undefined;
  }
  if (PUBLIC_FLAGS.test(key) || STATE_FIELDS.test(key)) {
    const state = readState(text);
    if (state === 'unknown') throw misunderstood(name, text);
    if (state === 'hidden') return /draft/.test(text) ? 'it is a draft' : `it was not public (${shown})`;
  }
  if (TYPE_FIELDS.test(key) && PAGE_TYPES.test(text)) return `it is not a post (${shown})`;
  const instant = START_FIELDS.test(key) || END_FIELDS.test(key) ? parseFeedDate(text) : undefined;
  if (instant && START_FIELDS.test(key) && Date.parse(instant) > now.getTime())
    return `it is not due before ${text}`;
  if (instant && END_FIELDS.test(key) && Date.parse(instant) <= now.getTime()) return `it expired (${shown})`;
  return undefined;
}

function readState(text: string): 'public' | 'hidden' | 'unknown' {
  if (YES.has(text)) return 'public';
  if (NO.has(text)) return 'hidden';
  const words = text.split(/[\s_,;|/+&-]+/).filter(Boolean);
  if (words.length > 0 && words.every((word) => PUBLIC_STATES.has(word))) return 'public';
  const isNegated = words.some((word) => NEGATIONS.has(word));
  const isOpen = words.some((word) => OPEN_WORDS.has(word)) && !words.some((word) => /^members?$/.test(word));
  if (isOpen && !isNegated) return 'public';
  const isHidden = words.some((word) => HIDDEN_STATES.has(word)) || (isNegated && words.length > 1);
  return isHidden ? 'hidden' : 'unknown';
}

/** Returns a value in lower case, a list as its items. Ignores objects. */
function readValue(value: unknown): string {
  const parts = Array.isArray(value) ? value : [value];
  return parts
    .map((part) => (/^(?:boolean|string|number)$/.test(typeof part) ? String(part).trim().toLowerCase() : ''))
    .filter(Boolean)
    .join(', ');
}

function misunderstood(name: string, text: string): Error {
  return new Error(`its ${name} "${text}" is not understood: it is unknown whether it was public`);
}
