// Comma-separated values, read strictly: RFC 4180, with or without quotes, commas or semicolons.
export interface CsvRecord {
  /** The line of the file on which it begins, from 1. */
  line: number;
  fields: string[];
}

/**
 * All records of the text but empty lines. The header decides whether commas or semicolons separate. Gives the
 * number of the line and what is wrong instead, for quotes that do not close or that something follows.
 */
export function parseCsv(text: string): CsvRecord[] | { line: number; mistake: string } {
  const content = text.replace(/^\ufeff/, '');
  const header = /^[^\r\n]*/.exec(content)?.[0] ?? '';
  const separator = header.includes(';') && !header.includes(',') ? ';' : ',';
  const field = new RegExp(`"((?:[^"]|"")*)"|[^"\\r\\n${separator}]*`, 'y');
  const records: CsvRecord[] = [];
  let line = 1;
  let record: CsvRecord = { line, fields: [] };
  for (let at = 0; at <= content.length; ) {
    field.lastIndex = at;
    const [raw = '', quoted] = field.exec(content) ?? [];
    record.fields.push(quoted === undefined ? raw.trim() : quoted.replaceAll('""', '"'));
    at += raw.length;
    const end = /^(?:\r\n|\r|\n)/.exec(content.slice(at, at + 2))?.[0];
    if (end === undefined && at < content.length && content[at] !== separator) {
      const mistake =
        content[at] === '"' && quoted === undefined ? 'a quote that does not close' : 'text after a quote';
      return { line, mistake };
    }
    line += raw.split(/\r\n|\r|\n/).length - 1;
    if (end !== undefined || at >= content.length) {
      if (record.fields.length > 1 || record.fields[0] !== '') records.push(record);
      line += 1;
      record = { line, fields: [] };
    }
    at += end?.length ?? 1;
  }
  return records;
}

/** One line of CSV, without its end. */
export function formatCsv(fields: (string | number)[]): string {
  return fields
    .map(String)
    .map((field) => (/[",;\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}
