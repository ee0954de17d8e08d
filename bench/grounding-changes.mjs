// True bullets with exactly one thing changed.
import { pick, shuffle } from './random.mjs';

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Whether a text holds another as a whole word: the bench's own idea of it, simpler than the check's. */
const holds = (text, part) =>
  new RegExp(`(?<![\\p{L}\\p{N}])${literal(part)}(?![\\p{L}\\p{N}]|[.,]\\d)`, 'iu').test(text);

/** All texts that a bullet may lean on: title, text and author of every post it cites, points included. */
const groundOf = (entry) =>
  [...entry.posts, ...entry.points.flatMap(({ posts }) => posts)]
    .map(({ evidence: e }) => `${e.title} ${e.text} ${e.author} ${e.sourceName ?? ''}`)
    .join('\n');

function spansOf(entry) {
  return [...entry.claim, ...entry.text, ...entry.points.flatMap(({ claim, text }) => [...claim, ...text])];
}

/** The bullet with one stretch of one span replaced, or undefined when `change` finds nothing to change there. */
function edit(entry, rng, change) {
  const copy = structuredClone(entry);
  const spans = spansOf(copy);
  for (const i of shuffle([...spans.keys()], rng)) {
    const next = change(spans[i].text);
    if (next !== undefined && next !== spans[i].text) {
      spans[i].text = next;
      return copy;
    }
  }
  return undefined;
}

/** Replaces one match of the pattern, at random, by what `make` gives. */
function replaceOne(text, pattern, rng, make) {
  for (const match of shuffle([...text.matchAll(pattern)], rng)) {
    const next = make(match);
    if (next !== undefined)
      return text.slice(0, match.index) + next + text.slice(match.index + match[0].length);
  }
  return undefined;
}

const NUMBER = /(?<![\p{L}\p{N}.@_])\d+(?:[.,]\d+)*(?![.,]?\d)/gu;
const UNITS = {
  ms: 's',
  s: 'ms',
  GB: 'TB',
  MB: 'GB',
  TB: 'GB',
  '%': 'x',
  x: '%',
  '×': '%',
  hours: 'days',
  days: 'hours',
  minutes: 'hours',
  months: 'years',
  weeks: 'months',
  years: 'months',
  'tok/s': 'tok/min',
  'tokens/s': 'tokens/min',
  '/month': '/year',
  '/mo': '/yr',
  bit: 'byte',
};
const unitPattern = new RegExp(
  `(?<=\\d)(\\s?-?)(${Object.keys(UNITS).map(literal).join('|')})(?![\\p{L}\\p{N}])`,
  'gu',
);

function nudge(raw, rng) {
  const digits = [...raw.matchAll(/\d/g)];
  const at = rng() < 0.6 ? digits.at(-1).index : pick(digits, rng).index;
  const old = Number(raw[at]);
  const low = at === 0 && raw.length > 1 ? 1 : 0;
  let next = old;
  while (next === old || next < low)
    next =
      rng() < 0.5 ? Math.max(0, Math.min(9, old + pick([-3, -2, -1, 1, 2, 3], rng))) : Math.floor(rng() * 10);
  return raw.slice(0, at) + next + raw.slice(at + 1);
}

/**
 * One thing changed. A draw is void where the changed thing happens to stand in a cited post: then it was said.
 * `names` gives a name of the same kind from another day.
 */
