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
async function importFiles(files: Record<string, string | Buffer>, ...options: string[]) {
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
    // Ghost shows a public post whole.
    post('wind', {
      custom_excerpt: 'Wind &amp; waves',
      html: '<p>Words on wind.</p><!--members-only--><p>And waves.</p>',
    }),
    post('about', { type: 'page' }),
    post('soon', { status: 'draft' }),
    post('paid', { visibility: 'paid' }),
    post('mailed', { status: 'sent' }),
  ];
  const data = {
    posts,
    tags: [{ id: 't', name: 'Kites' }],
    posts_tags: [{ post_id: 'wind', tag_id: 't' }],
    posts_meta: [{ post_id: 'by-mail', email_only: 1 }],
  };
  posts.push(post('by-mail', {}));
  const old = { title: 'Old', slug: 'old', status: 'published', page: 0, published_at: 1704441600000 };
  const mobiledoc = JSON.stringify({ version: '0.3.1', cards: [['markdown', { markdown: 'It *blew*.' }]] });
  const line = (...children: object[]) => ({ type: 'paragraph', children });
  const link = {
    type: 'link',
    url: 'https://a.example/',
    children: [{ type: 'extended-text', text: 'a < b' }],
  };
  const lexical = { root: { type: 'root', children: [line({ type: 'text', text: 'See ' }, link)] } };
  const oldData = {
    posts: [
      {
        ...old,
        id: 1,
        html: '<p><a href="__GHOST_URL__/wind/">wind</a> <img src="__GHOST_URL__/a.png"></p>',
      },
      { ...old, id: 2, slug: 'older', html: null, mobiledoc, language: 'en_US' },
      { ...old, id: 4, slug: 'new', html: null, lexical: JSON.stringify(lexical) },
      { ...old, id: 3, slug: 'oldest', markdown: '# Old\n\nText.' },
    ],
  };
  const { report, get } = await importFiles(
    {
      'notes.ghost.json': JSON.stringify({ db: [{ data }] }),
      'old.json': JSON.stringify({ meta: { exported_on: 1704441600000, version: '003' }, data: oldData }),
    },
    '--origin=https://notes.example/',
  );
  expect(report).toMatchObject({ added: 5, failed: [], unread: {}, links: { kept: 3 }, images: { kept: 1 } });
  expect(report.skipped).toHaveLength(5);
  expect((await get('old'))?.body).toContain('href="https://notes.example/wind/"');
  expect(await get('older')).toMatchObject({ language: 'en-US', body: '<p id="b1">It <em>blew</em>.</p>' });
  expect((await get('new'))?.body).toContain('See <a href="https://a.example/"');
  expect(await get('oldest')).toMatchObject({ createdAt: '2024-01-05T08:00:00.000Z' });
  expect(await get('wind')).toMatchObject({
    headline: 'About wind',
    subtitle: 'Wind & waves',
    body: '<p id="b1">Words on wind.</p><p id="b2">And waves.</p>',
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
    'posts.csv':
      'id,web_title,status,web_audiences,url,web_subtitle,content_html,created_at\r\n' +
      'a,Kites,confirmed,All free subscribers,https://notes.example/p/kites,,"<div>Hi {{first_name}}</div><img src=""https://t.example/o"" width=""1"">",2024-01-07 23:30:00\r\n' +
      'b,Paid,confirmed,All premium subscribers,https://notes.example/p/paid,,<p>x</p>,2024-01-07 23:30:00\r\n',
  });
  expect(report).toMatchObject({ added: 2, failed: [], links: { kept: 0 } });
  expect(report.skipped).toHaveLength(3);
  expect(await get('kites')).toMatchObject({
    body: '<p id="b1">Hi</p>',
    createdAt: '2024-01-07T23:30:00.000Z',
  });
  expect(await get('on-wind')).toMatchObject({ subtitle: 'What blew' });
});

test('Medium: stories, no drafts and no other pages of the export', async () => {
  const story = (title: string, text = `<h3>${title}</h3><p>It blew.</p>`) =>
    `<!DOCTYPE html><html><head><title>${title}</title></head><body><article class="h-entry"><header><h1 class="p-name">${title}</h1></header><section data-field="subtitle" class="p-summary">What blew</section><section data-field="body" class="e-content"><hr>${text}</section><footer><p>By <a class="p-author h-card">Ada</a> on <a href="https://medium.com/p/0123456789ab"><time class="dt-published" datetime="2024-01-05T08:00:00.000Z">5 Jan</time></a>.</p></footer></article></body></html>`;
  const { report, get } = await importFiles({
    'posts/2024-01-05_On-wind-0123456789ab.html': story('On wind'),
    'posts/draft_Not-yet-0123456789ac.html': story('Not yet'),
    // Replies: the title is the start of the first paragraph.
    'posts/2024-01-06_It-blew-here--too--0123456789ad.html': story(
      'It blew here, too…',
      '<p>It blew here, <em>too</em>, all night.</p>',
    ),
    'profile/profile.html': '<h1>Ada</h1>',
    'claps/claps-0001.html': '<p>2024</p>',
    'README.html': '<p>Your archive</p>',
  });
  expect(report).toMatchObject({ added: 1, failed: [] });
  expect(report.skipped.map(({ why }: { why: string }) => why).sort()).toEqual([
    'it is among the drafts',
    'it is not a post (type: reply)',
  ]);
  expect(await get('on-wind')).toMatchObject({ subtitle: 'What blew', body: '<p id="b1">It blew.</p>' });
});

