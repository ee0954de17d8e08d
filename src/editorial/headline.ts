// Headline, subtitle and lead of an issue, in the posts' own words.
import type { Bullet, Post, Story } from '../model.js';
import { pickSentences, wholeSentences } from './extract.js';
import { isStopWord } from './group/terms.js';
import { sharedWords } from './topic.js';
import { attribution, GOOD, makeBullet, repeats, type Writing } from './write.js';

const MOST_WORDS = 10;
const FEWEST_WORDS = 3;
const BOUNDARY =
  /\s*(?:[,;:](?=\s)|[(\u2013\u2014](?!\d)|\s-\s|\s(?:after|under|with|while|because|which|when|as|so that|thanks to|by)\s)/gi;
/** What it is worth to be a title, and to name what the story is about. */
const TITLE = 0.8;
const SUBJECT = 1.5;
// A clause that opens so is not what the sentence says.
const LEADING_IN =
  /^(?:on|of|with|in|at|for|after|before|from|by|if|when|while|as|to|since|during|why|how|what|not)\b/i;
/** Words by which something is announced: what a headline is made of. */
const NEWS =
  /\b(?:releas|launch|announc|ship|open-sourc|introduc|unveil|rais|acquir|clos|cut|drop|beat|reach|cross|publish|find|found|solv|fix|leak|ban|block|sue|pause|retract|return|back)\w*\b|\bis out\b|\b(?:moves?|runs?|goes|now)\b/i;
// Cutting a sentence before one of these would change what it says.
const TURN = /[,;]\s*(?:but|though|only|unless|except)\b/i;
const CONDITION = /\b(?:not|no|never|unless|except|only|if|but|without|until|almost|nearly)\b|n't\b|n’t\b/i;

/** A headline and the post whose words it is. */
export interface Headline {
  text: string;
  postId: string;
}

/** At most ten words of one of the story's posts: a title or sentence that is short enough, else its opening clause. */
export function writeHeadline(story: Story, language: string): Headline {
  return findHeadline(story, language) ?? openingWords(story);
}

/** A headline that is quoted whole, or cut where nothing is lost; undefined when the story's words give none. */
export function findHeadline(story: Story, language: string): Headline | undefined {
  const topic = sharedWords(story.posts);
  const subject = findSubject(story.posts);
  const [best] = story.posts
    .filter((post) => !post.repostOf)
    .slice(0, 8)
    .flatMap((post, rank) => candidatesOf(post, rank, topic, language))
    .map(({ score, ...rest }) => ({
      ...rest,
      score: score + (subject && rest.text.includes(subject) ? SUBJECT : 0),
    }))
    .sort((a, b) => b.score - a.score);
  return best && { text: best.text, postId: best.postId };
}

/** The name that most of the posts write inside their sentences and titles: whom or what the story is about. */
function findSubject(posts: Post[]): string | undefined {
  const counts = new Map<string, number>();
  for (const post of posts.slice(0, 12)) {
    const names =
      `${post.title}. ${post.text}`.match(/(?<=[\p{L}\d,:)] )\p{Lu}[\p{L}\d-]{2,}|^\p{Lu}[\p{L}\d-]{2,}/gu) ??
      [];
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return first && first[1] > 1 ? first[0] : undefined;
}

/** When nothing short can be quoted whole: the first words, cut where the eye expects more. */
function openingWords(story: Story): Headline {
  const [post] = story.posts;
  const line = (post?.title || post?.text || '').split(/\s+/).slice(0, MOST_WORDS - 1);
  while (line.length > FEWEST_WORDS && isStopWord((line.at(-1) ?? '').toLowerCase())) line.pop();
  return { text: `${line.join(' ').replace(/[\s,;:(\u2013\u2014-]+$/, '')}\u2026`, postId: story.id };
}

function candidatesOf(post: Post, rank: number, topic: Set<string>, language: string) {
  const title = post.title.replace(
    /^(?:\[[^\]]{1,20}\]|\p{Lu}{2,12}:|(?:PSA|Update|Show HN|Ask HN|News)\s*:)\s*/u,
    '',
  );
  // A title says it in the fewest words, which an author has weighed.
  const titled = pickSentences(title, topic, language).map((extract) => ({
    ...extract,
    score: extract.score + TITLE,
  }));
  const sentences = [...titled.slice(0, 1), ...pickSentences(post.text, topic, language).slice(0, 3)];
  return sentences.flatMap(({ text, score }) => {
    const line = text.replace(/[.\s]+$/, '');
    const short = shorten(line);
    if (!short) return [];
    const fragment = short.split(' ').length < 5 ? 0.8 : 0;
    const personal = /\b(?:i|i'm|i've|my|we|our|you|your)\b/i.test(short) ? 1 : 0;
    const cut = short === line ? 0 : 0.6;
    const question = /\?$|^(?:how|why|what|when|who|is|are|does|do|can)\b/i.test(short) ? 1.2 : 0;
    const news = NEWS.test(short) ? 1.5 : 0;
    const worth = score + news - fragment - cut - personal - question - 0.15 * rank;
    return [{ text: short, postId: post.id, score: worth }];
  });
}

