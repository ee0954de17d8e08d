// Past issues come in once, whole and harmless; what cannot be read is named.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { dateOf } from '../../../src/commands/import/document-date.js';
import { readFrontMatter } from '../../../src/commands/import/front-matter.js';
import { createImportedIssue, summarize } from '../../../src/commands/import/imported-issue.js';
import { removeTemplateTags } from '../../../src/commands/import/template-tags.js';
import { findTags } from '../../../src/editorial/vocabulary/tags.js';
import { importHtml } from '../../../src/render/imported.js';
import { findIssue } from '../../../src/store/issues.js';
import { openDatabase } from '../../../src/store/open.js';
import { newFolder, tidings } from '../../fixtures/cli.js';

const options = {
  timeZone: 'Europe/Berlin',
  language: 'en',
  publication: 'Notes',
  cadence: 'daily' as const,
  findTags,
};
const SOURCES =
  'publication: { name: Notes }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["http://127.0.0.1:9/f"] }\n';
const read = (path: string, front: string, text = 'Words.') => {
  const { fields, body } = readFrontMatter(`---\n${front}\n---\n${text}`);
  const format = path.endsWith('html') ? ('html' as const) : ('markdown' as const);
  const document = { path, fields, text: body, format };
  return createImportedIssue(document, summarize(document, options.timeZone), options).issue;
};

test.each([
  ['2024-01-05-kites.md', 'title: Kites', { slug: 'kites', headline: 'Kites' }],
  ['a.md', 'title: T\ndate: 2024-01-05\nslug: my-slug', { slug: 'my-slug' }],
  ['a.md', 'title: T\ndate: 2024-01-05\nslug: On_Kites-4.5', { slug: 'On_Kites-4.5' }],
  ['a.md', 'title: T\ndate: 2024-01-05\nslug: wind & waves.md', { slug: 'wind-waves-md' }],
  ['a.md', 'title: T\ndate: 2024-01-05\npermalink: /archive/one-more/', { slug: 'one-more' }],
  ['144.on-wind.html', 'title: T\npost_date: 2024-01-05T23:30:00Z', { slug: 'on-wind' }],
  ['日本.md', 'title: 日本\ndate: 2024-01-05', { slug: '2024-01-05', headline: '日本' }],
  ['2024-1-5-kites.md', 'Title: Kites &amp; wind', { slug: 'kites', headline: 'Kites & wind' }],
  ['24-01-05-kites.md', 'title: K', { slug: 'kites' }],
  ['posts/2024/1/5/kites.md', 'title: K', { slug: 'kites' }],
  ['2024-01-05-wind/index.md', 'title: K', { slug: 'wind' }],
  ['144.ai.html', 'title: T\npost_date: 2024-01-05', { slug: 'ai' }],
  ['2024-01-05-wind/index.de.md', 'title: K', { slug: 'wind' }],
  ['2024-01-05-wind.pt-br.md', 'title: K\ndate: Last Modified', { slug: 'wind' }],
  ['x/index.md', 'title: "The <em>air</em> &lt;b&gt;"\ndate: 2024-01-05', { headline: 'The air <b>' }],
  [
    'x/index.md',
    'title: T\ndate: 2024-01-05\ndescription: "**Wind** of `9` and [*more*](https://a.example/x), 2 * 3 * 4 __init__ a_b_c"',
    { subtitle: 'Wind of 9 and more, 2 * 3 * 4 __init__ a_b_c' },
  ],
  ['x/index.md', 'subject: On Air\npublish_date: 2024-01-05\nsubtitle: s', { slug: 'on-air', subtitle: 's' }],
])('%s with %j', (name, front, issue) => expect(read(name, front)).toMatchObject(issue));

test.each([
  [
    '2024-01-05-a.md',
    '# The **air** and [wind](https://a.example/) in `snake_case` _now_',
    'The air and wind in snake_case now',
  ],
  ['2024-01-05-a.html', '<h1 class="t"><a href="/a">The <i>air</i></a></h1><p>Words.</p>', 'The air'],
])('the heading of %s is the title', (path, text, headline) =>
  expect(read(path, 'x: 1', `${text}\n\nWords.`).headline).toBe(headline),
);

test('texts that lists show completely are truncated', () => {
  const front = `title: ${'a'.repeat(9_000)}\nsubtitle: ${'b'.repeat(9_000)}\ndate: 2024-01-05\ntags: [kites, ${'c'.repeat(9_000)}]`;
  const { headline, subtitle, slug, tags } = read('x/index.md', front);
  expect([headline.length, subtitle.length]).toEqual([300, 1_000]);
  expect(slug.length).toBeLessThan(130);
  expect(tags.map(({ name }) => name)).toEqual(['kites']);
});

