// An issue's version, to detect concurrent edits.
import { createHash } from 'node:crypto';
import type { Issue } from '../model.js';

/** A hash of the whole issue: it changes whenever the stored issue does. */
export function versionOf(issue: Issue): string {
  return createHash('sha256').update(JSON.stringify(issue)).digest('base64url');
}
