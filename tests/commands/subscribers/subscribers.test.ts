import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parseCsv } from '../../../src/commands/shared/csv.js';
import { command } from '../../../src/commands/subscribers/index.js';
import { readSubscriberFile } from '../../../src/commands/subscribers/subscriber-file.js';
import { newPublication, runCommand, setService } from '../../fixtures/publication.js';

let folder: string;
beforeAll(async () => {
  folder = await newPublication(0);
  setService(folder);
});
const run = (...args: [...string[], Record<string, string | boolean>]) => {
  const values = args.pop() as Record<string, string | boolean>;
  return runCommand(command, folder, args as string[], values);
};
const counts = async () => ((await run({})).json as { counts: Record<string, number> }).counts;
const defaults = { cadence: 'daily' as const, timeZone: 'UTC', hour: 7, omitted: [] };

test('CSV: quotes, breaks in them, either line end, empty lines, a byte order mark', () => {
  const records = parseCsv('\ufeffa,b\r\n"x, ""y""",2\n\n"two\nlines",3\r\n,\r\n');
  expect(records).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['x, "y"', '2'] },
    { line: 4, fields: ['two\nlines', '3'] },
    { line: 6, fields: ['', ''] },
  ]);
  expect(parseCsv('a;b\n1;2')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['1', '2'] },
  ]);
});

test.each([
  ['a,b\n1,"open', { line: 2, mistake: 'a quote that does not close' }],
  ['a,b\n"1"2,3', { line: 2, mistake: 'text after a quote' }],
])('CSV: %j is broken', (text, mistake) => expect(parseCsv(text)).toEqual(mistake));

test('each invalid line is named', () => {
  const text = [
    'Email,Cadence,TimeZone,Hour,Note',
    'ann@example.org,weekly,Europe/Berlin,6,hello',
    'bob@example.org',
    'nobody,daily,,,',
    'c@example.org,hourly,,,',
    'd@example.org,,Mars/Base,,',
    'e@example.org,,,24,',
    'ANN@example.org,,,,',
    'f@example.org,,,,,,',
  ].join('\n');
  const { subscribers, mistakes } = readSubscriberFile(text, defaults);
  expect(subscribers.map(({ preferences }) => preferences)).toEqual([
    { cadence: 'weekly', timeZone: 'Europe/Berlin', hour: 6, omitted: [] },
    defaults,
  ]);
  expect(mistakes.map((mistake) => mistake.split(':')[0])).toEqual(
    [4, 5, 6, 7, 8, 9].map((line) => `line ${line}`),
  );
});

test('a file with a broken line imports nothing', async () => {
  const file = join(folder, 'broken.csv');
  writeFileSync(file, 'email\nann@example.org\nnobody\n');
  await expect(run('import', file, { confirmed: true })).rejects.toThrow(
    'line 3: "nobody" is not an address',
  );
  expect((await counts()).active).toBe(0);
});

