// Writes the lead of an issue from the posts of its first story.
import { isVague } from '../../../base/language/line-kinds.js';
import type { Bullet, Post, Story } from '../../../model.js';
import { addAlso, attributePost, makeBullet, quoteAfter, type Writing } from '../bullets/bullet.js';
import { joinExtracts, keepIndependent, MIN_SENTENCE_SCORE, repeatsText } from '../bullets/quotations.js';
import { describesPicture, type Extract, pickSentences } from '../sentences/extract.js';
import { sharedWords } from '../sentences/shared-words.js';

const MAX_VOICES = 6;
/** Words of a rumour, which says nothing beside posts about the event itself. */
export const RUMOUR_WORD =
  /\b(?:reportedly|rumou?r\w*|imminent|potentially|(?:is|are) (?:set|expected|about|likely|preparing|planning|anticipated) to|upcoming|not (?:yet )?(?:disclosed|announced|released))\b/i;

/** A post and its sentences as the lead quotes them. */
interface QuotedVoice {
  post: Post;
  quoted: string;
}

/**
 * Writes two or three short paragraphs: the leading post, other voices, and other sources. Each is a bullet without a
 * claim; the last one names the sources that are not quoted. Descriptions of pictures are quoted only if there is
 * nothing else.
 */
export function writeLead(story: Story, writing: Writing): Bullet[] {
  const plain = quoteLeadVoices(story, writing, ({ text }) => !describesPicture(text));
  const voices = plain.length > 0 ? plain : quoteLeadVoices(story, writing, () => true);
  const paragraph = (part: typeof voices) =>
    makeBullet({
      text: part.flatMap(({ post, quoted }, position) => [
        ...(position > 0 ? [{ text: ' ' }] : []),
        attributePost(post, writing),
        quoteAfter(quoted, writing),
      ]),
    });
  const paragraphs = [voices.slice(0, 1), voices.slice(1, 3), voices.slice(3)]
    .filter((part) => part.length > 0)
    .map(paragraph);
  const last = paragraphs.at(-1);
  if (last) addAlso(last, story.posts, new Set(voices.map(({ post }) => post.id)), writing);
  return paragraphs;
}

/** Quotes up to three sentences of the first author with a good one, and one of each further author. */
function quoteLeadVoices(
  { posts }: Story,
  writing: Writing,
  accept: (extract: Extract) => boolean,
): QuotedVoice[] {
  const topic = sharedWords(posts);
  const voices: QuotedVoice[] = [];
  const authors = new Set<string>();
  const shown: string[] = [];
  for (const post of posts) {
    if (voices.length === MAX_VOICES) break;
    const author = `${post.platform} ${post.author}`;
    if (post.repostOf || authors.has(author)) continue;
    authors.add(author);
    const good = pickSentences(post.text, topic, writing.language).filter(
      (extract) =>
        extract.score >= MIN_SENTENCE_SCORE &&
        !isVague(extract.text) &&
        !(voices.length > 0 && RUMOUR_WORD.test(extract.text)) &&
        !shown.some((line) => repeatsText(line, extract.text)) &&
        accept(extract),
    );
    const kept = keepIndependent(good, Number.NaN, voices.length === 0 ? 3 : 1);
    if (kept.length === 0) continue;
    const sentences = kept.map((extract) => extract.text);
    shown.push(...sentences);
    for (const sentence of sentences) writing.usedText.add(sentence);
    voices.push({ post, quoted: joinExtracts(kept, writing.language) });
  }
  return voices;
}
