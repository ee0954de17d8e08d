// Selects complete sentences of a post that are worth publishing.
import { detectLanguage } from '../../../base/language/detect.js';
import { isFunctionWord } from '../../../base/language/function-words.js';
import { hasUnspacedScript, oneLine, splitSentences, words } from '../../../base/text.js';

/** A sentence that can stand alone in an issue. */
export interface Extract {
  text: string;
  /** Index of the sentence in its text, from 0. */
  index: number;
  /** How informative it is; sentences with a negative score should not be shown. */
  score: number;
  /** Whether it depends on the sentence before it, and so cannot come first. */
  leans: boolean;
}

const MAX_CHARACTERS = 320;
const MIN_WORDS = 4;
/** Truncated text, whose last words may be half a number. */
const CUT_OFF =
  /(?:\u2026|\u22ef|\.\s?\.(?:\s?\.)?|[[(](?:[\u2026.\s+\d]*(?:more|chars|words|more words)|[\u2026.+]+|read more|more[\u2026.]*|continued|cont\.?)[\])])["'\u201d\u2019)\s]*$/i;
/** The link text after truncated text; part of the last sentence only if that has no end. */
const LINK_WORDS =
  /\s(?:Read (?:more|on|full|the (?:full|rest|whole|entire|original)\b.{0,30})|Continue reading.{0,60}|Keep reading|[SV](?:ee|how|iew) more|Full (?:story|article|post)|Learn more|Weiterlesen|Mehr (?:lesen|dazu)|Lire la suite|Leer m\u00e1s|Seguir leyendo|Leggi (?:tutto|di pi\u00f9)|Lees (?:verder|meer)|Czytaj dalej|L\u00e4s mer|Leia mais)[\s\u00bb>\u203a\u2192.\u2026]*$/u;

/** Ornaments around a sentence. Each character is in only one class, so that matching a run takes linear time. */
const ORNAMENT_CLASS = '\\s\\u2192\\p{Extended_Pictographic}\\ufe0f\\u200d\\u{1f3fb}-\\u{1f3ff}';
const SMILEY_PATTERN = '\\s[:;]-?[()DP]';
// Matches a run at the end only from its start: from each character it would take quadratic time.
const DECORATION_AT_EDGE = new RegExp(
  `^(?:[${ORNAMENT_CLASS}>*\\u2022\\u2013\\u2014-]|#+\\s)+|(?<![${ORNAMENT_CLASS}]|${SMILEY_PATTERN})(?:[${ORNAMENT_CLASS}]|${SMILEY_PATTERN})+$`,
  'gu',
);
// Hashtags at the end of a line, matched from the first one only, as above.
const HASHTAGS_AT_END = /\s(?<!\s#[\p{L}\d_]+\s)#[\p{L}\d_]+(?:\s#[\p{L}\d_]+)*\s*$/gmu;
const LABEL_AT_START =
  /^(?:RT @\w+:|\d{1,2}\)\s|\d{1,2}\/\d{0,2}(?=\s)|\(?\d{1,2}\/\d{1,2}\)|(?:edit|update|tl;?dr|thread|breaking|psa|new|news|abstract|summary)\s*:)\s*/i;
/** Connectives; before a name they can be removed without changing the sentence. */
const CONNECTIVE_AT_START =
  /^(?:In (?:parallel|addition)|Meanwhile|Separately|Additionally|Moreover|Furthermore|Elsewhere|Relatedly|Notably|On the (?:[\w-]+ ){1,2}side), (?!(?:The|This|That|These|Those|It|Its|They|Their|He|His|She|Her|An?|Some|Many|Several|Others?|Both|One)\b)(?=\p{Lu})/u;
const INVISIBLE_CHARACTERS = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g;
const UNFINISHED_END =
  /(?:[,:;(\u2013\u2014/&-]|\s(?:a|an|the|and|or|but|of|to|in|at|on|by|for|from|with|via|is|are|here|see|read|than|while|which|who|whose|that|because|when|where|if|as|into|about|including|such as|if so|so that|how|what|why|using|allowing|plus|separate|include|includes|adds|added|finds|called|named|(?:which|who) (?:said|says)|(?:an?|the) (?:earlier|further|other|similar|larger|smaller|newer|older)))$|\b(?:e\.g|i\.e)\.$|\p{L}{3,}s like\.?$|[\u2019']s\.?$/iu;
const MEDIA = 'image|picture|photo|screenshot|video|gif';
/** "Image: a caption", and notes of programs that could not read a link. */
const CAPTION = new RegExp(
  `^(?:${MEDIA}|chart|graph|figure|fig\\.?)s?(?: \\d+)?\\s*:|\\b(?:image|picture|video|link|page|article|gallery)\\b.{0,40}\\b(?:could ?n[o']t|cannot|can[\u2019']t) be (?:accessed|loaded|retrieved|fetched|read)\\b`,
  'i',
);
/** The text of a removed link in brackets: "(image)", "(announcement)", "(Acme blog post, summary)". */
const LINK_NOUNS =
  'link|source|here|announcement|summary|example|note|post|thread|tweet|details?|recap|blog|write-?up|repo|docs|demo|breakdown|reply';
const BRACKETED_LINK = `\\((?:[^()]{0,40}\\s)?(?:${MEDIA}|${LINK_NOUNS})s?\\)`;
/** The text of a removed link before a sentence: "Image One commenter notes". */
const LINK_AT_START =
  /^(?:View )?(?:Image|Video|Link|Gallery)\s+(?=(?:One|An?|Another|Some|Several|Most|Many|The|Top|Comment(?:er|ator)?s?|Users?|Discussions?)\s)/;
/** The text of a link at the end of a sentence: "…: image", "… (video)", "the explainer here". */
const LINK_AT_END = new RegExp(
  `(?:\\s*:\\s*(?:an? )?(?:${MEDIA}|link|source)|\\s*${BRACKETED_LINK}|(?<=\\p{Ll}{3,})(?<!\\b(?:are|was|were|been|from|over|right|come|comes|came|get|gets|got|stay|live|happens?|happened|available|out|finally|now|already|almost|still))\\s+here)(?=[.!]?$)`,
  'iu',
);
const LINK_INSIDE = new RegExp(BRACKETED_LINK, 'i');
/** What a picture looks like, rather than what it says. */
const PICTURE_SUBJECT = `(?:\\p{Ll}+[- ]){0,2}(?:${MEDIA}|meme|slide|infographic|interface|table|illustration|diagram|thumbnail|visuali[sz]ation|bar charts?|chart|graph|plot|[xy]-axis)`;
const PICTURE_VERB =
  'shows?|showing|depicts?|displays?|features?|illustrates?|includes?|contains?|compares?|provides?|presents?|highlights?|announces?|demonstrates?|showcases?|captures?|lists?|plots?|suggests?|indicates?|is|are|appears?';
const ABOUT_PICTURE = new RegExp(
  [
    `^(?:the|this) (?:attached |linked )?(?:${MEDIA}|meme|slide|bar charts?|chart|graph|[xy]-axis)\\b(?! (?:model|generat|edit|recogni|understanding|arena))`,
    `^(?:(?:in|on) )?(?:the|this|an?) ${PICTURE_SUBJECT}s?(?: (?:in|of|from|by|attached to|linked in) [^,.]{1,50}?)?(?:,|:| (?:that )?(?:${PICTURE_VERB})\\b)`,
    `\\b(?:post|tweet|thread|message|article) (?:shares|includes|features|contains|shows|has|attaches) an? (?:\\p{Ll}+ )?(?:${MEDIA}|meme|chart|graph)\\b`,
    '\\b[xy]-axis\\b|\\bhighlighted in (?:red|green|blue|yellow|bold)\\b',
    `^(?:pictured|shown|seen) (?:here|above|below|in the (?:${MEDIA}|chart|graph))\\b`,
  ].join('|'),
  'iu',
);
const MARKUP_SIGN = /<\/?[a-z!]|[{}]|```|\]\(|javascript:|&(?:#\d+|[a-z]+);|https?:|www\./i;
const ORDER_TO_MODEL =
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instruction|prompt|rule|above|previous)|\b(?:system prompt|you are (?:now )?an? (?:ai|assistant|language model)|as an ai (?:language )?model)\b/i;
const PROMOTION_WORD =
  /\b(?:subscribe|follow (?:me|us)|sign up|link in|check (?:it |this )?out|dm me|retweet|giveaway|use code|join us|our newsletter|upvote|thanks for reading|read more|click|(?:like|share) and (?:re)?(?:post|tweet|share)|my (?:course|newsletter|profile|bio)|discount|no credit card|(?:more|further|full) (?:details|information)|learn more|a link)\b|\d% off\b/i;
/** Words that refer to something said before or not named. */
const DEPENDENT_WORDING = [
  /^(?:this|that|these|those|it|its|it's|they|their|he|she|his|her|and|but|so|also|or|because|which|then|here|see|such|both|yes|another|others?|otherwise|however|meanwhile|one (?:tweet|poster|comment|commenter|user)|(?:no|well),|there(?!['\u2019]s\b| (?:is|are|was|were)\b)|there\S* (?:\w+ )?also)\b/i,
  /^(?:separately|similarly|likewise|additionally|moreover|further(?:more)?|besides|instead|still|thus|hence|therefore|related(?:ly)?|together(?:,| (?:these|those|they)\b)|collectively|overall,|at the same time|follow-ups?|follow-on|the (?:same|latter|former|other|rest)|a (?:separate|similar|related|further|follow-up))\b/i,
  /^(?:in (?:the same|a similar|contrast|parallel|turn|response|addition|short|other words|that)|by contrast|as (?:a result|such)|for (?:instance|example)|on (?:top of|the (?:[\w-]+ ){1,3}(?:side|front)|that))\b/i,
  // "The model now runs on a phone": which one? "The model of the year" and "the paper by Ada" are clear.
  /^[Tt]he (?:(?:\p{Ll}[\p{Ll}-]*|[\d.]+\p{L}*) ){0,2}(?:posts?|image|video|authors?|articles?|thread|discussion|comments?|users?|posters?|details?|nuance|implications?|promise|takeaways?|caveats?|catch|lessons?|reasons?|upshot|bottleneck|picture|reactions?|goal|aim|emphasis|argument|difference|models?|papers?|team|company|tool|app|projects?|system|methods?|approach|features?|update|release|setup|developers?|results?|reports?|idea|pattern|pitch|debate|issue|announcement|reporting|launch|news|problem|fix|patch|bug|leak|move|deal|change|plan|incident|framework|library|benchmarks?|datasets?|leaderboard|code|repository|version|product|service|study|graph|controversy|funding|investment|round|raise|valuation|acquisition|partnership|commenter)\b(?! (?:(?:of|by|from|behind|in|on|for|that|who|which)\b|\p{Ll}+ of\b|\p{Lu}))/u,
  /^the \p{Lu}\w* (?:posts?|threads?|articles?|videos?|tweets?|images?)\b/iu,
  /^@\w+[,)]/,
  // "The most notable piece is SmithDB", "Case studies push the same theme": whose piece, which theme?
  /^the (?:most|more|best|strongest|biggest|clearest|key|main|real|only)\b[^,.;:]{0,40}\b(?:piece|thing|part|point|takeaway|signal|detail|thread|item|bit|example|response|release|launch|news|story|update|one)s? (?:is|was|are|were|came|comes)\b/i,
  /^the (?:most|more) \S+ (?:was|were|is|are)\b/i,
  /\bthe same (?:theme|story|point|direction|pattern|thing|idea|trend|event|news)\b|\b(?:reinforc|push|underlin|echo)\w* the (?:theme|point)\b/i,
  /^example (?:builds|uses|runs|projects)\b|^(?:community|early|initial|external|third-party) (?:reactions?|coverage|commentary|feedback|responses?|follow-ups?)\b/i,
  // "@ada that the industry will agree": its verb was in the text before.
  /^@\w+ (?:that|and|or|(?:\p{Ll}+ly )?\p{Ll}{2,}ing)\b/iu,
  /^\S+ as (?:the|an?)\b/i,
  // "The broader point: agents are strong": of what?
  /^(?:the|an?) (?:\p{Ll}+ ){0,2}(?:point|takeaway|lesson|throughline|upshot|message|theme|conclusion|signal|detail|caveat):/iu,
  // Lists and shares whose subject was in the text before: "Alder, Birch, and Cedar, uses …", "9% of it, making it …".
  /^[^,.]+, [^,.]+,? and [^,.]+, \p{Ll}+s\s/u,
  /^[\d.,]+% of [^,]+, \p{Ll}+ing\b/u,
  /^v\d[\d.]*\s/i,
  // "Version 0.9.1 will switch it off": of what? "Two of the eleven agents": which eleven?
  /^(?:the |our )?(?:version|release) v?\d/i,
  /^\S+ of (?:the|these|those|my|our) (?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?! \S+ (?:of|in|from|on|at|by)\b)/i,
  // "All three accept images", "The two companies agree", "Each of them": which?
  /^(?:all|the) (?:two|three|four|five|six|seven|eight|nine|ten)\b(?! (?:\S+ )?(?:of|in|from|on|at|by|with|behind|for|that|who|which)\b)/i,
  /^\S+ of (?:them|those|these|which)\b/i,
  // "Anthropic then moved to contain it", "Later commentary".
  /^(?:later|\S+(?: \S+)? (?:then|later)|\S+(?: \S+){0,4} also)\b/i,
  // "Ada framed this as foundational", "Commentary frames it as a signal".
  /^(?:[^\s,;:]+ ){1,5}(?:this|these|those)\b(?! (?:week|weekend|month|year|morning|afternoon|evening|night|quarter|time|day|spring|summer|autumn|fall|winter)\b)/i,
  /^(?:[^\s,;:]+ ){1,5}(?:it|them) as\b/i,
];
const PERSONAL_WORD = /\b(?:i|i'm|i've|my|me|im)\b/i;
const ANY_NUMBER = /\d|[二三四五六七八九十百千万億亿兆]{2}/;
const NUMBER_WITH_UNIT =
  /\d\s?(?:%|x\b|×|tok|tokens|ms\b|s\b|gb|mb|tb|[kmb]\b|b\b|billion|million|percent|points?|hours?|minutes?|usd|€)|[$€£]\s?\d/i;
const NAME_PATTERN =
  /(?<=[\p{Ll}\d,;:)'"\u201d]\s)\p{Lu}[\p{L}\d.-]*|\p{L}+-?\d[\p{L}\d.-]*|\p{Ll}+\p{Lu}\p{L}*/gu;

/** The complete, publishable sentences of a text in order, without URLs, labels and ornaments. */
export function wholeSentences(
  text: string,
  language = 'en',
  maxCharacters = MAX_CHARACTERS,
): { text: string; index: number }[] {
  const lines = text
    .replace(INVISIBLE_CHARACTERS, '')
    .replace(/https?:\/\/\S+/g, '\n')
    .replace(HASHTAGS_AT_END, '');
  return splitSentences(lines, language)
    .map((sentence, index) => ({
      text: oneLine(
        sentence.replace(DECORATION_AT_EDGE, '').replace(LABEL_AT_START, '').replace(LINK_AT_START, ''),
      )
        .replace(CONNECTIVE_AT_START, '')
        .replace(LINK_AT_END, ''),
      index,
    }))
    .filter(({ text: sentence }) => isWhole(sentence, maxCharacters) && !isForeign(sentence, language));
}

/** Whether a sentence is detectably in another language than the issue. */
function isForeign(sentence: string, language: string): boolean {
  const own = language.slice(0, 2).toLowerCase();
  return (detectLanguage(sentence) ?? own) !== own;
}

/** A run longer than any word, except in scripts without spaces. */
const LONG_RUN =
  /[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]{60}/u;

function isWhole(sentence: string, maxCharacters: number): boolean {
  if (CUT_OFF.test(sentence) || LINK_WORDS.test(sentence)) return false;
  if (sentence.length > maxCharacters || words(sentence).length < MIN_WORDS) return false;
  if (CAPTION.test(sentence)) return false;
  if (MARKUP_SIGN.test(sentence) || ORDER_TO_MODEL.test(sentence) || UNFINISHED_END.test(sentence))
    return false;
  if (LONG_RUN.test(sentence) || /(.)\1{5}/.test(sentence) || !isBalanced(sentence)) return false;
  if (!hasUnspacedScript(sentence) && !hasContent(sentence)) return false;
  return /^["\u201c\u2018'@$€£„«»「『《]?[\p{Lu}\p{Lo}\d@]|^\p{Ll}+[\p{Lu}\d.]/u.test(sentence);
}

/** "At the same time" is the beginning of a longer sentence: it has one content word and no name. */
function hasContent(sentence: string): boolean {
  const content = (sentence.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu) ?? []).filter(
    (word) => !isFunctionWord(word.toLowerCase()),
  );
  return content.length > 1 || content.some((word) => /\p{Lu}|\p{N}/u.test(word));
}

const PAIRED_BRACKETS =
  /\([^()]*\)|（[^（）]*）|\[[^[\]]*\]|「[^「」]*」|『[^『』]*』|《[^《》]*》|„[^„“”]*[“”]|“[^“”]*”|”[^“”]*”|«[^«»]*»|»[^«»]*«/g;
const ANY_BRACKET = /[()（）[\]「」『』《》„“”«»]/;

/** Whether every bracket and quotation mark in a text is closed; otherwise the text is a fragment. */
export function isBalanced(text: string): boolean {
  let rest = text;
  while (ANY_BRACKET.test(rest)) {
    const inner = rest.replace(PAIRED_BRACKETS, ' ');
    if (inner === rest) return false;
    rest = inner;
  }
  // After a digit, it may be an inch.
  return (rest.match(/(?<!\d)"/g)?.length ?? 0) % 2 === 0;
}

/** Whether a sentence describes a picture that the issue does not show: "The chart compares …". */
export function describesPicture(sentence: string): boolean {
  return ABOUT_PICTURE.test(sentence);
}

/** Whether a sentence refers to something before it. */
export function isLeaning(sentence: string): boolean {
  const opening = sentence.replace(/^["'\u201c\u2018(]+/, '');
  return DEPENDENT_WORDING.some((pattern) => pattern.test(opening));
}

/**
 * The sentences of a text, most informative first. Raises the score: measured numbers, names, words of `topic` (shared
 * by the story's posts), an early position. Lowers it: dependence on the sentence before, questions, promotion, first
 * person.
 */
export function pickSentences(text: string, topic: ReadonlySet<string>, language = 'en'): Extract[] {
  return wholeSentences(text, language)
    .map(({ text: sentence, index }) => {
      const leans = isLeaning(sentence);
      return { text: sentence, index, score: scoreSentence(sentence, { index, leans }, topic), leans };
    })
    .sort((a, b) => b.score - a.score || a.index - b.index);
}

function scoreSentence(
  sentence: string,
  { index, leans }: Pick<Extract, 'index' | 'leans'>,
  topic: ReadonlySet<string>,
): number {
  const list = words(sentence);
  const onTopic = new Set(list.filter((word) => topic.has(word))).size;
  let score = 1 - 0.12 * Math.min(index, 8);
  score += NUMBER_WITH_UNIT.test(sentence) ? 1 : ANY_NUMBER.test(sentence) ? 0.5 : 0;
  score += 0.4 * Math.min(3, sentence.match(NAME_PATTERN)?.length ?? 0);
  score += 0.35 * Math.min(4, onTopic);
  if (leans) score -= 1.5;
  if (PERSONAL_WORD.test(sentence)) score -= 0.4;
  if (PROMOTION_WORD.test(sentence)) score -= 2.5;
  if (sentence.endsWith('?')) score -= 1.2;
  if (sentence.endsWith('!')) score -= 0.3;
  if (list.length < (hasUnspacedScript(sentence) ? 4 : 7)) score -= 0.6;
  if (sentence.length > 220) score -= 0.6;
  if (LINK_INSIDE.test(sentence)) score -= 0.6;
  if (describesPicture(sentence)) score -= NUMBER_WITH_UNIT.test(sentence) ? 0.6 : 1.5;
  if (/^\p{L}+(?:\s\p{L}+)?:/u.test(sentence)) score -= 0.3;
  return score;
}
