// The second reading: a model compares statements that passed the rules with the posts they cite. It can only doubt.
import { z } from 'zod';
import { words } from '../../base/text.js';
import type { Bullet, LanguageModel } from '../../model.js';
import { contentWords } from '../offline/used-text.js';
import type { Evidence } from '../verify/evidence.js';
import type { SecondReading } from './context.js';
import { truncateToSentences } from './material.js';
import { promptVersion } from './prompts.js';

const answerSchema = z.object({ doubts: z.array(z.object({ statement: z.string(), reason: z.string() })) });

/** Statements in one question. */
const MAX_STATEMENTS = 12;
const POST_CHARACTERS = 700;
const MAX_UNFOUND_WORDS = 8;

/** `model` reads; it may be another one than wrote. Throws what the model throws. */
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

/** The posts that the statements cite, each once, then the statements. */
function describeBatch(statements: Statement[], evidence: ReadonlyMap<string, Evidence>): string {
  const ids = [...new Set(statements.flatMap(({ cites }) => cites))].filter((id) => evidence.has(id));
  const short = new Map(ids.map((id, at) => [id, `p${at + 1}`]));
  const posts = ids.flatMap((id) => {
    const post = evidence.get(id);
    if (!post) return [];
    return JSON.stringify({
      post: short.get(id),
      by: post.author,
      title: post.title || undefined,
      text: truncateToSentences(post.text, POST_CHARACTERS),
      time: post.createdAt?.slice(0, 10),
    });
  });
  const lines = statements.map(({ text, cites }, at) =>
    JSON.stringify({
      statement: `s${at + 1}`,
      says: text,
      cites: cites.flatMap((id) => short.get(id) ?? []),
      inNoPost: findUnfound(text, cites, evidence),
    }),
  );
  return [...posts, ...lines].join('\n');
}

/** Content words of the statement that stand in none of its posts. */
function findUnfound(text: string, cites: string[], evidence: ReadonlyMap<string, Evidence>): string[] {
  const said = cites.flatMap((id) => {
    const post = evidence.get(id);
    return post ? words(`${post.author} ${post.sourceName ?? ''} ${post.title} ${post.text}`) : [];
  });
  const known = new Set(said);
  return [...contentWords(text)].filter((word) => !known.has(word)).slice(0, MAX_UNFOUND_WORDS);
}
