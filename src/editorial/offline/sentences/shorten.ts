// Shortens a sentence to the length of a headline without changing its meaning.

import { isFunctionWord } from '../../../base/language/function-words.js';
import { countWords } from '../../../base/text.js';
import { isBalanced, isLeaning, wholeSentences } from './extract.js';

export const MAX_HEADLINE_WORDS = 10;
export const MIN_HEADLINE_WORDS = 3;
/** Inboxes truncate longer subjects. */
export const MAX_HEADLINE_CHARACTERS = 90;

const ONE_TO_THREE_WORDS = '(?:[^\\s,;:]+\\s){0,2}[^\\s,;:]+';
/** A phrase about a whole list: "across ChatGPT, the API and Codex". */
const LIST_PHRASE = `\\s(?:across|from|in|into|on)\\s(?=${ONE_TO_THREE_WORDS},\\s(?:${ONE_TO_THREE_WORDS}(?:,|\\s(?:and|or|&)\\s)|(?:and|or|&)\\s))`;
/** Opens a phrase that describes the words before it: "an app positioned as a hub". */
const PARTICIPLES =
  'aimed|positioned|designed|intended|built|based|backed|described|framed|presented|led|made|powered|citing|claiming|featuring|emphasi[sz]ing|highlighting|including|showing|enabling|allowing|letting|signal+ing|using|making|bringing|offering|covering|aiming|targeting';
/** The second verb of a sentence, with the same subject. */
const SECOND_VERBS =
  '(?:is|are|was|were|has|have|had|will|can)|(?:add|emphasi[sz]e|claim|report|show|say|plan|make|bring|give|get|let|become|call|warn|note|launch|release|introduce|announce|open|include|offer|support|use|aim|want|expect|argue|suggest|promise)(?:s|d|ed)?';
/** The end of a clause or the start of an addition. */
const CLAUSE_BOUNDARY = new RegExp(
  [
    '\\s*(?:[,;:](?=\\s)|\\u2013(?=\\s)|\\((?!\\d)|\\u2014(?!\\d)|\\s-\\s)',
    '\\s(?:after|under|while|because|which|when|so that|thanks to|via|as)\\s',
    LIST_PHRASE,
    '\\s(?:with|at|across|by)\\s',
    `\\s(?:${PARTICIPLES})\\s`,
    `\\sand\\s(?=(?:${SECOND_VERBS})\\s)`,
  ].join('|'),
  'gi',
);
const LIST_AT_START = new RegExp(`^${LIST_PHRASE}`, 'i');
// A clause with this opening is not the main statement.
const LEADING_IN =
  /^(?:on|of|with|in|at|for|after|before|from|by|if|when|while|as|to|since|during|around|despite|alongside|thanks to|given|based on|according to|due to|because|once|why|how|what|not)\b/i;
// A cut after one of these would change the meaning: a contrast, a comparison, an aside in mid-sentence.
const MEANING_TURN =
  /[,;]\s*(?:but|though|only|unless|except|including|such as|like|especially)\b|\b(?:vs|versus|than|compared)\b/i;
const CONDITION_WORD =
  /\b(?:not|no|never|unless|except|only|if|but|without|until|almost|nearly|vs|versus|compared)\b|n't\b|n’t\b/i;
const RELEASE_VERBS = '(?:releas|launch|introduc|unveil|ship|open-sourc|publish|announc)\\w*';
/** "released X as Y" is complete without Y; "uses X as Y" is not. */
const RELEASE_WITH_OBJECT = new RegExp(`\\b(?<!(?:newly|recently) )${RELEASE_VERBS}(?!.*\\sand\\s)`, 'i');
/** A subject, a verb of announcement, and at least two words of what was announced. */
const WHOLE_ANNOUNCEMENT = new RegExp(`^\\S+(?: \\S+){0,3} ${RELEASE_VERBS}(?: [^\\s,;:]+){2,}$`, 'i');
/** A verb of announcement without an object. */
const RELEASED_WHAT = new RegExp(`\\b${RELEASE_VERBS}$`, 'i');
/** The next item of a list, rather than a clause: a few words up to the next comma, or to the list's last "and". */
const NEXT_LIST_ITEM =
  /^,\s+(?!\p{Ll}+ing\b|(?:which|while|after|with|who|where|when)\b)(?:(?:and|or|&)\s|(?:[^\s,;:]+\s+){0,2}[^\s,;:]+(?:,\s|,?\s+(?:and|or|&)\s))/u;
