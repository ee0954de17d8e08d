// Writes a headline for a release if no post has a quotable line about it.
import { splitSentences } from '../../../base/text.js';
import type { Post } from '../../../model.js';
import type { Headline } from '../../editor.js';

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
const SEPARATING_WORD = /[.!?:;,]|\b(?:of|about|to|by|from|as|nameStart|and|that|which|how|whether|like)\b/i;
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
  const nameStart = sentence.indexOf(form);
  if (nameStart < 0) return undefined;
  const before = sentence.slice(Math.max(0, nameStart - MAX_DISTANCE), nameStart);
  const after = sentence.slice(nameStart + form.length, nameStart + form.length + MAX_DISTANCE);
  if (/^[\p{L}\p{N}]|^[-.]\p{L}/u.test(after) || /[\p{L}\p{N}-]$/u.test(before)) return undefined;
  for (const [pattern, headlineVerb] of ARRIVAL_VERBS) {
    const verbAfter = pattern.exec(after);
    const textBeforeVerb = after.slice(0, verbAfter?.index ?? 0);
    if (
      verbAfter &&
      !DOUBTFUL_WORD.test(before) &&
      !DOUBTFUL_WORD.test(textBeforeVerb) &&
      !/[.!?:;]/.test(textBeforeVerb)
    )
      return headlineVerb;
    const verbBefore = pattern.exec(before);
    if (!verbBefore || !ENDS_NAME.test(after)) continue;
    const textBetween = before.slice(verbBefore.index + verbBefore[0].length);
    const textBeforeClause = before.slice(0, verbBefore.index);
    if (
      !DOUBTFUL_WORD.test(textBetween) &&
      !DOUBTFUL_WORD.test(textBeforeClause) &&
      !SEPARATING_WORD.test(textBetween) &&
      textBetween.split(/\s+/).length <= 6
    )
      return headlineVerb;
  }
  return undefined;
}
