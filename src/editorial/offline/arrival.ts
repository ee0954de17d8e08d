// Writes a headline for a release if no post has a quotable line about it.
import { splitSentences } from '../../base/text.js';
import type { Post } from '../../model.js';
import type { Headline } from '../editor.js';

/** Verbs in posts, and the words of our headline. */
const ARRIVAL_VERBS: [RegExp, string][] = [
  [
    /\b(?:releas(?:es|ed|ing)|dropped|drops|shipp?(?:s|ed)|is out|are out|is live|are live|launch(?:es|ed))\b/i,
    'is out',
  ],
  [/\bopen-sourc(?:es|ed|ing)\b/i, 'is open source'],
  [/\b(?:is|are|now) (?:now |generally )?available\b/i, 'is available'],
  [/\b(?:announc(?:es|ed|ing)|introduc(?:es|ed|ing)|unveil(?:s|ed|ing))\b/i, 'is announced'],
];
/** Words that cast doubt: nothing was released yet, or something else was. */
const DOUBTFUL_WORD =
  /\?|\b(?:not|no|never|will|would|may|might|could|soon|coming|upcoming|if|when|until|before|after|rumou?r\w*|leak\w*|expected|plans?|waiting|hope|since|than|vs|for|on|with|in|using|via)\b[^.!?]{0,20}$/i;
const MAX_DISTANCE = 60;
/** Words that separate the verb from the name, as in "the imminent release of". */
const SEPARATING_WORD = /[.!?:;,]|\b(?:of|about|to|by|from|as|at|and|that|which|how|whether|like)\b/i;
/** The name must be complete: "ICLR 2026 review decisions" are something else. */
const ENDS_NAME =
  /^(?:$|\s*[.,;:!?()"\u201d\u2013\u2014|]|\s-\s|\s(?:models?|family|series|today|now|yesterday|just|with|on|in|as|and|for|at|via|to|under|which|that|is|its)\b)/i;

/**
 * Returns "Heron 3 is out" if a sentence of a post says so next to the name. `forms` are its spellings, most common
 * first.
 */
export function writeArrival(posts: Post[], forms: string[], language: string): Headline | undefined {
  for (const post of posts)
    for (const sentence of [post.title, ...splitSentences(post.text.slice(0, 600), language)])
      for (const form of forms) {
        const verb = findArrival(sentence, form);
        if (verb) return { text: `${form} ${verb}`, postId: post.id };
      }
  return undefined;
}

function findArrival(sentence: string, form: string): string | undefined {
  const at = sentence.indexOf(form);
  if (at < 0) return undefined;
  const before = sentence.slice(Math.max(0, at - MAX_DISTANCE), at);
  const after = sentence.slice(at + form.length, at + form.length + MAX_DISTANCE);
  if (/^[\p{L}\p{N}]|^[-.]\p{L}/u.test(after) || /[\p{L}\p{N}-]$/u.test(before)) return undefined;
  for (const [pattern, said] of ARRIVAL_VERBS) {
    const behind = pattern.exec(after);
    const until = after.slice(0, behind?.index ?? 0);
    if (behind && !DOUBTFUL_WORD.test(before) && !DOUBTFUL_WORD.test(until) && !/[.!?:;]/.test(until))
      return said;
    const ahead = pattern.exec(before);
    if (!ahead || !ENDS_NAME.test(after)) continue;
    const between = before.slice(ahead.index + ahead[0].length);
    const lead = before.slice(0, ahead.index);
    if (
      !DOUBTFUL_WORD.test(between) &&
      !DOUBTFUL_WORD.test(lead) &&
      !SEPARATING_WORD.test(between) &&
      between.split(/\s+/).length <= 6
    )
      return said;
  }
  return undefined;
}
