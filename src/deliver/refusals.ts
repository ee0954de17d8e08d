// Decides whether refusals concern mailboxes or the sender: the same message for several readers concerns the sender.
import type { MailResult } from '../model.js';

export interface Refusals<D> {
  add(delivery: D, result: Pick<MailResult, 'outcome' | 'error' | 'softBounce'>): void;
  /** The server's message, once it has refused several readers with the same one; `atEnd`: or everybody. */
  findSenderRefusal(atEnd?: boolean): string | undefined;
  /** The deliveries whose mailbox no longer exists, with the server's message. */
  listGoneMailboxes(): { delivery: D; error: string }[];
}

interface Group<D> {
  error: string;
  deliveries: D[];
  outcome: MailResult['outcome'];
  /** How many mails had been sent before the first such refusal. */
  sentBefore: number;
}

/** From this many readers on, the same message concerns the sender. */
const MIN_SAME_REFUSALS = 3;
/** The same for messages with an explicit code for a missing mailbox. */
const MIN_SAME_CODED_REJECTIONS = 5;

/** Refused mails per mail sent since the first refusal; above it, the server refuses everybody. */
const MIN_REFUSED_PER_SENT = 3;

export function createRefusals<D>(): Refusals<D> {
  const groups = new Map<string, Group<D>>();
  let sent = 0;
  let others = 0;
  const isAboutSender = ({ outcome, error, deliveries, sentBefore }: Group<D>) => {
    if (outcome === 'refused') return deliveries.length >= MIN_SAME_REFUSALS;
    const enough = /\b5\.[12]\.\d/.test(error) ? MIN_SAME_CODED_REJECTIONS : MIN_SAME_REFUSALS;
    // A list may hold many dead addresses; a server that refuses nearly everybody since then means the sender.
    return deliveries.length >= enough && deliveries.length > MIN_REFUSED_PER_SENT * (sent - sentBefore);
  };
  return {
    add(delivery, { outcome, error = 'refused', softBounce }) {
      if (outcome === 'sent') sent++;
      else if ((outcome !== 'rejected' && outcome !== 'refused') || softBounce) others++;
      else {
        const key = `${outcome} ${withoutRecipient(error)}`;
        const group = groups.get(key) ?? { error, deliveries: [], outcome, sentBefore: sent };
        group.deliveries.push(delivery);
        groups.set(key, group);
      }
    },
    findSenderRefusal(atEnd = false) {
      const all = [...groups.values()];
      const found = all.find(isAboutSender);
      if (found) return found.error;
      // A short list that nobody received.
      if (!atEnd || sent > 0 || others > 0) return undefined;
      return all.find(({ outcome }) => outcome === 'refused')?.error;
    },
    listGoneMailboxes: () =>
      [...groups.values()]
        .filter((group) => group.outcome === 'rejected' && !isAboutSender(group))
        .flatMap(({ deliveries, error }) => deliveries.map((delivery) => ({ delivery, error }))),
  };
}

/** The words without addresses, numbers and ids, which differ from mail to mail. */
function withoutRecipient(error: string): string {
  return error
    .toLowerCase()
    .replace(/[^\s<>"']+@[^\s<>"']+/g, '@')
    .replace(/\b[\w-]*\d[\w-]*\b(?!\.)/g, '#')
    .replace(/\d+/g, '#');
}
