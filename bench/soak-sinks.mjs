// Where the soak's mail goes: an SMTP server and a stand-in for Resend that keep a record of all they took, and that
// fail as real ones do. What they say they took, they took: the record is what "at most once" is judged by.
import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import { SMTPServer } from 'smtp-server';

/** Resend forgets a key after a day. */
const KEY_MS = 86_400_000;

/**
 * `now`: the moved clock in milliseconds; `rng`: chance. Addresses that begin with `gone` are refused (SMTP) or
 * accepted and bounced later (Resend, by the soak's webhooks); those that begin with `bad` are refused by Resend.
 */
export async function openSinks({ now, rng, onMail }) {
  /** { via, messageId, to, subject, at, providerId, unsubscribe } in the order in which they were taken. */
  const record = [];
  /** The first mail of each issue as it went out, by issue id: { html, text }. */
  const samples = new Map();
  const faults = { refused: 0, broken: 0, brokenAfter: 0, soft: 0, hard: 0, repeated: 0, conflicts: 0 };
  const chance = (share) => rng() < share;

  const take = (via, { to, headers, subject, html, text }) => {
    const messageId = /<?([^<>]+?)(?:@[^@>]*)?>?$/.exec(headers['message-id'])?.[1] ?? '';
    const unsubscribe = /<([^<>]+)>/.exec(headers['list-unsubscribe'] ?? '')?.[1];
    const mail = { via, messageId, to, subject, at: now(), providerId: randomUUID(), unsubscribe };
    record.push(mail);
    const issue = /^(?:daily|weekly)-[^.]+/.exec(messageId)?.[0];
    if (issue && !samples.has(issue)) samples.set(issue, { html: html(), text: text() });
    onMail(mail, text);
    return mail.providerId;
  };

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, callback) {
      if (address.startsWith('gone')) {
        faults.hard++;
        return callback(Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 }));
      }
      if (chance(0.01)) {
        faults.soft++;
        return callback(Object.assign(new Error('4.2.1 try again later'), { responseCode: 451 }));
      }
      callback();
    },
    onData(stream, session, callback) {
      const breakOff = () => [...smtp.connections].find(({ id }) => id === session.id)?.close();
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        if (chance(0.004)) {
          faults.broken++;
          return breakOff();
        }
        const source = Buffer.concat(chunks).toString('latin1');
        const to = session.envelope.rcptTo[0].address;
        take('smtp', { to, ...parseMessage(source) });
        if (chance(0.004)) {
          faults.brokenAfter++;
          return breakOff();
        }
        callback();
      });
    },
  });
  smtp.on('error', () => {});

  const known = new Map();
  const resend = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const send = (status, value, headers = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(value));
      };
      if (chance(0.04)) {
        faults.refused++;
        return chance(0.5)
          ? send(503, { name: 'application_error', message: 'not well', statusCode: 503 })
          : send(
              429,
              { name: 'rate_limit_exceeded', message: 'slow down', statusCode: 429 },
              { 'retry-after': '1' },
            );
      }
      if (chance(0.02)) {
        faults.broken++;
        return request.socket.destroy();
      }
      const key = request.headers['idempotency-key'];
      const digest = createHash('sha256').update(body).digest('hex');
      const before = known.get(key);
      if (before && now() - before.at < KEY_MS) {
        if (before.digest !== digest) {
          faults.conflicts++;
          return send(409, {
            name: 'invalid_idempotent_request',
            message: 'another payload under this key',
            statusCode: 409,
          });
        }
        faults.repeated++;
        return send(200, before.answer);
      }
      const answer = takeRequest(request.url, JSON.parse(body.toString()), send);
      if (!answer) return;
      if (key) known.set(key, { digest, answer, at: now() });
      if (chance(0.03)) {
        faults.brokenAfter++;
        return request.socket.destroy();
      }
      send(200, answer);
    });
  });

  const takeRequest = (url, payload, send) => {
    const mails = [payload].flat();
    const errors = [];
    const ids = mails.flatMap((mail, index) => {
      const to = [mail.to].flat()[0].replace(/^.*<(.+)>$/, '$1');
      if (to.startsWith('bad')) {
        errors.push({ index, message: 'Invalid `to` field' });
        return [];
      }
      const headers = Object.fromEntries(
        Object.entries(mail.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const { subject } = mail;
      return [{ id: take('resend', { to, headers, subject, html: () => mail.html, text: () => mail.text }) }];
    });
    if (url === '/emails/batch') return { data: ids, ...(errors.length > 0 && { errors }) };
    if (ids[0]) return ids[0];
    send(422, { name: 'validation_error', message: 'Invalid `to` field', statusCode: 422 });
    return undefined;
  };

  await new Promise((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  await new Promise((resolve) => resend.listen(0, '127.0.0.1', resolve));
  return {
    record,
    samples,
    faults,
    smtpUrl: `smtp://127.0.0.1:${smtp.server.address().port}`,
    resendUrl: `http://127.0.0.1:${resend.address().port}`,
    async close() {
      resend.closeAllConnections();
      await new Promise((resolve) => resend.close(resolve));
      await new Promise((resolve) => smtp.close(resolve));
    },
  };
}

/** Headers, and the two bodies when somebody wants them. */
function parseMessage(source) {
  const end = source.indexOf('\r\n\r\n');
  const lines = source
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  const part = (type) => {
    const from = source.indexOf(`Content-Type: ${type}`);
    const start = source.indexOf('\r\n\r\n', from) + 4;
    return unquote(source.slice(start, source.indexOf('\r\n--', start)));
  };
  return {
    headers,
    subject: decodeWords(headers.subject ?? ''),
    html: () => part('text/html'),
    text: () => part('text/plain'),
  };
}

/** Quoted-printable (RFC 2045), of which only "=" matters here. */
function unquote(text) {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** Encoded words (RFC 2047). */
function decodeWords(text) {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, way, coded) =>
      way.toLowerCase() === 'b'
        ? Buffer.from(coded, 'base64').toString()
        : unquote(coded.replaceAll('_', ' ')),
    );
}
