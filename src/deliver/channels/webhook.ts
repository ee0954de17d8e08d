// Signs messages to the operator's own webhook: https://github.com/standard-webhooks/standard-webhooks
import { createHmac } from 'node:crypto';

/**
 * The headers of a signed message. `secret`: `whsec_` and base64, or any text. A repeated `webhook-id` means that the
 * receiver already has the message.
 */
export function signWebhook(
  secret: string,
  { id, text, now }: { id: string; text: string; now: Date },
): Record<string, string> {
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret);
  const timestamp = Math.floor(now.getTime() / 1000);
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}
