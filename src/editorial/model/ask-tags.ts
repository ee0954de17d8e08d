// Has a model choose the tags of an issue from the canonical vocabulary; new names are only proposed.
import { z } from 'zod';
import type { Bullet, Tag } from '../../model.js';
import { MAX_TAGS, type Tagging } from '../editor.js';
import type { ModelContext } from './context.js';
import { promptVersion } from './prompts.js';

const answerSchema = z.object({ tags: z.array(z.string()), proposed: z.array(z.string()) });

const MAX_STATEMENTS = 40;
const MAX_PROPOSED = 5;
const MAX_PROPOSED_CHARACTERS = 40;

/**
 * Chooses from the tags found in the stories those that the issue is about, and proposes names that the
 * vocabulary lacks.
 */
export async function askTags(
  found: Tag[],
  bullets: Bullet[],
  vocabulary: Tag[],
  context: ModelContext,
): Promise<Tagging> {
  const candidates = new Map(found.map((tag) => [tag.name.toLowerCase(), tag]));
  const known = new Set([...vocabulary, ...found].map((tag) => tag.name.toLowerCase()));
  const statements = bullets
    .slice(0, MAX_STATEMENTS)
    .map(({ claim, text }) => (claim.length > 0 ? claim : text).map((span) => span.text).join(''));
  const answer = await context.model.complete({
    stage: 'tags',
    promptVersion: promptVersion(context.prompts.tags),
    system: context.prompts.tags,
    user: `Tags: ${JSON.stringify(found.map((tag) => tag.name))}\nStatements: ${JSON.stringify(statements)}`,
    schema: answerSchema,
    schemaName: 'tags',
    maxOutputTokens: 2000,
  });
  // A tag must occur in the issue's own stories, whatever the model chose.
  const chosen = new Set(answer.tags.flatMap((name) => candidates.get(name.trim().toLowerCase()) ?? []));
  const tags = chosen.size > 0 ? [...chosen] : found;
  const text = statements.join('\n').toLowerCase();
  const proposed = answer.proposed
    .map((name) => name.trim())
    .filter(
      (name) =>
        name !== '' &&
        name.length <= MAX_PROPOSED_CHARACTERS &&
        !known.has(name.toLowerCase()) &&
        text.includes(name.toLowerCase()),
    );
  return {
    tags: tags.slice(0, MAX_TAGS),
    proposed: [...new Set(proposed)].slice(0, MAX_PROPOSED),
  };
}
