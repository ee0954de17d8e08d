// Fetches bytes over real HTTP on 127.0.0.1.
import http from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FetchBytesOptions, fetchBytes } from '../../../src/sources/http/fetch-bytes.js';
import { lookupPublic } from '../../../src/sources/http/public-address.js';

const routes: Record<string, http.RequestListener> = {
  '/plain': (_, response) => response.end('hello'),
  '/headers': (request, response) => response.end(JSON.stringify(request.headers)),
  '/missing': (_, response) => response.writeHead(404).end('nothing here'),
  '/moved': (_, response) => response.writeHead(301, { location: '/moved-again' }).end(),
  '/moved-again': (_, response) => response.writeHead(308, { location: '/plain' }).end(),
  '/for-now': (_, response) => response.writeHead(302, { location: '/moved' }).end(),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/elsewhere': (_, response) => response.writeHead(302, { location: `${other}/headers` }).end(),
  '/to-file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/wall': (request, response) =>
    /seen=1/.test(request.headers.cookie ?? '')
      ? response.writeHead(302, { location: `${elsewhere()}/headers` }).end()
      : response.writeHead(302, { location: '/wall', 'set-cookie': ['seen=1; Path=/', 'b=2'] }).end(),
  '/unescaped': (_, response) =>
    response.writeHead(302, { location: Buffer.from('/новости').toString('latin1') }).end(),
  [encodeURI('/новости')]: (_, response) => response.end('hello'),
  '/nowhere': (_, response) => response.writeHead(302).end(),
  '/gzip': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync('hello')),
  '/br': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'br' }).end(zlib.brotliCompressSync('hello')),
  '/deflate': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'deflate' }).end(zlib.deflateSync('hello')),
  '/raw-deflate': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'deflate' }).end(zlib.deflateRawSync('hello')),
  '/not-gzip': (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('hello'),
  '/bomb': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync(Buffer.alloc(3_000_000))),
  '/cut-gzip': (_, response) =>
    response
      .writeHead(200, { 'content-encoding': 'gzip' })
      .end(zlib.gzipSync('hello '.repeat(99)).subarray(0, 20)),
  '/gzip-as-file': (_, response) =>
    response.writeHead(200, { 'content-type': 'application/x-gzip' }).end(zlib.gzipSync('hello')),
  '/gzip-twice': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync(zlib.gzipSync('hello'))),
  '/gzip-and-more': (_, response) =>
    response
      .writeHead(200, { 'content-encoding': 'gzip' })
      .end(Buffer.concat([zlib.gzipSync('hello'), Buffer.from('\n<b>Warning</b>')])),
  '/gzip-of-one-byte': (_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(Buffer.from([0x1f])),
  '/large': (_, response) => response.end(Buffer.alloc(200_000)),
  '/silent': () => {},
  '/stalls': (_, response) => response.write('hel'),
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('hello', () => response.destroy());
  },
};

const server = http.createServer((request, response) =>
  (routes[request.url ?? ''] ?? ((_, r) => r.writeHead(500).end()))(request, response),
);
const otherServer = http.createServer((request, response) => response.end(JSON.stringify(request.headers)));
let base = '';
let other = '';
/** Another host, because cookies ignore ports. */
const elsewhere = () => other.replace('127.0.0.1', 'localhost');

