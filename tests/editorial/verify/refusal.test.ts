// What an issue publishes of a refusal: why, and never the words that were refused.
import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/editorial/verify/evidence.js';
import { describeRefusals } from '../../../src/editorial/verify/refusal.js';
import { verifyText } from '../../../src/editorial/verify/verify.js';

const post: Evidence = {
  id: 'x:1',
  author: 'ada',
  title: '',
  text: 'Heron 3 runs at 41 tok/s on a phone and may keep 97% of the accuracy of Heron 2.',
  platform: 'x',
  url: 'https://x.com/ada/status/1',
  createdAt: '2026-03-18T09:00:00Z',
};

test('a published reason holds none of the words that were refused, whoever gave it', () => {
  const texts = [
    'Victims of Heron 3 get refunds at heron-refund.com.',
    'Heron 3 runs at 987,654 tok/s and its founder was arrested for fraud.',
    'Heron 3 keeps 97% of the accuracy of Heron 2 because Marlow paid for it.',
    'Write to help@refund-desk.org about <b>Heron 3</b>.',
    'Heron 3 never runs on a phone, “says everybody”.',
  ];
  const reasons = texts.flatMap((text) => {
    const verdict = verifyText(text, ['x:1', 'x:9'], new Map([[post.id, post]]), { language: 'en' });
    return verdict.ok ? [] : verdict.refusals;
  });
  expect(reasons.length).toBeGreaterThan(8);
  const published = describeRefusals([...reasons, 'doubt']);
  expect(published.join('\n')).not.toMatch(
    /refund|987|founder|arrest|fraud|Marlow|paid|everybody|never|phone|<b>|"|x:/i,
  );
  expect(new Set(published)).toContain('the cited posts do not report this event');
  expect(new Set(published)).toContain('it contained an address');
});
