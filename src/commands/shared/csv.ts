// Comma-separated values as spreadsheets write them: RFC 4180, with commas, semicolons or tabs.
import { CsvError, parse } from 'csv-parse/sync';

export interface CsvRecord {
  /** The line of the file on which it begins, from 1. */
  line: number;
  fields: string[];
}

/** What csv-parse's codes say; see https://csv.js.org/parse/errors/ */
const MISTAKES: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that does not close',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'text after a quote',
  CSV_INVALID_CLOSING_QUOTE: 'text after a quote',
  INVALID_OPENING_QUOTE: 'a quote within a field: write it twice, and quote the field',
};

/**
 * All records of the text but empty lines. The header decides what separates. Gives the
 * number of the line and what is wrong instead, for quotes that do not close or stand where none may.
 */
export function parseCsv(text: string): CsvRecord[] | { line: number; mistake: string } {
  try {
    // csv-parse counts a break of two characters within quotes as two lines.
    const records = parse(text.replace(/\r\n?/g, '\n'), {
      bom: true,
      delimiter: findDelimiter(text),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    // csv-parse counts to a record's last line.
    return records.map(({ record, info }) => ({
      line: info.lines - record.join('').split('\n').length + 1,
      fields: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { line: Number(error.lines), mistake: MISTAKES[error.code] ?? error.message };
  }
}

/** What occurs most often in the first line, outside of quotes. */
function findDelimiter(text: string): string {
  const header = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = [',', ';', '\t'].map((one) => ({ one, count: header.split(one).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).one;
}

/** One line of CSV, without its end. */
export function formatCsv(fields: (string | number)[]): string {
  return fields
    .map(String)
    .map((field) => (/[",;\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}
