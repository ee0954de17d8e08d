// Exports of the usual hosts, in their documented shapes, come in whole: public posts only, with date, slug and text.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findIssue } from '../../../src/store/issues.js';
import { openDatabase } from '../../../src/store/open.js';
import { newFolder, tidings } from '../../fixtures/cli.js';

const SOURCES =
  'publication: { name: Notes }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["http://127.0.0.1:9/f"] }\n';

/** Imports files written into a new folder; `get` reads an issue of the archive. */
async function importFiles(files: Record<string, string>, ...options: string[]) {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), SOURCES);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'old', name)), { recursive: true });
    writeFileSync(join(folder, 'old', name), text);
  }
  const { stdout, code } = await tidings(['import', 'old', '--json', ...options], folder);
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  return { report: JSON.parse(stdout), code, get: (slug: string) => findIssue(db, slug) };
}

test('Ghost: published public posts; pages, drafts, members-only and mail-only posts stay out', async () => {
  const post = (slug: string, more: object) => ({
    id: slug,
    title: `About ${slug}`,
    slug,
    html: `<p>Words on ${slug}.</p>`,
    status: 'published',
    visibility: 'public',
    type: 'post',
    published_at: '2024-01-05T08:00:00.000Z',
    ...more,
  });
  const posts = [
    post('wind', { custom_excerpt: 'Wind &amp; waves' }),
    post('about', { type: 'page' }),
    post('soon', { status: 'draft' }),
    post('paid', { visibility: 'paid' }),
    post('mailed', { status: 'sent' }),
  ];
  const data = {
    posts,
    tags: [{ id: 't', name: 'Kites' }],
    posts_tags: [{ post_id: 'wind', tag_id: 't' }],
  };
  const { report, get } = await importFiles({ 'notes.ghost.json': JSON.stringify({ db: [{ data }] }) });
  expect(report).toMatchObject({ added: 1, failed: [] });
  expect(report.skipped).toHaveLength(4);
  expect(await get('wind')).toMatchObject({
    headline: 'About wind',
    subtitle: 'Wind & waves',
    body: '<p id="b1">Words on wind.</p>',
    tags: [{ name: 'Kites' }],
  });
});

test('Buttondown: emails.csv with its files', async () => {
  const { report, get } = await importFiles({
    'emails.csv':
      'id,subject,publish_date,slug,status,email_type\n1,On wind,2024-01-05T08:00:00Z,on-wind,sent,public\n2,Not yet,,not-yet,draft,public\n3,For members,2024-01-06T08:00:00Z,for-members,sent,premium\n',
    'emails/on-wind.md': 'It **blew**.',
    'emails/not-yet.md': 'Soon.',
    'emails/for-members.md': 'Secret.',
  });
  expect(report).toMatchObject({ added: 1, failed: [] });
  expect(report.skipped.map((one: { file: string }) => one.file)).toEqual([
    'emails/not-yet.md',
    'emails/for-members.md',
  ]);
  expect((await get('on-wind'))?.body).toBe('<p id="b1">It <strong>blew</strong>.</p>');
});

test('beehiiv: a CSV whose rows hold HTML', async () => {
  const { report, get } = await importFiles({
    'posts_export.csv':
      'id,web_title,web_subtitle,status,audience,url,created_at,content_html\n' +
      'post_1,On wind,What blew,confirmed,free,https://notes.example/p/on-wind,2024-01-05 08:00:00 UTC,"<p>It blew ""hard"".</p>"\n' +
      'post_2,Draft,,draft,free,https://notes.example/p/draft,2024-01-05,<p>x</p>\n' +
      'post_3,Paid,,confirmed,premium,https://notes.example/p/paid,2024-01-05,<p>x</p>\n',
  });
  expect(report).toMatchObject({ added: 1, failed: [] });
  expect(await get('on-wind')).toMatchObject({ subtitle: 'What blew' });
});

test('Medium: stories, no drafts and no other pages of the export', async () => {
  const story = (title: string) =>
    `<!DOCTYPE html><html><head><title>${title}</title></head><body><article class="h-entry"><header><h1 class="p-name">${title}</h1></header><section data-field="subtitle" class="p-summary">What blew</section><section data-field="body" class="e-content"><p>It blew.</p></section><footer><p>By <a class="p-author h-card">Ada</a> on <a href="https://medium.com/p/0123456789ab"><time class="dt-published" datetime="2024-01-05T08:00:00.000Z">5 Jan</time></a>.</p></footer></article></body></html>`;
  const { report, get } = await importFiles({
    'posts/2024-01-05_On-wind-0123456789ab.html': story('On wind'),
    'posts/draft_Not-yet-0123456789ac.html': story('Not yet'),
  });
  expect(report).toMatchObject({ added: 1, failed: [] });
  expect(await get('on-wind')).toMatchObject({ subtitle: 'What blew', body: '<p id="b1">It blew.</p>' });
});

test('Mailchimp: campaigns with their content', async () => {
  const { report, get } = await importFiles({
    'campaigns.csv':
      'Title,Subject,Send Date,Unique Id\nOn wind,On wind: what blew,"Jan 05, 2024 08:00 am",a1\n',
    'campaigns_content/123_on-wind.html':
      '<html><head><title>*|MC:SUBJECT|*</title></head><body><p>It blew, *|FNAME|*.</p><a href="*|UNSUB|*">Leave</a></body></html>',
    'campaigns_content/124_other.html': '<p>Whose?</p>',
  });
  expect(report).toMatchObject({ added: 1 });
  expect(report.failed).toMatchObject([{ file: 'campaigns_content/124_other.html' }]);
  expect(await get('123-on-wind')).toMatchObject({
    headline: 'On wind: what blew',
    body: '<p id="b1">It blew, .</p>',
  });
});

test('site generators: Pelican, Hugo TOML, dated names, no front matter; links resolve against --origin', async () => {
  const { report, get } = await importFiles(
    {
      'pelican.md': 'Title: One\nDate: 2024-01-05 10:00\nSlug: one\n\n[more](/more) ![p](img/a.png)',
      'hugo/2024-01-12-two/index.md':
        '+++\ntitle = "Two"\ndate = 2024-01-12T08:00:00Z\n+++\n{{< note >}}\nWords.',
      'three/2024-1-19-weekly.md': '# Three\n\nWords [a][ref].\n\n[ref]: https://a.example/x',
      'three/2024-01-26-weekly.md': '# Four\n\nWords.',
    },
    '--origin',
    'https://notes.example/',
  );
  expect(report).toMatchObject({ added: 4, failed: [], links: { kept: 3, unresolved: 0 } });
  expect((await get('one'))?.body).toContain('href="https://notes.example/more"');
  expect(await get('two')).toMatchObject({ cadence: 'weekly' });
  expect((await get('2024-01-19-weekly'))?.body).toContain('href="https://a.example/x"');
  expect(await get('2024-01-26-weekly')).toMatchObject({ headline: 'Four' });
});

test('relative links are counted when there is no origin', async () => {
  const { report } = await importFiles({ '2024-01-05-a.md': '# A\n\n[x](/x) ![y](y.png) [z](#z)' });
  expect(report.links).toEqual({ kept: 0, unresolved: 2 });
});

test('a folder with nothing to read says what Tidings reads', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), SOURCES);
  mkdirSync(join(folder, 'old'));
  writeFileSync(join(folder, 'old', 'a.docx'), 'x');
  const { stderr, code } = await tidings(['import', 'old'], folder);
  expect(code).toBe(1);
  expect(stderr).toContain('only .docx files');
  expect(stderr).toContain('Tidings reads Markdown and HTML');
});
