// Lets a model choose the tags of an issue out of the canonical vocabulary; new names are only proposed.
import { z } from 'zod';
import type { Bullet, Tag } from '../../model.js';
import { MOST_TAGS, type Tagging } from '../editor.js';
import type { Desk } from './ask-bullets.js';
import { promptVersion } from './prompts.js';

const answerSchema = z.object({ tags: z.array(z.string()), proposed: z.array(z.string()) });

const STATEMENTS = 60;
const MOST_PROPOSED = 5;

/** Tags of the vocabulary that the model chose, then those of its stories that it left out while there is room. */
export async function askTags(
  found: Tag[],
  bullets: Bullet[],
  vocabulary: Tag[],
  desk: Desk,
): Promise<Tagging> {
  const known = new Map([...vocabulary, ...found].map((tag) => [tag.name.toLowerCase(), tag]));
  const statements = bullets
    .slice(0, STATEMENTS)
    .map((bullet) => bullet.claim.map((span) => span.text).join(''));
  const answer = await desk.model.complete({
    stage: 'tags',
    promptVersion: promptVersion(desk.prompts.tags),
    system: `${desk.prompts.tags}\nThe vocabulary: ${[...known.values()].map((tag) => tag.name).join('; ')}`,
    user: JSON.stringify(statements),
    schema: answerSchema,
    schemaName: 'tags',
    maxOutputTokens: 2000,
  });
  // Only what the issue's own stories say can be a tag of it, whatever the model chose.
  const said = new Set(found.map(keyOf));
  const chosen = answer.tags
    .flatMap((name) => known.get(name.trim().toLowerCase()) ?? [])
    .filter((tag) => said.has(keyOf(tag)));
  const tags = new Map([...chosen, ...found].map((tag) => [keyOf(tag), tag]));
  const text = statements.join('\n').toLowerCase();
  const proposed = answer.proposed
    .map((name) => name.trim())
    .filter(
      (name) =>
        name !== '' &&
        name.length <= 40 &&
        !known.has(name.toLowerCase()) &&
        text.includes(name.toLowerCase()),
    );
  return {
    tags: [...tags.values()].slice(0, MOST_TAGS),
    proposed: [...new Set(proposed)].slice(0, MOST_PROPOSED),
  };
}

function keyOf(tag: Tag): string {
  return `${tag.kind} ${tag.slug}`;
}
