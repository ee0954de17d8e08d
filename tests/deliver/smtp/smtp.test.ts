import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { adviseOnCertificate } from '../../../src/deliver/smtp/certificate-fault.js';
import { createSmtp, verifySmtp } from '../../../src/deliver/smtp/smtp.js';
import type { HandOver, Messenger } from '../../../src/model.js';
import { type MailSink, makeMail, startSmtpSink } from '../../fixtures/mails.js';

let sink: MailSink | undefined;
let messenger: Messenger | undefined;
afterEach(async () => {
  await messenger?.close();
  await sink?.close();
});

async function open(options?: SMTPServerOptions, timeoutMs = 20_000): Promise<Messenger> {
  sink = await startSmtpSink(options);
  messenger = createSmtp(sink.url, { connections: 2, timeoutMs });
  return messenger;
}
const refuse =
  (code: number, text: string): SMTPServerOptions['onRcptTo'] =>
  (_, __, callback) =>
    callback(Object.assign(new Error(text), { responseCode: code }));
const mails = (count: number) => Array.from({ length: count }, (_, n) => makeMail(n));

test('mails go out as text and HTML, the same when decoded, under their own Message-ID', async () => {
  const results = await (await open()).send(mails(5));
  expect(results.map(({ outcome, key }) => [outcome, key])).toEqual(mails(5).map(({ key }) => ['sent', key]));
  const source = sink?.received.find(({ to }) => to === 'reader3@example.org')?.source ?? '';
  expect(source).toContain('Message-ID: <3@example.org>\r\n');
  expect(source).toContain('Subject: =?UTF-8?Q?One_=E2=80=94_two?=');
  expect(source).toMatch(/multipart\/alternative[\s\S]*text\/plain[\s\S]*text\/html/);
  expect(source).toContain('\r\n\r\nHello 3\r\n.\r\n');
  expect(source).toContain('\r\n\r\n<p>Hello 3 =E2=80=94 or =3D20 not</p>\r\n<p>.</p>\r\n');
});

test.each([
  ['no such mailbox', 550, '5.1.1 no such user', 'rejected'],
  ['a plain permanent refusal', 550, 'no such user', 'rejected'],
  ['a policy', 550, '5.7.1 relaying denied', 'refused'],
  ['a login is wanted', 530, '5.5.1 authentication required', 'refused'],
  ['greylisting', 451, '4.7.1 try again later', 'deferred'],
])('a refusal of the recipient: %s', async (_, code, text, outcome) => {
  const results = await (await open({ onRcptTo: refuse(code, text) })).send([makeMail(1)]);
  expect(results).toMatchObject([{ outcome, error: expect.stringContaining(text) }]);
});

test('one bad address does not disturb the others', async () => {
  const results = await (
    await open({
      onRcptTo: ({ address }, session, callback) =>
        address.startsWith('reader2@')
          ? refuse(550, 'user unknown')?.({ address, args: false }, session, callback)
          : callback(),
    })
  ).send(mails(5));
  expect(results.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'rejected', 'sent', 'sent']);
});

test('a refusal of the content is not a bounce', async () => {
  const onData: SMTPServerOptions['onData'] = (stream, _, callback) => {
    stream.resume();
    stream.on('end', () => callback(Object.assign(new Error('looks like spam'), { responseCode: 554 })));
  };
  expect(await (await open({ onData })).send([makeMail(1)])).toMatchObject([{ outcome: 'refused' }]);
});

test('a server that limits mails per connection gets the others over new connections, each once', async () => {
  const taken = new Map<string, number>();
  const onMailFrom: SMTPServerOptions['onMailFrom'] = (_, { id }, callback) => {
    const count = (taken.get(id) ?? 0) + 1;
    taken.set(id, count);
    callback(count > 3 ? Object.assign(new Error('too many'), { responseCode: 421 }) : null);
  };
  const results = await (await open({ onMailFrom })).send(mails(10));
  expect(results.map(({ outcome }) => outcome)).toEqual(mails(10).map(() => 'sent'));
  expect(sink?.received.map(({ to }) => to).sort()).toEqual(mails(10).map(({ to }) => to));
  expect(taken.size).toBeGreaterThan(3);
});

