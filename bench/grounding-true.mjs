// True bullets drawn from real post texts, by rules.
import { pick } from './random.mjs';

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

const SYNONYMS = new Map(
  `shows demonstrates; showed demonstrated; uses relies on; using with; large big; faster quicker;
    released put out; announced unveiled; improve better; improves betters; supports handles; including
    among them; significant marked; significantly markedly; highlights stresses; new fresh; enables
    allows; allows lets; because since; however but; users people; argues holds; suggests hints; claims
    says; claimed said; performance results; issues problems; issue problem; recent latest; despite in
    spite of; reduce cut; reducing cutting; potential possible; notes remarks; noted remarked; allowing
    letting; strong solid; multiple several; ability capacity`
    .split(/;\s+/)
    .map((pair) => pair.split(/\s+/))
    .map(([word, ...other]) => [word, other.join(' ')]),
);
const reword = (sentence, rng) =>
  sentence.replace(/(?<=\s)[a-z]+(?=[\s,.])/g, (word) => (rng() < 0.8 ? (SYNONYMS.get(word) ?? word) : word));
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