/** The next adjective before one noun: "for nested, long-running traces". */
const NEXT_ADJECTIVE =
  /^,\s+(?!(?:a|an|the|which|while|with|after|who|where|when|and|or|but|its|their|plus|per|as|in|on|at|for|from|by|to|\p{Ll}+ing|\p{Ll}+ed)\b)\p{Ll}[\p{Ll}-]*\s/u;
const AFTER_PREPOSITION =
  /\s(?:for|of|with|in|on|to|from|by|at|into|via)\s(?:\p{Ll}+ing\s)?\p{Ll}[\p{Ll}-]*$/u;
/**
 * The beginning of a clause that describes its subject, so the main verb is still missing: "Heron, which runs on a
 * phone", "Heron, a small model", "Heron, developed by Acme".
 */
const RELATIVE_ASIDE =
  /,\s(?:(?:which|who|whose|where|an?|the)\s|(?:\p{Ll}+ed|led|built|made|known|run|held)\s(?:by|in|on|at|for|with|as|to|from)\s)[^,]*(?:,|$)/giu;
/** Function words that can end a phrase: "Heron 3 is out". */
const MAY_END = /^(?:out|now|today|down|up|back|again|together|away)$/i;
/** A verb; plural nouns also match. */
const ANY_VERB =
  /(?<![\w-])(?:is|are|was|were|has|have|had|can|could|will|would|may|might|does|did|do|gets?|got|goes|went|beats?|hits?|cuts?|runs?|ran|now|out|lets?|builds?|built|won|wins?|lost|leads?|led|said|made|found|gave|took|brought|came|grew|rose|fell)\b|\s(?!(?:plus|its|this|thus|across|versus|always|various|previous|less|towards)\b)\p{Ll}{2,}(?:(?:ed|s)\s|ed$)|\s(?:resigns|returns|closes|launches|opens|wins|loses|leaves|falls|rises|arrives|fails|crashes|stops|starts|ends|ships|leaks)$/u;

/** Whether the text appears to contain a verb. */
export function hasVerb(text: string): boolean {
  return ANY_VERB.test(text.replace(RELATIVE_ASIDE, ' ').trimEnd());
}

/** A word after one of these is a noun, although it looks like a verb: "with claims of". */
const NOUN_POSITION =
  /\b(?:with|of|for|by|from|in|on|at|its|their|the|an?|and|or|new|open) (?:\d\S* )?(?:more )?(?!(?:is|was|has|does|goes)\b)\p{Ll}+s(?= )/gu;

/** A participle that describes the noun before it: "voice conversations powered by Heron". */
const PARTICIPLE_PHRASE =
  /(?:\b\p{Ll}+s )?(?<!\b(?:is|are|was|were|be|been|being|has|have|had|get|gets|got) )\b(?:powered|backed|built|made|developed|led|driven|trained|designed) (?:by|on|for|with)\b/gu;

/** Whether a sentence has a verb outside clauses that describe its subject: "a model that reads books" has none. */
export function hasMainVerb(text: string): boolean {
  const [main = ''] = text.replace(RELATIVE_ASIDE, ' ').split(/\s(?:that|which|who)\s(?=\p{Ll})/u);
  return ANY_VERB.test(`${main} `.replace(PARTICIPLE_PHRASE, ' ').replace(NOUN_POSITION, ''));
}

/**
 * Returns the line if it has 3 to `maxWords` words, else its longest opening within that limit that ends with a clause.
 */
export function shorten(line: string, maxWords = MAX_HEADLINE_WORDS): string | undefined {
  if (countWords(line) <= maxWords) return countWords(line) >= MIN_HEADLINE_WORDS ? line : undefined;
  let best: string | undefined;
  for (const match of line.matchAll(CLAUSE_BOUNDARY)) {
    const opening = closeQuotation(line.slice(0, match.index).replace(/[\s,;:]+$/, ''));
    if (countWords(opening) > maxWords) break;
    if (countWords(opening) < MIN_HEADLINE_WORDS || !canEnd(opening, line.slice(match.index))) continue;
    best = opening;
    // The text after a dash or semicolon is a separate sentence.
    if (/^\s*[\u2014;]/.test(match[0])) break;
  }
  if (!best || LEADING_IN.test(best) || isLeaning(best)) return undefined;
  // "Acme buys Heron" is shorter than other sentences may be.
  return countWords(best) === MIN_HEADLINE_WORDS || wholeSentences(best).length > 0 ? best : undefined;
}

