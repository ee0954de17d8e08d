// True bullets drawn from real post texts, and the same bullets with exactly one thing changed.

/** Deterministic numbers in [0, 1). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = (list, rng) => list[Math.floor(rng() * list.length)];
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Whether a text holds another as a whole word: the bench's own idea of it, simpler than the check's. */
const holds = (text, part) =>
  new RegExp(`(?<![\\p{L}\\p{N}])${literal(part)}(?![\\p{L}\\p{N}]|[.,]\\d)`, 'iu').test(text);
const split = (text) => text.split(/(?<=[.!?])\s+(?=[A-Z@“"])/).map((sentence) => sentence.trim());
const good = (sentence) => {
  const n = sentence.split(/\s+/).length;
  return (
    n >= 8 &&
    n <= 45 &&
    /^[A-Z@]/.test(sentence) &&
    /[.”"]$/.test(sentence) &&
    !/https?:|www\.|<\w|\]\(|\\/.test(sentence)
  );
};

/** One day's posts as evidence, with the sentences that can open a bullet. */
export function readDay(day, rng) {
  const posts = [];
  for (const { id, handle, url, createdAt, text, section } of day.tweets) {
    const clean = text.replace(/^[^\s(]{1,20}\)[.,;]?\s*/, '');
    const metrics = { likes: Math.floor(rng() * 20000), reposts: Math.floor(rng() * 3000) };
    const evidence = {
      id: `x:${id}`,
      author: handle,
      title: '',
      text: clean,
      platform: 'x',
      url,
      createdAt,
      metrics,
    };
    posts.push({ evidence, section, sentences: split(clean).filter(good), date: day.date, comments: [] });
  }
  for (const { id, subreddit, title, url, activity, text, comments, section } of day.posts) {
    const metrics = { score: Math.round(activity * 0.8), comments: activity - Math.round(activity * 0.8) };
    const sourceName = `r/${subreddit}`;
    const author = `op_${id}`;
    const createdAt = `${day.date}T08:00:00.000Z`;
    const evidence = {
      id: `reddit:${id}`,
      author,
      title,
      text,
      platform: 'reddit',
      url,
      createdAt,
      metrics,
      sourceName,
    };
    const replies = comments.map((comment, i) => ({
      evidence: {
        id: `reddit:${id}c${i}`,
        author: `re_${i}_${id}`,
        title: '',
        text: comment,
        platform: 'reddit',
        url,
        createdAt,
        metrics: { score: 10 + i },
      },
      section,
      sentences: split(comment).filter(good),
      date: day.date,
    }));
    posts.push({ evidence, section, sentences: split(text).filter(good), date: day.date, comments: replies });
  }
  // An issue may tell of one post twice.
  return [...new Map(posts.map((post) => [post.evidence.id, post])).values()];
}

const SYNONYMS = {
  shows: 'demonstrates',
  showed: 'demonstrated',
  uses: 'relies on',
  using: 'with',
  large: 'big',
  faster: 'quicker',
  released: 'put out',
  announced: 'unveiled',
  improve: 'better',
  improves: 'betters',
  supports: 'handles',
  including: 'among them',
  significant: 'marked',
  significantly: 'markedly',
  highlights: 'stresses',
  new: 'fresh',
  enables: 'allows',
  allows: 'lets',
  because: 'since',
  however: 'but',
  users: 'people',
  argues: 'holds',
  suggests: 'hints',
  claims: 'says',
  claimed: 'said',
  performance: 'results',
  issues: 'problems',
  issue: 'problem',
  recent: 'latest',
  despite: 'in spite of',
  reduce: 'cut',
  reducing: 'cutting',
  potential: 'possible',
  notes: 'remarks',
  noted: 'remarked',
  allowing: 'letting',
  strong: 'solid',
  multiple: 'several',
  ability: 'capacity',
};
const reword = (sentence, rng) =>
  sentence.replace(/(?<=\s)[a-z]+(?=[\s,.])/g, (word) =>
    SYNONYMS[word] && rng() < 0.8 ? SYNONYMS[word] : word,
  );
/** What stands in quotation marks must stay as it is. */
const outside = (sentence, change) =>
  sentence
    .split(/(“[^”]*”|"[^"]*"|'[^']*'|‘[^’]*’)/)
    .map((part, i) => (i % 2 ? part : change(part)))
    .join('');
const dropAsides = (sentence) =>
  sentence
    .replace(/\s\([^()]*\)/g, '')
    .replace(
      /, (?:which|suggesting|indicating|highlighting|including|with|though|although)\b[^,]*(?=[.]$)/,
      '',
    );
const reformat = (sentence) =>
  sentence
    .replace(/(?<![\d.,$])(\d{1,3}),000\b(?![\d,.]*\d)/g, '$1K')
    .replace(/\b(\d+(?:\.\d+)?)K\b(?=\s[a-z])/g, '$1 thousand')
    .replace(/(?<![\p{L}\d.])(\$?\d+(?:\.\d+)?)M\b(?=\s[a-z])/gu, '$1 million')
    .replace(/(\$\d+(?:\.\d+)?)B\b/g, '$1 billion')
    .replace(/(\d)%(?=[\s.,])/g, '$1 percent')
    .replace(/(\d)[x×](?=\s[a-z])/g, '$1 times')
    .replace(/tok\/s|tokens\/s(?:ec)?\b/g, 'tokens per second')
    .replace(/\/(?:mo|month)\b/g, ' a month')
    .replace(/(\d)\s?GB\b/g, '$1 gigabytes')
    .replace(/\btwo\b/g, '2')
    .replace(/\bthree\b/g, '3');
const lower = (sentence) =>
  /^(?:The|A|An|This|It|In|For|Users|They|There|These|Some|One)\b/.test(sentence)
    ? sentence[0].toLowerCase() + sentence.slice(1)
    : sentence;
const short = (n) => (n >= 1000 ? `${(Math.floor(n / 100) / 10).toString()}k` : String(n));
const own = (post) => pick(post.sentences, post.rng);
const bullet = (kind, claim, text, posts, points = []) => ({
  kind,
  posts,
  id: 'b1',
  claim,
  text,
  citations: posts.map(({ evidence }) => evidence.id),
  points,
  origin: 'model',
});
const handleOf = (post) =>
  post.evidence.platform === 'x' ? `@${post.evidence.author}` : `u/${post.evidence.author}`;

/** Each rule gives a true bullet of a post (and others of its section), or undefined when it does not apply. */
export const RULES = {
  extract: (post) => bullet('extract', [{ text: own(post) }], [], [post]),
  attributed: (post, rng) => {
    const cite = post.evidence.id;
    const form = pick(['reports that', 'says', 'argues that', 'notes that'], rng);
    return bullet(
      'attributed',
      [{ text: handleOf(post), cite }, { text: ` ${form} ${lower(own(post))}` }],
      [],
      [post],
    );
  },
  according: (post) =>
    bullet('according', [{ text: `According to ${handleOf(post)}, ${lower(own(post))}` }], [], [post]),
  merged: (post, rng, mates) => {
    const other = pick(mates, rng);
    if (!other) return undefined;
    const [a, b] = [own(post), own(other)];
    if (other.evidence.text.includes(a) || post.evidence.text.includes(b)) return undefined;
    return rng() < 0.5
      ? bullet('merged', [{ text: a }], [{ text: b }], [post, other])
      : bullet(
          'merged',
          [{ text: a, cite: post.evidence.id }],
          [{ text: b, cite: other.evidence.id }],
          [post, other],
        );
  },
  reworded: (post, rng) => {
    const sentence = own(post);
    const next = outside(dropAsides(sentence), (part) => reword(part, rng));
    return next === sentence || next.split(' ').length < 6
      ? undefined
      : bullet('reworded', [{ text: next }], [], [post]);
  },
  reformatted: (post) => {
    const sentence = post.sentences.find((candidate) => outside(candidate, reformat) !== candidate);
    return sentence && bullet('reformatted', [{ text: outside(sentence, reformat) }], [], [post]);
  },
  quoted: (post, rng) => {
    const words = own(post)
      .replace(/["“”„«»]/g, '')
      .split(' ');
    const sentence = words.join(' ');
    if (!post.evidence.text.includes(sentence)) return undefined;
    const from = Math.floor(rng() * Math.max(1, words.length - 9));
    const span = words
      .slice(from, from + 4 + Math.floor(rng() * 6))
      .join(' ')
      .replace(/[.,;:]$/, '');
    const [open, close] = pick(
      [
        ['“', '”'],
        ['"', '"'],
        ['„', '“'],
        ['«', '»'],
      ],
      rng,
    );
    return bullet(
      'quoted',
      [{ text: handleOf(post), cite: post.evidence.id }, { text: ` wrote: ${open}${span}${close}.` }],
      [],
      [post],
    );
  },
  engaged: (post) => {
    const { metrics, platform, title } = post.evidence;
    const figures =
      platform === 'reddit'
        ? `${metrics.score.toLocaleString('en-US')} points, ${metrics.comments} comments`
        : `${short(metrics.likes)} likes, ${metrics.reposts.toLocaleString('en-US')} reposts`;
    const head = title && !/["“”'‘’]/.test(title) ? `${title} ` : `${handleOf(post)} `;
    return bullet(
      'engaged',
      [{ text: head.trim(), cite: post.evidence.id }, { text: ` (${figures})` }],
      [{ text: own(post) }],
      [post],
    );
  },
  pointed: (post, rng) => {
    const comment = pick(post.comments?.filter(({ sentences }) => sentences.length > 0) ?? [], rng);
    if (!comment) return undefined;
    comment.rng = post.rng;
    const point = bullet(
      'point',
      [{ text: outside(own(comment), (part) => reword(part, rng)) }],
      [],
      [comment],
    );
    return bullet('pointed', [{ text: own(post) }], [], [post], [point]);
  },
};

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

export function shuffle(list, rng) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
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
        return near || new RegExp(`(?<![\\d.])${literal(bare)}(?!\\d|\\.\\d)`).test(ground)
          ? undefined
          : next;
      }),
    );
  },
  magnitude: (entry, rng) =>
    edit(entry, rng, (text) =>
      replaceOne(text, /(?<=\d\s?)(k|K|M|B|million|billion|thousand)(?![\p{L}\p{N}])/gu, rng, ([raw]) => {
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
      }),
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
          return next === word ? undefined : next;
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
