import { expect, test } from 'vitest';
import { describeCauses } from '../../../src/stages/fetching/causes.js';

test('causes are counted, the most frequent first; a cause of one source names it', () => {
  const failures = [
    { source: 'r/one', error: 'HTTP 404' },
    ...['a', 'b', 'c'].map((source) => ({ source, error: 'HTTP 403' })),
    ...['d', 'e'].map((source) => ({ source, error: 'timed out after 20 s' })),
  ];
  expect(describeCauses(failures)).toBe('3 × HTTP 403, 2 × timed out after 20 s, r/one: HTTP 404');
  const more = ['x', 'y'].map((source) => ({ source, error: `HTTP 50${source}` }));
  expect(describeCauses([...failures, ...more])).toBe(
    '3 × HTTP 403, 2 × timed out after 20 s, r/one: HTTP 404 and 2 other causes',
  );
  expect(describeCauses([])).toBe('');
});
