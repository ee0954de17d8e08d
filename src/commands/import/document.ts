// A past issue as its host or site generator wrote it, before it becomes an Issue.

/** The fields of the front matter, or of the post in a host's export. Names are in lower case. */
export type Fields = Record<string, unknown>;

export interface ImportDocument {
  /** Relative to the imported folder. The name may contain a date and a slug. */
  path: string;
  fields: Fields;
  text: string;
  format: 'markdown' | 'html';
  /** Whether the text has template tags such as `{{ name }}`, which a site generator or mailing would have replaced. */
  hasTemplateTags?: boolean;
}

/** A document that is not imported, and why. */
export interface LeftOut {
  file: string;
  why: string;
}

/** The documents that a host's reader found. They are loaded one by one, since an archive may not fit into memory. */
export interface Found {
  documents: { path: string; load: () => ImportDocument }[];
  /** Files that belong to the host's export, imported or not. */
  claimed: Set<string>;
  failed: LeftOut[];
  /** Number of files in unknown text formats, by extension: `{ ".rst": 12 }`. */
  unread?: Record<string, number>;
  /** Files that were read as Windows-1252 without saying so. Complete once all documents are loaded. */
  guessed?: Set<string>;
}

/** The files of the imported folder, by path relative to it. */
export interface ImportFolder {
  paths: string[];
  /** Returns the text of a file. Throws an Error if it cannot be read. */
  read(path: string): string;
}

/** Returns the first of the named fields that is a text or a number, as text; empty if none is. */
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
