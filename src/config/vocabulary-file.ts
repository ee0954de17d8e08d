// A field's vocabulary.yaml: its names, topics and themes, validated, with line numbers in messages.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from '../base/errors.js';
import { parseYamlFile } from './yaml-file.js';

const spellings = z
  .array(z.string().min(1))
  .nullable()
  .transform((list) => list ?? []);
const names = (what: string) =>
  z.record(z.string().min(1), spellings).default({}).describe(`${what}, each with its other spellings`);

const model = z.strictObject({
  maker: z.string().optional().describe('The company that makes it, as listed under companies'),
  join: z.string().max(1).optional().describe('Separator between the name and a version; default: a space'),
  aliases: z.array(z.string().min(1)).default([]),
});

const theme = z.strictObject({
  label: z.string().optional().describe('Used as the title of a section'),
  words: z
    .string()
    .describe('Words and phrases, separated by commas; + before a word that identifies the theme by itself'),
});

/** The schema of vocabulary.yaml. `vocabulary.schema.json` is generated from it. */
export const vocabularySchema = z.strictObject({
  companies: names('Companies, projects and institutions'),
  people: names('People'),
  products: names('Tools and products; they become topics'),
  things: names('Other things that posts are about, such as benchmarks; they become topics'),
  topics: names('Topics'),
  models: z
    .record(
      z.string().min(1),
      model.nullable().transform((given) => given ?? { aliases: [] }),
    )
    .default({})
    .describe('Names with versions; each version becomes a tag'),
  variants: z.array(z.string()).default([]).describe('Words after a version that make it a different model'),
  commonWords: z.array(z.string()).default([]).describe('Words too common in this field to matter'),
  themes: z.record(z.string().min(1), theme).default({}).describe('Themes, by family/key'),
  ignored: z
    .array(z.string())
    .default([])
    .describe('Names that `tidings vocabulary` no longer proposes, and that no issue gets as tags'),
});

export type VocabularyData = z.output<typeof vocabularySchema>;

/** A vocabulary without names. */
export const EMPTY_VOCABULARY: VocabularyData = vocabularySchema.parse({});

/** The path of the vocabulary in sources.yaml (`vocabulary:`): a file, or the file of a shipped field. */
export function findVocabularyFile(name: string, { dir, fields }: { dir: string; fields: string }): string {
  return /^[a-z]+$/.test(name) ? join(fields, name, 'vocabulary.yaml') : resolve(dir, name);
}

/** Reads a vocabulary.yaml. Throws a UserError that names the file, the line, the value found and the allowed values. */
export function readVocabularyFile(path: string): VocabularyData {
  if (!existsSync(path))
    throw new UserError(
      `The vocabulary ${path} does not exist`,
      'Correct `vocabulary:` in sources.yaml, or remove it to start without known names.',
    );
  return parseYamlFile(readFileSync(path, 'utf8'), path, vocabularySchema);
}
