// Answers a request for the digest by mail: with a link to confirm, or to the preferences of who has it already.
import { composeNotice } from '../deliver/compose.js';
import { confirmationUrl, readerLinks } from '../deliver/links.js';
import { CONFIRMATION_DAYS, confirmationToken } from '../deliver/tokens.js';
import type { Clock, MailResult, Messenger } from '../model.js';
import { type Letterhead, prepareConfirmation } from '../render/confirm.js';
import { mailboxOf } from '../store/address.js';
import type { Db } from '../store/schema.js';
import { getSecret } from '../store/settings.js';
import type { Subscriber } from '../store/subscribers.js';

export interface ConfirmerOptions {
  db: Db;
  messenger: Messenger;
  clock: Clock;
  /** The folder of `confirm.mjml`. */
  templates: string;
  publication: Letterhead;
  /** Where readers reach the site. */
  publicUrl: string;
  /** `Name <address>` */
  from: string;
}

/**
 * Makes what sends one confirmation mail and says what came of it. It throws a UserError when the template is not
 * usable, and sends nothing to who is suppressed: that is for the caller to know.
 */
export function createConfirmer(
  options: ConfirmerOptions,
): (subscriber: Subscriber) => Promise<MailResult['outcome']> {
  const { db, messenger, clock, templates, publication, publicUrl, from } = options;
  let prepared: ReturnType<typeof prepareConfirmation> | undefined;
  return async (subscriber) => {
    if (subscriber.status === 'suppressed') throw new Error('a suppressed address is never mailed');
    prepared ??= prepareConfirmation(templates, publication);
    const render = await prepared;
    const secret = await getSecret(db);
    const now = clock();
    const known = subscriber.status === 'active' || subscriber.status === 'paused';
    const content = render({
      kind: known ? 'known' : 'confirm',
      url: known
        ? readerLinks(publicUrl, secret, subscriber).preferencesUrl
        : confirmationUrl(publicUrl, confirmationToken(secret, subscriber, now)),
      days: CONFIRMATION_DAYS,
      ...subscriber,
    });
    // Each request is a mail of its own: the key of an earlier one would make the provider drop it.
    const key = `confirm.${subscriber.id}.${now.getTime().toString(36)}`;
    const mail = composeNotice(key, mailboxOf(subscriber), content, { from, publicUrl });
    const [result] = await messenger.send([mail]);
    return result?.outcome ?? 'failed';
  };
}
