// Groups source failures by cause, one line each, with the environment variables to check.

export interface SourceFailure {
  name: string;
  error: string;
}

export interface FailureGroup {
  names: string[];
  error: string;
  /** Variables of `.env` that the error mentions: the service rejected their values. */
  variables: string[];
}

const MAX_NAMES = 5;

/** Groups failures by their error, the largest group first. */
export function groupFailures(failures: SourceFailure[]): FailureGroup[] {
  const byError = new Map<string, string[]>();
  for (const { name, error } of failures) byError.set(error, [...(byError.get(error) ?? []), name]);
  return [...byError]
    .map(([error, names]) => ({ names, error, variables: findVariables(error) }))
    .sort((a, b) => b.names.length - a.names.length);
}

function findVariables(error: string): string[] {
  return /\b(?:refused|rejected)\b/.test(error)
    ? [...new Set(error.match(/\b[A-Z][A-Z\d]*(?:_[A-Z\d]+)+\b/g))]
    : [];
}

/** `r/a, r/b and 16 more` */
export function describeNames(names: string[]): string {
  const more = names.length - MAX_NAMES;
  return more > 1 ? `${names.slice(0, MAX_NAMES).join(', ')} and ${more} more` : names.join(', ');
}
