// The routes of the operator's issues: lists, one issue, approval, test mails and the preview of the mail.
import type { Context, Hono } from 'hono';
import { UserError } from '../../../base/errors.js';
import { versionOf } from '../../../base/issue-version.js';
import { parseAddress } from '../../../base/mail-address.js';
import type { Issue } from '../../../model.js';
import { countDeliveriesOf, findSchedules } from '../../../store/deliveries/counts.js';
import { findPause } from '../../../store/deliveries/pauses.js';
import { findIssue, type IssueSummary, listIssues } from '../../../store/issues.js';
import { listRuns } from '../../../store/runs.js';
import { countReadersOf } from '../../../store/subscribers/counts-over-time.js';
import { type Form, sendPrivate } from '../../http/forms.js';
import { type ActionResult, type Admin, addAction, describeError } from '../actions.js';
import { adminIssuePath, IssuePage, PreviewPage } from './issue-page.js';
import { type IssueState, IssuesPage } from './issues-page.js';

const ISSUES_PER_PAGE = 20;
/** The site's own policy, but with frames of its own pages. */
const PREVIEW_CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self'";
/** A mail has inline styles. It runs no scripts, loads nothing and is shown only by the preview. */
const MAIL_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups";
const CHANGED_MESSAGE = 'This issue changed after you opened it. Here is its current version.';

export function issueRoutes(app: Hono, admin: Admin): void {
  const { site, operator } = admin;
  const { db } = site;

  const withStates = async (summaries: IssueSummary[]): Promise<IssueState[]> => {
    const ids = summaries.map(({ id }) => id);
    const counts = await countDeliveriesOf(db, ids);
    const issues: IssueState[] = [];
    for (const id of ids) {
      const issue = await findIssue(db, id);
      if (issue) issues.push({ issue, deliveries: counts.get(id) ?? {} });
    }
    return issues;
  };
  app.get('/admin/issues', async (c) => {
    const found = await listIssues(db, { before: c.req.query('before'), limit: ISSUES_PER_PAGE + 1 });
    const issues = await withStates(found.slice(0, ISSUES_PER_PAGE));
    const more = found.length > ISSUES_PER_PAGE;
    return sendPrivate(c, <IssuesPage {...(await admin.frame(c))} issues={issues} more={more} />);
  });

  const show = async (
    c: Context,
    issue: Issue,
    status: 200 | 409 | 422,
    problem?: string,
    typed: { at?: string; testTo?: string } = {},
  ) => {
    const page = {
      ...(await admin.frame(c)),
      issue,
      deliveries: (await countDeliveriesOf(db, [issue.id])).get(issue.id) ?? {},
      schedule: (await findSchedules(db, [issue.id], site.clock().toISOString())).get(issue.id),
      pause: await findPause(db, issue.id),
      canSteer: operator.deliveries !== undefined,
      doubts: issue.status === 'draft' ? ((await operator.editor?.findDoubts(issue)) ?? []) : [],
      readers: await countReadersOf(db, issue.cadence),
      releaseAt: operator.runs?.planned().find(({ id }) => id === issue.id)?.releaseAt,
      testTo: operator.operatorEmail,
      ...typed,
      runs: await listRuns(db, { subject: issue.id, limit: 10 }),
      canEdit: operator.editor !== undefined,
      canSchedule: operator.schedule !== undefined,
      problem,
      notice: describeTest(c),
    };
    return sendPrivate(c, <IssuePage {...page} />, status);
  };
  const find = (c: Context) => findIssue(db, c.req.param('id') ?? '');
  app.get('/admin/issues/:id', async (c) => {
    const issue = await find(c);
    return issue ? show(c, issue, 200) : c.notFound();
  });

  /** Adds an action on the version of an issue that the operator has read: another one is shown instead. */
  const addVersionAction = (
    verb: string,
    act: (c: Context, issue: Issue, form: Form) => Promise<ActionResult | Response>,
  ) =>
    addAction(app, admin, `/admin/issues/:id/${verb}`, async (c, form) => {
      const issue = await find(c);
      if (!issue) return c.notFound();
      if (form.get('version') !== versionOf(issue)) return show(c, issue, 409, CHANGED_MESSAGE);
      return act(c, issue, form);
    });

  addVersionAction('approve', async (c, issue) => {
    try {
      await operator.approve(issue);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return show(c, issue, 422, describeError(error));
    }
    return {
      to: `${adminIssuePath(issue)}?done=${operator.isSending === false ? 'approved-unsent' : 'approved'}`,
      action: 'approve',
      subject: issue.id,
    };
  });

  addVersionAction('schedule', async (c, issue, form) => {
    if (!operator.schedule) return c.notFound();
    const at = form.get('at') || undefined;
    try {
      await operator.schedule(issue, at);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return show(c, issue, 422, describeError(error), { at });
    }
    const to = `${adminIssuePath(issue)}?done=${at ? 'timed' : 'untimed'}`;
    return { to, action: at ? 'schedule' : 'unschedule', subject: issue.id, detail: at };
  });

  const { editor } = operator;
  if (!editor) return;
  addVersionAction('discard', async (_, issue) => {
    await editor.discard(issue);
    return { to: '/admin?done=discarded', action: 'throw away', subject: issue.id };
  });
  addAction(app, admin, '/admin/issues/:id/test', async (c, form) => {
    const issue = await find(c);
    if (!issue) return c.notFound();
    const to = form.get('to').trim();
    try {
      await editor.sendTest(issue, to);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return show(c, issue, 422, describeError(error), { testTo: to });
    }
    const query = new URLSearchParams({ done: 'tested', to });
    return { to: `${adminIssuePath(issue)}?${query}`, action: 'test mail', subject: issue.id, detail: to };
  });

  app.get('/admin/issues/:id/preview', async (c) => {
    const issue = await find(c);
    if (!issue) return c.notFound();
    const mail = await editor.renderMail(issue);
    c.header('Content-Security-Policy', PREVIEW_CSP);
    return sendPrivate(c, <PreviewPage {...(await admin.frame(c))} issue={issue} mail={mail} />);
  });
  app.get('/admin/issues/:id/mail', async (c) => {
    const issue = await find(c);
    if (!issue) return c.notFound();
    const { html } = await editor.renderMail(issue);
    c.header('Cache-Control', 'no-store');
    c.header('Content-Security-Policy', MAIL_CSP);
    c.header('X-Frame-Options', 'SAMEORIGIN');
    return c.html(inScheme(html, c.req.query('scheme') === 'dark' ? 'dark' : 'light'));
  });
}

/** The notice after a test mail. */
function describeTest(c: Context): string | undefined {
  const to = c.req.query('done') === 'tested' ? parseAddress(c.req.query('to') ?? '') : undefined;
  return to && `The test mail to ${to.address} was sent.`;
}

/** The mail in one colour scheme, whatever the operator's own browser prefers. */
function inScheme(html: string, scheme: 'light' | 'dark'): string {
  const other = scheme === 'light' ? 'dark' : 'light';
  return html
    .replaceAll(`(prefers-color-scheme: ${scheme})`, 'all')
    .replaceAll(`(prefers-color-scheme: ${other})`, 'not all')
    .replace(/<head>/i, `<head><meta name="color-scheme" content="${scheme}"><base target="_blank">`);
}
