// What must hold of readers and their mail after the soak, asked of the ledger in SQL, of the record of what the sinks
// took, and of what the readers know of themselves. A check gives { looked, wrong } as in soak-checks.mjs.
import { iso } from './soak-periods.mjs';
import { stateAt } from './soak-readers.mjs';

const MINUTE = 60_000;

export const mailChecks = {
  'each delivery at most once, by the record of the sinks': async (w) => {
    const seen = new Map();
    for (const { messageId, via, at } of issueMails(w))
      seen.set(messageId, [...(seen.get(messageId) ?? []), `${via} ${iso(at)}`]);
    const twice = [...seen].filter(([, times]) => times.length > 1);
    return { looked: seen.size, wrong: twice.map(([id, times]) => `${id}: ${times.join(', ')}`) };
  },
  'what the ledger calls sent was taken, and what was taken is in the ledger': async (w) => {
    const rows = await w.db.all('select subscriber_id, issue_id, state from deliveries');
    const states = new Map(rows.map((row) => [`${row.issue_id}.${row.subscriber_id}`, row.state]));
    const mails = issueMails(w);
    const taken = new Set(mails.map(({ messageId }) => messageId));
    const failed = new Set(mails.filter((mail) => mail.failed).map(({ messageId }) => messageId));
    const wrong = [...states]
      .filter(([id, state]) => state === 'sent' && !taken.has(id))
      .map(([id]) => `${id} was not taken`);
    const ids = new Set(await w.db.values('select id from subscribers'));
    for (const id of taken) {
      const erased = !ids.has(id.slice(id.indexOf('.') + 1));
      const state = states.get(id);
      const right = failed.has(id) ? ['failed'] : ['sent', 'uncertain'];
      if (!erased && !right.includes(state))
        wrong.push(
          `${id} was taken${failed.has(id) ? ' and failed' : ''}, and is ${state ?? 'not in the ledger'}`,
        );
    }
    w.notes.add(`${failed.size} mails failed after Resend had taken them`);
    return { looked: states.size + taken.size, wrong };
  },
  'nothing lost: who was active has each issue, or a row that says why not': async (w) => {
    const rows = await w.db.all('select subscriber_id, issue_id, state, error, due_at from deliveries');
    const byId = new Map(rows.map((row) => [`${row.issue_id}.${row.subscriber_id}`, row]));
    const subscribers = new Map(
      (await w.db.all('select address, id, left_at, status from subscribers')).map((row) => [
        row.address,
        row,
      ]),
    );
    const wrong = [];
    let looked = 0;
    for (const { id, cadence, created_at } of await w.db.all('select id, cadence, created_at from issues')) {
      // Its deliveries were made with it.
      const at = Date.parse(created_at);
      for (const reader of w.readers.all) {
        const subscriber = subscribers.get(reader.address);
        const then = stateAt(reader, at);
        if (then.state !== 'active' || then.cadence !== cadence || !subscriber) continue;
        if (reader.past.some(({ state, done }) => state === 'erased' && done > at)) continue;
        // Refused by the mail server: the store knew before the reader did.
        if (subscriber.status === 'suppressed' && Date.parse(subscriber.left_at) <= at) continue;
        looked++;
        const row = byId.get(`${id}.${subscriber.id}`);
        if (!row) wrong.push(`${reader.address} has no row of ${id}`);
        else if (row.state === 'claimed') wrong.push(`${reader.address}: ${id} is claimed for ever`);
        else if (row.state === 'queued' && Date.parse(row.due_at) < w.end - 30 * MINUTE && !row.error)
          wrong.push(`${reader.address}: ${id} waits since ${row.due_at}`);
        else if (row.state !== 'sent' && row.state !== 'queued' && !row.error)
          wrong.push(`${reader.address}: ${id} is ${row.state}, and nobody knows why`);
      }
    }
    return { looked, wrong };
  },
  'nobody is mailed after leaving or suppression': async (w) => {
    const claims = new Map(
      (await w.db.all("select issue_id || '.' || subscriber_id as id, claimed_at from deliveries")).map(
        (row) => [row.id, row.claimed_at],
      ),
    );
    const wrong = [];
    let looked = 0;
    for (const mail of issueMails(w)) {
      const reader = w.readers.byAddress.get(mail.to);
      if (!reader) {
        wrong.push(`${mail.to} never asked`);
        continue;
      }
      looked++;
      const { state, done } = stateAt(reader, mail.at);
      // What was on its way when the reader left cannot be called back.
      const claimed = Date.parse(claims.get(mail.messageId) ?? '');
      const onItsWay = claimed < (done ?? 0);
      if (state !== 'active' && state !== 'unsure' && !onItsWay)
        wrong.push(`${mail.to} (${state}) got ${mail.messageId} at ${iso(mail.at)}`);
    }
    const late = await w.db.values(
      "select d.issue_id || ' ' || s.address from deliveries d join subscribers s on s.id = d.subscriber_id where s.status in ('unsubscribed', 'suppressed') and d.state in ('sent', 'uncertain', 'claimed') and d.claimed_at > s.left_at",
    );
    return { looked, wrong: [...wrong, ...late.map((one) => `claimed after leaving: ${one}`)] };
  },
  'who left or bounced is off the list, and suppressed addresses are known by their hash': async (w) => {
    const status = new Map(
      (await w.db.all('select address, status from subscribers')).map((row) => [row.address, row.status]),
    );
    const wrong = [];
    const wanted = { left: 'unsubscribed', suppressed: 'suppressed', erased: undefined };
    for (const { address, past } of w.readers.all) {
      const last = past.at(-1)?.state;
      if (last in wanted && status.get(address) !== wanted[last] && status.get(address) !== 'suppressed')
        wrong.push(`${address} is ${last}, and ${status.get(address)} in the store`);
    }
    const bad = await w.db.value(
      "select (select count(*) from subscribers where status = 'suppressed') > (select count(*) from suppressions)",
    );
    if (bad) wrong.push('fewer suppressions than suppressed subscribers');
    return { looked: w.readers.all.length, wrong };
  },
  'a mail says what the archive says': async (w) => {
    const headlines = new Map(
      (await w.db.all('select id, headline from issues')).map(({ id, headline }) => [id, headline]),
    );
    const odd = new Set();
    const subjects = new Map();
    for (const { messageId, subject } of issueMails(w)) {
      const id = issueOf(messageId);
      subjects.set(id, (subjects.get(id) ?? new Set()).add(subject));
    }
    for (const [id, said] of subjects) {
      if (said.size > 1) odd.add(`${id} went out under ${said.size} subjects`);
      const headline = headlines.get(id)?.slice(0, 25);
      if (![...said].every((subject) => headline && subject.includes(headline)))
        odd.add(`${id}: ${[...said][0]} is not ${headlines.get(id)}`);
    }
    return { looked: subjects.size, wrong: [...odd] };
  },
};

/** The issues' mails, without the confirmations. */
export function issueMails({ sinks }) {
  return sinks.record.filter(({ messageId }) => /^(daily|weekly)-/.test(messageId));
}

function issueOf(messageId) {
  return messageId.slice(0, messageId.indexOf('.'));
}
