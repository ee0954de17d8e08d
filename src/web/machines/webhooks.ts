// Webhooks of the mail provider: bounces and complaints suppress an address.
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { oneLine, truncate } from '../../base/text.js';
import { classifyBounce } from '../../deliver/resend/bounce.js';
import type { Instant } from '../../model.js';
import type { Db } from '../../store/database/schema.js';
import {
  awaitsProvider,
  failSentDelivery,
  findDeliveryByProvider,
} from '../../store/deliveries/deliveries.js';
import { findSubscriberByAddress } from '../../store/subscribers/subscribers.js';
import {
  addMailEvent,
  addSoftBounce,
  clearSoftBounces,
  suppressAddress,
} from '../../store/subscribers/suppressions.js';
import type { Site } from '../site/site.js';

const eventSchema = z.object({
  type: z.string(),
  data: z.object({
    email_id: z.string().optional(),
    to: z.union([z.string(), z.array(z.string())]),
    bounce: z
      .object({
        type: z.string(),
        subType: z.string().optional().catch(undefined),
        message: z.string().optional(),
        diagnosticCode: z
          .union([z.string(), z.array(z.string())])
          .optional()
          .catch(undefined),
      })
      .optional(),
    suppressed: z.object({ message: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
  }),
});
type Event = z.output<typeof eventSchema>;

/** The events that concern an address or an unsent mail; all others are ignored. */
const HANDLED_EVENTS = [
  'email.bounced',
  'email.complained',
  'email.suppressed',
  'email.delivered',
  'email.failed',
];

export function webhookRoutes(site: Site): Hono {
  const app = new Hono();
  let complained = false;
  app.post('/webhooks/resend', async (c) => {
    c.header('Cache-Control', 'no-store');
    const { webhookSecret, softBounces = 5 } = site.mail ?? {};
    if (!webhookSecret) {
      if (!complained)
        site.log?.warn(
          {},
          'received a webhook, but RESEND_WEBHOOK_SECRET is not set: bounces are not recorded',
        );
      complained = true;
      // Resend retries for a day: nothing is lost if the secret is set by then.
      return c.text('no webhook secret is configured\n', 503);
    }
    const id = headerOf(c, 'id');
    const payload = await c.req.text();
    const headers = { id, timestamp: headerOf(c, 'timestamp'), signature: headerOf(c, 'signature') };
    if (!(await isSigned(payload, headers, webhookSecret)))
      return c.text('invalid or expired signature\n', 401);
    const known = z.object({ type: z.string() }).safeParse(parseJson(payload));
    if (!known.success) return c.text('not an event\n', 400);
    if (!HANDLED_EVENTS.includes(known.data.type)) return c.text('ignored\n');
    const event = eventSchema.safeParse(parseJson(payload));
    if (!event.success) return c.text('not an event of this kind\n', 400);
    const now = site.clock().toISOString();
    const outcome = await site.db
      .transaction()
      .execute((trx) => handleEvent(trx, event.data, { id, softBounces, now }));
    return c.text(`${outcome}\n`, outcome === 'not yet' ? 503 : 200);
  });
  return app;
}

/** Resend signs as Svix does and uses its header names; the standard's names differ in the prefix only. */
function headerOf(c: Context, name: string): string {
  return c.req.header(`svix-${name}`) ?? c.req.header(`webhook-${name}`) ?? '';
}

/** Whether the request was signed with the secret within the last five minutes. */
async function isSigned(
  payload: string,
  headers: { id: string; timestamp: string; signature: string },
  webhookSecret: string,
): Promise<boolean> {
  // Loaded on first use. Verifying sends no request, so any API key will do.
  const { Resend } = await import('resend');
  try {
    new Resend('re_none').webhooks.verify({ payload, headers, webhookSecret });
    return true;
  } catch (error) {
    // `verify` parses the payload after it has checked the signature, and throws if it is not JSON.
    if (error instanceof SyntaxError) return true;
    if (error instanceof Error && error.name === 'WebhookVerificationError') return false;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Handles an event once. The provider retries until it gets a 2xx (after 5 seconds, 5 and 30 minutes, then hours, for a
 * day: https://resend.com/docs/webhooks/retries-and-replays). Returns the outcome.
 */
async function handleEvent(
  db: Db,
  { type, data }: Event,
  { id, softBounces, now }: { id: string; softBounces: number; now: Instant },
): Promise<'done' | 'already handled' | 'not yet' | 'ignored'> {
  const describe = (what: string, more: string | undefined) =>
    truncate(oneLine(more ? `${what}: ${more}` : what), 300);
  const bounce = type === 'email.bounced' && data.bounce ? classifyBounce(data.bounce) : undefined;
  // For example an exhausted quota, or a sender on a blocklist, which is not the address's fault.
  if (type === 'email.failed' || bounce === 'sender') {
    const error =
      bounce === 'sender'
        ? describe('bounced, not because of the mailbox', data.bounce?.message)
        : describe('Resend accepted it but could not send it', data.failed?.reason);
    // Find the recipient first: a delivery that is recorded meanwhile is found by its id below.
    const recipient = await findRecipient(db, data);
    const early = recipient !== undefined && (await awaitsProvider(db, recipient));
    if (data.email_id !== undefined && (await failSentDelivery(db, data.email_id, error))) return 'done';
    return early ? 'not yet' : 'ignored';
  }
  const key = await findKey(db, data);
  if (key === undefined) return 'ignored';
  // Not stored: there are many, and handling one twice is harmless.
  if (type === 'email.delivered') {
    await clearSoftBounces(db, key);
    return 'done';
  }
  if (!(await addMailEvent(db, id, type, now))) return 'already handled';
  if (type === 'email.complained') await suppressAddress(db, key, 'reported as unwanted', now, 'complaint');
  else if (type === 'email.suppressed')
    await suppressAddress(db, key, describe('refused by Resend', data.suppressed?.message), now, 'provider');
  else if (bounce === 'mailbox-gone')
    await suppressAddress(db, key, describe('bounced', data.bounce?.message), now);
  else {
    const reason = describe(`bounced ${softBounces} times`, data.bounce?.message);
    await addSoftBounce(db, key, { reason, limit: softBounces, now });
  }
  return 'done';
}

/** Finds the subscriber of an event. Ignores mails with several recipients: we send none. */
async function findKey(db: Db, data: Event['data']): Promise<string | undefined> {
  const delivery = data.email_id ? await findDeliveryByProvider(db, data.email_id) : undefined;
  return delivery ? delivery.key : findRecipient(db, data);
}

async function findRecipient(db: Db, { to }: Event['data']): Promise<string | undefined> {
  const [address, ...others] = [to].flat();
  if (address === undefined || others.length > 0) return undefined;
  return (await findSubscriberByAddress(db, /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address))?.key;
}
