// A text in sentences, each with the posts that it is held to.
import type { Bullet, Span } from '../model.js';
import { splitSentences } from '../text.js';
import { spokenText } from './wording.js';

export interface Sentence {
  start: number;
  end: number;
  /** Posts that it cites itself, else all that the bullet cites. */
  ids: string[];
}

/** A stretch of a text that links to a post. */
export interface Cite {
  start: number;
  end: number;
  id: string;
}

export interface Passage {
  text: string;
  sentences: Sentence[];
  cites: Cite[];
}

function sentencesOf(text: string, language: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let from = 0;
  for (const sentence of splitSentences(text, language)) {
    const at = text.indexOf(sentence, from);
    const start = at < 0 ? from : at;
    from = start + sentence.length;
    found.push({ start, end: from });
  }
  return found;
}

/** A plain text, every sentence of which is held to the same posts. */
export function readText(text: string, ids: string[], language: string): Passage {
  const plain = spokenText(text).trim();
  return {
    text: plain,
    sentences: sentencesOf(plain, language).map((place) => ({ ...place, ids })),
    cites: [],
  };
}

/** Spans as one text, and where in it each cited span stands. */
function joinSpans(spans: Span[]): { text: string; cites: Cite[] } {
  let text = '';
  const cites: Cite[] = [];
  for (const span of spans) {
    const part = spokenText(span.text);
    const start = text.length;
    text += text === '' || text.endsWith(' ') ? part.trimStart() : part;
    if (span.cite) cites.push({ start, end: text.length, id: span.cite });
  }
  return { text, cites };
}

/** Claim and text of a bullet, without its points. */
export function readBullet(bullet: Bullet, language: string): Passage {
  const claim = joinSpans(bullet.claim);
  const body = joinSpans(bullet.text);
  // A claim and what follows it are two sentences unless the second goes on with a small letter or a comma.
  const goesOn = /^[\s,;:)]*\p{Ll}|^[,;]/u.test(body.text) && !/[.!?:]\s*$/.test(claim.text);
  const shift = claim.text.length + 1;
  const text = `${claim.text} ${body.text}`;
  const cites = [
    ...claim.cites,
    ...body.cites.map(({ start, end, id }) => ({ start: start + shift, end: end + shift, id })),
  ];
  const places = goesOn
    ? sentencesOf(text, language)
    : [
        ...sentencesOf(claim.text, language),
        ...sentencesOf(body.text, language).map(({ start, end }) => ({
          start: start + shift,
          end: end + shift,
        })),
      ];
  const sentences = places.map(({ start, end }) => {
    const own = cites.filter((cite) => cite.start < end && start < cite.end).map(({ id }) => id);
    return { start, end, ids: own.length > 0 ? [...new Set(own)] : bullet.citations };
  });
  return { text, sentences, cites };
}