test('Mailchimp: campaigns with their content', async () => {
  const { report, get } = await importFiles({
    'campaigns.csv':
      'Title,Subject,Send Date,Unique Id\nOn wind,On wind: what blew *|FNAME|*,"Jan 05, 2024 08:00 am",a1\n',
    'campaigns_content/123_on-wind.html':
      '<html><head><title>*|MC:SUBJECT|*</title></head><body><p>It blew, *|FNAME|*. <a href="https://a.example/?e=*|EMAIL|*">More</a></p><a href="*|UNSUB|*">Leave</a></body></html>',
    'campaigns_content/124_other.html': '<p>Whose?</p>',
  });
  expect(report).toMatchObject({ added: 1 });
  expect(report.failed).toMatchObject([{ file: 'campaigns_content/124_other.html' }]);
  expect(await get('123-on-wind')).toMatchObject({
    headline: 'On wind: what blew',
    body: '<p id="b1">It blew, . <a href="https://a.example/?e=" rel="noopener nofollow">More</a></p>',
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

test('plain files: Windows line ends, UTF-16, a declared charset, HTML alone, one title and day twice', async () => {
  const page = (body: string) =>
    `<html><head><meta charset="iso-8859-1"><title>Caf\u00e9 &amp; wind</title><meta property="article:published_time" content="2024-01-08T08:00:00Z"></head><body><nav>Menu</nav><article>${body}</article></body></html>`;
  const { report, code, get } = await importFiles({
    'a.md': '\ufeff---\r\nTITLE: One\r\nDATE: 2024-01-05 23:30\r\n---\r\nFirst.\r\n\r\nSecond.\r\n',
    'b.md': Buffer.from(
      '\ufeff---\ntitle: Zw\u00f6lf\ndate: 2024-01-06\n---\nZw\u00f6lf Boxk\u00e4mpfer.',
      'utf16le',
    ),
    'c.html': Buffer.from(page('<div>Caf\u00e9</div>loose<br>text'), 'latin1'),
    '2024-01-10-d.md': Buffer.from('# Caf\u00e9\n\nIt blew \x96 \x93hard\x94.', 'latin1'),
    '2024-01-11-koi8.md': Buffer.from('# \xd7\xc5\xd4\xc5\xd2\n\nIt blew.', 'latin1'),
    'x/2024-01-09-note.md': '# Note\n\nOne.',
    'y/2024-01-09-note.md': '# Note\n\nOther.',
    'e.rst': 'Title\n=====\n',
    'f.zip': 'PK',
    'drafts/2024-01-05-g.md': '# G\n\nSoon.',
    '_layouts/post.html': '---\nlayout: default\n---\n{{ content }}',
  });
  expect(code).toBe(1);
  expect(report).toMatchObject({
    added: 6,
    unread: { '.rst': 1, '.zip': 1 },
    guessed: ['2024-01-10-d.md'],
  });
  expect(report.failed).toEqual([{ file: '2024-01-11-koi8.md', why: 'it is not written in UTF-8' }]);
  expect(await get('d')).toMatchObject({
    headline: 'Caf\u00e9',
    body: '<p id="b1">It blew \u2013 \u201chard\u201d.</p>',
  });
  expect(report.skipped).toHaveLength(1);
  expect((await get('a'))?.body).toBe('<p id="b1">First.</p>\n<p id="b2">Second.</p>');
  expect(await get('b')).toMatchObject({ headline: 'Zw\u00f6lf' });
  expect(await get('c')).toMatchObject({
    headline: 'Caf\u00e9 & wind',
    body: '<p id="b1">Caf\u00e9</p><p id="b2">loose<br />text</p>',
  });
  expect((await get('2024-01-09-note-2'))?.body).toContain('Other.');
});

test('an import without a public issue ends with exit code 1', async () => {
  const { report, code } = await importFiles({ 'a.md': '---\ntitle: A\ndraft: true\n---\nSoon.' });
  expect([code, report.added]).toEqual([1, 0]);
});

test('for a folder without supported files, the error lists what Tidings reads', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), SOURCES);
  mkdirSync(join(folder, 'old'));
  writeFileSync(join(folder, 'old', 'a.docx'), 'x');
  const { stderr, code } = await tidings(['import', 'old'], folder);
  expect(code).toBe(1);
  expect(stderr).toContain('only .docx files');
  expect(stderr).toContain('Tidings reads Markdown and HTML');
});
