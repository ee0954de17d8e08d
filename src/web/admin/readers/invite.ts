// Mails a reader the confirmation link, within the rate limit of requests on the site.
import { UserError } from '../../../base/errors.js';
import type { Instant } from '../../../model.js';
import {
  addConfirmationMail,
  addConfirmationRequest,
  findNextConfirmation,
  toHolderHash,
} from '../../../store/subscribers/confirmation-requests.js';
import type { Subscriber } from '../../../store/subscribers/subscribers.js';
import type { Site } from '../../site/site.js';
import { formatZonedMoment } from '../frame.js';

/** When the reader may get the next confirmation mail; undefined means now. */
export function findInviteTime({ db, clock }: Site, reader: Subscriber): Promise<Instant | undefined> {
  return findNextConfirmation(db, toHolderHash(reader), clock());
}

/** Sends the mail, or leaves it to the queue when the server defers it. Returns whether it is on its way. */
export async function inviteReader({ db, clock, mail }: Site, reader: Subscriber): Promise<boolean> {
  const outcome = await mail?.sendConfirmation(reader);
  const now = clock().toISOString();
  if (outcome === 'deferred') await addConfirmationRequest(db, reader, reader, { now, isOperators: true });
  if (outcome === 'sent' || outcome === 'uncertain')
    await addConfirmationMail(db, toHolderHash(reader), { now, counts: false });
  return outcome === 'sent' || outcome === 'uncertain' || outcome === 'deferred';
}

/** The same for a reader who was asked before. Throws a UserError when the mail may not go out now. */
export async function inviteAgain(site: Site, reader: Subscriber): Promise<void> {
  if (reader.status !== 'pending' || !site.mail)
    throw new UserError(
      `${reader.address} cannot be asked to confirm`,
      'Only readers who have not confirmed can be asked.',
    );
  const next = await findInviteTime(site, reader);
  if (next)
    throw new UserError(
      `${reader.address} was asked only recently`,
      `An address gets one such mail an hour and three a day. The next can be sent at ${formatZonedMoment(next, site)}.`,
    );
  if (!(await inviteReader(site, reader)))
    throw new UserError(`The mail to ${reader.address} was not sent`, 'See Settings.');
}
