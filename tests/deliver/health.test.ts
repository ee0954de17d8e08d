import { expect, test } from 'vitest';
import { createHealth } from '../../src/deliver/health.js';
import type { MailResult } from '../../src/model.js';

const statusAfter = (...outcomes: MailResult['outcome'][]) => {
  const health = createHealth(0.1);
  for (const outcome of outcomes) health.add(outcome);
  return health.status();
};
const times = (count: number, outcome: MailResult['outcome']) =>
  Array<MailResult['outcome']>(count).fill(outcome);

test.each<[string, MailResult['outcome'][], ReturnType<typeof statusAfter>]>([
  ['nothing yet', [], 'healthy'],
  ['one failure alone', ['failed'], 'outage'],
  ['four uncertain ones', times(4, 'uncertain'), 'healthy'],
  ['five uncertain ones and no other', times(5, 'uncertain'), 'paused'],
  ['five uncertain ones among many', [...times(45, 'sent'), ...times(5, 'uncertain')], 'healthy'],
  ['three of twenty', [...times(17, 'sent'), ...times(3, 'refused')], 'paused'],
])('health after %s', (_, outcomes, status) => expect(statusAfter(...outcomes)).toBe(status));