test('--skip-invalid imports the others and writes the refused lines with their reasons', async () => {
  const file = join(folder, 'mixed.csv');
  const lines = [
    'email,status',
    'ok@example.org,active',
    'nobody,active',
    'odd@example.org,zombie',
    'out@example.org,bounced',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const { json, text, exitCode } = await run('import', file, { confirmed: true, 'skip-invalid': true });
  expect(json).toMatchObject({ added: 1, left: 1, refused: { count: 2 } });
  expect([text, exitCode]).toEqual([expect.stringContaining('2 lines refused: '), 1]);
  expect(readFileSync(join(folder, 'mixed.refused.csv'), 'utf8')).toBe(
    [
      'line,reason,email,status',
      '3,"""nobody"" is not an address",nobody,active',
      '4,"""status"" is ""zombie"": perhaps this address should get no mail",odd@example.org,zombie',
      '',
    ].join('\n'),
  );
  writeFileSync(file, 'email\n"open\n');
  await expect(run('import', file, { 'skip-invalid': true })).rejects.toThrow('a quote that does not close');
  // Who left elsewhere is remembered.
  expect((await run('add', 'out@example.org', { confirmed: true })).json).toMatchObject({
    added: 0,
    left: 1,
  });
  await run('remove', 'ok@example.org', 'out@example.org', {});
});

test('restore explains why an address stays suppressed, and then restores nobody', async () => {
  await expect(run('restore', 'ghost@example.org', {})).rejects.toThrow(
    'ghost@example.org is not suppressed',
  );
  await expect(run('restore', {})).rejects.toThrow('restore needs addresses');
  await expect(run('restore', { since: '2026-02-30' })).rejects.toThrow('Invalid date "2026-02-30"');
  expect(await run('restore', { since: '2026-01-01' })).toMatchObject({
    text: 'Restored 0; they get the next issue.',
  });
});

test('an export can be imported again, and readers who unsubscribed stay unsubscribed', async () => {
  const file = join(folder, 'list.csv');
  writeFileSync(file, 'email,cadence\nann@example.org,weekly\nbob@example.org,\n');
  expect((await run('import', file, { confirmed: true })).json).toMatchObject({ added: 2, known: 0 });
  expect((await run('import', file, { confirmed: true })).json).toMatchObject({ added: 0, known: 2 });
  const { text } = await run('export', { json: false });
  expect(readSubscriberFile(text, defaults)).toMatchObject({
    mistakes: [],
    left: 0,
    subscribers: { length: 2 },
  });
  expect(text).toContain('ann@example.org,weekly,UTC,7,active,');
  await run('remove', 'ANN@example.org', {});
  expect(await counts()).toMatchObject({ active: 1 });
  expect(readSubscriberFile('email,status\nann@example.org,unsubscribed', defaults)).toMatchObject({
    left: 1,
  });
});

// Their real headers, shortened; the second line of each says that it gets no mail.
test.each([
  [
    'Buttondown',
    'id,email_address,type\n1,a@example.org,regular\n2,b@example.org,unsubscribed',
    'type unsubscribed',
  ],
  [
    'Substack',
    'email,active_subscription,email_disabled\na@example.org,false,false\nb@example.org,false,true',
    'email_disabled true',
  ],
  [
    'Ghost',
    'id,email,subscribed_to_emails,deleted_at\n1,a@example.org,true,\n2,b@example.org,false,',
    'subscribed_to_emails false',
  ],
  ['a status', 'Email;Status\na@example.org;Active\nb@example.org;Inactive', 'status inactive'],
  [
    'Mailchimp',
    'Email Address\tUNSUB_TIME\na@example.org\t\nb@example.org\t2025-01-02 10:11:12',
    'unsub_time',
  ],
  [
    'ours',
    'email,status,paused_until\na@example.org,paused,2026-04-06T00:00:00.000Z\nb@example.org,paused,',
    'status paused',
  ],
])('who gets no mail elsewhere is not taken in: %s', (_, text, mark) => {
  const { subscribers, ...rest } = readSubscriberFile(text, defaults);
  expect(subscribers.map(({ mailbox }) => mailbox.address)).toEqual(['a@example.org']);
  expect(rest).toMatchObject({ left: 1, leftBy: [mark], mistakes: [], refused: [] });
});

test('a pause is exported and imported', async () => {
  const file = join(folder, 'paused.csv');
  // As Excel saves "Unicode text".
  writeFileSync(file, '\ufeffemail\tstatus\tpaused_until\nkim@example.org\tpaused\t2999-01-01\n', 'utf16le');
  await run('import', file, { confirmed: true });
  expect((await counts()).paused).toBe(1);
  const { text } = await run('export', { json: false });
  expect(readSubscriberFile(text, defaults).subscribers).toContainEqual(
    expect.objectContaining({ pausedUntil: '2999-01-01T00:00:00.000Z' }),
  );
  await run('remove', 'kim@example.org', {});
});

test('an added reader who has not consented gets a confirmation mail', async () => {
  expect(await run('add', 'eve@example.org', { cadence: 'weekly' })).toMatchObject({ exitCode: 0 });
  expect((await counts()).pending).toBe(1);
  const outbox = join(folder, 'data', 'outbox');
  const mail = readdirSync(outbox).find((name) => name.endsWith('.txt')) ?? '';
  expect(readFileSync(join(outbox, mail), 'utf8')).toContain('https://example.org/confirm/');
});

test.each<[string[], Record<string, string>, string]>([
  [['add'], {}, 'add needs an address'],
  [['add', 'a@example.org\nb'], {}, 'is not an address'],
  [['add', 'a@example.org'], { hour: '25' }, 'The hour "25" is not 0 to 23'],
  [['remove', 'nobody@example.org'], {}, 'is not on the list'],
  [['import', 'missing.csv'], {}, 'Cannot read'],
  [['burn'], {}, 'Unknown verb "burn"'],
  [['constructor'], {}, 'Unknown verb "constructor"'],
  [[], { cadence: 'weekly' }, '--cadence has no effect without add or import'],
  [['remove', 'a@example.org'], { confirmed: 'yes' }, '--confirmed has no effect without add or import'],
  [['export', 'list.csv'], {}, 'Unexpected argument "list.csv"'],
  [['import', 'a.csv', 'b.csv'], {}, 'Unexpected argument "b.csv"'],
])('%j is refused', (args, values, message) => expect(run(...args, values)).rejects.toThrow(message));
