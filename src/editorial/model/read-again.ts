// The second reading: a model compares statements that passed the rules with their cited posts. It can reject
// statements but not accept more.
import { z } from 'zod';
import { splitSentences } from '../../base/text.js';
import type { Bullet, LanguageModel } from '../../model.js';
import type { Evidence } from '../verify/evidence.js';
import { isEmptyWord, plainWords, stemsAndNumbers, wordStem } from '../verify/wording.js';
import type { SecondReading } from './context.js';
import { promptVersion } from './prompts.js';

const answerSchema = z.object({ doubts: z.array(z.object({ statement: z.string(), reason: z.string() })) });

/** Statements per request. */
const MAX_STATEMENTS = 12;
/** Of a longer post, only the sentences that share the most and the rarest words with the statements are shown. */
const MAX_POST_CHARACTERS = 3000;
const MAX_UNFOUND_WORDS = 8;

/** `model` may be another one than the writing model. Throws its errors. */
export function createSecondReading(model: LanguageModel, prompt: string): SecondReading {
  return async (bullets, evidence) => {
    const statements = bullets.flatMap((bullet, at) =>
      [bullet, ...bullet.points].map((part) => ({ at, part: describe(part) })),
    );
    const reasons: string[][] = bullets.map(() => []);
    for (let start = 0; start < statements.length; start += MAX_STATEMENTS) {
      const batch = statements.slice(start, start + MAX_STATEMENTS);
      const { doubts } = await model.complete({
        stage: 'check',
        promptVersion: promptVersion(prompt),
        system: prompt,
        user: describeBatch(
          batch.map(({ part }) => part),
          evidence,
        ),
        schema: answerSchema,
        schemaName: 'doubts',
        maxOutputTokens: 2000,
      });
      for (const { statement, reason } of doubts) {
        const doubted = batch[Number(/\d+/.exec(statement)?.[0] ?? 0) - 1];
        if (doubted) reasons[doubted.at]?.push(`a second reader doubts it: ${reason}`);
      }
    }
    return reasons;
  };
}

interface Statement {
  text: string;
  cites: string[];
}

function describe({ claim, text, citations }: Bullet): Statement {
  const says = [...claim, { text: ' ' }, ...text].map((span) => span.text).join('');
  return { text: says.trim(), cites: citations };
}

/** A post as the reader sees it. */
interface ShownPost extends Evidence {
  name: string;
}

/** The posts that the statements cite, each once, followed by the statements. */
function describeBatch(statements: Statement[], evidence: ReadonlyMap<string, Evidence>): string {
  const ids = [...new Set(statements.flatMap(({ cites }) => cites))];
  const shown = new Map<string, ShownPost>();
  for (const id of ids) {
    const post = evidence.get(id);
    if (!post) continue;
    const citing = statements.filter(({ cites }) => cites.includes(id)).map(({ text }) => text);
    shown.set(id, { ...post, name: `p${shown.size + 1}`, text: excerptPost(post.text, citing.join(' ')) });
  }
  const posts = [...shown.values()].map((post) =>
    JSON.stringify({
      post: post.name,
      by: post.author,
      title: post.title || undefined,
      text: post.text,
      time: post.createdAt?.slice(0, 10),
    }),
  );
  const lines = statements.map(({ text, cites }, at) =>
    JSON.stringify({
      statement: `s${at + 1}`,
      says: text,
      cites: cites.flatMap((id) => shown.get(id)?.name ?? []),
      inNoPost: findUnfound(
        text,
        cites.flatMap((id) => shown.get(id) ?? []),
      ),
    }),
  );
  return [...posts, ...lines].join('\n');
}

/** The whole post, or the sentences that the statements may rest on, in order, with "…" for omissions. */
function excerptPost(text: string, statements: string): string {
  if (text.length <= MAX_POST_CHARACTERS) return text.replace(/\s+/g, ' ').trim();
  const wanted = stemsAndNumbers(statements);
  const sentences = splitSentences(text);
  const shared = sentences.map((sentence) => [...stemsAndNumbers(sentence)].filter((key) => wanted.has(key)));
  const counts = new Map<string, number>();
  for (const key of shared.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
  // The only sentence with a word of a statement is the only one that can support it.
  const ranked = shared
    .map((keys, at) => ({ at, weight: keys.reduce((sum, key) => sum + 1 / (counts.get(key) ?? 1), 0) }))
    .sort((a, b) => b.weight - a.weight || a.at - b.at);
  const kept = new Set<number>();
  let room = MAX_POST_CHARACTERS;
  // A sentence often refers to the one before it.
  for (const { at } of ranked)
    for (const near of [at, at - 1]) {
      const sentence = sentences[near];
      if (sentence === undefined || kept.has(near) || sentence.length > room) continue;
      kept.add(near);
      room -= sentence.length + 2;
    }
  const parts = sentences.flatMap((sentence, at) => {
    if (!kept.has(at)) return [];
    return at > 0 && !kept.has(at - 1) ? [`… ${sentence}`] : [sentence];
  });
  return parts.join(' ');
}

/** Content words of the statement that occur in no form in its posts as they are shown. */
function findUnfound(text: string, posts: ShownPost[]): string[] {
  const said = posts.flatMap((post) =>
    plainWords(`${post.author} ${post.sourceName ?? ''} ${post.title} ${post.text}`),
  );
  const withoutOwner = (word: string) => word.replace(/['\u2019]s$/, '');
  const known = new Set(said.flatMap((word) => [wordStem(word), wordStem(withoutOwner(word))]));
  const own = plainWords(text).map(withoutOwner);
  const unfound = own.filter((word) => word.length > 2 && !isEmptyWord(word) && !known.has(wordStem(word)));
  return [...new Set(unfound)].slice(0, MAX_UNFOUND_WORDS);
}
