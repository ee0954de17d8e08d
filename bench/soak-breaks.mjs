// What the soak breaks to see its checks fail: each `make` spoils the store (inside a transaction that is rolled back)
// or the records, and gives what undoes the latter.
import { issueMails } from './soak-checks-mail.mjs';

const spoil = (name, check, query) => ({
  name,
  check,
  make: async ({ db }) => {
    if ((await db.change(query)) === 0) throw new Error('there is none');
  },
});
/** One more mail in the record of a sink. */
const mailed = (name, check, find) => ({
  name,
  check,
  make: (w) => {
    w.sinks.record.push(find(w));
    return () => w.sinks.record.pop();
  },
});

const ONCE = 'each delivery at most once, by the record of the sinks';
const LEDGER = 'what the ledger calls sent was taken, and what was taken is in the ledger';
const LINKS = 'every citation resolves to a stored post, and no link leads anywhere else';
const INDEX = 'the search index holds the published issues and nothing else';

export const breaks = [
  spoil(
    'an issue is deleted',
    'each period has its issue once, or its day is named',
    "delete from issues where id = (select id from issues where cadence = 'daily' order by period_to desc limit 1 offset 1)",
  ),
  mailed('a mail goes out twice', ONCE, (w) => ({ ...issueMails(w)[0] })),
  mailed('a mail goes out twice, by the other messenger and later', ONCE, (w) => ({
    ...issueMails(w)[0],
    via: 'smtp',
    at: w.end,
  })),
  {
    name: 'a mail that is called sent was never taken',
    check: LEDGER,
    make: async (w) => {
      const sent = new Set(
        await w.db.values(
          "select issue_id || '.' || subscriber_id as id from deliveries where state = 'sent'",
        ),
      );
      const { record } = w.sinks;
      const index = record.findLastIndex((mail) => sent.has(mail.messageId));
      const [mail] = record.splice(index, 1);
      return () => record.splice(index, 0, mail);
    },
  },
  spoil(
    'a sent delivery is called failed',
    LEDGER,
    "update deliveries set state = 'failed', error = 'x' where (issue_id, subscriber_id) = (select issue_id, subscriber_id from deliveries where state = 'sent' limit 1)",
  ),
  spoil(
    'a mail that failed later is called sent',
    LEDGER,
    "update deliveries set state = 'sent' where state = 'failed' and error like 'Resend took it%'",
  ),
  spoil(
    'a delivery is lost',
    'nothing lost: who was active has each issue, or a row that says why not',
    "delete from deliveries where issue_id = (select id from issues where cadence = 'daily' order by period_to desc limit 1 offset 2)",
  ),
  spoil(
    'a delivery fails, and nobody knows why',
    'nothing lost: who was active has each issue, or a row that says why not',
    "update deliveries set state = 'skipped', error = null where issue_id = (select id from issues where cadence = 'daily' order by period_to desc limit 1 offset 2)",
  ),
  mailed('somebody who left is mailed', 'nobody is mailed after leaving or suppression', (w) => {
    const { address } = w.readers.all.find(({ past }) => past.at(-1)?.state === 'left');
    return { ...issueMails(w)[0], messageId: 'daily-2026-01-01.nobody', to: address, at: w.end };
  }),
  spoil(
    'somebody who left is put on the list again',
    'who left or bounced is off the list, and suppressed addresses are known by their hash',
    "update subscribers set status = 'active' where status = 'unsubscribed'",
  ),
  spoil(
    'an issue is written anew after it was mailed',
    'a mail says what the archive says',
    "update issues set headline = 'Something else' where cadence = 'daily'",
  ),
  spoil(
    'a citation is left of no issue',
    'no orphan rows',
    "insert into citations values ('daily-x', 'b1', 'x:1')",
  ),
  spoil(
    'a row points at nothing',
    'foreign keys and the file itself are whole',
    "update posts set source_id = 'nowhere' where id = (select min(id) from posts)",
  ),
  spoil(
    'a bullet leaves the index',
    INDEX,
    "delete from bullets where id = (select max(id) from bullets where anchor like 'b%')",
  ),
  spoil(
    'the words of a bullet change under the index',
    INDEX,
    "update bullets set text = 'xyzzy' where id = (select max(id) from bullets)",
  ),
  spoil(
    'a post changes its address',
    LINKS,
    "update posts set url = 'https://elsewhere.example/' where id in (select post_id from citations)",
  ),
  spoil(
    'a cited post is deleted',
    LINKS,
    'delete from posts where id = (select min(post_id) from citations)',
  ),
  {
    name: 'a mail links elsewhere',
    check: LINKS,
    make: (w) => {
      const [sample] = w.sinks.samples.values();
      const { html } = sample;
      sample.html += '<a href="https://evil.example/">x</a>';
      return () => {
        sample.html = html;
      };
    },
  },
  {
    name: 'a page fails',
    check: 'no page failed, and no job of the schedule',
    make: (w) => {
      w.statuses.set(500, 1);
      return () => w.statuses.delete(500);
    },
  },
  {
    name: 'memory grows by 3 MB a day',
    check: 'memory and open files do not grow',
    make: (w) => {
      const { days } = w;
      if (days.length < 12) throw new Error('too few days');
      w.days = days.map((row) => ({
        ...row,
        rss: row.rss + row.day * 3 * 2 ** 20,
        heapUsed: row.heapUsed + row.day * 3 * 2 ** 20,
      }));
      return () => {
        w.days = days;
      };
    },
  },
  {
    name: 'the WAL grows',
    check: 'the WAL stays small',
    make: (w) => {
      const { days } = w;
      w.days = days.map((row) => ({ ...row, wal: row.wal + 64 * 2 ** 20 }));
      return () => {
        w.days = days;
      };
    },
  },
];
