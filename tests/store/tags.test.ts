import { expect, test } from 'vitest';
import type { Tag } from '../../src/model.js';
import { saveIssue } from '../../src/store/issues.js';
import { countMentions, findMentions, findTag, listTaggedIssues, listTags } from '../../src/store/tags.js';
import { makeIssue } from '../fixtures/issue.js';
import { openTestStore } from '../fixtures/store.js';

const PAGE = { limit: 100, offset: 0 };
const halyard: Tag = { kind: 'model', slug: 'halyard-3', name: 'Halyard 3' };

test('tags of drafts are not listed', async () => {
  const db = await openTestStore();
  await saveIssue(db, makeIssue({ status: 'draft' }));
  expect(await listTags(db, 10)).toEqual([]);
  expect(await findTag(db, 'model', 'halyard-3')).toBeUndefined();
  expect(await findMentions(db, halyard, PAGE)).toEqual([]);
  expect(await listTaggedIssues(db, halyard, 10)).toEqual([]);
});

test('at most `limit` tags of a kind are listed', async () => {
  const db = await openTestStore();
  await saveIssue(db, makeIssue());
  expect((await listTags(db, 1)).map(({ kind, issues }) => [kind, issues])).toEqual([
    ['company', 1],
    ['model', 1],
    ['person', 1],
    ['topic', 1],
  ]);
});

test('a tag has its latest name', async () => {
  const db = await openTestStore();
  const named = (name: string, day: string) =>
    makeIssue({
      id: `daily-${day}`,
      slug: day,
      period: { from: `${day}T00:00:00.000Z`, to: `${day}T23:00:00.000Z` },
      tags: [{ ...halyard, name }],
    });
  await saveIssue(db, named('Halyard Three', '2026-03-02'));
  await saveIssue(db, named('Halyard 3', '2026-03-01'));
  expect(await findTag(db, 'model', 'halyard-3')).toEqual({ ...halyard, name: 'Halyard Three' });
});

test.each([
  ['person', 'mira-holt', 'Mira Holt', '@mira_holt'],
  ['model', 'tinfer-0-9', 'tinfer-0.9', 'tinfer 0.9'],
  ['model', 'odd', '"', ''],
] as const)('%s %s is named by bullets that hold its words', async (kind, slug, name, written) => {
  const db = await openTestStore();
  const tag: Tag = { kind, slug, name };
  const issue = makeIssue({ tags: [tag] });
  const bullet = issue.recaps[0]?.sections[0]?.bullets[0];
  bullet?.text.push({ text: ` So said @mira_holt of tinfer 0.9.` });
  await saveIssue(db, issue);
  const mentions = await findMentions(db, tag, PAGE);
  if (!written) expect(mentions).toEqual([]);
  else expect(mentions.map(({ anchor }) => anchor)).toContain(bullet?.id);
  for (const mention of mentions) expect(mention.text + mention.section).toContain(written);
});

test('countMentions counts the listed mentions by issue', async () => {
  const db = await openTestStore();
  await saveIssue(db, makeIssue());
  const mentions = await findMentions(db, halyard, PAGE);
  const { period, slug } = makeIssue();
  expect(mentions.length).toBeGreaterThan(3);
  expect(mentions[0]).toMatchObject({ slug, recap: 'Lead', platform: 'x', period });
  expect(await countMentions(db, halyard)).toEqual([
    { cadence: 'daily', to: period.to, count: mentions.length, imported: false },
  ]);
  expect(await findMentions(db, halyard, { limit: 2, offset: 1 })).toEqual(mentions.slice(1, 3));
});

test('a name is followed through all issues, an ordinary word only through those with the tag', async () => {
  const db = await openTestStore();
  const telling = (day: string, words: string, tags: Tag[]) => {
    const issue = makeIssue({
      ...{ id: `daily-${day}`, slug: day, tags, recaps: [] },
      period: { from: `${day}T00:00:00.000Z`, to: `${day}T23:00:00.000Z` },
    });
    const [bullet] = issue.lead;
    const recap = makeIssue().recaps[0];
    if (!bullet || !recap) throw new Error('the sample has a lead and a recap');
    const section = {
      id: 's1',
      title: 'Of the day',
      weight: 1,
      postIds: [],
      bullets: [{ ...bullet, claim: [], text: [{ text: words }] }],
    };
    return {
      ...issue,
      headline: 'Of the day',
      subtitle: '',
      lead: [],
      recaps: [{ ...recap, sections: [section], topPosts: [] }],
    };
  };
  const topic = (name: string): Tag => ({ kind: 'topic', slug: name.toLowerCase(), name });
  const tags = [halyard, topic('Search'), topic('OpenSail')];
  await saveIssue(db, telling('2026-03-01', 'Halyard 3 finds more by search, says OpenSail.', tags));
  await saveIssue(db, telling('2026-03-05', 'Halyard 3 is back, and OpenSail has a search.', []));
  await saveIssue(db, telling('2026-03-09', 'Halyard 3.1 is out.', []));
  const days = async (tag: Tag) => (await countMentions(db, tag)).map(({ to }) => to.slice(0, 10));
  expect(await days(halyard)).toEqual(['2026-03-01', '2026-03-05']);
  expect(await days(topic('OpenSail'))).toEqual(['2026-03-01', '2026-03-05']);
  expect(await days(topic('Search'))).toEqual(['2026-03-01']);
});
