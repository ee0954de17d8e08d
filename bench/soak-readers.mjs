// The soak's readers: people who join by the form and the mail's link, change their minds, leave and bounce, all over
// HTTP; and what they know of themselves, which the store is judged by in the end.
import { createHmac, randomBytes } from 'node:crypto';
import { pick } from './random.mjs';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
];
/** 2 is the hour that clock changes take away or give twice. */
const HOURS = [2, 6, 7, 8, 9, 18, 22];
const DAY = 86_400_000;

/**
 * `ask(path, options)`: the server's answer, undefined when there was none. Each reader keeps in `past` what happened:
 * { asked, done, state, cadence, until }, times in milliseconds of the moved clock, oldest first.
 */
export function createReaders({ count, rng, now, ask, webhookSecret, record }) {
  const all = [];
  const byAddress = new Map();
  const waiting = [];
  const stateOf = (reader) => reader.past.at(-1)?.state ?? 'stranger';
  const among = (...states) => {
    for (let tries = 0; tries < 200; tries++) {
      const reader = all.length > 0 && pick(all, rng);
      if (reader && reader.busy !== true && states.includes(stateOf(reader))) return reader;
    }
    return undefined;
  };
  const addReader = () => {
    const n = all.length + 1;
    const kind = rng() < 0.02 ? 'gone' : rng() < 0.005 ? 'bad' : 'reader';
    const reader = {
      address: `${kind}${n}@soak.example`,
      client: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
      cadence: rng() < 0.8 ? 'daily' : 'weekly',
      zone: pick(ZONES, rng),
      hour: pick(HOURS, rng),
      confirms: rng() > 0.05,
      past: [],
    };
    all.push(reader);
    byAddress.set(reader.address, reader);
    return reader;
  };

  /** Asks until it is answered, as people do who get no page: now, or after the server is back. */
  const retryWhileDatabaseDown = (reader, path, options, change) => {
    const asked = now();
    reader.busy = true;
    const attempt = async () => {
      const answer = await ask(path, { client: reader.client, ...options });
      if (!answer || answer.status >= 500) return waiting.push(attempt);
      reader.busy = false;
      await change(answer, asked);
    };
    return attempt();
  };
  const note = (reader, state, asked, more = {}) => {
    reader.past.push({ asked, done: now(), state, cadence: reader.cadence, ...more });
  };
  const form = (fields) => ({ method: 'POST', body: new URLSearchParams(fields) });

  const subscribe = (reader) =>
    retryWhileDatabaseDown(
      reader,
      '/subscribe',
      form({
        address: reader.address,
        cadence: reader.cadence,
        hour: String(reader.hour),
        zone: reader.zone,
      }),
      (answer, asked) => {
        if (answer.status === 200) return note(reader, 'asked', asked);
        // The mail server takes nothing for it.
        if (answer.status === 422) return note(reader, 'refused', asked);
        throw new Error(`the form was answered with ${answer.status}`);
      },
    );

  const confirm = async (reader, path) => {
    const page = await ask(path, { client: reader.client });
    if (page?.status !== 200) return;
    await retryWhileDatabaseDown(reader, path, { method: 'POST' }, (answer, asked) => {
      reader.token = /\/preferences\/([\w.-]+)/.exec(answer.text)?.[1] ?? reader.token;
      reader.soft = 0;
      if (answer.status === 200) note(reader, 'active', asked);
      else reader.odd = `the link was answered with ${answer.status}`;
    });
  };

  /** Whatever the sinks took. Confirmation links are followed at the next turn. */
  const links = [];
  const onMail = (mail, text) => {
    const reader = byAddress.get(mail.to);
    if (!reader) return;
    if (mail.messageId.startsWith('confirm.')) {
      const path = /https?:\/\/[^/\s]+(\/confirm\/[\w.-]+)/.exec(text())?.[1];
      if (path && reader.confirms) links.push([reader, path]);
    } else reader.token = mail.unsubscribe?.split('/').at(-1) ?? reader.token;
  };

  const acts = {
    join: () => {
      if (all.length < count) return subscribe(addReader());
    },
    change: async () => {
      const reader = among('active');
      if (!reader?.token) return;
      const cadence = reader.cadence === 'daily' ? 'weekly' : 'daily';
      const fields = { cadence, hour: String(pick(HOURS, rng)), zone: pick(ZONES, rng) };
      await retryWhileDatabaseDown(reader, `/preferences/${reader.token}`, form(fields), (answer, asked) => {
        if (answer.status !== 303) return expectGone(reader, answer, asked);
        reader.cadence = cadence;
        // A pause goes on.
        const { until } = reader.past.at(-1);
        note(reader, 'active', asked, { until });
      });
    },
    pause: async () => {
      const reader = among('active');
      if (!reader?.token) return;
      const days = 1 + Math.floor(rng() * 5);
      const path = `/preferences/${reader.token}/pause`;
      await retryWhileDatabaseDown(reader, path, form({ days: String(days) }), (answer, asked) => {
        if (answer.status !== 303) return expectGone(reader, answer, asked);
        note(reader, 'active', asked, { until: now() + days * DAY });
      });
    },
    leave: async () => {
      const reader = among('active');
      if (!reader?.token) return;
      const body = form({ 'List-Unsubscribe': 'One-Click' });
      await retryWhileDatabaseDown(reader, `/unsubscribe/${reader.token}`, body, (answer, asked) => {
        if (answer.status !== 200) return expectGone(reader, answer, asked);
        note(reader, 'left', asked);
      });
    },
    erase: async () => {
      const reader = among('active', 'left');
      if (!reader?.token) return;
      const body = { method: 'POST' };
      await retryWhileDatabaseDown(reader, `/preferences/${reader.token}/delete`, body, (answer, asked) => {
        if (answer.status !== 200 && answer.status !== 404)
          throw new Error(`deletion was answered with ${answer.status}`);
        note(reader, 'erased', asked);
      });
    },
    comeBack: async () => {
      const reader = among('left', 'erased');
      if (reader) await subscribe(reader);
    },
    bounce: () => report('Permanent'),
    complain: () => report(undefined),
    softBounce: () => report('Transient'),
    fail: () => fail(),
  };
  const expectGone = (reader, answer, asked) => {
    if (answer.status !== 404) throw new Error(`a reader's page was answered with ${answer.status}`);
    note(reader, 'erased', asked);
  };

  /** An event of Resend's about a mail that it took lately; `bounce`: its type, absent: a complaint. */
  const report = async (bounce) => {
    const mail = record.findLast(
      ({ via, to, messageId }) =>
        via === 'resend' &&
        !messageId.startsWith('confirm.') &&
        stateOf(byAddress.get(to) ?? { past: [] }) === 'active' &&
        byAddress.get(to).busy !== true &&
        (bounce !== 'Permanent' || to.startsWith('gone') || rng() < 0.01),
    );
    const reader = mail && byAddress.get(mail.to);
    if (!reader) return;
    const data = { email_id: mail.providerId, to: [mail.to] };
    if (bounce) data.bounce = { type: bounce, subType: 'General', message: 'told by the soak' };
    const type = bounce ? 'email.bounced' : 'email.complained';
    await sendEvent(reader, { type, created_at: new Date(now()).toISOString(), data }, (asked) => {
      if (bounce === 'Transient') reader.soft = (reader.soft ?? 0) + 1;
      if (bounce !== 'Transient' || reader.soft >= 5) note(reader, 'suppressed', asked);
    });
  };
  /** Resend could not send what it took last; that may not be recorded yet. */
  const fail = async () => {
    const mail = record.findLast(
      ({ via, to, messageId, failed }) =>
        via === 'resend' && !failed && !messageId.startsWith('confirm.') && byAddress.get(to)?.busy !== true,
    );
    const reader = mail && byAddress.get(mail.to);
    if (!reader) return;
    const data = { email_id: mail.providerId, to: [mail.to], failed: { reason: 'told by the soak' } };
    await sendEvent(reader, { type: 'email.failed', data }, () => {
      mail.failed = true;
    });
  };
  const sendEvent = (reader, event, change) => {
    const id = `msg_${randomBytes(12).toString('hex')}`;
    const body = JSON.stringify(event);
    const sign = () => {
      const timestamp = String(Math.floor(now() / 1000));
      const key = Buffer.from(webhookSecret.replace('whsec_', ''), 'base64');
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
      return { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${signature}` };
    };
    // A provider repeats an event until it is taken, and now and then for no reason.
    const again = rng() < 0.2 ? 2 : 1;
    return retryWhileDatabaseDown(
      reader,
      '/webhooks/resend',
      { method: 'POST', body, headers: sign },
      async (answer, asked) => {
        if (answer.status !== 200)
          throw new Error(`an event was answered with ${answer.status}: ${answer.text}`);
        if (again > 1) await ask('/webhooks/resend', { method: 'POST', body, headers: sign });
        if (answer.text.startsWith('done') || answer.text.startsWith('known already')) change(asked);
      },
    );
  };

  return {
    all,
    byAddress,
    onMail,
    acts,
    /** What was not answered, and the links that came by mail. */
    async turn() {
      for (const attempt of waiting.splice(0)) await attempt();
      for (const [reader, path] of links.splice(0)) await confirm(reader, path);
    },
    count: () => {
      const counts = {};
      for (const reader of all) counts[stateOf(reader)] = (counts[stateOf(reader)] ?? 0) + 1;
      return counts;
    },
  };
}

/** What the reader was at `at`: `unsure` while a request was under way, or within a minute of it. */
export function stateAt(reader, at) {
  const MINUTE = 60_000;
  if (reader.past.some(({ asked, done }) => at >= asked - MINUTE && at <= done + MINUTE))
    return { state: 'unsure' };
  const last = reader.past.findLast(({ done }) => done < at);
  if (!last) return { state: 'stranger' };
  if (last.state === 'active' && last.until) {
    if (at < last.until - 10 * MINUTE) return { ...last, state: 'paused' };
    if (at < last.until + 10 * MINUTE) return { state: 'unsure' };
  }
  return last;
}
