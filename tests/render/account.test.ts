// How an issue describes itself: the "checked" line, how it was made, and what is only on the page.
import { describe, expect, test } from 'vitest';
import { changeBullets } from '../../src/base/issue-bullets.js';
import { describeChecked, describeMaking, describeOmitted } from '../../src/render/account.js';
import { makeIssue } from '../fixtures/issue.js';

describe('describeChecked', () => {
  const none = { subreddits: 0, accounts: 0, lists: 0, feeds: 0, failed: [], skipped: [] };
  const failed = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ source: `r/s${n}`, error: 'x' }));
  test.each([
    [
      { ...none, subreddits: 12, accounts: 544, feeds: 41 },
      'We checked 12 subreddits, 544 X accounts and 41 feeds.',
    ],
    [{ ...none, subreddits: 1, feeds: 1 }, 'We checked 1 subreddit and 1 feed.'],
    [{ ...none, lists: 2, failed: failed(1) }, 'We checked 2 X lists; 1 did not answer (r/s0).'],
    [none, 'We checked no sources.'],
    [
      { ...none, accounts: 2, partial: [{ source: '@a', why: 'spent' }] },
      'We checked 2 X accounts. Read in part: @a (spent).',
    ],
    [{ ...none, feeds: 1, note: 'Made later.' }, 'We checked 1 feed. Made later.'],
  ])('%#', (checked, words) => expect(describeChecked(checked)).toBe(words));
  test('only some of many failures are named, and the rest is counted', () =>
    expect(describeChecked({ ...none, feeds: 1200, failed: failed(1100) })).toBe(
      'We checked 1,200 feeds; 1,100 did not answer (r/s0, r/s1, r/s2, r/s3, r/s4, r/s5, r/s6, r/s7 and 1,092 more).',
    ));
  test('skipped sources are grouped by reason', () => {
    const skipped = ['@a', '@b'].map((source) => ({ source, why: 'no X token' }));
    const checked = { ...none, feeds: 3, skipped: [...skipped, { source: 'r/c', why: 'no client' }] };
    expect(describeChecked(checked)).toBe(
      'We checked 3 feeds. Skipped: @a, @b (no X token); r/c (no client).',
    );
  });
});

describe('describeMaking', () => {
  const issue = makeIssue();
  const { audit, model } = issue;
  const made = (change: { audit?: Partial<typeof audit>; model?: Partial<typeof model> }) =>
    describeMaking({
      ...issue,
      audit: { ...audit, ...change.audit },
      model: { ...model, ...change.model },
    }).join(' ');
  test('audit, model and price', () =>
    expect(made({})).toBe(
      '41 statements, 51 citations, each checked against the posts they cite. Of these, 2 were rewritten and ' +
        '1 was replaced by the posts’ own words. Phrased by sample-model-mini for $0.03. ' +
        'No second reading was made: the rules alone decided.',
    ));
  test('statements that somebody edited are not counted as checked', () => {
    const edited = changeBullets(issue, (one) => ({ ...one, origin: 'edited' }));
    expect(describeMaking(edited).at(-1)).toMatch(/^Edited by hand after the check: \d+\.$/);
    expect(describeMaking(edited, 'de').at(-1)).toMatch(/^Nach der Prüfung von Hand geändert: \d+\.$/);
  });
  test('the second reading, also if it did not answer', () => {
    const text = made({ model: { secondReading: { read: 9, doubted: 2, unread: 3 } } });
    expect(text).toContain('compared 9 drafts with the posts and doubted 2. It did not answer for 3:');
  });
  test('singular', () => {
    const one = { bullets: 1, citations: 1, rewritten: 1, replaced: 0 };
    expect(made({ audit: one })).toContain('1 statement, 1 citation, checked against the post it cites. ');
    expect(made({ audit: one })).toContain('Of these, 1 was rewritten.');
  });
  test('without a model', () =>
    expect(made({ audit: { bullets: 0 }, model: { name: 'offline', costUsd: 0 } })).toBe(
      'No model was used: the sentences are the posts’ own.',
    ));
  test('a degraded run is described', () => {
    expect(made({ model: { degraded: 'the budget was spent.' } })).toContain(
      'Phrased in part by sample-model-mini for $0.03: the model failed in part (the budget was spent);',
    );
    expect(made({ model: { name: 'offline', degraded: 'no answer' } })).toContain(
      'No model was used (no answer)',
    );
  });
});

test('describeOmitted', () => {
  expect(describeOmitted(17, true)).toBe('17 more items are on the web page');
  expect(describeOmitted(1, true)).toBe('1 more item is on the web page');
  expect(describeOmitted(2, false)).toBe('2 more items did not fit into this mail');
});
