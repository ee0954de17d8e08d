// One past issue as its host or generator wrote it, before it becomes an Issue.

/** Front matter, or what a host's export records of the post. Names are in lower case. */
export type Fields = Record<string, unknown>;

export interface ImportDocument {
  /** Relative to the imported folder, for messages; its name may hold a date and a slug. */
  path: string;
  fields: Fields;
  text: string;
  format: 'markdown' | 'html';
  /** Whether a site generator or a mailing would have replaced tags in the text, such as `{{ name }}`. */
  hasTemplateTags?: boolean;
}

/** Something that is not imported, and why. */
export interface LeftOut {
  file: string;
  why: string;
}

/** What a reader found: documents to load one by one, so that a large archive is never in memory as a whole. */
export interface Found {
  documents: { path: string; load: () => ImportDocument }[];
  /** Files that the reader takes as its own, imported or not. */
  claimed: Set<string>;
  failed: LeftOut[];
  /** Files with text that no reader knows, by their ending: `{ ".rst": 12 }`. */
  unread?: Record<string, number>;
}

/** The files of the imported folder, by path relative to it. */
export interface ImportFolder {
  paths: string[];
  /** The text of a file. Throws an Error that says why it cannot be read. */
  read(path: string): string;
}

/** The first of the named fields that holds text or a number, as text; empty when none does. */
export function textOf(fields: Fields, names: string[]): string {
  const found = names
    .map((name) => fields[name])
    .find((value) => (typeof value === 'string' && value.trim() !== '') || Number.isFinite(value));
  return String(found ?? '').trim();
}

/** Field names in lower case, with `_` for spaces and dashes: `Publish Date` becomes `publish_date`. */
export function lowerCaseNames(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
      value,
    ]),
  );
}
