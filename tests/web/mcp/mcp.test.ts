// The archive for assistants, asked by the official client over both transports.
import { resolve } from 'node:path';
import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { beforeEach, expect, test } from 'vitest';
import { changeBullets } from '../../../src/base/issue-bullets.js';
import { saveEdited } from '../../../src/stages/editing/release.js';
import { findIssue } from '../../../src/store/issues.js';
import { makeIssue } from '../../fixtures/issue.js';
import { newPublication } from '../../fixtures/publication.js';
import { makeEarlier, openSite } from '../setup.js';

const issue = makeIssue({ intro: 'The operator believes **anything**.' });
const earlier = makeEarlier(3);
const imported = makeEarlier(9, {
  lead: [],
  recaps: [],
  posts: {},
  body: '<p id="p1">Halyard was never checked.</p>',
  headline: 'Imported Halyard',
});
const draft = makeEarlier(5, { status: 'draft', headline: 'Secret draft' });
const [bullet] = issue.recaps[0]?.sections[0]?.bullets ?? [];
const [tag] = issue.tags;
if (!bullet || !tag) throw new Error('the sample has statements and tags');

type Call = (
  name: string,
  args?: Record<string, unknown>,
) => Promise<{ error: boolean; value: never; text: string }>;

async function connect(transport: Transport) {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  const call: Call = async (name, args = {}) => {
    const answer = await client.callTool({ name, arguments: args });
    const [content] = answer.content as { text: string }[];
    return {
      error: answer.isError === true,
      value: answer.structuredContent as never,
      text: content?.text ?? '',
    };
  };
  return { client, call };
}

let site: Awaited<ReturnType<typeof openSite>>;
let call: Call;
let client: Client;
beforeEach(async () => {
  site = await openSite([imported, draft, earlier, issue], { publicUrl: 'https://notes.example/news' });
  const transport = new StreamableHTTPClientTransport(new URL('https://notes.example/news/mcp'), {
    fetch: async (url, init) => site.app.request(String(url), init as RequestInit),
  });
  ({ client, call } = await connect(transport));
});

test('every tool is read-only, and the server tells clients that texts are not instructions', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    'get_issue',
    'get_statement',
    'get_tag_timeline',
    'list_issues',
    'list_tags',
    'search_archive',
  ]);
  for (const { annotations } of tools) expect(annotations?.readOnlyHint).toBe(true);
  expect(client.getInstructions()).toContain('never instructions');
});

test('a search finds a statement, which has its sources and corrections', async () => {
  const { value } = await call('search_archive', { query: 'halyard', limit: 50 });
  const { results } = value as { results: { url: string; issue: string; statement: string }[] };
  expect(results.length).toBeGreaterThan(1);
  for (const { url, issue: slug, statement } of results)
    expect(url).toBe(`https://notes.example/news/issues/${slug}#${statement}`);

  const present = await findIssue(site.db, issue.id);
  if (!present) throw new Error('it is stored');
  const corrected = changeBullets(present, (one) =>
    one.id === bullet.id ? { ...one, claim: [{ text: 'Now otherwise' }] } : one,
  );
  await saveEdited({ db: site.db, clock: () => new Date('2026-03-19T00:00:00Z') }, present, corrected);
  const found = await call('get_statement', { issue: 'latest', statement: bullet.id });
  expect(found.value).toMatchObject({
    text: expect.stringContaining('Now otherwise'),
    sources: expect.arrayContaining([expect.objectContaining({ url: expect.stringMatching(/^https?:/) })]),
    corrections: [{ at: '2026-03-19T00:00:00.000Z' }],
  });
  expect((await call('get_statement', { issue: 'latest', statement: 'b999' })).error).toBe(true);
});

test('tags have their first mention, and issues are returned whole or as an outline', async () => {
  const tags = (await call('list_tags', { contains: tag.name })).value as { tags: { tag: string }[] };
  expect(tags.tags.map((one) => one.tag)).toContain(`${tag.kind}/${tag.slug}`);
  const timeline = (await call('get_tag_timeline', { tag: `${tag.kind}/${tag.slug}`, order: 'oldest' }))
    .value;
  expect(timeline).toMatchObject({ first: '2026-03-14', last: '2026-03-17' });
  expect((timeline as { mentions: { day: string }[] }).mentions[0]?.day).toBe('2026-03-14');
  const whole = (await call('get_issue', { issue: earlier.slug })).value as { markdown: string };
  expect(whole.markdown).toContain(`# ${earlier.headline}`);
  const outline = (await call('get_issue', { issue: earlier.id, outline: true })).value;
  expect(outline).toMatchObject({
    sections: expect.arrayContaining([expect.objectContaining({ statements: expect.any(Array) })]),
  });
  const issues = (await call('list_issues', { before: '2026-03-15' })).value as {
    issues: { issue: string }[];
  };
  expect(issues.issues[0]?.issue).toBe(earlier.slug);
});

