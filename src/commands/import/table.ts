// Reads a CSV file of a host's export into rows by column name.
import { parseCsv } from '../shared/csv.js';
import { type Fields, type Found, type ImportFolder, lowerCaseNames } from './document.js';

/** Reads the rows, with lower-case column names. For an invalid file, adds the reason to `found.failed`; returns no rows. */
export function readTable(folder: ImportFolder, path: string, found: Found): Fields[] {
  try {
    const records = parseCsv(folder.read(path));
    if (!Array.isArray(records)) throw new Error(`line ${records.line}: ${records.mistake}`);
    const [header, ...rows] = records;
    const names = header?.fields ?? [];
    return rows.map(({ fields }) =>
      lowerCaseNames(Object.fromEntries(names.map((name, at) => [name, fields[at] ?? '']))),
    );
  } catch (error) {
    found.failed.push({ file: path, why: (error as Error).message });
    return [];
  }
}

/** Keeps letters and digits only, in lower case, to compare file names with titles. */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
