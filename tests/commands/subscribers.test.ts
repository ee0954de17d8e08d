import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parseCsv } from '../../src/commands/csv.js';
import { readSubscriberFile } from '../../src/commands/subscriber-file.js';
import { command } from '../../src/commands/subscribers.js';
import { newPublication, runCommand, setService } from '../fixtures/publication.js';

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

test('each line that is wrong is named', () => {
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
  await expect(run('import', file, { confirmed: true })).rejects.toThrow('line 3: "nobody" is no address');
  expect((await counts()).active).toBe(0);
});

test('import, export, remove: what goes out comes in again, and who left stays away', async () => {
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

test('who is added without having consented is asked to confirm', async () => {
  expect(await run('add', 'eve@example.org', { cadence: 'weekly' })).toMatchObject({ exitCode: 0 });
  expect((await counts()).pending).toBe(1);
  const outbox = join(folder, 'data', 'outbox');
  const mail = readdirSync(outbox).find((name) => name.endsWith('.txt')) ?? '';
  expect(readFileSync(join(outbox, mail), 'utf8')).toContain('https://example.org/confirm/');
});

test.each<[string[], Record<string, string>, string]>([
  [['add'], {}, 'Which addresses shall be added?'],
  [['add', 'a@example.org\nb'], {}, 'is no address'],
  [['add', 'a@example.org'], { hour: '25' }, 'The hour "25" is not 0 to 23'],
  [['remove', 'nobody@example.org'], {}, 'is not on the list'],
  [['import', 'missing.csv'], {}, 'cannot be read'],
  [['burn'], {}, 'subscribers burn is unknown'],
])('%j is refused', (args, values, message) => expect(run(...args, values)).rejects.toThrow(message));
