import { afterAll, expect, test } from 'vitest';
import { en } from '../../src/base/language/phrases/en.js';
import { PHRASES } from '../../src/base/language/phrases/phrases.js';
import type { Phrases } from '../../src/base/language/phrases/type.js';
import type { Bullet, Issue } from '../../src/model.js';
import { renderEmail } from '../../src/render/email.js';
import { feedBody } from '../../src/render/feed/feed-body.js';
import { prepareConfirmation } from '../../src/render/mail/confirm.js';
import { READER_TOKENS } from '../../src/render/reader.js';
import { renderText } from '../../src/render/text.js';
import { saveIssue } from '../../src/store/issues.js';
import { saveSources } from '../../src/store/sources/sources.js';
import { makeIssue } from '../fixtures/issue.js';
import { makeRef } from '../fixtures/store.js';
import { openReaders } from './readers.js';
import { everyPage } from './setup.js';

// A language of Greek letters only, with Greek dates: whatever Latin word a page shows comes from somewhere else.
const LANGUAGE = 'el';
const GREEK = 'αβψδεφγηιξκλμνοπρστυωζχθς';
const toGreek = (text: string) =>
  text.replace(/\{\w+\}|[a-z]/gi, (part) =>
    part.length > 1 ? part : (GREEK[(part.toLowerCase().charCodeAt(0) - 97) % GREEK.length] ?? 'α'),
  );
const translate = <T>(value: T): T =>
  (typeof value === 'string'
    ? toGreek(value)
    : Array.isArray(value)
      ? value.map(translate)
      : Object.fromEntries(
          Object.entries(value as object).map(([key, part]) => [key, translate(part)]),
        )) as T;
(PHRASES as Record<string, Phrases>)[LANGUAGE] = translate(en);
// Test files share what they import.
afterAll(() => {
  delete (PHRASES as Record<string, Phrases>)[LANGUAGE];
});

/** The sample with all that its posts say in Greek letters. */
function greekIssue(over: Partial<Issue> = {}): Issue {
  const keep = new Set([
    'id',
    'cite',
    'citations',
    'postIds',
    'slug',
    'kind',
    'platform',
    'url',
    'origin',
    'updates',
  ]);
  const convert = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return keep.has(key) ? value : toGreek(value);
    if (Array.isArray(value)) return keep.has(key) ? value : value.map((part) => convert(part, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, convert(part, name)]));
  };
  const issue = makeIssue();
  const posts = Object.fromEntries(
    Object.entries(issue.posts).map(([id, post]) => [
      id,
      { ...(convert(post) as typeof post), createdAt: post.createdAt },
    ]),
  );
  return {
    ...issue,
    language: LANGUAGE,
    publication: toGreek(issue.publication),
    headline: toGreek(issue.headline),
    subtitle: toGreek(issue.subtitle),
    lead: convert(issue.lead) as Bullet[],
    recaps: convert(issue.recaps) as Issue['recaps'],
    tags: convert(issue.tags) as Issue['tags'],
    posts,
    checked: { ...issue.checked, failed: [], skipped: [] },
    model: { ...issue.model, name: 'ο', stages: [] },
    audit: { ...issue.audit, reasons: [], omitted: [{ url: 'β', line: 'γ', reason: 'δ' as never }] },
    corrections: [
      {
        at: '2026-03-18T07:00:00.000Z',
        changes: [
          { part: 'headline', before: 'α', after: 'β' },
          { part: 'statement', anchor: 'b3', before: 'γ', after: 'δ' },
        ],
      },
    ],
    ...over,
  };
}

/** What a reader sees or hears of a page: text, and the attributes that are shown or read aloud. */
function shownOf(html: string): string {
  const attributes = [
    ...html.matchAll(/ (?:title|alt|placeholder|aria-label|data-(?:counts|none|more|failed))="([^"]*)"/g),
    ...html.matchAll(
      /<meta (?:name="description"|property="og:(?:title|description|site_name)") content="([^"]*)"/g,
    ),
  ];
  const text = html
    .replace(/<(style|script)[\s\S]*?<\/\1>|<!--[\s\S]*?-->/g, ' ')
    // Errors of services and addresses are marked as English or quoted as they are.
    .replace(/<(\w+) lang="en">[\s\S]*?<\/\1>|<select id="zone"[\s\S]*?<\/select>/g, ' ')
    .replace(/<[^>]+>/g, ' ');
  return `${text} ${attributes.map(([, value]) => value).join(' ')}`;
}

