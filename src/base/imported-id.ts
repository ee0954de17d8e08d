// The ids of imported issues, by which lists recognise issues that were not checked without reading them.

const PREFIX = 'imported-';

export function importedId(slug: string): string {
  return `${PREFIX}${slug}`;
}

export function isImported(issueId: string): boolean {
  return issueId.startsWith(PREFIX);
}
