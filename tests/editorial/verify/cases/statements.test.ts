import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../../src/editorial/verify/evidence.js';
import { verifyText } from '../../../../src/editorial/verify/verify.js';

const post = (id: string, text: string, author = 'mira'): Evidence => ({
  id,
  author,
  title: '',
  text,
  platform: 'x',
  url: `https://x.com/${author}/status/1`,
  createdAt: '2026-03-03T09:00:00Z',
});
const sources = new Map(
  [
    post(
      'boat',
      'Harbor Labs released Skiff 3, an open-weights navigation model. Skiff 3 scores 71.5 on SeaBench, ahead of Dory Pro (66.0). It may lag Dory Pro in fog, one tester said. It runs at 90 tok/s, up from 30 tok/s, on an H100.',
    ),
    post('dory', 'Dory Pro now costs 12 dollars a month and keeps logs for 45 days.'),
  ].map((entry) => [entry.id, entry]),
);
const refusals = (text: string, ids = 'boat', heading = false) => {
  const verdict = verifyText(text, ids.split(' '), sources, { language: 'en', heading });
  return verdict.ok ? [] : verdict.refusals;
};

describe('verifyText: statements', () => {
  it.each([
    ['Harbor Labs released Skiff 3, and its founder was arrested for fraud.', 'event'],
    ['Harbor Labs released Skiff 3, and two board members walked out in anger.', 'wording'],
    ['Skiff 3 lags Dory Pro in fog.', 'hedge'],
    ['Dory Pro scores 71.5 on SeaBench, ahead of Skiff 3 (66.0).', 'swap'],
    ['Skiff 3 is the only navigation model on SeaBench.', 'quantifier'],
    ['Skiff 3 will be released next month.', 'time'],
    ['Harbor Labs refused to release Skiff 3.', 'denial'],
    ['Skiff 3 is a closed-weights navigation model.', 'opposite'],
    ['The fog caused Harbor Labs to release Skiff 3.', 'cause'],
  ])('refuses %s', (text, reason) => expect(refusals(text)).toContain(reason));

  it('refuses a number of one post said of the subject of another', () =>
    expect(refusals('Skiff 3 keeps logs for 45 days.', 'boat dory')).toContain('owner'));

  it('refuses invented headings', () => {
    expect(refusals('Harbor Labs goes bankrupt', 'boat', true)).toContain('event');
    expect(refusals('Skiff 3 scores 71.5 on SeaBench', 'boat', true)).toEqual([]);
  });

  it.each([
    'Skiff 3 leads Dory Pro by 5.5 points on SeaBench.',
    'Skiff 3 runs three times as fast as before: 90 tok/s.',
    'Skiff 3 may lag Dory Pro in fog.',
  ])('accepts %s', (text) => expect(refusals(text)).toEqual([]));
});