test('a time becomes a day in the publication’s time zone', () => {
  const { period, createdAt } = read('a.md', 'title: T\ndate: 2024-01-05T23:30:00Z');
  expect(period.from).toBe('2024-01-05T23:00:00.000Z');
  expect(createdAt).toBe('2024-01-05T23:30:00.000Z');
});

test('tags are matched with the vocabulary; others become topics', () => {
  const { tags } = read('a.md', 'title: Kites\ndate: 2024-01-05\ntags: [openai, "Sea kites"]');
  expect(tags).toEqual([
    { kind: 'company', slug: 'openai', name: 'OpenAI' },
    { kind: 'topic', slug: 'sea-kites', name: 'Sea kites' },
  ]);
});

test('tags come from lists that name a kind, and from the text’s most frequent names', () => {
  const front = 'title: Kites\ndate: 2024-01-05\npeople: [Ada Example]\nmodels: quill-9';
  const { tags } = read('a.md', front, 'OpenAI flew one.\n\nGoogle flew one.\n\nGoogle flew another.');
  expect(tags.map(({ kind, slug }) => `${kind}/${slug}`)).toEqual([
    ...['model/quill-9', 'person/ada-example', 'company/google', 'company/openai'],
  ]);
});

test.each([
  ['title: T', 'it has no date'],
  ['date: 2024-01-05', 'it has no title'],
  ['title: T\ndate: 2024-02-30', 'its date "2024-02-30" does not exist'],
  ['title: T\ndate: soon', 'its date "soon" is not understood: write it as 2026-04-06'],
  ['- a', 'its front matter has no fields'],
  ['date: 2024-01-05\nmore: [A: b: c', /^its front matter: .* at line \d+, column \d+$/],
])('%j: %s', (front, why) => expect(() => read('a.md', front)).toThrow(why));

test('active content is removed, and every block has an anchor', () => {
  const { body } = read(
    'a.md',
    'title: T\ndate: 2024-01-05',
    '# T\n\nOne <script>x()</script><b onclick="x()">bold</b> [no](javascript:x) [yes](https://a.example/)\n\n## Two\n\n<p id="b1" style="x">last</p><iframe src="https://a.example"></iframe><img src="https://a.example/p.png" alt="pic">',
  );
  expect(body).toBe(
    '<p id="b1">One <b>bold</b> no <a href="https://a.example/" rel="noopener nofollow">yes</a></p>\n' +
      '<h2 id="s1">Two</h2>\n' +
      '<p id="b2">last</p><p id="b3"><a href="https://a.example/p.png" rel="noopener nofollow">pic</a></p>',
  );
});

test('a picture’s text becomes its link’s text; links without a target are removed', () => {
  const text =
    '[![a chart](https://a.example/s.png)](https://a.example/l.png) [more](/more) [](https://a.example)';
  expect(read('a.md', 'title: T\ndate: 2024-01-05', text).body).toBe(
    '<p id="b1"><a href="https://a.example/l.png" rel="noopener nofollow">a chart</a> more </p>',
  );
});

test.each([
  ['open elements', '<b/x>', 'html'],
  ['lists in lists', '<ul><li>', 'html'],
  ['headings', '<h1>', 'markdown'],
  ['closed in another order', '<b></i>', 'html'],
] as const)('%s without end are refused, in linear time', (_, part, format) => {
  const start = performance.now();
  expect(() => importHtml(part.repeat(100_000), format)).toThrow('its HTML nests more than');
  expect(performance.now() - start).toBeLessThan(3_000);
});

test.each([
  ...[
    '[',
    '![',
    '[a](',
    '*a ',
    '_a_b',
    '`a',
    '<',
    '<!--',
    '<p>',
    '<div>a</div>',
    '&#',
    '{{< figure ',
    '* a\n{:',
    '[^a]: b\n',
  ],
])('%j repeated takes linear time', (part) => {
  const start = performance.now();
  importHtml(removeTemplateTags(part.repeat(20_000)), 'markdown');
  expect(performance.now() - start).toBeLessThan(3_000);
});

