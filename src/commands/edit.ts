// tidings edit: an issue as Markdown in $EDITOR, and back.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { openContext } from '../context.js';
import { gatherEvidence } from '../editorial/check.js';
import { readManuscript, writeManuscript } from '../editorial/manuscript.js';
import { verifyBullet } from '../editorial/verify/verify.js';
import { UserError } from '../errors.js';
import type { Issue } from '../model.js';
import { findIssue, saveIssue } from '../store/issues.js';
import { findPostsById } from '../store/posts.js';
import type { Db } from '../store/schema.js';
import type { Command } from './command.js';

export const command: Command = {
  usage: 'ISSUE',
  summary:
    'Opens an issue as Markdown in $EDITOR and reads it back; citations are kept, what no post supports is named.',
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
          'Name it by its id, such as daily-2026-04-06, or by its slug.',
        );
      const before = writeManuscript(issue);
      const after = openEditor(editor, before, issue.id);
      if (after.trim() === '' || after === before)
        return { json: { issue: issue.id, changed: false }, text: 'Nothing changed.' };
      const edited = readManuscript(after, issue);
      await context.db.transaction().execute((trx) => saveIssue(trx, edited));
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

/** These wait for keys, and without a terminal they wait for ever. One with arguments of its own may be scripted. */
const FOR_TERMINALS = /^(\S*\/)?(vi|vim|nvim|nano)$/;

/** Throws a UserError for an editor that cannot work where Tidings runs. */
function chooseEditor(): string {
  const editor = (process.env.VISUAL || process.env.EDITOR || 'vi').trim();
  if ((isatty(0) && isatty(1)) || !FOR_TERMINALS.test(editor)) return editor;
  throw new UserError(
    `${editor} wants a terminal, and there is none`,
    'Run it at one (ssh -t, docker compose exec without -T, no pipe), or set EDITOR to a program that edits the file by itself.',
  );
}

function openEditor(editor: string, text: string, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-'));
  const file = join(folder, `${name}.md`);
  try {
    writeFileSync(file, text);
    const { status, error } = spawnSync(`${editor} "$TIDINGS_FILE"`, {
      shell: true,
      stdio: 'inherit',
      env: { ...process.env, TIDINGS_FILE: file },
    });
    if (error || status !== 0)
      throw new UserError(
        `The editor (${editor}) ended with an error`,
        'Set EDITOR to a program that edits a file. Nothing was changed.',
      );
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The statements that the posts they cite do not support: the operator may have reasons, and should know. */
async function findDoubts(db: Db, issue: Issue): Promise<{ bullet: string; reasons: string[] }[]> {
  const posts = await findPostsById(db, Object.keys(issue.posts));
  const nameOf = (sourceId: string) =>
    Object.values(issue.posts).find((post) => post.sourceId === sourceId)?.sourceName ?? sourceId;
  const evidence = gatherEvidence({ posts: new Map(posts.map((post) => [post.id, post])), nameOf });
  const bullets = [
    ...issue.lead,
    ...issue.recaps.flatMap((recap) => recap.sections.flatMap((section) => section.bullets)),
  ];
  return bullets.flatMap((bullet) => {
    const verdict = verifyBullet({ ...bullet, points: [] }, evidence, { language: issue.language });
    return verdict.ok ? [] : [{ bullet: bullet.id, reasons: verdict.reasons }];
  });
}