export const CHANGES = {
  number: (entry, rng) => {
    const ground = groundOf(entry).replace(/,(?=\d{3})/g, '');
    const figures = entry.posts.flatMap(({ evidence }) => Object.values(evidence.metrics).map(String));
    return edit(entry, rng, (text) =>
      replaceOne(text, NUMBER, rng, ([raw]) => {
        const next = nudge(raw, rng);
        const bare = next.replace(/,(?=\d{3})/g, '');
        // 11.8k is as true of 11,760 likes as 11.7k is.
        const rounded = figures.some((figure) => Math.abs(figure / 1000 - Number(bare)) < 0.11);
        const near =
          rounded ||
          figures.some((figure) => figure === bare) ||
          Number(bare) === Number(raw.replace(/,(?=\d{3})/g, ''));
        const values = new Set((ground.match(/\d+(?:\.\d+)?/g) ?? []).map(Number));
        return near ||
          values.has(Number(bare)) ||
          new RegExp(`(?<![\\d.])${literal(bare)}(?!\\d|\\.\\d)`).test(ground)
          ? undefined
          : next;
      }),
    );
  },
  magnitude: (entry, rng) =>
    edit(entry, rng, (text) =>
      replaceOne(
        text,
        /(?<=(?<![\p{L}\d.,])[\d.,]+\s?)(k|K|M|B|million|billion|thousand)(?![\p{L}\p{N}])/gu,
        rng,
        ([raw]) => {
          const next = {
            k: 'M',
            K: 'M',
            M: 'B',
            B: 'M',
            million: 'billion',
            billion: 'million',
            thousand: 'million',
          }[raw];
          return next;
        },
      ),
    ),
  percent: (entry, rng) =>
    edit(entry, rng, (text) =>
      replaceOne(
        text,
        // A list shares its sign: "from 32 to 90%" is no change.
        /(?<![\d.]|(?:%|percent)\+?\s?(?:to|and|or|vs\.?|→|[–—/,~-])\s?~?)(\d[\d.]*)(?:%| percent)(?!\S?\s?(?:to|and|or|vs\.?|→|[–—/,~-])*\s?~?\d)/g,
        rng,
        ([, value]) =>
          new RegExp(`(?<![\\d.])${literal(value)}(?![\\d%]|\\.\\d|[–-]\\d|\\s?percent)`).test(
            groundOf(entry),
          )
            ? undefined
            : value,
      ),
    ),
  unit: (entry, rng) =>
    edit(entry, rng, (text) =>
      replaceOne(text, unitPattern, rng, (match) => {
        const next = match[1] + UNITS[match[2]];
        const value = /[\d.,]+$/.exec(text.slice(0, match.index))[0];
        const doubled = /x$/.test(next) && /doubl|twice|tripl/i.test(groundOf(entry));
        return doubled ||
          holds(groundOf(entry), value + next) ||
          holds(groundOf(entry), `${value} ${next.trim()}`)
          ? undefined
          : next;
      }),
    ),
  name: (entry, rng, world) => {
    const bare = (part) => part.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
    const ground = bare(groundOf(entry));
    return edit(entry, rng, (text) =>
      replaceOne(text, world.pattern, rng, ([raw]) => {
        const kind = world.kindOf(raw);
        const next = kind && pick(world.names(kind, entry.posts[0].date), rng);
        return !next || next.toLowerCase() === raw.toLowerCase() || ground.includes(bare(next))
          ? undefined
          : next;
      }),
    );
  },
  quotation: (entry, rng, world) =>
    edit(entry, rng, (text) =>
      replaceOne(text, /“[^”]{4,}”|"[^"]{4,}"|„[^“”]{4,}“|«[^»]{4,}»/g, rng, ([quotation]) =>
        replaceOne(quotation, /(?<![\p{L}\p{N}'’-])\p{Ll}{3,}(?![\p{L}\p{N}'’-])/gu, rng, ([word]) => {
          const next = pick(world.words, rng);
          const whole = quotation.slice(1, -1).replace(word, next);
          return next === word || holds(groundOf(entry), whole) ? undefined : next;
        }),
      ),
    ),
  handle: (entry, rng, world) =>
    edit(entry, rng, (text) =>
      replaceOne(text, /(?<![\w])@(\w+)/g, rng, () => {
        const next = pick(world.handles, rng);
        return groundOf(entry).toLowerCase().includes(next.toLowerCase()) ? undefined : `@${next}`;
      }),
    ),
  citation: (entry, rng, world) => {
    const copy = structuredClone(entry);
    const at = Math.floor(rng() * copy.posts.length);
    const old = copy.posts[at];
    const other = pick(world.days.get(rng() < 0.5 ? old.date : pick([...world.days.keys()], rng)), rng);
    if (!other || other.section === old.section) return undefined;
    // A post that tells the very same thing elsewhere is no wrong citation.
    const shared = old.sentences.some((sentence) => other.evidence.text.includes(sentence.slice(0, 40)));
    if (shared) return undefined;
    const turn = (id) => (id === old.evidence.id ? other.evidence.id : id);
    copy.citations = copy.citations.map(turn);
    for (const span of [...copy.claim, ...copy.text]) if (span.cite) span.cite = turn(span.cite);
    copy.extra = other.evidence;
    return copy;
  },
  // Reported apart: the check promises numbers, names and quotations, not logic.
  negation: (entry, rng) =>
    edit(
      entry,
      rng,
      (text) =>
        replaceOne(
          text,
          /\b(is|are|was|can|does|has|will)\b(?! not)(?= [a-z])/g,
          rng,
          ([raw]) => `${raw} not`,
        ) ??
        replaceOne(text, /\b(?:is|are|can|does) not\b|\bcannot\b/g, rng, ([raw]) =>
          raw.replace(/ ?not$/, ''),
        ),
    ),
};
