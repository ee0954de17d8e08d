// Files of an export: written when they differ, and removed when nothing made them this time.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../base/errors.js';

export interface Folder {
  /**
   * Writes the file; returns false when it already has this content. Throws a UserError for a file that somebody
   * else put there before the first export.
   */
  write(file: string, content: string | Uint8Array): boolean;
  /** Counts a file as made that was left as it is; false when it is not there. */
  keep(file: string): boolean;
  /** Removes what an earlier export made and this one did not; other files of the folder stay. */
  finish(): { files: number; written: number; removed: number };
}

const MANIFEST = '.tidings-export.json';

export function openFolder(root: string): Folder {
  const manifest = read(join(root, MANIFEST));
  const before = namesIn(manifest);
  const made = new Set<string>();
  let written = 0;
  return {
    write(file, content) {
      made.add(file);
      const bytes = Buffer.from(content);
      const present = read(join(root, file));
      if (present?.equals(bytes)) return false;
      if (present && !manifest)
        throw new UserError(
          `${join(root, file)} is there already, and no export made it`,
          'Export into a folder of its own, or move that file away.',
        );
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), bytes);
      written++;
      return true;
    },
    keep(file) {
      if (!read(join(root, file))) return false;
      made.add(file);
      return true;
    },
    finish() {
      const stale = before.filter((file) => !made.has(file));
      for (const file of stale) rmSync(join(root, file), { force: true });
      writeFileSync(join(root, MANIFEST), `${JSON.stringify([...made].sort(), null, 1)}\n`);
      return { files: made.size, written, removed: stale.length };
    },
  };
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Names that lead out of the folder are not believed. */
function namesIn(manifest: Buffer | undefined): string[] {
  const names: unknown = JSON.parse(manifest?.toString() ?? '[]');
  if (!Array.isArray(names)) return [];
  return names.filter(
    (name): name is string =>
      typeof name === 'string' && !name.startsWith('/') && !name.split(/[\\/]/).includes('..'),
  );
}
