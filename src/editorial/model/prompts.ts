// Loads the prompts: text with {{places}}, and a version that changes with every character.
import { createHash } from 'node:crypto';

export const PROMPT_NAMES = [
  'cluster',
  'write',
  'write-reddit',
  'week',
  'write-week',
  'open',
  'check',
  'tags',
] as const;
export type PromptName = (typeof PROMPT_NAMES)[number];
export type Prompts = Readonly<Record<PromptName, string>>;

/** Fills the places of a prompt. Throws for a place without a value, which is an error in the prompt's file. */
export function fillPrompt(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the prompt contains {{${name}}}, which has no value`);
    return value;
  });
}

/** Part of the cache key of answers. */
export function promptVersion(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
