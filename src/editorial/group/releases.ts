// Recognises the announcement of a model in a post's opening, however it is put.
import type { Post } from '../../model.js';
import { findVocabulary } from '../vocabulary/gazetteer.js';

const ANNOUNCES =
  /\b(?:introducing|announc(?:es?|ed|ing)|releas(?:es?|ed|ing)|launch(?:es|ed|ing)?|unveil(?:s|ed|ing)?|dropp?(?:s|ed|ing)?|ships?|shipped|rolling out|rolls out|rolled out|(?:is|are) (?:now )?(?:out|here|live|available)|now (?:available|live|out)|say hello to|meet)\b/i;
/** Says that something happened to a model that is out already, or was only said about it. */
const OTHERWISE =
  /\b(?:benchmark\w*|vs|versus|compar\w+|review|leak\w*|rumou?r\w*|quant\w*|gguf|support\w*|fine-?tun\w*|price\w*|pricing|jailbreak\w*|soon|will|before|after|since|minute|how|why|tested|running|without|system prompt)\b/i;
const OPENING = 160;

/**
 * The slug of the model (with its version) whose release a post's opening announces, when it announces nothing else:
 * one versioned model, no other name than its maker's. "Anthropic releases Claude Opus 4.6, same pricing as 4.5" and
 * "Introducing Claude Opus 4.6" tell one event; "Claude Opus 4.6 is now available in Cline" tells another.
 */
export function findRelease({ title, text }: Post): string | undefined {
  const opening = (title || (/^[^\n]*?(?:[.!?](?=\s|$)|\n|$)/.exec(text.trim())?.[0] ?? '')).slice(
    0,
    OPENING,
  );
  if (!ANNOUNCES.test(opening) || OTHERWISE.test(opening)) return undefined;
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
