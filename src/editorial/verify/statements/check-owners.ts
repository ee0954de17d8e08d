// Whether a number of a text belongs to the name beside it, and whether one post says both.
import { isKindOfThing, isSameName, isSize, type SentenceReading, type Token } from './reading.js';

export interface OwnerFault {
  number: string;
  owner: string;
  kind: 'owner' | 'merged';
}

/** A name owns a number that follows it within this many tokens. */
const OWNER_REACH = 5;
/** In a post the two must be nearer, for it to be certain. */
const POST_REACH = 5;

function ownerOf(tokens: Token[], at: number, reach: number): Token | undefined {
  for (let i = at - 1; i >= Math.max(0, at - reach); i--) {
    const token = tokens[i];
    if (token && isKindOfThing(token)) continue;
    // "Running on a NAS at 18 tokens": what has an article is a common noun.
    if (token?.kind === 'name') return /^an?$/.test(tokens[i - 1]?.word ?? '') ? undefined : token;
    if (token?.kind === 'number') return undefined;
  }
  return undefined;
}

const isComparable = (a: string, b: string) => a === b || !/^[%$€£×xKMB]$/i.test(a + b);

const unitOf = (tokens: Token[], at: number) => {
  const raw = tokens[at]?.raw ?? '';
  const sign = /[%$€£×xKMB]$|^[$€£]/i.exec(raw)?.[0] ?? '';
  return sign || (tokens[at + 1]?.kind === 'number' ? '' : (tokens[at + 1]?.key ?? ''));
};

/** The number of a sentence that its posts give to another name, if there is one. */
export function findWrongOwner(claim: SentenceReading, posts: SentenceReading[]): OwnerFault | undefined {
  for (const [at, number] of claim.tokens.entries()) {
    if (number.kind !== 'number' || isSize(number)) continue;
    const owner = ownerOf(claim.tokens, at, OWNER_REACH);
    // A comma or "and" between them may begin something else.
    if (
      !owner ||
      /[,;:(]|\band\b/.test(claim.text.slice(owner.end - claim.start, number.start - claim.start))
    )
      continue;
    const placesIn = (post: SentenceReading) =>
      post.tokens.flatMap((token, i) => (token.kind === 'number' && token.key === number.key ? [i] : []));
    const isGiven = posts.some((post) =>
      placesIn(post).some((place) => {
        const other = ownerOf(post.tokens, place, POST_REACH * 2);
        return other && isSameName(other.key, owner.key);
      }),
    );
    if (isGiven) continue;
    for (const post of posts) {
      const places = placesIn(post);
      if (places.length === 0) continue;
      const owners = places.map((place) => ownerOf(post.tokens, place, POST_REACH));
      if (owners.some((other) => !other || isSameName(other.key, owner.key))) continue;
      // The name has a number of its own, of the same unit, in the same sentence.
      const unit = unitOf(post.tokens, places[0] ?? 0);
      const own = post.tokens.some(
        (token, i) =>
          token.kind === 'number' &&
          token.key !== number.key &&
          isComparable(unitOf(post.tokens, i), unit) &&
          isSameName(ownerOf(post.tokens, i, POST_REACH)?.key ?? '', owner.key),
      );
      if (own) return { number: number.raw, owner: owner.raw, kind: 'owner' };
    }
  }
  return undefined;
}

export interface PostNames {
  sentences: SentenceReading[];
  hasName: (name: string) => boolean;
}

/** A number that one post gives, said of a name that only another post has. */
export function findMergedPosts(claim: SentenceReading, posts: PostNames[]): OwnerFault | undefined {
  if (posts.length < 2) return undefined;
  const names = claim.tokens.filter(({ kind }) => kind === 'name');
  for (const clause of claim.clauses) {
    const numbers = clause.tokens.filter((token) => token.kind === 'number' && !isSize(token));
    const subject = clause.tokens.find(({ kind }) => kind === 'name');
    if (!subject) continue;
    for (const number of numbers) {
      const holding = posts.filter(({ sentences }) =>
        sentences.some(({ tokens }) =>
          tokens.some(({ kind, key }) => kind === 'number' && key === number.key),
        ),
      );
      if (holding.length === 0 || holding.some(({ hasName }) => hasName(subject.raw))) continue;
      if (!posts.some(({ hasName }) => hasName(subject.raw))) continue;
      // Where the post with the number names its own subject, the number is not the other's.
      const elsewhere = holding.every(({ sentences }) =>
        sentences.some(
          ({ tokens }) =>
            tokens.some(({ kind, key }) => kind === 'number' && key === number.key) &&
            tokens.some(
              ({ kind, key }) => kind === 'name' && !names.some((name) => isSameName(name.key, key)),
            ),
        ),
      );
      if (elsewhere) return { number: number.raw, owner: subject.raw, kind: 'merged' };
    }
  }
  return undefined;
}