const ALLOWED = new RegExp(
  [
    String.raw`https?:\S+|\S+@\S+|[@/]\w+|\b[ur]/\w+|\w+://\S+|\S+\.(?:png|xml|json|example)\b|[\w/]*[/=#]\S*`,
    String.raw`\b(?:RSS|Atom|JSON|Feed|llms|txt|Reddit|Discord|X|r|w|u|UTC|Europe|Berlin|Markdown|JavaScript|Enter|Esc|SHA|quot|amp|abc|nbsp)\b`,
    String.raw`\b(?:daily|weekly|x|web|company|model|person|topic|one|other)\b(?=\s|/|&quot|$)`,
  ].join('|'),
  'g',
);
const latinOf = (html: string) => [
  ...new Set(
    shownOf(html)
      // What stands for a reader's own links.
      .replace(new RegExp(Object.values(READER_TOKENS).join('|'), 'g'), ' ')
      .replace(/&#?\w+;/g, ' ')
      .replace(ALLOWED, ' ')
      .match(/[a-z]{2,}/gi) ?? [],
  ),
];

test('every page and mail is entirely in the publication’s language', async () => {
  const issue = greekIssue();
  const week = greekIssue({
    id: 'weekly-2026-w11',
    slug: 'w',
    cadence: 'weekly',
    createdAt: '2026-03-16T08:00:00.000Z',
  });
  const site = await openReaders(
    { recaps: ['αβγ', 'δεζ'] },
    {
      publication: { name: 'Νέα', tagline: 'όλα', language: LANGUAGE, timeZone: 'UTC', address: 'Οδός 1' },
      operator: { token: '0123456789abcdef' } as never,
    },
  );
  await saveIssue(site.db, issue);
  await saveIssue(site.db, week);
  await saveSources(site.db, [{ ...makeRef('α'), name: 'r/α' }]);
  const get = async (path: string) => {
    const answer = await site.get(path);
    expect(answer.text, path).toContain(`lang="${LANGUAGE}"`);
    return [path, answer.text] as const;
  };
  const bullet = issue.recaps[0]?.sections[0]?.bullets[0]?.id;
  const pages = [];
  for (const path of [
    ...everyPage(issue).map((path) => path.replace('halyard', 'α').replace('nowhere+to+be+found', 'ω')),
    '/issues?cadence=weekly',
    '/issues/2026',
    '/issues/w',
    '/corrections',
    `/issues/${issue.slug}/versions`,
    '/search?since=2026-01-01',
    '/search?q=α&platform=reddit&author=α&source=α&until=2026-04-01&since=α',
    '/subscribe',
    `/issues/${issue.slug}/report/${bullet}`,
    '/unsubscribe/forged',
    '/confirm/forged',
  ])
    pages.push(await get(path));
  const post = async (path: string, fields?: Record<string, string>) =>
    pages.push([`POST ${path}`, (await site.post(path, fields)).text]);
  await post('/subscribe', { address: '' });
  await post('/subscribe', { address: 'ann' });
  await post('/subscribe', { address: 'ann@example.org', zone: 'Mars', hour: '99', cadence: 'hourly' });
  await post('/subscribe', { address: 'ann@example.org' });
  const confirm = await site.confirmPath('ann@example.org');
  pages.push(await get(confirm));
  await post(confirm);
  await post(confirm);
  const token = await site.tokenOf('ann@example.org');
  pages.push(await get(`/preferences/${token}`), await get(`/preferences/${token}?done=paused`));
  await post(`/preferences/${token}/pause`, { days: '0' });
  await post(`/preferences/${token}/pause`, { days: '3' });
  pages.push(
    await get(`/preferences/${token}`),
    await get(`/preferences/${token}/delete`),
    await get(`/unsubscribe/${token}`),
  );
  await post(`/unsubscribe/${token}`);
  pages.push(await get(`/preferences/${token}`), await get(confirm));
  await post(`/preferences/${token}/delete`);
  await post(`/issues/${issue.slug}/report/${bullet}`, { text: '' });
  await post(`/issues/${issue.slug}/report/${bullet}`, { text: 'α', link: 'β' });

  const publicUrl = 'https://n.example/';
  const { html, subject, preheader } = await renderEmail(issue, {
    templates: 'templates',
    publicUrl,
    address: 'Οδός 1',
    maxBytes: 30_000,
  });
  const write = await prepareConfirmation('templates', { name: 'Νέα', language: LANGUAGE });
  const asked = { url: publicUrl, days: 3, cadence: 'daily' as const, hour: 7, timeZone: 'UTC' };
  for (const mail of [
    write({ ...asked, kind: 'confirm' }),
    write({ ...asked, kind: 'known', pausedUntil: '2026-05-12T00:00:00.000Z' }),
  ])
    pages.push(['confirmation', mail.html], ['confirmation, text', `${mail.subject} ${mail.text}`]);
  pages.push(
    ['mail', html],
    ['mail, subject', `${subject} ${preheader}`],
    ['mail, text', renderText(issue, { publicUrl })],
    ['feed', feedBody(issue, publicUrl)],
  );
  const leaks = pages
    .map(([path, text]) => [path, latinOf(text)] as const)
    .filter(([, words]) => words.length > 0);
  expect(leaks).toEqual([]);
});