/** Closes the quotation of a line with a named speaker ("Acme: “We found 40 faults"). */
function closeQuotation(opening: string): string {
  const [, mark = '', quoted = ''] = /^[^"\u201c:]{2,40}:\s["'\u2018]?(["\u201c])(.+)$/u.exec(opening) ?? [];
  if (!mark || /["\u201c\u201d]/.test(quoted)) return opening;
  return `${opening}${mark === '"' ? '"' : '\u201d'}`;
}

/** Whether the opening keeps its meaning without the rest. */
function canEnd(opening: string, rest: string): boolean {
  const [next = ''] = /^[\s,;:(\u2013\u2014-]*[^,;:()\u2013\u2014]*/.exec(rest) ?? [];
  if (CONDITION_WORD.test(next) || MEANING_TURN.test(opening) || NEXT_LIST_ITEM.test(rest)) return false;
  // "so that developers can interact | via messaging apps".
  if (/\s(?:can|could|may|might|will|would|to)\s\p{Ll}+$/u.test(opening)) return false;
  // "an MIT-licensed | , inspectable replica".
  if (/\s(?:an?|the)\s(?:\S+-)?\p{Ll}+$/u.test(opening) && NEXT_ADJECTIVE.test(rest)) return false;
  if (RELEASED_WHAT.test(opening) || (AFTER_PREPOSITION.test(opening) && NEXT_ADJECTIVE.test(rest)))
    return false;
  if (/^\s*as\s/i.test(rest) && !RELEASE_WITH_OBJECT.test(opening)) return false;
  // Accompaniments ("with …") can be dropped only from announcements.
  if (/^\s(?:with|at|across)\s/i.test(rest) && !WHOLE_ANNOUNCEMENT.test(opening) && !LIST_AT_START.test(rest))
    return false;
  // "A raise with backing | from three banks": backing by whom?
  if (LIST_AT_START.test(rest) && /\s(?:with|at|via|by)\s\S+$/i.test(opening)) return false;
  // One or two words after a dash are the start of a list or of another sentence.
  if (/[\u2013\u2014]\s?\S+(?:\s\S+)?$/.test(opening)) return false;
  // A source in brackets is not an end.
  if (/\([@\w .]+\)$/.test(opening)) return false;
  const [lastWord = ''] = opening.split(' ').slice(-1);
  if ((isFunctionWord(lastWord.toLowerCase()) && !MAY_END.test(lastWord)) || /^\p{Ll}+ly$/u.test(lastWord))
    return false;
  // "Ada announced that Tessel | \u2014the maker of Heron\u2014is joining".
  const [, clause] = /\sthat(\s.+)$/.exec(opening) ?? [];
  if (clause && !hasVerb(clause.replace(/[\u2013\u2014].*$/, ''))) return false;
  // An agent ("by Acme") can be dropped, an amount ("by 3%") cannot.
  if (/^\sby\s/i.test(rest) && !/^\sby\s\p{Lu}/u.test(rest)) return false;
  // The part after the last comma must be more than the start of an aside.
  const [last = ''] = opening.split(/,\s/).slice(-1);
  return (
    isBalanced(opening) && hasVerb(opening) && (last === opening || countWords(last) >= MIN_HEADLINE_WORDS)
  );
}

/** A figure with its unit: "17x", "$110B", "40%". */
export const MEASURED_FIGURE =
  /[$\u20ac\u00a3]\s?\d|\d\s?(?:%|x\b|\u00d7|[kmb]\b|billion|million|percent|times\b|points?\b|gb\b|tok)/i;
/** A headline may be this many words longer to keep its figure. */
const FIGURE_WORDS = 3;
const WORDS_AFTER_CUT = 8;

/** Whether a cut drops a figure that belongs to the opening: one of the words after it. */
export function losesFigure(line: string, short: string): boolean {
  const next = line.slice(short.length).split(' ').slice(0, WORDS_AFTER_CUT).join(' ');
  return MEASURED_FIGURE.test(next) && !MEASURED_FIGURE.test(short);
}

/** Shortens a line; a few more words are allowed to keep its figure. */
export function shortenWithFigure(line: string, maxWords: number): string | undefined {
  const short = shorten(line, maxWords);
  if (short && !losesFigure(line, short)) return short;
  const longer = shorten(line, maxWords + FIGURE_WORDS);
  const keeps = longer && !losesFigure(line, longer) && MEASURED_FIGURE.test(longer);
  return keeps && longer.length <= MAX_HEADLINE_CHARACTERS ? longer : short;
}
