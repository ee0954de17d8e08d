// Shortens a heading that fails the check to a part that is complete.

/** A heading with fewer words is only a name. */
const MIN_HEADING_WORDS = 3;
const MAX_CLAIM_TITLE_WORDS = 12;
const PART_END = /[;,:]\s|\s[–—-]\s|\s(?:but|while|although|and|with)\s/g;

/** The heading, then its openings up to a comma, semicolon, colon, dash or conjunction, longest first. */
export function listShorterHeadings(heading: string): string[] {
  const text = heading.trim().replace(/\.$/, '');
  const ends = [...text.matchAll(PART_END)].map(({ index }) => index).reverse();
  const parts = ends.map((end) => text.slice(0, end).replace(/[;,:]$/, '')).filter(isLongEnough);
  return text === '' ? [] : [...new Set([text, ...parts])];
}

/** The parts of a bullet's claim that can be its section's title, longest first. */
export function listClaimTitles(claim: string): string[] {
  return listShorterHeadings(withoutAuthors(claim)).filter(
    (title) => countWords(title) <= MAX_CLAIM_TITLE_WORDS,
  );
}

/** The text without the authors in brackets after statements. */
export function withoutAuthors(text: string): string {
  return text.replace(/\s*\((?:@[\w]+|[ur]\/[\w-]+)(?:, (?:@[\w]+|[ur]\/[\w-]+))*\)/g, '').trim();
}

function isLongEnough(text: string): boolean {
  return countWords(text) >= MIN_HEADING_WORDS;
}

function countWords(text: string): number {
  return text.split(/\s+/).length;
}