test('a connection that is lost after the content is uncertain', async () => {
  const onData: SMTPServerOptions['onData'] = (stream) => {
    stream.resume();
  };
  expect(await (await open({ onData }, 1_000)).send([makeMail(1)])).toMatchObject([{ outcome: 'uncertain' }]);
});

test('the end of a mail is sent only after the ledger has recorded it; until then, the server has no mail', async () => {
  const smtp = await open();
  const begun: string[] = [];
  const handOver = (begin: HandOver['begin']) => ({ begin, withdraw: async () => {} });
  const refusing = handOver(async () => {
    throw new Error('another process sends it');
  });
  expect(await smtp.send([makeMail(1)], undefined, refusing)).toMatchObject([
    { outcome: 'failed', error: 'another process sends it' },
  ]);
  const noting = handOver(async ({ key }) => {
    expect(sink?.received).toEqual([]);
    begun.push(key);
  });
  expect(await smtp.send([makeMail(2)], undefined, noting)).toMatchObject([{ outcome: 'sent' }]);
  expect(begun).toEqual([makeMail(2).key]);
  expect(sink?.received.map(({ to }) => to)).toEqual(['reader2@example.org']);
});

test('if a connection is lost before the end of the content, the mail is sent over another one', async () => {
  let lost = 0;
  const smtp = await open();
  const send = smtp.send([makeMail(1)], undefined, {
    begin: async () => {
      if (lost++ > 0) return;
      await sink?.breakConnections();
      // Until this side knows, too.
      await sleep(50);
    },
    withdraw: async () => {},
  });
  expect(await send).toMatchObject([{ outcome: 'sent' }]);
  expect(sink?.received).toHaveLength(1);
});

test('a server that requires a login or encryption refuses everybody', async () => {
  const onMailFrom: SMTPServerOptions['onMailFrom'] = (_, __, callback) =>
    callback(Object.assign(new Error('5.7.0 Must issue a STARTTLS command first'), { responseCode: 530 }));
  expect(await (await open({ onMailFrom })).send(mails(1))).toMatchObject([
    { outcome: 'refused', affectsAll: true, error: '530 5.7.0 Must issue a STARTTLS command first' },
  ]);
});

test('a server that hangs up before its greeting is named as such', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  messenger = createSmtp(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, { timeoutMs: 2_000 });
  expect(await messenger.send([makeMail(1)])).toMatchObject([
    { outcome: 'failed', error: 'the server closes the connection before its greeting' },
  ]);
  await new Promise((resolve) => server.close(resolve));
});

test('an unreachable server fails, and the error does not contain the password', async () => {
  messenger = createSmtp('smtp://user:s3cr%40et@127.0.0.1:9', { timeoutMs: 20_000 });
  const results = await messenger.send([makeMail(1)]);
  expect(results).toMatchObject([{ outcome: 'failed', error: expect.stringContaining('ECONNREFUSED') }]);
  expect(JSON.stringify(results)).not.toMatch(/s3cr/);
});

test('a refused login fails, and a password that the server repeats is masked', async () => {
  sink = await startSmtpSink({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, callback) => {
      const plain = Buffer.from(`\0${username}\0${password}`).toString('base64');
      callback(new Error(`no such password: ${password} of ${plain}`));
    },
  });
  messenger = createSmtp(sink.url.replace('//', '//user:s3cr%40et@'), { timeoutMs: 20_000 });
  const results = await messenger.send([makeMail(1)]);
  expect(results).toMatchObject([{ error: expect.stringContaining('password: [secret] of [secret]') }]);
  expect(results).toMatchObject([{ outcome: 'refused', affectsAll: true }]);
});

