// Adds names to the text of a vocabulary.yaml. Keeps comments, order and spaces.
import { parseDocument } from 'yaml';
import { UserError } from '../base/errors.js';
import { escapeRegExp } from '../base/text.js';
import { type VocabularyData, vocabularySchema } from './vocabulary-file.js';
import { parseYamlFile } from './yaml-file.js';

/** The list in the file for each kind of name. */
export const VOCABULARY_LISTS = {
  company: 'companies',
  person: 'people',
  product: 'products',
  thing: 'things',
  topic: 'topics',
  model: 'models',
} as const;

export type VocabularyKind = keyof typeof VOCABULARY_LISTS;

const quote = (text: string) => JSON.stringify(text);

/** Adds a name at the head of its kind's list. Throws a UserError when the file already has it. */
export function acceptName(text: string, file: string, name: string, kind: VocabularyKind): string {
  const list = VOCABULARY_LISTS[kind];
  if (Object.hasOwn(parseVocabulary(text, file)[list], name))
    throw new UserError(`${file} already has ${name} under ${list}`);
  const entry = `  ${quote(name)}: ${kind === 'model' ? '{}' : '[]'}`;
  const head = new RegExp(`^${list}:[ \\t]*(?:\\{\\}|null|~)?[ \\t]*(#.*)?$`, 'm');
  const edited = head.test(text)
    ? text.replace(head, (_, comment = '') => `${list}:${comment && ` ${comment}`}\n${entry}`)
    : `${text.trimEnd()}\n\n${list}:\n${entry}\n`;
  return requireEdit(edited, file, (data) => Object.hasOwn(data[list], name));
}

/** Adds an alias to a name. Throws a UserError when the file does not have the name on its own line. */
export function addAlias(text: string, file: string, alias: string, name: string): string {
  const escaped = escapeRegExp(name);
  const line = new RegExp(`^(  "?${escaped}"?: )\\[([^\\]\\n]*)\\]`, 'm');
  if (!line.test(text)) throw new UserError(`${file} has no name "${name}" with a list of spellings`);
  const edited = text.replace(line, (_, start: string, rest: string) => {
    const spellings = rest.trim() ? `${rest.trim()}, ${quote(alias)}` : quote(alias);
    return `${start}[${spellings}]`;
  });
  return requireEdit(edited, file, () => true);
}

/** Adds a name to the ignored ones, which are neither proposed nor tags. Throws a UserError if it is there already. */
export function ignoreName(text: string, file: string, name: string): string {
  if (findIgnored(text, file, name) !== undefined) throw new UserError(`${name} is already ignored`);
  const line = /^ignored: \[([^\]]*)\]/m;
  const edited = line.test(text)
    ? text.replace(
        line,
        (_, rest: string) => `ignored: [${rest.trim() ? `${rest.trim()}, ` : ''}${quote(name)}]`,
      )
    : `${text.trimEnd()}\n\n# No longer proposed by \`tidings vocabulary\`.\nignored: [${quote(name)}]\n`;
  return requireEdit(edited, file, (data) => data.ignored.includes(name));
}

/** Removes a name from the ignored ones. Throws a UserError if it is not among them. */
export function stopIgnoringName(text: string, file: string, name: string): string {
  const ignored = findIgnored(text, file, name);
  if (ignored === undefined) throw new UserError(`${name} is not ignored`, 'Reload the page.');
  const document = parseDocument(text);
  const kept = parseVocabulary(text, file).ignored.filter((one) => one !== ignored);
  document.set('ignored', document.createNode(kept, { flow: true }));
  const edited = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return requireEdit(edited, file, (data) => !data.ignored.includes(ignored));
}

/** The ignored name as the file spells it. */
function findIgnored(text: string, file: string, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return parseVocabulary(text, file).ignored.find((one) => one.toLowerCase() === wanted);
}

function parseVocabulary(text: string, file: string): VocabularyData {
  return parseYamlFile(text, file, vocabularySchema);
}

function requireEdit(edited: string, file: string, holds: (data: VocabularyData) => boolean): string {
  if (holds(parseVocabulary(edited, file))) return edited;
  throw new UserError(`${file} could not be edited`, 'Edit the file by hand.');
}
