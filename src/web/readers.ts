// Readers by the tokens in their links.
import {
  type Consent,
  isReaderToken,
  readConfirmationToken,
  readerIdOf,
  readerToken,
} from '../deliver/tokens.js';
import { getSecret } from '../store/settings.js';
import { findSubscriber, type Subscriber } from '../store/subscribers.js';
import type { Site } from './site.js';

export interface Readers {
  /** The subscriber whose token it is; undefined for a forged one and for one whose data were deleted. */
  find(token: string): Promise<Subscriber | undefined>;
  tokenOf(subscriber: Subscriber): Promise<string>;
  readConfirmation(token: string): Promise<Consent | 'expired' | undefined>;
}

export function createReaders({ db, clock }: Pick<Site, 'db' | 'clock'>): Readers {
  let known: Buffer | undefined;
  // It never changes, and asking for it writes.
  const secret = async () => {
    known ??= await getSecret(db);
    return known;
  };
  return {
    async find(token) {
      const id = readerIdOf(token);
      const subscriber = id ? await findSubscriber(db, id) : undefined;
      return subscriber && isReaderToken(await secret(), token, subscriber) ? subscriber : undefined;
    },
    tokenOf: async (subscriber) => readerToken(await secret(), subscriber),
    readConfirmation: async (token) => readConfirmationToken(await secret(), token, clock()),
  };
}
