// The routes of the editor: showing an issue, and saving, undoing and redoing edits.
import type { Context, Hono } from 'hono';
import { UserError } from '../../../base/errors.js';
import { versionOf } from '../../../base/issue-version.js';
import type { Issue } from '../../../model.js';
import { findIssue } from '../../../store/issues.js';
import { type EditStack, findEditStep } from '../../../store/operator/edit-steps.js';
import { type Form, sendPrivate } from '../../http/forms.js';
import type { Doubt } from '../../site/operator-actions.js';
import { type Admin, addAction, describeError, record } from '../actions.js';
import { changeIssue, isHeadlineGone, parseChange, recountAudit } from './edit-issue.js';
import { applyForm, describeEdit, findNeighbour, isChanged, manuscriptOf, partOf } from './editor-form.js';
import { EditorPage, editorPath } from './editor-page.js';

const UNSUPPORTED_MESSAGE =
  'Not saved yet: this issue is published, and its posts do not support what you wrote.';
const STALE_MESSAGE =
  'Somebody changed this issue after you opened it. The fields show what is stored now; what you wrote is kept below.';
const UNSAVED_MESSAGE =
  'Nothing was undone: you have unsaved changes, kept below. Save them first; Undo will then revert them.';

export function editorRoutes(app: Hono, admin: Admin): void {
  const { site, operator } = admin;
  const { db } = site;
  const { editor } = operator;
  if (!editor) return;

  const frame = async (c: Context, stored: Issue, form?: Form) => ({
    ...(await admin.frame(c)),
    version: versionOf(stored),
    part: partOf(stored, form?.get('part') ?? c.req.query('part')),
    undo: await findEditStep(db, 'undo', stored),
    redo: await findEditStep(db, 'redo', stored),
    editor,
  });
  const show = async (
    c: Context,
    issue: Issue,
    problem?: { status: 409 | 422; text: string; form: Form },
  ) => {
    const page = { ...(await frame(c, issue, problem?.form)), issue, doubts: await editor.findDoubts(issue) };
    const written = problem && manuscriptOf(issue, problem.form, editor);
    const shown = <EditorPage {...page} text={problem?.text} written={written} />;
    return sendPrivate(c, shown, problem?.status ?? 200);
  };

  /** For edits of a published issue that its posts do not support: nothing is saved until the operator confirms. */
  const showUnsaved = async (
    c: Context,
    { stored, edited, doubts, form }: { stored: Issue; edited: Issue; doubts: Doubt[]; form: Form },
  ) => {
    const page = { ...(await frame(c, stored, form)), issue: edited, doubts };
    return sendPrivate(c, <EditorPage {...page} text={UNSUPPORTED_MESSAGE} mustConfirm />, 422);
  };

  const redirectToEditor = (
    c: Context,
    issue: Issue,
    form: Form,
    { done, place }: { done: string; place?: string },
  ) => {
    const opened = form.get('open') || form.get('part');
    const part = opened && `&part=${encodeURIComponent(opened)}`;
    return c.redirect(`${editorPath(issue)}?done=${done}${part}${place ? `#edit-${place}` : ''}`, 303);
  };

  const undoOrRedo = async (c: Context, issue: Issue, form: Form, stack: EditStack) => {
    if (isChanged(issue, form, editor)) return show(c, issue, { status: 422, text: UNSAVED_MESSAGE, form });
    const detail = await editor.move(issue, stack);
    await record(admin, c, { action: stack, subject: issue.id, detail });
    return redirectToEditor(c, issue, form, { done: stack });
  };

  const save = async (c: Context, issue: Issue, form: Form) => {
    const typed = applyForm(issue, form, editor);
    const change = parseChange(form.get('do'));
    const edited = recountAudit(change ? changeIssue(typed, change) : typed);
    if (issue.status === 'published' && form.get('anyway') !== 'yes') {
      const known = (await editor.findDoubts(issue)).map(describeDoubt);
      const doubts = await editor.findDoubts(edited);
      if (doubts.some((doubt) => !known.includes(describeDoubt(doubt))))
        return showUnsaved(c, { stored: issue, edited, doubts, form });
    }
    const what = describeEdit(issue, change, isChanged(issue, form, editor));
    await editor.save(issue, edited, what);
    await record(admin, c, { action: 'edit', subject: issue.id, detail: what });
    const place = change?.kind === 'drop' ? findNeighbour(issue, change.id) : change?.id;
    const done =
      change?.kind !== 'drop' ? 'saved' : isHeadlineGone(issue, edited) ? 'dropped-headline' : 'dropped';
    return redirectToEditor(c, issue, form, { done, place });
  };

  app.get('/admin/issues/:id/edit', async (c) => {
    const issue = await findIssue(db, c.req.param('id'));
    return issue && !issue.body ? show(c, issue) : c.notFound();
  });

  addAction(app, admin, '/admin/issues/:id/edit', async (c, form) => {
    const issue = await findIssue(db, c.req.param('id') ?? '');
    if (!issue) return c.notFound();
    if (form.get('version') !== versionOf(issue))
      return show(c, issue, { status: 409, text: STALE_MESSAGE, form });
    const wanted = form.get('do');
    try {
      return wanted === 'undo' || wanted === 'redo'
        ? await undoOrRedo(c, issue, form, wanted)
        : await save(c, issue, form);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const stored = (await findIssue(db, issue.id)) ?? issue;
      return show(c, stored, { status: 422, text: `Not saved. ${describeError(error)}`, form });
    }
  });
}

function describeDoubt({ bullet, reasons }: Doubt): string {
  return `${bullet}: ${reasons.join('; ')}`;
}