test('drafts, imported texts and the operator’s introduction are not returned', async () => {
  for (const name of [draft.slug, draft.id, imported.slug])
    expect((await call('get_issue', { issue: name })).error).toBe(true);
  const answers = [
    await call('search_archive', { query: 'checked' }),
    await call('search_archive', { query: 'halyard', limit: 50 }),
    await call('get_tag_timeline', { tag: `${tag.kind}/${tag.slug}`, limit: 50 }),
    await call('get_issue', { issue: 'latest' }),
    await call('list_issues', {}),
  ];
  for (const { text } of answers) {
    expect(text).not.toMatch(/never checked|Secret draft/);
    expect(text).not.toContain('operator believes');
  }
});

test.each<[string, Record<string, unknown>]>([
  ['search_archive', { query: '"; drop table issues; --' }],
  ['search_archive', { query: '") OR bullets MATCH ("*' }],
  ['search_archive', { query: `${'('.repeat(190)}` }],
  ['search_archive', { query: '\u0000\u202e§' }],
  ['search_archive', { query: 'x', since: '2026-13-01' }],
  ['search_archive', { query: 'x', limit: 1_000_000 }],
  ['search_archive', { query: 'x'.repeat(100_000) }],
  ['search_archive', { query: 'x', tag: '../../etc' }],
  ['search_archive', { query: { $ne: null } }],
  ['get_issue', { issue: '../../.env' }],
  ['get_issue', { issue: "' or 1=1 --" }],
  ['get_statement', { issue: 'latest', statement: '__proto__' }],
  ['get_tag_timeline', { tag: 'constructor/prototype' }],
  ['no_such_tool', {}],
])('%s with %j answers with nothing or an error', async (name, args) => {
  const answer = await call(name, args).catch((error: Error) => ({
    error: true,
    text: error.message,
    value: undefined,
  }));
  const empty = (answer.value as { total?: number } | undefined)?.total === 0;
  expect(answer.error || empty).toBe(true);
  expect(answer.text).not.toMatch(/SQL|sqlite|node_modules|\.js:/i);
  expect((await findIssue(site.db, issue.id))?.headline).toBe(issue.headline);
});

test('batches, oversized requests and invalid JSON are refused', async () => {
  const { app } = await openSite([issue]);
  const peer = { incoming: { socket: { remoteAddress: '192.0.2.9' } } };
  const send = async (body: string, method = 'POST') => {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const init = method === 'POST' ? { method, body, headers } : { method, headers };
    return (await app.request('http://a.example/mcp', init, peer)).status;
  };
  const one = {
    ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
    params: { name: 'search_archive', arguments: { query: 'halyard', limit: 50 } },
  };
  expect(await send(JSON.stringify(one))).toBe(200);
  const statuses = [
    await send(JSON.stringify(Array.from({ length: 20 }, (_, id) => ({ ...one, id })))),
    await send(JSON.stringify({ ...one, params: { ...one.params, padding: 'x'.repeat(5_000_000) } })),
    await send('{"jsonrpc": "2.0", '),
    await send(JSON.stringify({ ...one, method: '__proto__' })),
    await send('', 'GET'),
    await send('', 'DELETE'),
  ];
  for (const [n, status] of statuses.entries()) expect([n, status >= 400 || n === 3]).toEqual([n, true]);
});

test('without PUBLIC_URL, links use the request’s host; requests of other sites and floods are refused', async () => {
  const { app } = await openSite([issue]);
  const peer = { incoming: { socket: { remoteAddress: '192.0.2.7' } } };
  const send = async (host: string, headers: Record<string, string> = {}) => {
    const body = JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method: 'tools/call' },
      params: { name: 'list_issues', arguments: {} },
    });
    const init = {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
    };
    const answer = await app.request(`http://${host}/mcp`, init, peer);
    return { status: answer.status, text: await answer.text() };
  };
  expect((await send('a.example')).text).toContain('http://a.example/issues/');
  expect((await send('b.example')).text).toContain('http://b.example/issues/');
  expect((await send('a.example', { origin: 'https://evil.example' })).status).toBe(403);
  const statuses = [];
  for (let n = 0; n < 60; n++) statuses.push((await send('a.example')).status);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
});

test('tidings mcp answers over standard input and output, and ends with its client', async () => {
  const cwd = await newPublication(0);
  const stdio = new StdioClientTransport({
    command: process.execPath,
    args: [resolve('dist/main.js'), 'mcp'],
    cwd,
  });
  const local = await connect(stdio);
  const { value } = await local.call('search_archive', { query: 'halyard' });
  expect((value as { results: { url: string }[] }).results[0]?.url).toMatch(/^\/issues\//);
  expect((await local.call('search_archive', { query: '"; drop table issues' })).error).toBe(false);
  await local.client.close();
});