test('Markdown of more lines than any issue has is refused; emphasis without end takes linear time', () => {
  expect(() => importHtml('- a\n'.repeat(60_000), 'markdown')).toThrow('more than 50,000 lines');
  const start = performance.now();
  expect(read('a.md', `title: T\ndate: 2024-01-05\ndescription: "${'**a '.repeat(100_000)}"`).headline).toBe(
    'T',
  );
  expect(performance.now() - start).toBeLessThan(3_000);
});

test('mailing placeholders are not links, Pelican’s paths and addresses without a scheme are; pixels are removed', () => {
  const html =
    '<p><a href="%%checkout_url%%">pay</a> <a href="{{ unsubscribe_url }}">go</a> <a href="*|ARCHIVE|*">see</a> ' +
    '<a href="{static}/a.pdf">paper</a> <a href="">none</a> <a name="x">here</a>' +
    '<img src="//cdn.example/a.png"><img src="data:x" data-src="b.png" alt="b"><img src="https://t.example/o" height="1"></p>';
  const { html: body, links, images } = importHtml(html, 'html', { origin: 'https://notes.example/x/' });
  expect(body.match(/href="[^"]*"/g)).toEqual([
    'href="https://notes.example/a.pdf"',
    'href="https://cdn.example/a.png"',
    'href="https://notes.example/x/b.png"',
  ]);
  expect([links, images]).toEqual([
    { kept: 3, unresolved: 1 },
    { kept: 2, unresolved: 0 },
  ]);
});

test.each([
  ['2024-01-05 23:30', '2024-01-05', '2024-01-05T22:30:00.000Z'],
  ['Jan 05, 2024 11:30 pm', '2024-01-05', '2024-01-05T22:30:00.000Z'],
  ['Fri, 05 Jan 2024 23:30:00 GMT', '2024-01-06', '2024-01-05T23:30:00.000Z'],
  ['1704497400', '2024-01-06', '2024-01-05T23:30:00.000Z'],
  ['20240105', '2024-01-05', undefined],
  ['5. Januar 2024', '2024-01-05', undefined],
])('date: %s is %s', (written, date, createdAt) =>
  expect(dateOf({ fields: { date: written }, path: 'a.md' }, 'Europe/Berlin')).toEqual({ date, createdAt }),
);

test.each(['2024', '2024-01', '2024-W53', 'weekly 5 2024', 'soon 5'])('date: %s is not guessed', (written) =>
  expect(() => dateOf({ fields: { date: written }, path: 'a.md' }, 'UTC')).toThrow('not understood'),
);

test.each([
  ['2024-W05', '2024-01-29', 'weekly'],
  ['2020W53', '2020-12-28', 'weekly'],
  ['2024-W05-3', '2024-01-31', undefined],
  ['Week 5, 2024', '2024-01-29', 'weekly'],
])('date: %s names a week', (written, date, cadence) =>
  expect(dateOf({ fields: { date: written }, path: 'a.md' }, 'UTC')).toEqual({ date, cadence }),
);

test.each([
  ['2024-W05.md', 't'],
  ['notes/2024/w5-wind.md', 'w5-wind'],
  ['2024-kw-05-wind.md', 'wind'],
  ['wind-week-05-2024.md', 'wind-week-05-2024'],
  ['2024w05/index.md', 't'],
])('the path %s names a week', (path, slug) =>
  expect(read(path, 'title: T')).toMatchObject({
    slug,
    cadence: 'weekly',
    period: { from: '2024-01-28T23:00:00.000Z', to: '2024-02-04T23:00:00.000Z' },
  }),
);

test.each(['2023-W53-x.md', 'how-2024-went-5.md', 'v2024w5x.md'])('the path %s names no week', (path) =>
  expect(() => dateOf({ fields: {}, path }, 'UTC')).toThrow('no date'),
);

test.each([
  'notes-2024-01-05.md',
  '20240105-a.md',
  '2024/01/05/index.md',
  '2024/01/05.md',
  'a 2024.01.05 b.html',
])('the path %s has its date', (path) =>
  expect(dateOf({ fields: {}, path }, 'UTC')).toEqual({ date: '2024-01-05' }),
);

