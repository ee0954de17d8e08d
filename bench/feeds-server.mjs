// The server of bench/feeds-many.mjs, a process of its own: many feeds of mixed sizes on many local ports, some slow,
// some failing. Says `{ urls, known, bytes }` to its parent, and ends with it.
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { random } from './random.mjs';

const { data, feeds: count, slow: slowMs, now } = JSON.parse(process.argv[2]);
/** Many feeds live on a host that has others. */
const FEEDS_A_HOST = 2;
const HOURS_APART = 8;

const documents = existsSync(join(data, 'feeds/cases.json')) ? realDocuments() : madeDocuments();
const feeds = Array.from({ length: count }, (_, at) => {
  const { body, type } = documents[at % documents.length];
  return {
    type,
    body: at % 10 < 7 ? gzipSync(body) : body,
    gzip: at % 10 < 7,
    etag: `"v${at}"`,
    slow: at % 20 === 3,
    fails: at % 20 === 7,
    size: body.length,
  };
});

/** Whole feeds of real sites, with an entry every few hours up to now. */
function realDocuments() {
  const cases = JSON.parse(readFileSync(join(data, 'feeds/cases.json'), 'utf8'));
  return cases
    .filter((each) => each.realWorld)
    .map(({ file, contentType }) => ({
      type: contentType,
      body: redate(readFileSync(join(data, 'feeds', file))),
    }));
}

function redate(bytes) {
  let entry = -1;
  const at = () => new Date(now - Math.max(0, entry) * HOURS_APART * 3_600_000);
  const text = bytes
    .toString('latin1')
    .replace(
      /<(?:item|entry)[\s>]|(<(pubDate|published|updated|issued|modified|dc:date)\b[^>]*>)[^<]*(?=<\/)|("date_published"\s*:\s*")[^"]*/gi,
      (found, tag, name, json) => {
        if (json) entry++;
        if (json) return json + at().toISOString();
        if (tag) return tag + (/pubDate/i.test(name) ? at().toUTCString() : at().toISOString());
        entry++;
        return found;
      },
    );
  return Buffer.from(text, 'latin1');
}

function madeDocuments() {
  const next = random(7);
  const words =
    'a model of the new release reads what people write about tools and their <b>limits</b>'.split(' ');
  const paragraph = () =>
    `<p>${Array.from({ length: 60 }, () => words[Math.floor(next() * words.length)]).join(' ')} <a href="/more">more</a></p>`;
  return Array.from({ length: 100 }, (_, feed) => {
    const paragraphs = Math.ceil(Math.exp(next() * 2.5));
    const items = Array.from({ length: 5 + Math.floor(next() * 30) }, (_, n) => {
      const date = new Date(now - n * HOURS_APART * 3_600_000).toUTCString();
      const text = Array.from({ length: paragraphs }, paragraph).join('\n').replaceAll('<', '&lt;');
      return `<item><title>Entry ${n}</title><link>https://s${feed}.example/${n}</link><pubDate>${date}</pubDate><description>${text}</description></item>`;
    });
    return {
      type: 'application/rss+xml',
      body: Buffer.from(
        `<rss version="2.0"><channel><title>Feed ${feed}</title><link>https://s${feed}.example/</link>${items.join('')}</channel></rss>`,
      ),
    };
  });
}

function answer(request, response) {
  const feed = feeds[Number(request.url.slice(1))];
  const { type, body, gzip, etag, slow, fails } = feed;
  if (fails) return void response.writeHead(503).end('down');
  const send = () => {
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    response
      .writeHead(200, { 'content-type': type, etag, ...(gzip && { 'content-encoding': 'gzip' }) })
      .end(body);
  };
  if (slow) setTimeout(send, slowMs);
  else send();
}

const hosts = Array.from({ length: Math.ceil(count / FEEDS_A_HOST) }, () => http.createServer(answer));
await Promise.all(hosts.map((host) => new Promise((done) => host.listen(0, '127.0.0.1', done))));
process.on('disconnect', () => process.exit());
process.send({
  urls: feeds.map((_, at) => `http://127.0.0.1:${hosts[Math.floor(at / FEEDS_A_HOST)].address().port}/${at}`),
  // Fetched before: these have not changed since.
  known: feeds.map(({ etag }, at) => (at % 10 >= 4 && at % 10 < 7 ? etag : undefined)),
  bytes: feeds.reduce((sum, feed) => sum + feed.size, 0),
});
