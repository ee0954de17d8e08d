// Comma-separated values as spreadsheets write them: RFC 4180, with commas, semicolons or tabs.
import { CsvError, parse } from 'csv-parse/sync';

export interface CsvRecord {
  /** The line of the file on which the record begins, from 1. */
  line: number;
  fields: string[];
}

/** Messages by csv-parse's error code; see https://csv.js.org/parse/errors/ */
const MESSAGES_BY_CODE: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that does not close',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'text after a quote',
  CSV_INVALID_CLOSING_QUOTE: 'text after a quote',
  INVALID_OPENING_QUOTE: 'a quote within a field: write it twice, and quote the field',
};

/**
 * Parses all records except empty lines. The header determines the separator. Returns the line number and the mistake
 * instead for an unclosed or misplaced quote.
 */
export function parseCsv(text: string): CsvRecord[] | { line: number; mistake: string } {
  try {
    // csv-parse counts a CRLF within quotes as two lines.
    const records = parse(text.replace(/\r\n?/g, '\n'), {
      bom: true,
      delimiter: findDelimiter(text),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    // csv-parse reports a record's last line.
    return records.map(({ record, info }) => ({
      line: info.lines - record.join('').split('\n').length + 1,
      fields: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { line: Number(error.lines), mistake: MESSAGES_BY_CODE[error.code] ?? error.message };
  }
}

/** The separator that occurs most often in the first line, outside quotes. */
function findDelimiter(text: string): string {
  const header = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = [',', ';', '\t'].map((one) => ({ one, count: header.split(one).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).one;
}

/** One CSV record, without a line break. */
export function formatCsv(fields: (string | number)[]): string {
  return fields
    .map(String)
    .map((field) => (/[",;\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}
