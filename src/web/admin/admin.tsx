// The operator's site: who may see it, and the routes of all its pages. Without a token there is none.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { listLatestChannelDeliveries } from '../../store/deliveries/channels.js';
import { countDeliveriesOf, findWaiting } from '../../store/deliveries/counts.js';
import { listDeliveries, listPauses } from '../../store/deliveries/deliveries.js';
import { listIssues } from '../../store/issues.js';
import { findRun, listRuns, type RunKind } from '../../store/runs.js';
import { isForeign, sendPrivate } from '../ui/forms.js';
import type { Site } from '../ui/site.js';
import { type Admin, createAdmin } from './actions.js';
import { correctionRoutes } from './corrections.js';
import { DeliveriesPage } from './deliveries.js';
import { editorRoutes } from './editor.js';
import { issueRoutes } from './issue-routes.js';
import type { OperatorAuth } from './operator-auth.js';
import { readerRoutes } from './reader-pages.js';
import { RUN_KINDS, RunPage, RunsPage } from './runs.js';
import { securityRoutes } from './security.js';
import { settingRoutes } from './settings.js';
import { isSignInPath, refuseStranger, signInRoutes } from './sign-in.js';
import { sourceAdminRoutes } from './source-routes.js';
import { todayRoutes } from './today.js';
import { vocabularyRoutes } from './vocabulary.js';

const RUNS_PER_PAGE = 50;
const SHOWN_ISSUES = 20;
const MAX_STUCK_SHOWN = 100;
const MAX_CHANNELS_SHOWN = 30;
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

function deliveryRoutes(app: Hono, { site, frame }: Admin): void {
  const { db, clock } = site;
  app.get('/admin/deliveries', async (c) => {
    const summaries = await listIssues(db, { status: 'published', limit: SHOWN_ISSUES });
    const counts = await countDeliveriesOf(
      db,
      summaries.map(({ id }) => id),
    );
    const page = {
      issues: summaries.flatMap((issue) => {
        const states = counts.get(issue.id);
        return states ? [{ issue, counts: states }] : [];
      }),
      waiting: await findWaiting(db, clock().toISOString()),
      pauses: await listPauses(db),
      channels: await listLatestChannelDeliveries(db, MAX_CHANNELS_SHOWN),
      stuck: [
        ...(await listDeliveries(db, { state: 'uncertain', limit: MAX_STUCK_SHOWN })),
        ...(await listDeliveries(db, { state: 'failed', limit: MAX_STUCK_SHOWN })),
      ],
    };
    return sendPrivate(c, <DeliveriesPage {...(await frame(c))} {...page} />);
  });
}
