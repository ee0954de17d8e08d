// Feeds made to hang the parser or to leak data.
import { expect, test } from 'vitest';
import { entry, first, item, json, parse, rss } from './feed-documents.js';

/** Reads everything, because text is converted on demand. */
async function readAll(text: string) {
  return (await parse(text)).entries.map((each) => ({ ...each }));
}

const MEGABYTE = 1_000_000;
const fill = (part: string, size = MEGABYTE) => part.repeat(size / part.length);
test('entities are not expanded', async () => {
  const bomb = `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>`;
  expect((await first(bomb + item('<title>&b;&x;</title>'))).title).toBe('&b;&x;');
});
// Each takes minutes if a step is quadratic; the tests' timeout detects that.
test.each([
  ['unclosed tags', item(`<description><![CDATA[${fill('a<div')}]]></description>`)],
  ['lines of breaks', item(`<description><![CDATA[${fill('a<br>\n')}]]></description>`)],
  [
    'deep XHTML',
    entry(`<content type="xhtml">${fill('<div>', 500_000)}${fill('</div>', 600_000)}</content>`),
  ],
  ['parentheses', json({ id: '1', content_text: `https://x.test/${fill(')')}` })],
  ['spaces in a date', item(`<pubDate>1 ${fill(' ')}x</pubDate>`)],
  ['a long title', item(`<title>${fill('&lt;b ')}</title>`)],
])('in time: %s', async (_, text) => expect(await readAll(text)).toHaveLength(1));
test('in time: deep HTML, repeated', async () => {
  const deep = `<item><description><![CDATA[${fill('<b>', 180_000)}]]></description></item>`;
  expect(await readAll(rss(deep.repeat(30)))).toHaveLength(30);
});
const LARGE = 5 * MEGABYTE;
const attributes = Array.from({ length: 300_000 }, (_, n) => `a${n}="v"`).join(' ');
test.each([
  ['deep elements', `<rss version="2.0"><channel>${fill('<a>', LARGE)}`],
  ['elements in an entry', item(fill('<b></b>', LARGE))],
  ['attributes of an entry', entry(`<x ${attributes}/>`)],
  ['attributes of the root', `<rss version="2.0" ${attributes}><channel/></rss>`],
  ['attributes without values', item(`<x ${fill(' a=', LARGE)}/>`)],
  ['brackets', item(fill('<', LARGE))],
  ['open comments', `<rss version="2.0">${fill('<!--')}`],
  ['open declarations', fill('<!DOCTYPE [')],
  ['lists in lists', `{"version":"https://jsonfeed.org/version/1.1","items":${fill('[', LARGE)}`],
])('refused at once: %s', async (_, text) => {
  const started = performance.now();
  await expect(parse(text)).rejects.toThrow(/feed|damaged|more than [\d,]+ (tags|attributes|lists)/);
  expect(performance.now() - started).toBeLessThan(1_500);
});
test('of an archive, the newest of the first 5,000 entries are kept, in order', async () => {
  const items = Array.from(
    { length: 5_100 },
    (_, at) => `<item><guid>${at}</guid><pubDate>${1_700_000_000 + at}</pubDate></item>`,
  );
  const { entries } = await parse(rss(items.join('')));
  expect([entries.length, entries[0]?.id, entries.at(-1)?.id]).toEqual([500, '4500', '4999']);
});
