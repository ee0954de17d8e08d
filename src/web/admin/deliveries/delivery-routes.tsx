// The routes of deliveries: the page, and the actions that steer the delivery of one issue.
import type { Hono } from 'hono';
import { UserError } from '../../../base/errors.js';
import { listLatestChannelDeliveries } from '../../../store/deliveries/channels.js';
import { countDeliveriesOf, findSchedules, findWaiting } from '../../../store/deliveries/counts.js';
import { listDeliveries, listPauses } from '../../../store/deliveries/deliveries.js';
import { findIssue, listIssues } from '../../../store/issues.js';
import { sendPrivate } from '../../http/forms.js';
import { type Admin, addAction } from '../actions.js';
import { DeliveriesPage } from './deliveries.js';

const SHOWN_ISSUES = 20;
const MAX_STUCK_SHOWN = 100;
const MAX_CHANNELS_SHOWN = 30;

const DELIVERY_ACTIONS = {
  pause: 'pause delivery',
  resume: 'resume delivery',
  now: 'send now',
  retry: 'try failed mails again',
  repeat: 'send uncertain mails again',
} as const;

export function deliveryRoutes(app: Hono, admin: Admin): void {
  const { site, operator } = admin;
  const { db, clock } = site;
  app.get('/admin/deliveries', async (c) => {
    const now = clock().toISOString();
    const summaries = await listIssues(db, { status: 'published', limit: SHOWN_ISSUES });
    const ids = summaries.map(({ id }) => id);
    const counts = await countDeliveriesOf(db, ids);
    const schedules = await findSchedules(db, ids, now);
    const page = {
      issues: summaries.flatMap((issue) => {
        const states = counts.get(issue.id);
        return states ? [{ issue, counts: states, schedule: schedules.get(issue.id) }] : [];
      }),
      waiting: await findWaiting(db, now),
      pauses: await listPauses(db),
      channels: await listLatestChannelDeliveries(db, MAX_CHANNELS_SHOWN),
      stuck: [
        ...(await listDeliveries(db, { state: 'uncertain', limit: MAX_STUCK_SHOWN })),
        ...(await listDeliveries(db, { state: 'failed', limit: MAX_STUCK_SHOWN })),
      ],
      canSteer: operator.deliveries !== undefined,
      isSending: operator.isSending !== false,
    };
    return sendPrivate(c, <DeliveriesPage {...(await admin.frame(c))} {...page} />);
  });

  const { deliveries } = operator;
  if (!deliveries) return;
  for (const [verb, action] of Object.entries(DELIVERY_ACTIONS) as [keyof typeof DELIVERY_ACTIONS, string][])
    addAction(app, admin, `/admin/deliveries/:id/${verb}`, async (c) => {
      const issue = await findIssue(db, c.req.param('id') ?? '');
      if (!issue) return c.notFound();
      if (issue.status !== 'published')
        throw new UserError(
          `${issue.id} is a draft`,
          'Approve it first; its mails go out at their readers’ hours.',
        );
      await deliveries[verb](issue);
      return { to: `/admin/deliveries?done=${verb}`, action, subject: issue.id };
    });
}
