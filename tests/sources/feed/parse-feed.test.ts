// Feeds of every format, parsed to entries.
import { describe, expect, test } from 'vitest';
import { atom, entry, first, item, json, parse, rss } from './feed-documents.js';

describe('RSS', () => {
  test('a whole item', async () => {
    const feed = await parse(
      item(`<title>Claude &#38; co</title><link> https://site.test/1?a=1&amp;b=2 </link>
        <guid isPermaLink="false">tag-1</guid><pubDate>Mon, 06 Apr 2026 12:00:00 GMT</pubDate>
        <dc:creator>Ada</dc:creator><description>Short</description>
        <content:encoded><![CDATA[<p>Long <a href="/x">text</a></p><img src="p.png" alt="A picture">]]></content:encoded>
        <enclosure url="https://cdn.test/a.mp3" type="audio/mpeg" length="1"/>`),
    );
    expect(feed).toMatchObject({ title: 'News & more', link: 'https://site.test/blog/' });
    expect(feed.entries).toEqual([
      {
        id: 'tag-1',
        title: 'Claude & co',
        link: 'https://site.test/1?a=1&b=2',
        published: '2026-04-06T12:00:00.000Z',
        author: 'Ada',
        text: 'Long text',
        links: ['https://site.test/x'],
        media: [
          { type: 'audio', url: 'https://cdn.test/a.mp3' },
          { type: 'image', url: 'https://site.test/p.png', alt: 'A picture' },
        ],
      },
    ]);
  });
  test.each([
    ['a guid', '<guid>https://site.test/g</guid>', 'https://site.test/g'],
    ['a guid that is no permalink', '<guid isPermaLink="false">https://site.test/g</guid>', undefined],
    ["Atom's link under .NET's prefix", '<a10:link href="https://site.test/a"/>', 'https://site.test/a'],
    ['relative to the site', '<link>/post/1</link>', 'https://site.test/post/1'],
    ['without its scheme', '<link>www.other.test/2</link>', 'https://www.other.test/2'],
    ['of the site without its scheme', '<link>site.test/3</link>', 'https://site.test/3'],
    ['a file below the site', '<link>post.html</link>', 'https://site.test/blog/post.html'],
    ['javascript', '<link>javascript:alert(1)</link>', undefined],
  ])('the link: %s', async (_, inside, link) =>
    expect((await first(item(`<title>t</title>${inside}`))).link).toBe(link),
  );
  test.each([
    ['the name', 'ada@site.test (Ada L.)', 'Ada L.'],
    ['no mail address', 'ada@site.test', undefined],
    ['as it stands', 'Ada', 'Ada'],
    ['the name before its address', 'Ada L. &lt;ada@site.test&gt;', 'Ada L.'],
    ['the text of a link', '&lt;a href="/ada"&gt;Ada&lt;/a&gt;', 'Ada'],
  ])('the author: %s', async (_, author, expected) =>
    expect((await first(item(`<author>${author}</author>`))).author).toBe(expected),
  );
  test('xml:base', async () =>
    expect((await first(rss('<item><link>p</link></item>', 'xml:base="https://b.test/dir/"'))).link).toBe(
      'https://b.test/dir/p',
    ));
  test('a bad date is skipped if there is a good one', async () =>
    expect((await first(item('<pubDate>soon</pubDate><dc:date>2026-04-06</dc:date>'))).published).toBe(
      '2026-04-06T00:00:00.000Z',
    ));
  test('no date', async () => expect((await first(item('<title>t</title>'))).published).toBeUndefined());
  test('upper-case names and no version', async () =>
    expect((await first('<RSS><CHANNEL><ITEM><TITLE>loud</TITLE></ITEM></CHANNEL></RSS>')).title).toBe(
      'loud',
    ));
  test('a prefix on every name', async () =>
    expect(
      (
        await first(
          '<r:rss version="2.0" xmlns:r="x"><r:channel><r:item><r:title>t</r:title></r:item></r:channel></r:rss>',
        )
      ).title,
    ).toBe('t'));
  test('items outside the channel', async () =>
    expect(
      (
        await first(
          '<rss version="2.0"><channel><title>c</title></channel><item><title>t</title></item></rss>',
        )
      ).title,
    ).toBe('t'));
  test('RSS 1.0: rdf:about is the id', async () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
      <channel rdf:about="x"><title>R</title><link>https://site.test/</link></channel>
      <item rdf:about="https://site.test/1"><title>t</title></item></rdf:RDF>`;
    expect(await first(rdf)).toMatchObject({
      id: 'https://site.test/1',
      link: 'https://site.test/1',
      title: 't',
    });
  });
});

describe('Atom', () => {
  test('a whole entry', async () =>
    expect(
      await first(
        entry(`<id>tag:1</id><title type="html">A &lt;em&gt;new&lt;/em&gt; model</title><link href="post/1"/>
          <link rel="related" href="https://paper.test/"/><updated>2026-04-07T00:00:00Z</updated>
          <published>2026-04-06T12:00:00+02:00</published><author><name>Ada</name></author>
          <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div></content>`),
      ),
    ).toEqual({
      id: 'tag:1',
      title: 'A new model',
      link: 'https://host.test/feeds/post/1',
      published: '2026-04-06T10:00:00.000Z',
      author: 'Ada',
      text: 'One\n\nTwo',
      links: ['https://paper.test/'],
      media: [],
    }));
  test('xml:base of the feed and the entry', async () =>
    expect(
      (await first(atom('<entry xml:base="sub/"><link href="p"/></entry>', 'xml:base="https://b.test/dir/"')))
        .link,
    ).toBe('https://b.test/dir/sub/p'));
  test('a plain title keeps angle brackets', async () =>
    expect((await first(entry('<title>The &lt;b&gt; element</title>'))).title).toBe('The <b> element'));
  test('an XHTML title', async () =>
    expect((await first(entry('<title type="xhtml"><div>A <i>b</i> c</div></title>'))).title).toBe('A b c'));
  test('one bad date does not affect the others', async () =>
    expect(
      (await parse(atom('<entry><updated>x</updated></entry><entry><id>2</id></entry>'))).entries,
    ).toHaveLength(2));
  test('Atom 0.3', async () =>
    expect(
      await first(`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>t</title>
        <issued>2026-04-06T12:00:00Z</issued></entry></feed>`),
    ).toMatchObject({ title: 't', published: '2026-04-06T12:00:00.000Z' }));
});

describe('JSON Feed', () => {
  test('a whole item', async () =>
    expect(
      await first(
        json({
          id: 7,
          url: '/7',
          external_url: 'https://paper.test/',
          title: 'a <b> c',
          content_text: 'See https://x.test/a.',
          date_published: '2026-04-06T12:00:00Z',
          authors: [{ name: 'Ada' }],
        }),
      ),
    ).toEqual({
      id: '7',
      title: 'a <b> c',
      link: 'https://site.test/7',
      published: '2026-04-06T12:00:00.000Z',
      author: 'Ada',
      text: 'See https://x.test/a.',
      links: ['https://paper.test/', 'https://x.test/a'],
      media: [],
    }));
});

describe('text', () => {
  const textOf = async (html: string) =>
    (await first(item(`<description><![CDATA[${html}]]></description>`))).text;
  test.each([
    [
      'blocks are lines',
      '<h2>Head</h2><p>One<br>two</p><ul><li>a</li><li>b</li></ul>',
      'Head\n\nOne\ntwo\n\n- a\n- b',
    ],
    [
      'no addresses, pictures, scripts',
      'A <a href="https://x.test">b</a><img src="i.png" alt="i"><script>c</script>',
      'A b',
    ],
    ['entities', 'a&nbsp;&amp;&lt;b&gt; &#146;', 'a &<b> ’'],
    ['table cells stay apart', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['blank lines of plain text are paragraphs', 'One\n\nTwo\nthree', 'One\n\nTwo three'],
  ])('%s', async (_, html, text) => expect(await textOf(html)).toBe(text));
  test('long text is truncated', async () =>
    expect((await textOf('word '.repeat(100_000))).length).toBeLessThanOrEqual(200_000));
  test('a tracking pixel is not a picture', async () => {
    const html = '&lt;img src="/a.gif" width="1" height="1"&gt;&lt;img src="/b.png"&gt;';
    expect((await first(item(`<description>${html}</description>`))).media).toEqual([
      { type: 'image', url: 'https://site.test/b.png' },
    ]);
  });
  test('a title keeps text that is not markup', async () =>
    expect(
      (await first(item('<title>&lt;b&gt;Vec&lt;T&gt;&lt;/b&gt; &amp;amp; a &lt; b</title>'))).title,
    ).toBe('Vec<T> & a < b'));
  test('control characters and lone surrogates are removed', async () =>
    expect((await first(json({ id: '1', content_text: 'a\u0000b \ud83d c' }))).text).toBe('a b \ufffd c'));
});

describe('damaged feeds', () => {
  test.each([
    ['text before it', `<br /><b>Warning</b>: x\n${item('<title>t</title>')}`],
    ['text after it', `${item('<title>t</title>')}<script>x</script>`],
    ['a bare ampersand and an HTML entity', item('<title>t</title><description>A & B&nbsp;C</description>')],
    ['control characters', item('<title>t\u0001\u001f</title>')],
    ['markup inside a text', item('<title>t</title><description>A <b>b</b> c</description>')],
    ['bad nesting', item('<title>t</title><description>A <b>b</description>')],
    ['no end', rss('<item><title>t</title></item><item><title>cut').replace('</channel></rss>', '')],
  ])('%s', async (_, text) => expect((await first(text)).title).toBe('t'));
  test('markup inside text keeps its order', async () =>
    expect((await first(item('<description>A <b>b</b> c</description>'))).text).toBe('A b c'));
});

describe('documents that are not feeds', () => {
  test.each([
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'a web page, not a feed'],
    [
      'XHTML',
      '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>',
      'a web page, not a feed',
    ],
    ['other XML', '<urlset><url/></urlset>', 'not a feed'],
    ['other JSON', '{"error":"no"}', 'not a feed'],
    ['text', 'Service unavailable', 'not a feed'],
    ['nothing', ' \n', 'empty'],
    ['half a JSON Feed', json({ id: 1 }).slice(0, -9), 'a damaged JSON Feed document'],
    ['the start of a feed', '<rss version="2.0"><channel><title>t', 'a damaged RSS document'],
  ])('%s', async (_, text, message) => expect(parse(text)).rejects.toThrow(message));
});

test('an exponent is no digit of its number', async () => {
  const text =
    '10&lt;sup&gt;3&lt;/sup&gt; times, 2&lt;sup&gt;-4&lt;/sup&gt;, 7&lt;sup&gt;&lt;a href="/n"&gt;1&lt;/a&gt;&lt;/sup&gt;, 10&lt;sub&gt;2&lt;/sub&gt;, the 5&lt;sup&gt;th&lt;/sup&gt;';
  expect(await first(item(`<title>${text}</title><description>${text}</description>`))).toMatchObject({
    title: '10³ times, 2⁻⁴, 7¹, 10₂, the 5th',
    text: '10³ times, 2⁻⁴, 7¹, 10₂, the 5th',
  });
});

test.each([
  ['a group', '<media:group><media:description>Said there</media:description></media:group>'],
  ['a subtitle', '<itunes:subtitle>Said there</itunes:subtitle>'],
])('a text that only %s holds', async (_, inside) =>
  expect((await first(item(`<title>Part 1</title>${inside}`))).text).toBe('Said there'),
);

test('a comment before the root does not make a page of a feed', async () =>
  expect(
    (await parse(`<!-- <html> made it --><!-- rss -->${item('<title>t</title>')}`)).entries,
  ).toHaveLength(1));

test('an Atom entry whose content is elsewhere leads there', async () =>
  expect((await first(entry('<id>1</id><content type="text/html" src="/full"/>'))).link).toBe(
    'https://host.test/full',
  ));

test('text that its writer struck out or hid is not what the entry says', async () => {
  const html =
    '<p>It costs <del>5</del> <s>6</s> 7.</p><div style="display:none">preview</div><p hidden>note</p>';
  const { title, text } = await first(
    item(`<title><![CDATA[<s>Old</s> price]]></title><description><![CDATA[${html}]]></description>`),
  );
  expect([title, text]).toEqual(['Old price', 'It costs 7.']);
});
