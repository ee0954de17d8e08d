// Describes why several sources failed: each cause with the number of its sources.
import { truncate } from '../../base/text.js';

export interface Failure {
  /** The source's name or id. */
  source: string;
  error: string;
}

const MAX_CAUSES = 3;
const MAX_CAUSE_CHARACTERS = 160;

/** `108 × HTTP 403, 2 × timed out after 20 s, r/foo: HTTP 404 and 3 other causes`, the most frequent cause first. */
export function describeCauses(failures: Failure[]): string {
  const sourcesByError = new Map<string, string[]>();
  for (const { source, error } of failures)
    sourcesByError.set(error, [...(sourcesByError.get(error) ?? []), source]);
  const causes = [...sourcesByError]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([error, sources]) => {
      const cause = truncate(error, MAX_CAUSE_CHARACTERS);
      return sources.length === 1 ? `${sources[0]}: ${cause}` : `${sources.length} × ${cause}`;
    });
  const more = causes.length - MAX_CAUSES;
  if (more <= 1) return causes.join(', ');
  return `${causes.slice(0, MAX_CAUSES).join(', ')} and ${more} other causes`;
}
