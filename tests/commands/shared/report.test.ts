import { expect, test } from 'vitest';
import { describeFix } from '../../../src/commands/shared/report.js';

const fix = (errors: string[], failed: number, suppressed?: number) =>
  describeFix({ id: 'daily-1' }, { errors, failed, suppressed }).join('\n');

test('failed mails have a hint, unless the mailbox does not exist', () => {
  const resume = '  When that is fixed: tidings send daily-1 --resume';
  const gone =
    '  2 of the failed addresses do not exist and are now suppressed; tidings subscribers lists them.';
  expect(fix([], 0)).toBe('');
  expect(fix(['550 relay not permitted'], 2)).toBe(resume);
  expect(fix(['550 user unknown'], 2, 2)).toBe(gone);
  expect(fix(['550 user unknown', 'no connection'], 3, 2)).toBe(`${gone}\n${resume}`);
  expect(fix(['paused: x; continue with tidings send daily-1 --resume'], 3)).toBe('');
});
