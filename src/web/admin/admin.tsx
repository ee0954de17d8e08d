// The operator's site: its routes, and who may see them. Without a token there is none.

import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { UserError } from '../../base/errors.js';
import { DAY_MS, MINUTE_MS } from '../../base/time.js';
import type { Issue } from '../../model.js';
import { listDeadJobs } from '../../store/cluster/dead-jobs.js';
import { countDeliveriesOf, findWaiting } from '../../store/deliveries/counts.js';
import { listDeliveries, listPauses } from '../../store/deliveries/deliveries.js';
import { listIncidents } from '../../store/incidents.js';
import { findIssue, type IssueSummary, listIssues } from '../../store/issues.js';
import { findRun, listRuns, type RunKind, sumModelCost } from '../../store/runs.js';
import { listHealth } from '../../store/sources/source-health.js';
import { countSubscribers, countSubscribersByDay } from '../../store/subscribers/counts-over-time.js';
import { isForeign, limitForm, readForm, sendPrivate } from '../ui/forms.js';
import type { Site } from '../ui/site.js';
import { DeliveriesPage } from './deliveries.js';
import { adminIssuePath, IssuePage, type IssueState, IssuesPage } from './issues.js';
import { createOperatorAuth, type OperatorStatus } from './operator-auth.js';
import { DoorPage, OverviewPage } from './overview.js';
import { RUN_KINDS, RunPage, RunsPage } from './runs.js';
import { SourcesPage } from './source-health.js';
import { SubscribersPage } from './subscriber-counts.js';

const RUNS_A_PAGE = 50;
const ISSUES_A_PAGE = 20;
const STUCK_SHOWN = 100;

