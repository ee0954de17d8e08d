// tidings edit: opens an issue as Markdown in $EDITOR and saves the result.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { UserError } from '../base/errors.js';
import { openContext } from '../context.js';
import { readManuscript, writeManuscript } from '../editorial/manuscript.js';
import type { Issue } from '../model.js';
import { findDoubts } from '../stages/editing/doubts.js';
import { saveEdited } from '../stages/editing/release.js';
import { findIssue } from '../store/issues.js';
import type { Command } from './shared/command.js';

export const command: Command = {
  usage: 'ISSUE',
  summary:
    'Opens an issue as Markdown in $EDITOR and saves the result; keeps citations and reports statements that no post supports.',
  words: 1,
  options: {},
  async run(input) {
    const [name] = input.positionals;
    if (!name) throw new UserError('Which issue?', `Usage: tidings edit ${this.usage}`);
    const editor = chooseEditor();
    const context = await openContext(input.dir);
    try {
      const issue = await findIssue(context.db, name);
      if (!issue)
        throw new UserError(
          `There is no issue ${name}`,
          'Use its id, such as daily-2026-04-06, or its slug.',
        );
      const edited = await edit(issue, editor, (changed) => saveEdited(context, issue, changed));
      if (!edited) return { json: { issue: issue.id, changed: false }, text: 'Nothing changed.' };
      const doubts = await findDoubts(context.db, edited);
      const lines = doubts.map(({ bullet, reasons }) => `? ${bullet}: ${reasons.join('; ')}`);
      return {
        json: { issue: issue.id, changed: true, doubts },
        text: [`${issue.id} is saved.`, ...lines].join('\n'),
      };
    } finally {
      await context.close();
    }
  },
};

/** These editors read keys and would hang without a terminal. One with arguments may be scripted. */
const TERMINAL_EDITOR = /^(\S*\/)?(vi|vim|nvim|nano)$/;

/** Throws a UserError for an editor that cannot work where Tidings runs. */
function chooseEditor(): string {
  const editor = (process.env.VISUAL || process.env.EDITOR || 'vi').trim();
  if ((isatty(0) && isatty(1)) || !TERMINAL_EDITOR.test(editor)) return editor;
  throw new UserError(
    `${editor} needs a terminal`,
    'Run it in a terminal (ssh -t, docker compose exec without -T, no pipe), or set EDITOR to a program that edits the file without one.',
  );
}

/**
 * Opens the issue's manuscript in the editor and passes the result to `save`. Returns undefined when the text is empty
 * or unchanged. When `save` fails, the file keeps the edited text, and the UserError explains how to save it again.
 */
async function edit(
  issue: Issue,
  editor: string,
  save: (edited: Issue) => Promise<void>,
): Promise<Issue | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-'));
  const file = join(folder, `${issue.id}.md`);
  const before = writeManuscript(issue);
  const changed = () => {
    const after = readFileSync(file, 'utf8');
    return after.trim() === '' || after === before ? undefined : after;
  };
  let keep = false;
  try {
    writeFileSync(file, before);
    openEditor(editor, file);
    const after = changed();
    if (after === undefined) return undefined;
    const edited = readManuscript(after, issue);
    await save(edited);
    return edited;
  } catch (error) {
    keep = existsSync(file) && changed() !== undefined;
    if (!keep || !(error instanceof UserError)) throw error;
    throw new UserError(
      error.message,
      `${error.hint} Your text is kept: correct it in ${file}, then: EDITOR='cp ${file}' tidings edit ${issue.id}`,
    );
  } finally {
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
}

function openEditor(editor: string, file: string): void {
  const { status, error } = spawnSync(`${editor} "$TIDINGS_FILE"`, {
    shell: true,
    stdio: 'inherit',
    env: { ...process.env, TIDINGS_FILE: file },
  });
  if (error || status !== 0)
    throw new UserError(
      `The editor (${editor}) failed`,
      'The issue is unchanged. Set EDITOR to a program that edits a file.',
    );
}
