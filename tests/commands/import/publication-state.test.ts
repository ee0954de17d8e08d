// What was not public is never imported as an issue.
import { expect, test } from 'vitest';
import { lowerCaseNames } from '../../../src/commands/import/document.js';
import { whyNotPublic } from '../../../src/commands/import/publication-state.js';

const judge = (fields: Record<string, unknown>) => whyNotPublic(lowerCaseNames(fields));

test.each([
  { is_published: 'TRUE', audience: 'everyone', type: 'newsletter' },
  { status: 'published', visibility: 'public', type: 'post' },
  { draft: false, layout: 'post' },
  { Published: '2024-01-05' },
  {},
])('whyNotPublic lets %j through', (fields) => expect(judge(fields)).toBeUndefined());

test.each([
  [{ is_published: 'FALSE' }, 'not published'],
  [{ 'Is Published': 'False' }, 'not published'],
  [{ published: false }, 'not published'],
  [{ draft: 'True' }, 'draft'],
  [{ status: 'draft' }, 'draft'],
  [{ Status: 'Scheduled' }, 'not public'],
  [{ audience: 'only_paid' }, 'not public'],
  [{ visibility: 'members' }, 'not public'],
  [{ email_type: 'premium' }, 'not public'],
  [{ password: 'x' }, 'password'],
  [{ type: 'page' }, 'no post'],
  [{ layout: 'page' }, 'no post'],
])('whyNotPublic refuses %j', (fields, why) => expect(judge(fields)).toContain(why));

test('whyNotPublic guesses no state that it does not know', () =>
  expect(() => judge({ status: 'blue' })).toThrow('status "blue" is not understood'));
