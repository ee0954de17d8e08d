// Plain text: spaces, words, sentences, escaping. Nothing here knows what a post is.

/** One line: runs of white space and control characters become one space. */
export function oneLine(text: string): string {
  return text.replace(SPACES, ' ').trim();
}

// A single space does not match: most white space needs no replacement.
const SPACES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
  / [\s\u0000-\u001f\u007f-\u009f\u200b\u2060\ufeff]+|(?! )[\s\u0000-\u001f\u007f-\u009f\u200b\u2060\ufeff]+/g;

// Line feeds and tabs are not matched.
const UNSHOWN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Removes control characters, which command a terminal, and bidirectional marks, which can hide what a text says. */
export function withoutControls(text: string): string {
  return text.replace(UNSHOWN, '');
}

/** The same JSON with these characters escaped; `JSON.stringify` escapes only some of them. */
export function escapeControls(json: string): string {
  return json.replace(UNSHOWN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Safe inside HTML and XML text and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** Lower-case ASCII letters, digits and dashes, at most `max` characters, cut between words. */
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

/** At most `max` characters, cut between words and marked with an ellipsis. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max - 1);
  const cut = head.lastIndexOf(' ');
  // A cut must not leave half of a surrogate pair behind.
  return `${(cut > max * 0.6 ? head.slice(0, cut) : head).replace(/[\ud800-\udbff]$/, '').replace(/[\s,;:\u2013\u2014-]+$/, '')}\u2026`;
}

const WORD = /[\p{L}\p{N}]+(?:[.'\u2019_+#-]*[\p{L}\p{N}+#]+)*/gu;

const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{M}々ー]+/gu;
const HAS_UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** Characters per call of the segmenter: each segment that it returns holds a copy of the whole run. */
const MAX_RUN_LENGTH = 400;
const wordSegmenters = new Map<string, Intl.Segmenter>();

/**
 * The words of a run of a script without spaces, and the signs between them; joined, they are the run. Takes linear time
 * and memory. `locale`: its dictionary, by default that of the program's language.
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
 * Words in order, lower-cased and NFKC-normalised; `gpt-5.5`, `c++` and `don't` are one word each. A script without
 * spaces is divided into words by Intl.Segmenter.
 */
export function words(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const spaced = HAS_UNSPACED.test(plain) ? plain.replace(UNSPACED, spaceWords) : plain;
  return (spaced.match(WORD) ?? []).map((word) => word.replace(/\u2019/g, "'"));
}

/** Whether a part of the text is in a script that writes no spaces between words. */
export function hasUnspacedScript(text: string): boolean {
  return HAS_UNSPACED.test(text);
}

/** Words between spaces; a script without spaces has those that Intl.Segmenter finds. */
export function countWords(text: string): number {
  if (HAS_UNSPACED.test(text)) return words(text).length;
  return text.split(/\s+/).filter(Boolean).length;
}

function spaceWords(run: string): string {
  if (!HAS_UNSPACED.test(run)) return run;
  return ` ${segmentWords(run).join(' ')} `;
}

const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|vs|cf|etc|approx|no|fig|eq|al|dr|mr|mrs|ms|prof|st|inc|ltd|corp|co|jr|sr|u\.s|u\.k|v)\.$/i;
const LONGEST_ABBREVIATION = 12;
/** Characters per call of the segmenter. */
const WINDOW = 4_000;
/** Unicode's rules do not let a sentence begin with a handle. */
const BEFORE_ACCOUNT = /(?=@\w)(?<=[.!?]["'\u201d\u2019)]{0,2}\s{1,3})/;
const segmenters = new Map<string, Intl.Segmenter>();

/**
 * Whole sentences in order, each on one line. Line breaks end a sentence; abbreviations, decimals and
 * versions do not. "@ada says so." begins one.
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
      tail = (tail + segment).slice(-LONGEST_ABBREVIATION);
      if (!ABBREVIATION.test(tail.trim())) close();
    }
    close();
  }
  return sentences;
}

/** Works in windows, because the segmenter takes quadratic time. A sentence cut at a window's end begins the next window. */
function segmentsOf(line: string, segmenter: Intl.Segmenter): string[] {
  const segments: string[] = [];
  let size = WINDOW;
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
    size = WINDOW;
  }
  return segments;
}
