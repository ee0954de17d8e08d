// What goes to a provider in one request.
import type { Mail } from '../model.js';

/** A mail with the key of the batch that it is part of, now and whenever it is sent again. */
export interface BatchedMail extends Mail {
  batch?: string;
}

/** The key of a batch, unless its mails were not put together by the ledger. */
export function batchKeyOf(mails: BatchedMail[]): string | undefined {
  const key = mails[0]?.batch;
  return mails.every((mail) => mail.batch === key) ? key : undefined;
}