test('a login is verified without a mail, and its refusal does not contain the password', async () => {
  sink = await startSmtpSink({
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, callback) =>
      username === 'user' ? callback(null, { user: username }) : callback(new Error(`not ${password}`)),
  });
  const as = (name: string) => verifySmtp(sink?.url.replace('//', `//${name}:s3cr%40et@`) ?? '', 20_000);
  expect(await as('user')).toBeUndefined();
  expect(await verifySmtp(sink.url, 20_000)).toBeUndefined();
  expect(await as('other')).toMatch(/not \[secret\]/);
  expect(await verifySmtp('smtp://user:s3cr%40et@127.0.0.1:9', 20_000)).toMatch(/ECONNREFUSED/);
  expect(sink.received).toEqual([]);
});

test('a rejected certificate is explained, and the suggested setting works', async () => {
  sink = await startSmtpSink({ disabledCommands: [] });
  messenger = createSmtp(sink.url);
  const [refused] = await messenger.send([makeMail(1)]);
  expect(refused).toMatchObject({
    outcome: 'failed',
    error: expect.stringContaining('docs/deliverability.md'),
  });
  await messenger.close();
  messenger = createSmtp(`${sink.url}/?tls.rejectUnauthorized=false`);
  expect(await messenger.send([makeMail(1)])).toMatchObject([{ outcome: 'sent' }]);
  expect(adviseOnCertificate("Hostname/IP does not match certificate's altnames")).toContain(
    'tls.servername',
  );
  expect(adviseOnCertificate('unable to verify the first certificate')).toContain('NODE_EXTRA_CA_CERTS');
  expect(adviseOnCertificate('connect ECONNREFUSED')).toBeUndefined();
});

test('after a stop, mails that have not begun are not sent', async () => {
  expect(await (await open()).send(mails(3), AbortSignal.abort())).toMatchObject(
    mails(3).map(() => ({ outcome: 'failed' })),
  );
  expect(sink?.received).toEqual([]);
});

test.each(['', 'mail.example.org', 'http://example.org', 'smtp://user:p%zz@example.org'])(
  'an SMTP_URL that is none is refused without being repeated: %j',
  (url) => expect(() => createSmtp(url)).toThrow(/^Invalid SMTP_URL$/),
);

test('a slow server gets all mails, each once, and no reader is rejected', async () => {
  let tokens = 10;
  let filled = performance.now();
  const onRcptTo: SMTPServerOptions['onRcptTo'] = (_, __, callback) => {
    const now = performance.now();
    tokens = Math.min(10, tokens + (now - filled) / 100);
    filled = now;
    const text = 'Throttling failure: Maximum sending rate exceeded.';
    if (tokens < 1) return callback(Object.assign(new Error(text), { responseCode: 454 }));
    tokens--;
    return callback();
  };
  const results = await (await open({ onRcptTo })).send(mails(30));
  expect(results.map(({ outcome }) => outcome)).toEqual(mails(30).map(() => 'sent'));
  expect(sink?.received).toHaveLength(30);
});

test('no more mails a second than the operator allows', async () => {
  sink = await startSmtpSink();
  messenger = createSmtp(sink.url, { maxPerSecond: 25 });
  const start = performance.now();
  await messenger.send(mails(6));
  expect(performance.now() - start).toBeGreaterThan(190);
});

test('after “too many messages per connection”, the rest is sent over new connections', async () => {
  const taken = new Map<string, number>();
  const onMailFrom: SMTPServerOptions['onMailFrom'] = (_, { id }, callback) => {
    const count = (taken.get(id) ?? 0) + 1;
    taken.set(id, count);
    const text = '4.5.3 Too many messages per connection';
    callback(count > 3 ? Object.assign(new Error(text), { responseCode: 452 }) : null);
  };
  const results = await (await open({ onMailFrom })).send(mails(10));
  expect(results.map(({ outcome }) => outcome)).toEqual(mails(10).map(() => 'sent'));
  expect(taken.size).toBeGreaterThan(3);
});