/** The line when it has at most ten words, else the longest opening that ends where a clause does. */
function shorten(line: string): string | undefined {
  const count = (text: string) => text.split(/\s+/).filter(Boolean).length;
  if (count(line) <= MOST_WORDS) return count(line) >= FEWEST_WORDS ? line : undefined;
  let best: string | undefined;
  for (const match of line.matchAll(BOUNDARY)) {
    const opening = line.slice(0, match.index).replace(/[\s,;:]+$/, '');
    if (count(opening) > MOST_WORDS) break;
    if (count(opening) >= FEWEST_WORDS + 1 && !CONDITION.test(line.slice(match.index)) && !TURN.test(opening))
      best = opening;
  }
  return best && !LEADING_IN.test(best) && wholeSentences(best).length > 0 ? best : undefined;
}

/** One sentence on what else there is, from the stories after the first; '' when there is none. */
export function writeSubtitle(stories: Story[], language: string): string {
  const others: string[] = [];
  for (const story of stories) {
    const headline = others.length < 2 && findHeadline(story, language);
    if (headline) others.push(headline.text);
  }
  return others.length > 0 ? `Also: ${others.join('; ')}.` : '';
}

/**
 * Two or three short paragraphs on the story: what its leading post says, what others say of it, and what was said
 * elsewhere. Each is a bullet without a claim.
 */
export function writeLead(story: Story, writing: Writing): Bullet[] {
  const topic = sharedWords(story.posts);
  const voices: { post: Post; sentences: string[] }[] = [];
  const heard = new Set<string>();
  const said: string[] = [];
  for (const post of story.posts) {
    if (post.repostOf || heard.has(`${post.platform} ${post.author}`)) continue;
    heard.add(`${post.platform} ${post.author}`);
    const most = voices.length === 0 ? 3 : 1;
    const sentences = pickSentences(post.text, topic, writing.language)
      .filter((extract) => extract.score >= GOOD && !said.some((text) => repeats(text, extract.text)))
      .slice(0, most)
      .sort((a, b) => a.index - b.index)
      .map((extract) => extract.text);
    if (sentences.length === 0) continue;
    said.push(...sentences);
    for (const sentence of sentences) writing.used.add(sentence);
    voices.push({ post, sentences });
    if (voices.length === 6) break;
  }
  const paragraph = (part: typeof voices) =>
    makeBullet({
      text: part.flatMap(({ post, sentences }, at) => [
        ...(at > 0 ? [{ text: ' ' }] : []),
        attribution(post, writing),
        { text: `: \u201c${sentences.join(' \u2026 ')}\u201d` },
      ]),
    });
  return [voices.slice(0, 1), voices.slice(1, 3), voices.slice(3, 6)]
    .filter((part) => part.length > 0)
    .map(paragraph);
}
