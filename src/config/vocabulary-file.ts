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
  maker: z.string().optional().describe('The company that makes it, as named under companies'),
  join: z.string().max(1).optional().describe('Between the name and a version; default: a space'),
  aliases: z.array(z.string().min(1)).default([]),
});

const theme = z.strictObject({
  label: z.string().optional().describe('May become the title of a section'),
  words: z
    .string()
    .describe('Words and phrases with commas between; + before a word that says the theme by itself'),
});

/** The whole file. Its JSON schema is `vocabulary.schema.json`. */
export const vocabularySchema = z.strictObject({
  companies: names('Companies, projects and institutions'),
  people: names('People'),
  products: names('Tools and products; they become topics'),
  things: names('What other things are done or measured with; they become topics'),
  topics: names('Topics'),
  models: z
    .record(
      z.string().min(1),
      model.nullable().transform((given) => given ?? { aliases: [] }),
    )
    .default({})
    .describe('Names that get versions, each of which becomes a tag'),
  variants: z.array(z.string()).default([]).describe('Words that after a version make another model of it'),
  commonWords: z.array(z.string()).default([]).describe('Words that every post of the field has'),
  themes: z.record(z.string().min(1), theme).default({}).describe('Themes by family/key'),
  ignored: z.array(z.string()).default([]).describe('Names that `tidings vocabulary` no longer proposes'),
});

export type VocabularyData = z.output<typeof vocabularySchema>;

/** A vocabulary without names. */
export const EMPTY_VOCABULARY: VocabularyData = vocabularySchema.parse({});

/** The path of the vocabulary that `vocabulary:` of sources.yaml names: a file, or a field of the folder of fields. */
export function findVocabularyFile(name: string, { dir, fields }: { dir: string; fields: string }): string {
  return /^[a-z]+$/.test(name) ? join(fields, name, 'vocabulary.yaml') : resolve(dir, name);
}

/** Reads a vocabulary.yaml. Throws a UserError that names the file, the line, what was found and what is allowed. */
export function readVocabularyFile(path: string): VocabularyData {
  if (!existsSync(path))
    throw new UserError(
      `The vocabulary ${path} does not exist`,
      'Correct `vocabulary:` in sources.yaml, or remove it: without one, no name is known beforehand.',
    );
  return parseYamlFile(readFileSync(path, 'utf8'), path, vocabularySchema);
}
