// Judges the wording of a line as a headline.
import {
  isPersonal,
  isShouted,
  isVague,
  MOOD_WORD,
  QUESTION_OR_OPENING,
  REMARK_OPENING,
  SUBJECTLESS_OPENING,
  UNNAMED_REFERENCE,
} from '../../../base/language/line-kinds.js';
import { countWords } from '../../../base/text.js';
import { isStopWord } from '../../group/terms.js';
import { isLeaning } from '../sentences/extract.js';
import { hasMainVerb, MEASURED_FIGURE } from '../sentences/shorten.js';

/** Verbs of news. */
const NEWS_VERB =
  /\b(?:releas(?:e[sd]|ing)|launch(?:es|ed)|announc(?:es|ed)|introduc(?:es|ed|ing)|unveil(?:s|ed)|ship(?:s|ped)|open-sourc(?:es|ed)|publish(?:es|ed)|rais(?:es|ed)|acquir(?:es|ed)|buys|bought|clos(?:es|ed)|cuts|drop(?:s|ped)|beat(?:s|en)?|reach(?:es|ed)|cross(?:es|ed)|finds|confirms|solv(?:es|ed)|fix(?:es|ed)|leak(?:s|ed)|ban(?:s|ned)|block(?:s|ed)|sues|sued|paus(?:es|ed)|resign(?:s|ed)|sign(?:s|ed)|reject(?:s|ed)|identif(?:ies|ied)|accus(?:es|ed)|wins|won|merg(?:es|ed)|open(?:s|ed)|start(?:s|ed)|stop(?:s|ped)|end(?:s|ed)|retract(?:s|ed)|(?:will|to) (?:start|begin|launch|release|open|close|acquire|buy|invest|raise|stop|end|cut|ban|join|leave|pay)|returns|joins|joined|leaves|wins|loses|moves|goes|now)\b|\bis (?:out|back)\b/i;
/** Words of a release, which ranks above measurements and consequences. */
const RELEASE_WORD =
  /\b(?:releas(?:e[sd]|ing)|launch(?:es|ed)|announc(?:es|ed)|introduc(?:es|ed|ing)|unveil(?:s|ed)|open-sourc(?:es|ed)|is out)\b/i;
const QUESTION_FORM = /\?$|^(?:how|why|what|when|who|is|are|does|do|can)\b/i;

/** Statements of opinion, and of what people talk about. */
const OPINION_WORD =
  /\b(?:(?:suggest|argue|attribute|emphasi[sz]e|highlight|amplif(?:y|ie)|frame|note|discuss|describe|speculate|consider|believe|think|recommend|advise|compare|complain|praise|critici[sz]e|debate|explain)(?:s|d|ed)?|(?:critique|question|wonder|doubt|lament|reflect|joke|express|stress|underscore|prove)(?:s|d|es|ed))\b/;
/** What something is, has or is like, rather than what happened. */
const STATE_VERB =
  /^(?:\S+ ){1,6}?(?:includes?|offers?|has|have|provides?|supports?|allows?|requires?|needs?|lacks?|contains?|makes?|seems?|feels?|looks|sounds|remains?|works|appears?|helps?|(?:is|are|was|were) (?!(?:out|now|back|down|up|gone|over|off|offline|online|open|live|here|available|free|official|officially|joining|leaving|closing|hiring|acquiring|suing|being acquired)\b|\p{Ll}+ing\b|\p{Ll}+ed\b(?! for\b)))/iu;
/** What others say of something: "is noted for its speed", "is being evaluated". */
const REPUTATION =
  /\b(?:is|are|was|were) (?:(?:being|often|widely|highly|also) )*(?:noted|praised|considered|described|regarded|known|seen|viewed|evaluated|compared|critici[sz]ed|highlighted|discussed|likened|recommended|favou?red)\b/i;

/** Whether a line has a verb of news: released, raised, leaked. */
export function reportsNews(line: string): boolean {
  return NEWS_VERB.test(line);
}

