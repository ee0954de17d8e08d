// Mails the answer to a subscription request: a link to confirm, or a link to the preferences if the address is already
// subscribed.

import { mailboxOf } from '../../base/mail-address.js';
import { composeNotice } from '../../deliver/compose.js';
import { confirmationUrl, readerLinks } from '../../deliver/links.js';
import { CONFIRMATION_DAYS, confirmationToken } from '../../deliver/tokens.js';
import type { MailResult } from '../../model.js';
import { prepareConfirmation } from '../../render/mail/confirm.js';
import { getSecret } from '../../store/secrets.js';
import type { Subscriber } from '../../store/subscribers/subscribers.js';
import type { PipelineContext } from '../context.js';
import { senderOf } from './delivery.js';

export type ConfirmationContext = Pick<
  PipelineContext,
  'config' | 'db' | 'messenger' | 'clock' | 'templates'
>;

/**
 * Creates a function that sends one confirmation mail, with links under `publicUrl`, and returns its outcome. Throws a
 * UserError if no sender is configured. The function throws a UserError for an unusable template, and an Error for a
 * suppressed subscriber.
 */
export function createConfirmer(
  context: ConfirmationContext,
  publicUrl: string,
): (subscriber: Subscriber) => Promise<MailResult['outcome']> {
  const { config, db, messenger, clock, templates } = context;
  const sender = { ...senderOf(context), publicUrl };
  let prepared: ReturnType<typeof prepareConfirmation> | undefined;
  return async (subscriber) => {
    if (subscriber.status === 'suppressed') throw new Error('a suppressed address is never mailed');
    prepared ??= prepareConfirmation(templates, config.publication);
    const render = await prepared;
    const secret = await getSecret(db);
    const now = clock();
    const known = subscriber.status === 'active' || subscriber.status === 'paused';
    const { html, text, subject } = render({
      kind: known ? 'known' : 'confirm',
      url: known
        ? readerLinks(publicUrl, secret, subscriber).preferencesUrl
        : confirmationUrl(publicUrl, confirmationToken(secret, subscriber, now)),
      days: CONFIRMATION_DAYS,
      ...subscriber,
    });
    // Each request gets its own idempotency key: with an earlier one, the provider would drop the mail.
    const key = `confirm.${subscriber.id}.${now.getTime().toString(36)}`;
    const content = { subject, html, text };
    const [result] = await messenger.send([composeNotice(key, mailboxOf(subscriber), content, sender)]);
    return result?.outcome ?? 'failed';
  };
}
