// The ids of imported issues: lists know by them whose text no check has read, without reading the text.

const PREFIX = 'imported-';

export function importedId(slug: string): string {
  return `${PREFIX}${slug}`;
}

export function isImported(issueId: string): boolean {
  return issueId.startsWith(PREFIX);
}
