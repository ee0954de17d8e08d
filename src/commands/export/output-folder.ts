// The output folder of an export: writes changed files and removes files that this export did not produce.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../base/errors.js';

export interface Folder {
  /**
   * Writes the file. Returns false when it already has this content. Throws a UserError for an existing file that no export wrote.
   */
  write(file: string, content: string | Uint8Array): boolean;
  /** Keeps an existing file as part of this export. Returns false when it does not exist. */
  keep(file: string): boolean;
  /** Removes files that an earlier export wrote and this one did not. Other files stay. */
  finish(): { files: number; written: number; removed: number };
}

const MANIFEST_FILE = '.tidings-export.json';

export function openFolder(root: string): Folder {
  const manifest = read(join(root, MANIFEST_FILE));
  const before = namesIn(manifest);
  const createdFiles = new Set<string>();
  let written = 0;
  return {
    write(file, content) {
      createdFiles.add(file);
      const bytes = Buffer.from(content);
      const present = read(join(root, file));
      if (present?.equals(bytes)) return false;
      if (present && !manifest)
        throw new UserError(
          `${join(root, file)} already exists and was not written by an export`,
          'Export to a separate folder, or move that file.',
        );
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), bytes);
      written++;
      return true;
    },
    keep(file) {
      if (!read(join(root, file))) return false;
      createdFiles.add(file);
      return true;
    },
    finish() {
      const stale = before.filter((file) => !createdFiles.has(file));
      for (const file of stale) rmSync(join(root, file), { force: true });
      writeFileSync(join(root, MANIFEST_FILE), `${JSON.stringify([...createdFiles].sort(), null, 1)}\n`);
      return { files: createdFiles.size, written, removed: stale.length };
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

/** The file names in the manifest, without those that point outside the folder. */
function namesIn(manifest: Buffer | undefined): string[] {
  const names: unknown = JSON.parse(manifest?.toString() ?? '[]');
  if (!Array.isArray(names)) return [];
  return names.filter(
    (name): name is string =>
      typeof name === 'string' && !name.startsWith('/') && !name.split(/[\\/]/).includes('..'),
  );
}
