// Shared by all routes of the operator's site: the frame's values, and actions, which are checked and recorded.
import type { Context, Hono } from 'hono';
import { UserError } from '../../base/errors.js';
import { addAudit } from '../../store/operator/audit.js';
import { countOpenReports } from '../../store/operator/reports.js';
import { type Form, readForm, sendPrivate } from '../http/forms.js';
import type { OperatorOptions, Site } from '../site/site.js';
import { AdminPage, type AdminProps, Problem } from './frame.js';
import type { OperatorAuth } from './operator-auth.js';

export interface Admin {
  site: Site;
  operator: OperatorOptions;
  auth: OperatorAuth;
  frame(c: Context): Promise<AdminProps>;
}

/** The page that an action leads to, and its entry in the audit log. */
export interface ActionResult {
  to: string;
  action: string;
  subject: string;
  detail?: string;
}

export function createAdmin(site: Site, operator: OperatorOptions, auth: OperatorAuth): Admin {
  return {
    site,
    operator,
    auth,
    frame: async (c) => ({
      site,
      c,
      csrfToken: await auth.csrfToken(c),
      openReports: await countOpenReports(site.db),
    }),
  };
}

/**
 * Adds a POST route. The form must contain the session's CSRF token. The result of `act` is recorded in the audit log, unless
 * `act` returns a response of its own. A UserError becomes a page with its hint.
 */
export function addAction(
  app: Hono,
  admin: Admin,
  path: string,
  act: (c: Context, form: Form) => Promise<ActionResult | Response>,
): void {
  app.post(path, async (c) => {
    const form = await readForm(c);
    if (!(await admin.auth.isOwnForm(c, form.get('key')))) return refuseForm(c);
    try {
      const done = await act(c, form);
      if (done instanceof Response) return done;
      await record(admin, c, done);
      return c.redirect(done.to, 303);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return showProblem(admin, c, error);
    }
  });
}

export async function record(
  admin: Admin,
  c: Context,
  { action, subject, detail }: Omit<ActionResult, 'to'>,
) {
  const session = await admin.auth.sessionOf(c);
  await addAudit(admin.site.db, {
    at: admin.site.clock().toISOString(),
    actor: session ? session.slice(0, 6) : 'token',
    action,
    subject,
    detail,
  });
}

async function showProblem(admin: Admin, c: Context, error: UserError): Promise<Response> {
  return sendPrivate(
    c,
    <AdminPage {...(await admin.frame(c))} title="Not done">
      <Problem text={describeError(error)} />
      <p>
        Nothing was changed. Go back with your browser to keep what you typed, or open{' '}
        <a href={c.req.path.split('/').slice(0, 3).join('/')}>the page</a> again.
      </p>
    </AdminPage>,
    422,
  );
}

export function describeError({ message, hint }: UserError): string {
  return hint ? `${message}. ${hint}` : `${message}.`;
}

export function refuseForm(c: Context): Response {
  return c.text('This form belongs to another session. Go back, reload the page and send it again.\n', 403);
}
