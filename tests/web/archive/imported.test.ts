// Imported issues are marked wherever readers see them: their text is not checked.
import { expect, test } from 'vitest';
import { PHRASES } from '../../../src/base/language/phrases/phrases.js';
import { importedToHtml } from '../../../src/render/imported.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makeEarlier, openSite } from '../setup.js';

const quill = { kind: 'model', slug: 'quill', name: 'Quill' } as const;
const old = makeEarlier(9, {
  ...{ id: 'imported-old', slug: 'old', headline: 'An old letter', lead: [], recaps: [], posts: {} },
  ...{ tags: [quill], body: importedToHtml('## Models\n\n- Quill reads long files.', 'markdown') },
});
const MARK = 'Imported: not checked by Tidings';

test('an imported issue is marked on its page, in lists, on tags’ pages, in search results and in the API', async () => {
  const { get } = await openSite([old, makeIssue()]);
  const seen = async (path: string) => (await get(path)).text;
  expect(await seen('/issues/old')).toContain(MARK);
  expect(await seen('/tags/model/quill')).toContain(MARK);
  expect(await seen('/search?q=Quill')).toMatch(new RegExp(`An old letter[^<]*<span[^>]*>${MARK}`));
  for (const path of ['/', '/issues']) expect((await seen(path)).split(`title="${MARK}"`)).toHaveLength(2);
  expect(await seen('/llms.txt')).toContain('(imported, not checked)');
  expect(JSON.parse(await seen('/search.json?q=Quill+files')).results[0]).toMatchObject({ imported: true });
  expect(await seen('/search.xml?q=Quill')).toContain(`(${MARK})</title>`);
  expect(await seen('/suggest.json?q=Quill')).toContain(`(${MARK})`);
  const { issues } = JSON.parse(await seen('/api/issues'));
  expect(issues.map(({ imported }: { imported: boolean }) => imported)).toEqual([false, true]);
});

test('the front page leads with the newest own issue, if there is one, and else says that it is imported', async () => {
  const period = { from: '2026-03-17T23:00:00.000Z', to: '2026-03-18T23:00:00.000Z' };
  const newer = { ...old, id: 'imported-new', slug: 'new', headline: 'A newer letter', period };
  const leadOf = async (issues: Parameters<typeof openSite>[0]) => {
    const { text } = await (await openSite(issues)).get('/');
    return text.slice(text.indexOf('<article'), text.indexOf('</article>'));
  };
  expect(await leadOf([newer, makeIssue()])).toContain(makeIssue().headline);
  const alone = await leadOf([newer]);
  expect(alone).toContain('A newer letter');
  expect(alone).toContain(MARK);
});

test('an issue made here has no such mark', async () => {
  const { get } = await openSite([makeIssue()]);
  for (const path of ['/', `/issues/${makeIssue().slug}`, '/search?q=halyard'])
    expect((await get(path)).text).not.toContain('Imported');
});

test('the mark is in the site’s language', async () => {
  const marks = Object.values(PHRASES).map(({ page }) => page.importedUnchecked);
  expect(marks.filter((mark) => mark.includes('Tidings'))).toHaveLength(14);
  expect(new Set(marks).size).toBe(14);
  const publication = { name: 'Notizen', tagline: '', language: 'de', timeZone: 'UTC' };
  const { get } = await openSite([{ ...old, language: 'de' }], { publication });
  expect((await get('/issues/old')).text).toContain('Importiert: nicht von Tidings geprüft');
});
