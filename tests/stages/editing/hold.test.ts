import { describe, expect, test } from 'vitest';
import { createHeldError, findHoldReason } from '../../../src/stages/editing/hold.js';

const failed = (sourceId: string) => ({ sourceId, posts: [], error: 'HTTP 401' });
const fine = (sourceId: string) => ({ sourceId, posts: [] });
const none = { posts: [], past: new Map() };
const limits = { from: '2026-05-04T00:00:00.000Z', maxShare: 0.5 };
const post = (sourceId: string, createdAt: string) => ({ sourceId, createdAt });

describe('findHoldReason', () => {
  test('holds if more than half of the sources could not be read', () => {
    const outcomes = [failed('x:a'), failed('x:b'), fine('feed:c')];
    expect(findHoldReason({ outcomes }, none, limits)).toBe(
      '2 of 3 sources could not be read (2 × HTTP 401)',
    );
    expect(findHoldReason({ outcomes: outcomes.slice(1) }, none, limits)).toBeUndefined();
  });
  test('weights sources by their usual number of posts', () => {
    const outcomes = [failed('x-list:1'), fine('feed:b'), fine('feed:c')];
    const past = new Map([['x-list:1', Array(40).fill({})]]);
    expect(findHoldReason({ outcomes }, { ...none, past }, limits)).toContain('1 of 3');
  });
  test('counts a source that rests after a failure as unread', () => {
    const resting = (sourceId: string) => ({
      sourceId,
      posts: [],
      skipped: 'rests until noon after a failure: HTTP 500',
      failedBefore: 'HTTP 500',
    });
    const outcomes = [resting('reddit:a'), resting('reddit:b'), fine('x-list:1')];
    expect(findHoldReason({ outcomes }, none, limits)).toBe(
      '2 of 3 sources could not be read (2 × HTTP 500)',
    );
  });
  test('the error of a refused private address says how to allow it', () => {
    const error = 'refused: 127.0.0.1 is a private or local address';
    const outcomes = [{ ...failed('feed:a'), error }];
    const reason = findHoldReason({ outcomes }, none, limits) ?? '';
    expect(createHeldError('daily-1', reason)).toMatchObject({
      message: `daily-1 is held as a draft: 1 of 1 sources could not be read (feed:a: ${error})`,
      hint: expect.stringContaining('network.allowPrivateNetwork: true'),
    });
    expect(createHeldError('daily-1', 'HTTP 401').hint).not.toContain('network');
  });
  test('ignores a source that was read earlier in the period or is skipped', () => {
    const posts = [post('x:a', '2026-05-04T09:00:00.000Z')];
    expect(findHoldReason({ outcomes: [failed('x:a')] }, { ...none, posts }, limits)).toBeUndefined();
    const old = [post('x:a', '2026-05-03T09:00:00.000Z')];
    expect(findHoldReason({ outcomes: [failed('x:a')] }, { ...none, posts: old }, limits)).toContain(
      '1 of 1',
    );
    const skipped = { sourceId: 'x:a', posts: [], skipped: 'no key' };
    expect(findHoldReason({ outcomes: [skipped, fine('feed:b')] }, none, limits)).toBeUndefined();
  });
});