const listen = (one: http.Server) =>
  new Promise<string>((done) => {
    one.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${(one.address() as AddressInfo).port}`));
  });
const connections = (one: http.Server) =>
  new Promise<number>((done) => {
    one.getConnections((_, count) => done(count));
  });

beforeAll(async () => {
  base = await listen(server);
  other = await listen(otherServer);
});
afterAll(() => {
  for (const one of [server, otherServer]) {
    one.close();
    one.closeAllConnections();
  }
});

const get = (path: string, options: Partial<FetchBytesOptions> = {}) =>
  fetchBytes(path.startsWith('/') ? base + path : path, {
    allowPrivateNetwork: true,
    timeoutMs: 5_000,
    maxBytes: 100_000,
    ...options,
  });
const textOf = async (path: string, options?: Partial<FetchBytesOptions>) =>
  (await get(path, options)).bytes.toString();

describe('responses', () => {
  test('the body', async () => expect(await textOf('/plain')).toBe('hello'));
  test('any status is returned', async () => expect((await get('/missing')).status).toBe(404));
  test.each([
    '/gzip',
    '/br',
    '/deflate',
    '/raw-deflate',
    '/not-gzip',
    '/gzip-as-file',
    '/gzip-twice',
    '/gzip-and-more',
  ])('decompressed: %s', async (path) => expect(await textOf(path)).toBe('hello'));
  test('headers and a user agent are sent', async () => {
    const sent = JSON.parse(
      await textOf('/headers', { headers: { 'if-none-match': '"1"' }, userAgent: 'T/1' }),
    );
    expect(sent).toMatchObject({ 'if-none-match': '"1"', 'user-agent': 'T/1' });
  });
  test('the default user agent', async () =>
    expect(JSON.parse(await textOf('/headers'))['user-agent']).toBe('Tidings'));
});

describe('redirects', () => {
  test('permanent ones return the new address', async () =>
    expect(await get('/moved')).toMatchObject({ url: `${base}/plain`, permanentUrl: `${base}/plain` }));
  test('a temporary one ends the permanent chain', async () =>
    expect((await get('/for-now')).permanentUrl).toBeUndefined());
  test('without redirects there is no new address', async () =>
    expect((await get('/plain')).permanentUrl).toBeUndefined());
  test('an address in UTF-8 is followed', async () => expect(await textOf('/unescaped')).toBe('hello'));
  test('redirects without a location are returned', async () =>
    expect((await get('/nowhere')).status).toBe(302));
  test('a cookie is sent only to the site that set it', async () => {
    const { url, bytes } = await get('/wall');
    expect(url).toBe(`${elsewhere()}/headers`);
    expect(JSON.parse(bytes.toString()).cookie).toBeUndefined();
  });
  test('credentials are not sent to another origin', async () => {
    const headers = { authorization: 'Bearer x', cookie: 'a=b', accept: 'text/x' };
    const sent = JSON.parse(await textOf('/elsewhere', { headers }));
    expect(sent.accept).toBe('text/x');
    expect([sent.authorization, sent.cookie]).toEqual([undefined, undefined]);
  });
});

describe('refusals and failures', () => {
  test.each([
    ['/loop', 'more than 10 redirects'],
    ['/to-file', 'redirected to something that is not an http(s) address'],
    ['/large', 'larger than 100 KB'],
    ['/bomb', 'larger than 100 KB'],
    ['/cut', 'the connection was lost'],
    ['/cut-gzip', 'damaged or truncated gzip data'],
    ['/gzip-of-one-byte', 'damaged or truncated gzip data'],
    ['ftp://127.0.0.1/x', 'not an http(s) address'],
    ['http://user:secret@127.0.0.1/', 'not an http(s) address'],
    ['http://127.0.0.1:1/', 'connection refused'],
    ['http://nowhere.invalid/', 'no such host'],
  ])('%s: %s', async (path, message) => {
    const failure = await get(path).catch((error: Error) => error.message);
    // Without a network, there may be no name server.
    expect(failure).toSatisfy((text) => text === message || /name server/.test(String(text)));
  });
  test.each(['/silent', '/stalls'])('in time: %s', async (path) =>
    expect(get(path, { timeoutMs: 60 })).rejects.toThrow('timed out after 0.06 s'),
  );
  test('aborted during the request', async () => {
    const stop = new AbortController();
    const pending = get('/silent', { signal: stop.signal });
    stop.abort();
    await expect(pending).rejects.toThrow('stopped');
  });
  test('aborted before the start', () =>
    expect(get('/plain', { signal: AbortSignal.abort() })).rejects.toThrow('stopped'));
  test('no socket stays open', async () => {
    for (const path of ['/plain', '/moved', '/large', '/missing']) await get(path).catch(() => {});
    await get('/stalls', { timeoutMs: 30 }).catch(() => {});
    await expect.poll(() => connections(server)).toBe(0);
  });
});

describe('private networks', () => {
  const closed = { allowPrivateNetwork: false };
  test('a private address', () => expect(get('/plain', closed)).rejects.toThrow('127.0.0.1 is a private'));
  test('a name that resolves to one', () =>
    expect(get(base.replace('127.0.0.1', 'localhost'), closed)).rejects.toThrow('localhost is a private'));
  test('another spelling of one', () =>
    expect(get(base.replace('127.0.0.1', '0x7f.1'), closed)).rejects.toThrow('is a private'));
  test.each([
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[fe80::1]',
    '[fd00::1]',
  ])('IPv6: %s', (host) =>
    expect(get(`http://${host}/`, closed)).rejects.toThrow('is a private or local address'),
  );
  test.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'data:text/xml,<rss/>', 'javascript:1'])(
    'another scheme: %s',
    (url) => expect(get(url, closed)).rejects.toThrow('not an http(s) address'),
  );
});

describe('a redirect from a public site', () => {
  // Responds like a public name server; later lookups are normal.
  const lookup: LookupFunction = (host, options, callback) => {
    if (host !== 'feeds.example') return lookupPublic(host, options, callback);
    if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
    else callback(null, '127.0.0.1', 4);
  };
  const port = () => new URL(base).port;
  const redirected = (to: string) => {
    routes['/out'] = (_, response) => response.writeHead(302, { location: to }).end();
    const options = { allowPrivateNetwork: false, lookup, timeoutMs: 5_000, maxBytes: 100_000 };
    return fetchBytes(`http://feeds.example:${port()}/out`, options);
  };
  test('to itself is followed', async () =>
    expect((await redirected(`http://feeds.example:${port()}/plain`)).bytes.toString()).toBe('hello'));
  test.each([
    ['http://127.0.0.1:PORT/plain', '127.0.0.1 is a private or local address'],
    ['//127.0.0.1:PORT/plain', '127.0.0.1 is a private or local address'],
    ['http://localhost:PORT/plain', 'localhost is a private or local address'],
    ['http://2130706433:PORT/plain', '127.0.0.1 is a private or local address'],
    ['http://0177.0.0.1:PORT/plain', '127.0.0.1 is a private or local address'],
    ['http://127.1:PORT/plain', '127.0.0.1 is a private or local address'],
    ['http://[::1]:PORT/plain', '::1 is a private or local address'],
    ['http://[::ffff:127.0.0.1]:PORT/plain', '::ffff:7f00:1 is a private or local address'],
    ['http://169.254.169.254/latest/meta-data/', '169.254.169.254 is a private or local address'],
    ['file:///etc/passwd', 'redirected to something that is not an http(s) address'],
    ['gopher://127.0.0.1:PORT/', 'redirected to something that is not an http(s) address'],
    ['http://user:secret@feeds.example:PORT/plain', 'redirected to something that is not an http(s) address'],
  ])('to %s is refused', async (to, message) =>
    expect(redirected(to.replace('PORT', port()))).rejects.toThrow(message),
  );
});