/** Whether a line reports a release or an announcement. */
export function announcesRelease(line: string): boolean {
  return RELEASE_WORD.test(line);
}

/** Whether a line states an opinion or a property rather than an event: "Heron includes Quill", "Ada praised Heron". */
export function isRemark(line: string): boolean {
  if (OPINION_WORD.test(line) || REPUTATION.test(line)) return true;
  return STATE_VERB.test(line) && !NEWS_VERB.test(line) && !MEASURED_FIGURE.test(line);
}

/** Openings of titles that ask for help or opinions without a question mark. */
const ASKING_OPENING =
  /^(?:wondering|curious|thoughts|any(?:one|body)|looking for|need(?:ing)? (?:help|advice|some|an?)|help (?:me|with|needed)|trying to (?:understand|decide|find|figure)|not sure|unsure|confused|opinions? on|questions? about|(?:unpopular|honest) opinion|hot take|change my mind|rant|am i)\b/i;

/** Whether a line may be an issue's headline: no question, and no handle, figure or fragment at the start. */
export function canBeHeadline(line: string): boolean {
  return !(
    QUESTION_OR_OPENING.test(line) ||
    SUBJECTLESS_OPENING.test(line) ||
    REMARK_OPENING.test(line) ||
    ASKING_OPENING.test(line) ||
    isLeaning(line) ||
    /[,;:(\u2013\u2014-]["'\u201d)]*$/.test(line) ||
    /@\w|^[\d.,]+\s?%|^[\p{Ll}(]/u.test(line) ||
    line.endsWith('\u2026')
  );
}

/** Whether the line says what a named subject does or did. */
export function isTelling(line: string): boolean {
  if (
    isPersonal(line) ||
    [MOOD_WORD, UNNAMED_REFERENCE, SUBJECTLESS_OPENING, QUESTION_OR_OPENING].some((pattern) =>
      pattern.test(line),
    )
  )
    return false;
  if (isVague(line)) return false;
  const isName = (word: string) => /\p{Lu}/u.test(word) && !isStopWord(word.toLowerCase());
  // A version turns a lower-case word into a name: "quickserve 0.9 is released".
  const named = [...namesIn(line)].some(isName) || /\p{L}{3,} v?\d+\.\d/u.test(line);
  return named && (hasMainVerb(line) || NEWS_VERB.test(line));
}

/** Scores the wording of a line as a headline. */
export function rateWording(line: string): number {
  let rate = (NEWS_VERB.test(line) ? 1.5 : 0) + (RELEASE_WORD.test(line) ? 0.5 : 0);
  if (countWords(line) < 5) rate -= NEWS_VERB.test(line) ? 0.3 : 0.8;
  if (isPersonal(line)) rate -= 1;
  if (MOOD_WORD.test(line)) rate -= 1;
  if (UNNAMED_REFERENCE.test(line)) rate -= 1;
  if (QUESTION_FORM.test(line)) rate -= 1.2;
  if (isShouted(line) || isVague(line) || SUBJECTLESS_OPENING.test(line)) rate -= 1.5;
  // Figures without a subject, and additions to something else.
  if (/^\d/.test(line)) rate -= 1.2;
  if (/\balso\b|^\S+(?: \S+)? adds\b(?!.*\bto\b)/i.test(line)) rate -= 0.8;
  // Labelled list items.
  if (/^[\p{L}-]+(?: [\p{L}-]+){0,2}:\s(?!["\u201c])/u.test(line)) rate -= 0.8;
  return rate;
}

/** The parts of the line's names in lower case: "GPT-5.3-Codex" has three. */
export function namePartsIn(line: string): Set<string> {
  return new Set([...namesIn(line)].flatMap((name) => name.toLowerCase().split('-')));
}

/** Words with a capital inside the line, and figures. */
export function namesIn(line: string): Set<string> {
  return new Set((line.match(/[\p{L}\d][\p{L}\d.-]*/gu) ?? []).filter((word) => /\p{Lu}|\d/u.test(word)));
}
