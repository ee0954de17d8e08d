// Finds readers by the tokens in their links.
import { MINUTE_MS } from '../../base/time.js';
import {
  type Consent,
  isReaderToken,
  readConfirmationToken,
  readerIdOf,
  readerToken,
} from '../../deliver/tokens.js';
import { getSecrets } from '../../store/secrets.js';
import { findSubscriber, type Subscriber } from '../../store/subscribers/subscribers.js';
import type { Site } from '../site/site.js';

export interface Readers {
  /** Undefined if the token is forged or its subscriber's data was deleted. */
  find(token: string): Promise<Subscriber | undefined>;
  tokenOf(subscriber: Subscriber): Promise<string>;
  readConfirmation(token: string): Promise<Consent | 'expired' | undefined>;
}

/** How long the secrets are cached: a change takes effect within this time. */
const SECRETS_CACHE_MS = MINUTE_MS;

export function createReaders({ db, clock }: Pick<Site, 'db' | 'clock'>): Readers {
  let known: { secrets: [Buffer, ...Buffer[]]; at: number } | undefined;
  // Cached, since getSecrets may write.
  const secrets = async () => {
    const now = clock();
    if (!known || Math.abs(now.getTime() - known.at) >= SECRETS_CACHE_MS)
      known = { secrets: await getSecrets(db, now.toISOString()), at: now.getTime() };
    return known.secrets;
  };
  return {
    async find(token) {
      const id = readerIdOf(token);
      const subscriber = id ? await findSubscriber(db, id) : undefined;
      return subscriber && isReaderToken(await secrets(), token, subscriber) ? subscriber : undefined;
    },
    tokenOf: async (subscriber) => readerToken((await secrets())[0], subscriber),
    readConfirmation: async (token) => readConfirmationToken(await secrets(), token, clock()),
  };
}
