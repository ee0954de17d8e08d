// Recognises announcements of models in the openings of posts.
import type { Post } from '../../model.js';
import { findVocabulary } from '../vocabulary/gazetteer.js';

const RELEASE_VERB =
  /\b(?:introducing|announc(?:es?|ed|ing)|releas(?:es?|ed|ing)|launch(?:es|ed|ing)?|unveil(?:s|ed|ing)?|dropp?(?:s|ed|ing)?|ships?|shipped|rolling out|rolls out|rolled out|(?:is|are) (?:now )?(?:out|here|live|available)|now (?:available|live|out)|say hello to|meet)\b/i;
/** Indicates news or talk about a model that is already released. */
const LATER_TALK =
  /\b(?:benchmark\w*|vs|versus|compar\w+|review|leak\w*|rumou?r\w*|quant\w*|gguf|support\w*|fine-?tun\w*|price\w*|pricing|jailbreak\w*|soon|will|before|after|since|minute|how|why|tested|running|without|system prompt)\b/i;
const ANNOUNCEMENT_CHARACTERS = 160;

/**
 * The slug of the model (with version) whose release a post's opening announces, if it announces nothing else: one
 * versioned model and no other name than its maker's. "Anthropic releases Claude Opus 4.6, same pricing as 4.5" and
 * "Introducing Claude Opus 4.6" are one event; "Claude Opus 4.6 is now available in Cline" is another.
 */
export function findRelease({ title, text }: Post): string | undefined {
  const opening = (title || (/^[^\n]*?(?:[.!?](?=\s|$)|\n|$)/.exec(text.trim())?.[0] ?? '')).slice(
    0,
    ANNOUNCEMENT_CHARACTERS,
  );
  if (!RELEASE_VERB.test(opening) || LATER_TALK.test(opening)) return undefined;
  const { mentions } = findVocabulary(opening);
  const models = mentions.filter(({ tag, family }) => tag.kind === 'model' && family !== tag.slug);
  const [first] = models;
  if (!first || models.some(({ tag }) => tag.slug !== first.tag.slug)) return undefined;
  const others = mentions.filter(
    ({ tag, role, family }) =>
      role !== 'topic' && role !== 'model' && tag.slug !== first.maker && family !== first.family,
  );
  return others.length === 0 ? first.tag.slug : undefined;
}
