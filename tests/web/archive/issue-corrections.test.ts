// What readers see of a change after publication: on the issue, in its other forms, on the page of all and in the feed.
import { parseFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import { changeBullets } from '../../../src/base/issue-bullets.js';
import type { Issue } from '../../../src/model.js';
import { saveEdited } from '../../../src/stages/editing/release.js';
import { findIssue } from '../../../src/store/issues.js';
import { splitChange } from '../../../src/web/archive/issue-corrections.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue();
const page = `/issues/${issue.slug}`;
const [first, second] = issue.recaps[0]?.sections[0]?.bullets ?? [];
if (!first || !second) throw new Error('the sample has two bullets in its first section');

/** The issue with new words for the first bullet, and without the second. */
const correct = (before: Issue, claim: string) =>
  changeBullets(before, (bullet) => {
    if (bullet.id === second.id) return [];
    return bullet.id === first.id ? { ...bullet, claim: [{ text: claim }] } : bullet;
  });

async function openCorrected() {
  const site = await openSite([makeEarlier(1), issue], { publicUrl: 'https://notes.example' });
  const edit = async (change: (present: Issue) => Issue, at: string) => {
    const present = await findIssue(site.db, issue.id);
    if (present) await saveEdited({ db: site.db, clock: () => new Date(at) }, present, change(present));
  };
  return { ...site, edit };
}

test('the issue says what changed and when, beside the statement and at its end, and keeps its earlier versions', async () => {
  const { get, edit } = await openCorrected();
  expect((await get('/corrections')).text).toContain('No issue has been corrected.');
  await edit((present) => correct(present, 'It was <b>400</b> & not 371'), '2026-03-18T13:05:00.000Z');
  await edit((present) => ({ ...present, headline: 'A calmer headline' }), '2026-03-19T09:00:00.000Z');
  await edit((present) => ({ ...present, tags: [] }), '2026-03-19T10:00:00.000Z');

  const { text } = await get(page);
  expect(text).toContain('Corrected <time datetime="2026-03-19T09:00:00.000Z">');
  expect(text).toMatch(
    new RegExp(`<li id="${first.id}">[\\s\\S]*?<a class="update" href="#corrections">corrected`),
  );
  const [, corrections = ''] = text.split('id="corrections"');
  expect(corrections).toContain(`Headline: <del>${issue.headline}</del> <ins>A calmer headline</ins>`);
  expect(corrections).toContain('It was &lt;b&gt;400&lt;/b&gt; &amp; not 371');
  expect(corrections.match(/<li>/g)?.length).toBeGreaterThanOrEqual(3);

  const versions = await get(`${page}/versions`);
  expect(versions.text.match(/\/versions\/\d/g)).toEqual(['/versions/2', '/versions/1']);
  const old = await get(`${page}/versions/1`);
  for (const part of [
    issue.headline,
    `id="${second.id}"`,
    'name="robots" content="noindex"',
    'This is version 1',
  ])
    expect(old.text).toContain(part);
  for (const path of ['/versions/3', '/versions/0', '/versions/x'])
    expect((await get(page + path)).status).toBe(404);
  expect((await get(`/issues/${makeEarlier(1).slug}/versions`)).status).toBe(404);
});

test('corrections are on a page of all and in a feed, the latest first, and in the Markdown, JSON and feed forms', async () => {
  const { get, edit } = await openCorrected();
  await edit((present) => correct(present, 'It was *400*'), '2026-03-18T13:05:00.000Z');
  await edit((present) => ({ ...present, subtitle: '' }), '2026-03-19T09:00:00.000Z');
  const { text } = await get('/corrections');
  expect(text.indexOf('Subtitle')).toBeLessThan(text.indexOf('Statement'));
  expect(text).toContain(`href="${page}#${first.id}"`);

  const { feed } = parseFeed((await get('/corrections.xml')).text);
  const items = 'items' in feed ? feed.items : undefined;
  expect(items).toHaveLength(2);
  expect(items?.[0]).toMatchObject({
    title: `Corrections: ${issue.headline}`,
    link: `https://notes.example${page}#corrections`,
  });

  const markdown = (await get(`${page}.md`)).text;
  expect(markdown).toContain('## Corrections\n\n### 2026-03-19\n\n- Subtitle: ~~');
  expect(markdown).toContain('It was \\*400\\*');
  const json = JSON.parse((await get(`/api/issues/${issue.slug}`)).text);
  expect(json.corrections).toMatchObject([
    {
      at: '2026-03-18T13:05:00.000Z',
      changes: [{ part: 'statement', anchor: first.id }, { anchor: second.id }],
    },
    { changes: [{ part: 'subtitle', before: issue.subtitle }] },
  ]);
  expect((await get('/feed.xml')).text).toContain('&lt;h2&gt;Corrections&lt;/h2&gt;');
});

test('the site map and the data for search engines know the date of the change', async () => {
  const { get, edit } = await openCorrected();
  await edit((present) => correct(present, 'It was </script><i>400'), '2026-03-18T13:05:00.000Z');
  expect((await get('/sitemap.xml')).text).toMatch(
    new RegExp(`<loc>https://notes.example${page}</loc>\\s*<lastmod>2026-03-18T13:05`),
  );
  const { text } = await get(page);
  const [, data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text) ?? [];
  expect(JSON.parse(data)).toMatchObject({
    '@type': 'NewsArticle',
    headline: issue.headline,
    url: `https://notes.example${page}`,
    dateModified: '2026-03-18T13:05:00.000Z',
    correction: [
      { datePublished: '2026-03-18T13:05:00.000Z', text: expect.stringContaining('</script><i>400') },
    ],
  });
});

test.each([
  ['a b c d', 'a x c d', ['a ', 'b ', 'x ', 'c d']],
  ['a b', 'a b c', ['a ', 'b', 'b c', '']],
  ['', 'new', ['', '', 'new', '']],
  ['a a', 'a', ['', 'a ', '', 'a']],
])('%j became %j: only the words that differ are marked', (before, after, parts) => {
  expect(Object.values(splitChange(before, after))).toEqual(parts);
});