test.each([
  ['+++\ntitle = "T"\ndate = 2024-01-05\ndraft = false\n+++\nWords.', { title: 'T' }],
  ['{\n"title": "T",\n"date": "2024-01-05"\n}\nWords.', { title: 'T' }],
  ['Title: T\nDate: 2024-01-05 10:00\nTags: a, b\n\nWords.', { title: 'T', tags: 'a, b' }],
  ['# T\n\nWords.', {}],
  ['\n---yaml\ntitle: T\n...\nWords.', { title: 'T' }],
  ['---toml\ntitle = "T"\n[extra]\ndraft = true\n---\nWords.', { title: 'T', draft: true }],
  ['title: T\ndate: 2024-01-05\n---\nWords.', { title: 'T' }],
  ['Title: A long\n  title\nDate: 2024-01-05\n\nWords.', { title: 'A long title' }],
  ['---\n---\nWords.', {}],
])('front matter of %j', (text, fields) => {
  const read = readFrontMatter(text);
  expect(read.fields).toMatchObject(fields);
  expect(read.body.trim().endsWith('Words.')).toBe(true);
});

test('unclosed front matter is an error', () =>
  expect(() => readFrontMatter('---\ntitle: T\ndraft: true\n\nWords.')).toThrow('does not end'));

test('a mistake in TOML is named with its line', () =>
  expect(() => readFrontMatter('+++\ntitle = "T"\ndate = ?\n+++\n')).toThrow(/front matter: .* at line 3/));

test('a Substack export is imported by its list; drafts, links and unlisted files are reported', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'export', 'posts'), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, 'export', name), text);
  writeFileSync(join(folder, 'sources.yaml'), SOURCES);
  write(
    'posts.csv',
    'post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle\n' +
      '144.on-wind,2024-01-05T23:30:00.000Z,true,,newsletter,everyone,"On wind, and ""waves""",What blew\n' +
      '145.not-yet,,false,,newsletter,everyone,Not yet,\n',
  );
  write('posts/144.on-wind.html', '<p>It <strong>blew</strong>.</p>');
  write('posts/145.not-yet.html', '<p>Soon.</p>');
  write('posts/146.lost.html', '<p>Whose?</p>');
  symlinkSync('144.on-wind.html', join(folder, 'export', 'posts', 'again.html'));
  const report = JSON.parse((await tidings(['import', 'export', '--json'], folder)).stdout);
  expect(report).toMatchObject({ added: 1 });
  expect(report.skipped).toEqual([
    { file: 'posts/145.not-yet.html', why: 'it was not published (is_published: false)' },
  ]);
  expect(report.failed).toEqual([
    { file: 'posts/146.lost.html', why: 'posts.csv does not list it' },
    { file: 'posts/again.html', why: 'it is a link or not a regular file' },
  ]);
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  expect(await findIssue(db, 'on-wind')).toMatchObject({
    headline: 'On wind, and "waves"',
    subtitle: 'What blew',
    createdAt: '2024-01-05T23:30:00.000Z',
    body: '<p id="b1">It <strong>blew</strong>.</p>',
  });
});

const home = newFolder();
beforeAll(() => {
  writeFileSync(join(home, 'sources.yaml'), SOURCES);
  mkdirSync(join(home, 'old'), { recursive: true });
  const write = (name: string, text: string | Buffer) => writeFileSync(join(home, 'old', name), text);
  write('2024-01-05-kites.md', '---\ntitle: Kites\n---\nThey fly over zeppelins.');
  write('broken.md', '---\ntitle: [\n---\n');
  write('latin.md', Buffer.from('---\ntitle: caf\xe9\ndate: 2024-01-01\n---\n', 'latin1'));
});

test('importing a folder again changes nothing, except for edited files', async () => {
  const run = async () => JSON.parse((await tidings(['import', 'old', '--json'], home)).stdout);
  const first = await run();
  expect(first).toMatchObject({ added: 1, changed: 0, unchanged: 0 });
  expect(first.failed).toEqual([
    { file: 'broken.md', why: expect.stringContaining('Flow sequence') },
    { file: 'latin.md', why: 'it has no text' },
  ]);
  expect(await run()).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
  const found = JSON.parse((await tidings(['search', 'zeppelins', '--json'], home)).stdout);
  expect(found.hits).toMatchObject([{ slug: 'kites', section: 'Kites', anchor: 'b1' }]);
  writeFileSync(join(home, 'old', '2024-01-05-kites.md'), '---\ntitle: Kites\n---\nThey land.');
  expect(await run()).toMatchObject({ added: 0, changed: 1 });
  const again = await tidings(['import', 'old', '--origin', 'https://old.example/'], home);
  expect(again.stdout + again.stderr).toContain('--origin changed nothing: ');
  const db = await openDatabase(join(home, 'data', 'tidings.db'));
  expect((await findIssue(db, 'kites'))?.body).toBe('<p id="b1">They land.</p>');
});
