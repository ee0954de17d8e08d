// Two processes of `tidings serve` on one PostgreSQL: what an operator does in one holds in the other.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { createResend } from '../../src/deliver/resend/resend.js';
import { deliverIssue } from '../../src/stages/delivering/delivery.js';
import { countDeliveries } from '../../src/store/deliveries/counts.js';
import { findIssue, saveIssue } from '../../src/store/issues.js';
import { openDatabase } from '../../src/store/open.js';
import { listAudit } from '../../src/store/operator/audit.js';
import { newFolder } from '../fixtures/cli.js';
import { deliveryContext, issue } from '../fixtures/delivery.js';
import { startResendSink } from '../fixtures/mails.js';
import { setService } from '../fixtures/publication.js';
import { addReader } from '../fixtures/readers.js';
import { makeDatabase, onPostgres } from '../fixtures/store.js';

const TOKEN = 'operator-token-0123456789';
const READERS = 30;

/** The site's address and its process. */
async function startServer(folder: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [resolve('dist/main.js'), 'serve', '--port', '0', '--no-schedule'], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface(child.stderr)) {
    const [, url] = / on (http:\S+)\//.exec(line) ?? [];
    if (url) return { url, child };
  }
  throw new Error('the server ended before it listened');
}

describe.runIf(onPostgres)('two processes of tidings serve', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  test('share sessions and drafts, approve once, and one can pause another’s delivery', async () => {
    const database = await makeDatabase();
    const db = await openDatabase(database);
    closing.push(() => db.destroy());
    await db.transaction().execute(async (trx) => {
      await saveIssue(trx, { ...issue, status: 'draft' });
      for (let n = 0; n < READERS; n++) await addReader(trx, `reader${n}@example.org`);
    });
    const folder = newFolder();
    writeFileSync(
      join(folder, 'sources.yaml'),
      'publication: { name: Notes }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["http://127.0.0.1:9/f"] }\n',
    );
    setService(folder, { DATABASE_URL: database, ADMIN_TOKEN: TOKEN, PUBLIC_URL: '' });
    const [one, two] = await Promise.all([startServer(folder), startServer(folder)]);
    for (const { child } of [one, two])
      closing.push(async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGTERM');
        await once(child, 'close');
      });
    let cookie = '';
    const get = async ({ url }: typeof one, path: string) =>
      (await fetch(url + path, { headers: { cookie } })).text();
    const post = (server: typeof one, path: string, fields: Record<string, string>) =>
      fetch(server.url + path, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(fields),
        headers: { cookie },
      });
    const field = (html: string, name: string) =>
      new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';

    const entered = await post(one, '/admin/enter', { token: TOKEN });
    cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const path = `/admin/issues/${issue.id}`;
    const [ofOne, ofTwo] = [await get(one, `${path}/edit`), await get(two, `${path}/edit`)];
    const key = field(ofTwo, 'key');
    const edit = (server: typeof one, page: string, headline: string) =>
      post(server, `${path}/edit`, { key, version: field(page, 'version'), headline });
    expect((await edit(one, ofOne, 'Of the first')).status).toBe(303);
    expect((await edit(two, ofTwo, 'Of the second')).status).toBe(409);
    expect((await findIssue(db, issue.id))?.headline).toBe('Of the first');

    const version = field(await get(two, path), 'version');
    const approvals = await Promise.all(
      [one, two].map((to) => post(to, `${path}/approve`, { key, version })),
    );
    const statuses = approvals.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(303);
    expect([409, 422]).toContain(statuses[1]);
    expect(await countDeliveries(db, issue.id)).toEqual({ queued: READERS });

    const sink = await startResendSink();
    closing.push(sink.close);
    const resend = createResend({ apiKey: 're_1', baseUrl: sink.url });
    let pausing: Promise<Response> | undefined;
    const messenger: typeof resend = {
      ...resend,
      batchSize: 5,
      send: async (mails, signal) => {
        pausing ??= post(two, `/admin/deliveries/${issue.id}/pause`, { key });
        expect((await pausing).status).toBe(303);
        return resend.send(mails, signal);
      },
    };
    const published = await findIssue(db, issue.id);
    const context = deliveryContext(db, messenger, { now: new Date().toISOString() });
    const { sent } = await deliverIssue(context, published ?? issue);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThanOrEqual(10);
    expect(await get(one, '/admin')).toContain('the operator paused it');

    // The other process ends in the middle; the one that is left resumes.
    two.child.kill('SIGKILL');
    await once(two.child, 'close');
    expect((await post(one, `/admin/deliveries/${issue.id}/resume`, { key })).status).toBe(303);
    await deliverIssue(context, published ?? issue);
    expect(await countDeliveries(db, issue.id)).toEqual({ sent: READERS });
    expect(new Set(sink.mailed).size).toBe(READERS);
    expect(sink.mailed).toHaveLength(READERS);
    const log = (await listAudit(db, { limit: 9 })).map(({ action }) => action);
    expect(log).toEqual(['resume delivery', 'pause delivery', 'approve', 'edit', 'sign in']);
    expect((await post(one, '/admin/leave', { key })).status).toBe(303);
    expect((await fetch(`${one.url}/admin`, { headers: { cookie } })).status).toBe(401);
  });
});
