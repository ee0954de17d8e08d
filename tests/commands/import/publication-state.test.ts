// What was not public is never imported as an issue.
import { expect, test } from 'vitest';
import { lowerCaseNames } from '../../../src/commands/import/document.js';
import { whyNotPublic } from '../../../src/commands/import/publication-state.js';

const now = new Date('2026-11-30T12:00:00Z');
const judge = (fields: Record<string, unknown>, path = 'a.md') =>
  whyNotPublic(lowerCaseNames(fields), { path, now });

test.each([
  { is_published: 'TRUE', audience: 'everyone', type: 'newsletter' },
  { status: 'published', visibility: 'public', type: 'post' },
  { draft: false, layout: 'post' },
  { Published: '2024-01-05' },
  { status: 'confirmed', web_audiences: 'All free subscribers', paid: 'no' },
  { audience: 'Free and premium' },
  { isDraft: 'FALSCH', publishDate: '2024-01-05', expires: '2030-01-01', private: '' },
  { platform: 'both', hide_from_feed: 'false' },
  { type: 'podcast', layout: 'post', paid: null },
  {},
])('whyNotPublic lets %j through', (fields) => expect(judge(fields)).toBeUndefined());

test.each([
  [{ is_published: 'FALSE' }, 'not published'],
  [{ publish_at: '2027-01-01' }, 'not due'],
  [{ 'Release Date': '2027-01-01' }, 'not due'],
  [{ 'Is Published': 'False' }, 'not published'],
  [{ published: false }, 'not published'],
  [{ draft: 'True' }, 'draft'],
  [{ status: 'draft' }, 'draft'],
  [{ Status: 'Scheduled' }, 'not public'],
  [{ audience: 'only_paid' }, 'not public'],
  [{ visibility: 'members' }, 'not public'],
  [{ email_type: 'premium' }, 'not public'],
  [{ password: 'x' }, 'password'],
  [{ type: 'page' }, 'not a post'],
  [{ layout: 'page' }, 'not a post'],
  [{ isPublished: 'no' }, 'not published'],
  [{ published: 'FAUX' }, 'not published'],
  [{ web_audiences: 'All premium subscribers' }, 'not public'],
  [{ audience: ['ONLY-PAID'] }, 'not public'],
  [{ visibility: 'Members only' }, 'not public'],
  [{ post_status: 'auto-draft' }, 'draft'],
  [{ status: 'not published' }, 'not public'],
  [{ members_only: 'yes' }, 'not public'],
  [{ paywalled: 1 }, 'not public'],
  [{ email_only: true }, 'not public'],
  [{ permalink: false }, 'no page'],
  [{ eleventyExcludeFromCollections: true }, 'not public'],
  [{ date: '2024-01-05', publishDate: '2099-01-05' }, 'not due'],
  [{ expiryDate: '2024-01-05' }, 'expired'],
  [{ type: 'comment' }, 'not a post'],
  [{ platform: 'email' }, 'only mailed'],
  [{ hidden_from_feed: 'true' }, 'not public'],
])('whyNotPublic refuses %j', (fields, why) => expect(judge(fields)).toContain(why));

test.each(['_drafts/a.md', 'blog/drafts/a.md', 'x/draft_A-0123456789ab.html'])('%s is a draft', (path) =>
  expect(judge({}, path)).toContain('drafts'),
);

test.each([
  [{ status: 'blue' }, 'status "blue"'],
  [{ published: 'perhaps' }, 'published "perhaps"'],
  [{ private: 'my notes' }, 'private "my notes"'],
  [{ is_published: '' }, 'is_published ""'],
])('whyNotPublic does not guess what %j means', (fields, why) => expect(() => judge(fields)).toThrow(why));
