// Plain text: spaces, words, sentences, escaping.

/** One line: runs of white space and control characters become one space. */
export function oneLine(text: string): string {
  return text.replace(SPACE_RUN, ' ').trim();
}

// A single space does not match: most white space needs no replacement.
const SPACE_RUN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  / [\s\u0000-\u001f\u007f-\u009f\u200b\u2060\ufeff]+|(?! )[\s\u0000-\u001f\u007f-\u009f\u200b\u2060\ufeff]+/g;

// Line feeds and tabs are not matched.
const CONTROL_CHARACTER =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Removes control characters, which can control a terminal, and bidirectional marks, which can disguise a text. */
export function withoutControls(text: string): string {
  return text.replace(CONTROL_CHARACTER, '');
}

/** Escapes these characters in JSON; `JSON.stringify` escapes only some of them. */
export function escapeControls(json: string): string {
  return json.replace(CONTROL_CHARACTER, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Escapes a text for HTML and XML text and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** A slug of lower-case ASCII letters, digits and dashes, at most `max` characters, cut between words. */
export function slugify(text: string, max = 60): string {
  const slug = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'\u2019]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (slug.length <= max) return slug;
  const cut = slug.slice(0, max + 1).lastIndexOf('-');
  return slug.slice(0, cut > max / 2 ? cut : max).replace(/-+$/, '');
}

/** Truncates a text to `max` characters, between words, with an ellipsis. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max - 1);
  const cut = head.lastIndexOf(' ');
  // Never splits a surrogate pair.
  return `${(cut > max * 0.6 ? head.slice(0, cut) : head).replace(/[\ud800-\udbff]$/, '').replace(/[\s,;:\u2013\u2014-]+$/, '')}\u2026`;
}

const WORD_PATTERN = /[\p{L}\p{N}]+(?:[.'\u2019_+#-]*[\p{L}\p{N}+#]+)*/gu;

const UNSPACED_SCRIPT =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{M}々ー]+/gu;
const HAS_UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** Characters per call of the segmenter, because each segment that it returns holds a copy of the whole run. */
const MAX_RUN_LENGTH = 400;
const wordSegmenters = new Map<string, Intl.Segmenter>();

/**
 * Splits a run of a script without spaces into words and punctuation; joined, they equal the run. Takes linear time and
 * memory. `locale` selects the dictionary; the default is the program's language.
 */
export function segmentWords(run: string, locale = ''): string[] {
  const known = wordSegmenters.get(locale);
  const segmenter = known ?? new Intl.Segmenter(locale || undefined, { granularity: 'word' });
  if (!known) wordSegmenters.set(locale, segmenter);
  const words: string[] = [];
  for (let at = 0; at < run.length; ) {
    const part = run.slice(at, at + MAX_RUN_LENGTH);
    const found = Array.from(segmenter.segment(part), ({ segment }) => segment);
    // The word at the cut begins the next part.
    if (at + part.length < run.length && found.length > 1) found.pop();
    words.push(...found);
    for (const { length } of found) at += length;
  }
  return words;
}

/**
 * Words in order, lower-cased and NFKC-normalised; `gpt-5.5`, `c++` and `don't` are one word each. Intl.Segmenter
 * splits scripts without spaces.
 */
export function words(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const spaced = HAS_UNSPACED.test(plain) ? plain.replace(UNSPACED_SCRIPT, spaceWords) : plain;
  return (spaced.match(WORD_PATTERN) ?? []).map((word) => word.replace(/\u2019/g, "'"));
}

/** Whether the text contains a script without spaces between words. */
export function hasUnspacedScript(text: string): boolean {
  return HAS_UNSPACED.test(text);
}

/** The number of words between spaces; Intl.Segmenter splits scripts without spaces. */
export function countWords(text: string): number {
  if (HAS_UNSPACED.test(text)) return words(text).length;
  return text.split(/\s+/).filter(Boolean).length;
}

function spaceWords(run: string): string {
  if (!HAS_UNSPACED.test(run)) return run;
  return ` ${segmentWords(run).join(' ')} `;
}

const ENDS_IN_ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|vs|cf|etc|approx|no|fig|eq|al|dr|mr|mrs|ms|prof|st|inc|ltd|corp|co|jr|sr|u\.s|u\.k|v)\.$/i;
const MAX_ABBREVIATION_CHARACTERS = 12;
/** Characters per call of the segmenter. */
const WINDOW_CHARACTERS = 4_000;
/** Unicode's rules never start a sentence at a handle, so text is also split here. */
const BEFORE_ACCOUNT = /(?=@\w)(?<=[.!?]["'\u201d\u2019)]{0,2}\s{1,3})/;
const segmenters = new Map<string, Intl.Segmenter>();

/**
 * Splits a text into sentences, each on one line. Line breaks end a sentence; abbreviations, decimals and versions do
 * not. A sentence can begin with a handle.
 */
export function splitSentences(text: string, language = 'en'): string[] {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
    segmenters.set(language, segmenter);
  }
  const sentences: string[] = [];
  for (const line of text.split(/[\n\r\u2028\u2029]+/)) {
    let open: string[] = [];
    let tail = '';
    const close = () => {
      const sentence = oneLine(open.join(''));
      if (sentence) sentences.push(sentence);
      open = [];
      tail = '';
    };
    const segments = segmentsOf(line, segmenter).flatMap((segment) => segment.split(BEFORE_ACCOUNT));
    for (const segment of segments) {
      open.push(segment);
      tail = (tail + segment).slice(-MAX_ABBREVIATION_CHARACTERS);
      if (!ENDS_IN_ABBREVIATION.test(tail.trim())) close();
    }
    close();
  }
  return sentences;
}

/**
 * Works in windows, because the segmenter takes quadratic time. An incomplete sentence at the end of a window starts
 * the next window.
 */
function segmentsOf(line: string, segmenter: Intl.Segmenter): string[] {
  const segments: string[] = [];
  let size = WINDOW_CHARACTERS;
  for (let at = 0; at < line.length; ) {
    const found = Array.from(segmenter.segment(line.slice(at, at + size)), ({ segment }) => segment);
    const cut = at + size < line.length;
    if (cut && found.length === 1) {
      size *= 2;
      continue;
    }
    if (cut) found.pop();
    for (const segment of found) at += segment.length;
    segments.push(...found);
    size = WINDOW_CHARACTERS;
  }
  return segments;
}

/** Escapes a text for use inside a regular expression. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
