// The operator's site: access control and the routes of all its pages. Without a token the site is off.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { findRun, listRuns, type RunKind } from '../../store/runs.js';
import { isForeign, sendPrivate } from '../http/forms.js';
import type { Site } from '../site/site.js';
import { type Admin, createAdmin } from './actions.js';
import { correctionRoutes } from './corrections.js';
import { deliveryRoutes } from './deliveries/delivery-routes.js';
import { editorRoutes } from './issues/editor-routes.js';
import { issueRoutes } from './issues/issue-routes.js';
import type { OperatorAuth } from './operator-auth.js';
import { readerRoutes } from './readers/reader-routes.js';
import { RUN_KINDS, RunPage, RunsPage } from './runs.js';
import { securityRoutes } from './security.js';
import { settingRoutes } from './settings.js';
import { isSignInPath, refuseStranger, signInRoutes } from './sign-in.js';
import { sourceAdminRoutes } from './source-routes.js';
import { todayRoutes } from './today.js';
import { vocabularyRoutes } from './vocabulary.js';

const RUNS_PER_PAGE = 50;
/** A list of readers to import is the largest form. */
export const MAX_ADMIN_BYTES = 8 * 1024 * 1024;

export function adminRoutes(site: Site, auth: OperatorAuth | undefined): Hono {
  const app = new Hono();
  const { operator } = site;
  if (!operator || !auth) return app;
  const admin = createAdmin(site, operator, auth);

  app.use('/admin/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    c.header('X-Robots-Tag', 'noindex');
    if (c.req.method === 'POST' && isForeign(c, site))
      return c.text('This form was sent by a page of another site.\n', 403);
    if (isSignInPath(c.req.path)) return next();
    const status = await auth.status(c);
    if (status !== 'in')
      return refuseStranger(admin, c, status, c.req.method === 'GET' ? c.req.path : '/admin');
    return next();
  });
  app.use(
    '/admin/*',
    bodyLimit({ maxSize: MAX_ADMIN_BYTES, onError: (c) => c.text('The form is too large.\n', 413) }),
  );
  app.route('/', signInRoutes(admin));
  todayRoutes(app, admin);
  issueRoutes(app, admin);
  editorRoutes(app, admin);
  readerRoutes(app, admin);
  sourceAdminRoutes(app, admin);
  correctionRoutes(app, admin);
  vocabularyRoutes(app, admin);
  settingRoutes(app, admin);
  securityRoutes(app, admin);
  runRoutes(app, admin);
  deliveryRoutes(app, admin);
  return app;
}

function runRoutes(app: Hono, { site: { db }, frame }: Admin): void {
  app.get('/admin/runs', async (c) => {
    const wanted = c.req.query('kind') ?? '';
    const kind = wanted in RUN_KINDS ? (wanted as RunKind) : undefined;
    const [startedAt = '', id = ''] = c.req.query('before')?.split('~') ?? [];
    const before = id ? { startedAt, id } : undefined;
    const runs = await listRuns(db, { kind, before, limit: RUNS_PER_PAGE + 1 });
    const page = { kind, runs: runs.slice(0, RUNS_PER_PAGE), more: runs.length > RUNS_PER_PAGE };
    return sendPrivate(c, <RunsPage {...(await frame(c))} {...page} />);
  });
  app.get('/admin/runs/:id', async (c) => {
    const run = await findRun(db, c.req.param('id'));
    return run ? sendPrivate(c, <RunPage {...(await frame(c))} run={run} />) : c.notFound();
  });
}
