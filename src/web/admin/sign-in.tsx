// Signing in and out: the token, or a link by mail.
import { type Context, Hono } from 'hono';
import { MINUTE_MS } from '../../base/time.js';
import { limitForm, readForm, sendPrivate } from '../http/forms.js';
import { createLimiter } from '../http/limits.js';
import type { Site } from '../site/site.js';
import { Notice } from '../ui/layout.js';
import { type Admin, record, refuseForm } from './actions.js';
import type { OperatorStatus } from './operator-auth.js';

const SIGN_IN_PATHS = ['/admin/enter', '/admin/link', '/admin/link/request'];

/** Limits the wrong tokens that the audit log records: guessing must not fill it. */
const NOTED_REFUSALS = { burst: 5, everyMs: 10 * MINUTE_MS, keys: 1 };

/** Whether a path may be used before signing in. */
export function isSignInPath(path: string): boolean {
  return SIGN_IN_PATHS.includes(path);
}

/** Answers somebody who is not signed in. */
export function refuseStranger(admin: Admin, c: Context, status: OperatorStatus, next: string) {
  const { site, operator } = admin;
  const page = { site, c, next, byMail: operator.mailOperator !== undefined };
  if (typeof status === 'object') {
    c.header('Retry-After', String(Math.ceil(status.waitMs / 1000)));
    const problem = `Too many wrong tokens. Try again in ${Math.ceil(status.waitMs / 60_000)} min.`;
    return sendPrivate(c, <SignInPage {...page} problem={problem} />, 429);
  }
  if (status === 'wrong') c.header('WWW-Authenticate', 'Bearer');
  const problem = status === 'wrong' ? 'Wrong token.' : undefined;
  return sendPrivate(c, <SignInPage {...page} problem={problem} />, 401);
}

export function signInRoutes(admin: Admin): Hono {
  const app = new Hono();
  const { site, operator, auth } = admin;
  const noted = createLimiter(NOTED_REFUSALS, site.clock);
  app.get('/admin/enter', (c) => c.redirect('/admin', 303));
  app.post('/admin/enter', limitForm, async (c) => {
    const form = await readForm(c);
    const next = /^\/admin(\/[\w./-]*)?$/.test(form.get('next')) ? form.get('next') : '/admin';
    const status = await auth.signIn(c, form.get('token').trim());
    if (status !== 'in') {
      if (status === 'wrong' && noted('') === 0)
        await record(admin, c, { action: 'sign in refused', subject: 'wrong token' });
      return refuseStranger(admin, c, status, next);
    }
    await record(admin, c, { action: 'sign in', subject: 'by token' });
    return c.redirect(next, 303);
  });
  app.post('/admin/leave', async (c) => {
    if (!(await auth.isOwnForm(c, (await readForm(c)).get('key')))) return refuseForm(c);
    await record(admin, c, { action: 'sign out', subject: '' });
    await auth.signOut(c);
    return c.redirect('/admin', 303);
  });

  const { mailOperator } = operator;
  if (!mailOperator) return app;
  app.post('/admin/link/request', limitForm, async (c) => {
    const link = await auth.createLink(c);
    if ('waitMs' in link) return refuseStranger(admin, c, 'out', '/admin');
    await mailOperator(`${site.publication.name}: sign in`, [
      'Open this link within 15 minutes to sign in. It works once.',
      link.url,
      'If you did not ask for it, ignore this mail.',
    ]);
    return sendPrivate(
      c,
      <Notice site={site} c={c} title="Operator" heading="Check your inbox">
        <p>A sign-in link is on its way to the operator’s address. It is valid for 15 minutes.</p>
      </Notice>,
    );
  });
  // A GET never signs in: mail scanners open links.
  app.get('/admin/link', (c) =>
    sendPrivate(
      c,
      <Notice site={site} c={c} title="Operator" heading="Sign in">
        <form class="form" method="post" action="/admin/link">
          <input type="hidden" name="token" value={c.req.query('token') ?? ''} />
          <button type="submit">Sign in</button>
        </form>
      </Notice>,
    ),
  );
  app.post('/admin/link', limitForm, async (c) => {
    if (await auth.useLink(c, (await readForm(c)).get('token'))) {
      await record(admin, c, { action: 'sign in', subject: 'by link' });
      return c.redirect('/admin', 303);
    }
    const problem = 'This link was already used or has expired. Request another one.';
    return sendPrivate(c, <SignInPage site={site} c={c} next="/admin" byMail problem={problem} />, 410);
  });
  return app;
}

function SignInPage(props: { site: Site; c: Context; next: string; byMail: boolean; problem?: string }) {
  const { site, c, next, byMail, problem } = props;
  return (
    <Notice site={site} c={c} title="Operator" heading="Operator">
      {problem && (
        <p class="warning" role="alert">
          {problem}
        </p>
      )}
      <form class="form" method="post" action="/admin/enter">
        <input type="hidden" name="next" value={next} />
        <div class="field">
          <label for="token">Token</label>
          <input id="token" name="token" type="password" autocomplete="current-password" required autofocus />
          <small>ADMIN_TOKEN of this installation.</small>
        </div>
        <button type="submit">Sign in</button>
      </form>
      {byMail && (
        <form class="form" method="post" action="/admin/link/request">
          <p>Or have a link sent to the operator’s address.</p>
          <button type="submit" class="quiet">
            Send me a link
          </button>
        </form>
      )}
    </Notice>
  );
}
