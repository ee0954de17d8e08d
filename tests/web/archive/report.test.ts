// Reporting an error: a form for each bullet, a limit, and nothing but text from strangers.
import { expect, test } from 'vitest';
import { listReports } from '../../../src/store/operator/reports.js';
import { makeIssue } from '../../fixtures/issue.js';
import { openSite } from '../setup.js';

const issue = makeIssue();
const anchor = issue.recaps[0]?.sections[0]?.bullets[0]?.id ?? '';
const path = `/issues/${issue.slug}/report/${anchor}`;
const operator = { token: 'operator-token-0123456789', approve: async () => {} };

const publication = { name: 'Field Notes', tagline: '', language: 'en', timeZone: 'UTC' };

test('without operator pages, a report is mailed, and stored even if the mail fails', async () => {
  const mails: string[][] = [];
  const mailReport = async (subject: string, lines: string[]) => {
    mails.push([subject, ...lines]);
    if (mails.length > 1) throw new Error('the server is away');
  };
  const { app, db, get } = await openSite([issue], { mailReport });
  expect((await get(`/issues/${issue.slug}`)).text).toContain(`href="${path}"`);
  const post = () =>
    app.request(path, { method: 'POST', body: new URLSearchParams({ text: 'It is 16 GB' }) });
  expect((await post()).status).toBe(200);
  expect((await post()).status).toBe(200);
  expect(mails[0]).toContain('It is 16 GB');
  expect(mails[0]?.[1]).toMatch(new RegExp(`${issue.slug}#${anchor}$`));
  expect(await listReports(db, 'open', 10)).toHaveLength(2);
});

test.each([
  ['news@example.org', '<a href="mailto:news@example.org">news@example.org</a>'],
  ['https://example.org/contact', '<a href="https://example.org/contact">example.org/contact</a>'],
  ['', 'This site takes no reports of errors.'],
])(
  'where nobody reads reports, pages name the contact %s, or say how corrections are handled',
  async (contact, shown) => {
    const { get } = await openSite([issue], { publication: { ...publication, contact } });
    for (const page of ['/corrections', `/issues/${issue.slug}`]) {
      const { text } = await get(page);
      expect(text).toContain(shown);
      expect(text.includes('>Contact</a>')).toBe(contact !== '');
      expect(text).not.toContain('/report/');
    }
  },
);

async function openReports() {
  const site = await openSite([issue], { operator });
  const post = (fields: Record<string, string>, headers = {}) =>
    site.app.request(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  return { ...site, post };
}

test('each bullet links to a form, and its report reaches the operator’s list', async () => {
  const { get, post, db } = await openReports();
  expect((await get(`/issues/${issue.slug}`)).text).toContain(`href="${path}"`);
  expect((await get(path)).text).toContain('Report an error');
  const fields = { text: 'It <b>is</b> 16 GB', link: 'https://example.org/x', address: 'ann@example.org' };
  expect((await post(fields)).status).toBe(200);
  const [report] = await listReports(db, 'open', 10);
  expect(report).toMatchObject({ issue_id: issue.id, anchor, ...fields, state: 'open' });
});

test('an invalid report shows its error and keeps what was entered', async () => {
  const { post, db } = await openReports();
  const unusable: Record<string, string>[] = [
    { text: ' ' },
    { text: 'x', link: 'javascript:alert(1)' },
    { text: 'x', address: 'nobody' },
  ];
  for (const fields of unusable) {
    const answer = await post(fields);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('role="alert"');
  }
  expect((await post({ text: 'x' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect(await listReports(db, 'open', 10)).toEqual([]);
});

test('reports are limited per client; if nobody reads them, there is no form', async () => {
  const { post } = await openReports();
  const codes: number[] = [];
  for (let n = 0; n < 6; n++) codes.push((await post({ text: `error ${n}` })).status);
  expect(codes).toEqual([200, 200, 200, 200, 200, 429]);
  const without = await openSite([issue]);
  expect((await without.get(path)).status).toBe(404);
  expect((await without.get(`/issues/${issue.slug}`)).text).not.toContain('/report/');
});
