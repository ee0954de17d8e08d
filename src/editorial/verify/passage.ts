// Splits a text into sentences, each with the posts that it is checked against.

import { splitSentences } from '../../base/text.js';
import type { Bullet, Span } from '../../model.js';
import { spokenText } from './wording.js';

interface Place {
  start: number;
  end: number;
}

export interface Sentence extends Place {
  /** Ids of the posts that the sentence links to, else of all that the bullet cites. */
  ids: string[];
}

/** A range of a text that links to a post. */
export interface Cite extends Place {
  id: string;
}

export interface Passage {
  text: string;
  sentences: Sentence[];
  cites: Cite[];
}

/** Returns the range of each sentence in a text. */
function sentencesOf(text: string, language: string): Place[] {
  const found: Place[] = [];
  let from = 0;
  for (const sentence of splitSentences(text, language)) {
    const at = text.indexOf(sentence, from);
    const start = at < 0 ? from : at;
    from = start + sentence.length;
    found.push({ start, end: from });
  }
  return found;
}

/** Splits a plain text into sentences that are all checked against the same posts. */
export function readText(text: string, ids: string[], language: string): Passage {
  const plain = spokenText(text).trim();
  return {
    text: plain,
    sentences: sentencesOf(plain, language).map((place) => ({ ...place, ids })),
    cites: [],
  };
}

/** Joins spans to one text, and returns the range of each linked span in it. */
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

const BRACKETS = /(?<=^\s*|[.!?]["'\u201d\u2019]?\s)\([^()]*\)[.,]?\s*/g;

/** Moves sources in brackets after a full stop to the sentence before them: "It is fast. (@a, @b) Others…". */
function returnSources(text: string, places: Place[], cites: Cite[]): Place[] {
  const sentences: Place[] = [];
  for (const { start, end } of places) {
    let from = start;
    for (const match of text.slice(start, end).matchAll(BRACKETS)) {
      const [open, close] = [start + match.index, start + match.index + match[0].length];
      if (!cites.some((cite) => cite.start >= open && cite.end <= close)) continue;
      const last = sentences.at(-1);
      if (text.slice(from, open).trim()) sentences.push({ start: from, end: close });
      else if (last) last.end = close;
      else continue;
      from = close;
    }
    if (text.slice(from, end).trim()) sentences.push({ start: from, end });
  }
  return sentences;
}

/** Splits the claim and text of a bullet, without its points, into sentences. */
export function readBullet(bullet: Bullet, language: string): Passage {
  const claim = joinSpans(bullet.claim);
  const body = joinSpans(bullet.text);
  // The body continues the claim's sentence if it begins with a lower-case letter or a comma.
  const goesOn = /^[\s,;:)]*\p{Ll}|^[,;]/u.test(body.text) && !/[.!?:]\s*$/.test(claim.text);
  // Leads and points have no claim; the passage then begins with the body.
  const head = claim.text === '' ? '' : `${claim.text} `;
  const shift = head.length;
  const text = head + body.text;
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
  const sentences = returnSources(text, places, cites).map(({ start, end }) => {
    const own = cites.filter((cite) => cite.start < end && start < cite.end).map(({ id }) => id);
    return { start, end, ids: own.length > 0 ? [...new Set(own)] : bullet.citations };
  });
  return { text, sentences, cites };
}