export function adminRoutes(site: Site): Hono {
  const app = new Hono();
  const { db, operator } = site;
  if (!operator) return app;
  const gate = createOperatorAuth(site, operator);
  const frame = async (c: Context) => ({ site, c, formKey: await gate.formKey(c) });

  const refuse = (c: Context, standing: OperatorStatus, next: string) => {
    if (typeof standing === 'object') {
      const minutes = Math.ceil(standing.waitMs / MINUTE_MS);
      c.header('Retry-After', String(Math.ceil(standing.waitMs / 1000)));
      const problem = `Too many tries. Try again in ${minutes} min.`;
      return sendPrivate(c, <DoorPage site={site} c={c} next={next} problem={problem} />, 429);
    }
    if (standing === 'wrong') c.header('WWW-Authenticate', 'Bearer');
    const problem = standing === 'wrong' ? { problem: 'This is not the token.' } : {};
    return sendPrivate(c, <DoorPage site={site} c={c} next={next} {...problem} />, 401);
  };

  app.use('/admin/*', limitForm, async (c, next) => {
    c.header('Cache-Control', 'no-store');
    c.header('X-Robots-Tag', 'noindex');
    if (c.req.method === 'POST' && isForeign(c, site))
      return c.text('This was sent by a page of another site.\n', 403);
    if (c.req.path === '/admin/enter') return next();
    const standing = await gate.standing(c);
    if (standing !== 'in') return refuse(c, standing, c.req.method === 'GET' ? c.req.path : '/admin');
    return next();
  });

  app.get('/admin/enter', (c) => c.redirect('/admin', 303));
  app.post('/admin/enter', async (c) => {
    const form = await readForm(c);
    const next = /^\/admin(\/[\w./-]*)?$/.test(form.get('next')) ? form.get('next') : '/admin';
    const standing = await gate.enter(c, form.get('token').trim());
    return standing === 'in' ? c.redirect(next, 303) : refuse(c, standing, next);
  });
  app.post('/admin/leave', async (c) => {
    if (!(await gate.isOwnForm(c, (await readForm(c)).get('key')))) return staleForm(c);
    gate.leave(c);
    return c.redirect('/admin', 303);
  });

  app.get('/admin', async (c) => {
    const now = site.clock();
    const before = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
    const [newest] = await listIssues(db, { status: 'published', limit: 1 });
    const page = {
      incidents: await listIncidents(db),
      drafts: await listIssues(db, { status: 'draft', limit: 10 }),
      ...(newest && { newest }),
      runs: await listRuns(db, { limit: 8 }),
      counts: await countSubscribers(db, now.toISOString()),
      waiting: await findWaiting(db, now.toISOString()),
      dead: await listDeadJobs(db, before(7), 10),
      spentUsd: await sumModelCost(db, before(30)),
    };
    return sendPrivate(c, <OverviewPage {...(await frame(c))} {...page} />);
  });

  app.get('/admin/runs', async (c) => {
    const asked = c.req.query('kind') ?? '';
    const kind = asked in RUN_KINDS ? { kind: asked as RunKind } : {};
    const [startedAt = '', id = ''] = c.req.query('before')?.split('~') ?? [];
    const before = id ? { before: { startedAt, id } } : {};
    const runs = await listRuns(db, { ...kind, ...before, limit: RUNS_A_PAGE + 1 });
    const more = runs.length > RUNS_A_PAGE;
    const page = { ...(await frame(c)), ...kind, runs: runs.slice(0, RUNS_A_PAGE), more };
    return sendPrivate(c, <RunsPage {...page} />);
  });
  app.get('/admin/runs/:id', async (c) => {
    const run = await findRun(db, c.req.param('id'));
    return run ? sendPrivate(c, <RunPage {...(await frame(c))} run={run} />) : c.notFound();
  });

  app.get('/admin/sources', async (c) =>
    sendPrivate(c, <SourcesPage {...(await frame(c))} sources={await listHealth(db)} />),
  );

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
    const before = c.req.query('before');
    const found = await listIssues(db, { ...(before && { before }), limit: ISSUES_A_PAGE + 1 });
    const issues = await withStates(found.slice(0, ISSUES_A_PAGE));
    return sendPrivate(
      c,
      <IssuesPage {...(await frame(c))} issues={issues} more={found.length > ISSUES_A_PAGE} />,
    );
  });

  const showIssue = async (c: Context, issue: Issue, status: 200 | 403 | 409 | 422, problem?: string) => {
    const deliveries = (await countDeliveriesOf(db, [issue.id])).get(issue.id) ?? {};
    const page = {
      ...(await frame(c)),
      issue,
      deliveries,
      runs: await listRuns(db, { subject: issue.id, limit: 10 }),
      version: versionOf(issue),
      ...(c.req.query('done') && { notice: 'It is published, and goes out at its readers’ hours.' }),
      ...(problem && { problem }),
    };
    return sendPrivate(c, <IssuePage {...page} />, status);
  };
  app.get('/admin/issues/:id', async (c) => {
    const issue = await findIssue(db, c.req.param('id'));
    return issue ? showIssue(c, issue, 200) : c.notFound();
  });
  app.post('/admin/issues/:id/approve', async (c) => {
    const issue = await findIssue(db, c.req.param('id'));
    if (!issue) return c.notFound();
    const form = await readForm(c);
    if (!(await gate.isOwnForm(c, form.get('key')))) return staleForm(c);
    if (form.get('version') !== versionOf(issue))
      return showIssue(c, issue, 409, 'It has changed since you read it. This is what it is now.');
    try {
      await operator.approve(issue);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return showIssue(c, issue, 422, `${error.message}. ${error.hint ?? ''}`);
    }
    return c.redirect(`${adminIssuePath(issue)}?done=1`, 303);
  });

  app.get('/admin/deliveries', async (c) => {
    const now = site.clock().toISOString();
    const summaries = await listIssues(db, { status: 'published', limit: ISSUES_A_PAGE });
    const counts = await countDeliveriesOf(
      db,
      summaries.map(({ id }) => id),
    );
    const page = {
      issues: summaries.flatMap((issue) => {
        const states = counts.get(issue.id);
        return states ? [{ issue, counts: states }] : [];
      }),
      waiting: await findWaiting(db, now),
      pauses: await listPauses(db),
      stuck: [
        ...(await listDeliveries(db, { state: 'uncertain', limit: STUCK_SHOWN })),
        ...(await listDeliveries(db, { state: 'failed', limit: STUCK_SHOWN })),
      ],
    };
    return sendPrivate(c, <DeliveriesPage {...(await frame(c))} {...page} />);
  });

  app.get('/admin/subscribers', async (c) => {
    const counts = await countSubscribers(db, site.clock().toISOString());
    const days = await countSubscribersByDay(db);
    return sendPrivate(c, <SubscribersPage {...(await frame(c))} counts={counts} days={days} />);
  });
  return app;
}

function staleForm(c: Context): Response {
  return c.text('This form is not of this session. Go back, load the page again, and send it again.\n', 403);
}

/** Another content has another. */
function versionOf(issue: Issue): string {
  return createHash('sha256').update(JSON.stringify(issue)).digest('base64url');
}
