// The prompts as values: text with {{places}}, and a version that changes with every letter of them.
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

/** A prompt with its places filled. A place without a value is a mistake in the prompt's file, and throws. */
export function fillPrompt(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the prompt asks for {{${name}}}, which there is none of`);
    return value;
  });
}

/** Part of the key under which answers are kept. */
export function promptVersion(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
