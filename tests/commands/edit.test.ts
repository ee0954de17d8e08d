import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import type { UserError } from '../../src/base/errors.js';
import { command } from '../../src/commands/edit.js';
import { findIssue } from '../../src/store/issues.js';
import { inStore, issue, newPublication, runCommand } from '../fixtures/publication.js';

afterEach(() => vi.unstubAllEnvs());
const edit = (folder: string, editor: string) => {
  vi.stubEnv('EDITOR', editor);
  return runCommand(command, folder, [issue.id]);
};
const headlineOf = (folder: string) =>
  inStore(folder, async (db) => (await findIssue(db, issue.id))?.headline);

test.each([
  ['a mistake in it', "sed -i -e 's/^# .*/# An hour of work/' -e '$a stray'", 'in the wrong place'],
  ['an editor that fails', 'sh -c \'sed -i "s/^# .*/# An hour of work/" "$0"; exit 3\'', 'failed'],
])('what was written is kept: %s', async (_, editor, message) => {
  const folder = await newPublication(0, 'draft');
  const error = (await edit(folder, editor).catch((thrown) => thrown)) as UserError;
  expect(error.message).toContain(message);
  const kept = /EDITOR='cp (\S+)'/.exec(error.hint ?? '')?.[1] ?? '';
  expect(readFileSync(kept, 'utf8')).toContain('# An hour of work');
  expect(await headlineOf(folder)).toBe(issue.headline);
  // As the message says: corrected, and taken over.
  const again = await edit(folder, `sed -i '/^stray/d' ${kept}; cp ${kept}`);
  expect(again.json).toMatchObject({ changed: true });
  expect(await headlineOf(folder)).toBe('An hour of work');
  const slug = await inStore(folder, async (db) => (await findIssue(db, issue.id))?.slug);
  expect(slug).toBe('2026-03-17-an-hour-of-work');
});

test('an editor that fails and wrote nothing leaves no file', async () => {
  const error = (await edit(await newPublication(0, 'draft'), 'false').catch(
    (thrown) => thrown,
  )) as UserError;
  expect(error.hint).not.toContain('kept');
});
