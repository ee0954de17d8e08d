// A site that takes in subscribers, and what a test does with it.
import { confirmationToken, readerToken } from '../../src/deliver/tokens.js';
import type { MailResult } from '../../src/model.js';
import { getSecret } from '../../src/store/secrets.js';
import { countWaitingRequests } from '../../src/store/subscribers/confirmation-requests.js';
import { findSubscriberByAddress, type Subscriber } from '../../src/store/subscribers/subscribers.js';
import type { MailOptions, SiteOptions } from '../../src/web/site/site.js';
import { createConfirmationQueue } from '../../src/web/subscribers/confirmation-queue.js';
import { openSite } from './setup.js';

export const RECAPS = ['X Recap', 'Reddit Recap', 'Blogs and News'];

export async function openReaders(over: Partial<MailOptions> = {}, more: Partial<SiteOptions> = {}) {
  const sent: Subscriber[] = [];
  const outbox: { answer: MailResult['outcome'] } = { answer: 'sent' };
  const time = { now: new Date('2026-03-18T08:00:00Z') };
  const background: Promise<void>[] = [];
  const mail: MailOptions = {
    recaps: RECAPS,
    hour: 7,
    softBounces: 5,
    sendConfirmation: async (subscriber) => {
      sent.push(subscriber);
      return outbox.answer;
    },
    onBackground: (work) => background.push(work),
    ...over,
  };
  const site = await openSite([], {
    mail,
    clock: () => time.now,
    publicUrl: 'https://notes.example',
    ...more,
  });
  const { db, app } = site;
  const secret = await getSecret(db);
  const post = async (
    path: string,
    fields: Record<string, string> | [string, string][] = {},
    { headers = {}, client = '192.0.2.1' }: { headers?: Record<string, string>; client?: string } = {},
  ) => {
    const body = new URLSearchParams(fields);
    const peer = { incoming: { socket: { remoteAddress: client } } };
    const answer = await app.request(path, { method: 'POST', body, headers }, peer);
    await Promise.all(background);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const queue = createConfirmationQueue({ db, mail, clock: () => time.now, log: more.log });
  const find = (address: string) => findSubscriberByAddress(db, address);
  const get = async (address: string) => {
    const subscriber = await find(address);
    if (!subscriber) throw new Error(`${address} is not on the list`);
    return subscriber;
  };
  return {
    ...site,
    sent,
    outbox,
    time,
    post,
    sendDue: queue.sendDue,
    waiting: () => countWaitingRequests(db),
    find,
    confirmPath: async (address: string) =>
      `/confirm/${confirmationToken(secret, await get(address), time.now)}`,
    tokenOf: async (address: string) => readerToken(secret, await get(address)),
  };
}

/** The words of a page, without its markup. */
export function wordsOf(html: string): string {
  return html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,:;?])/g, '');
}
