// A folder with a feed of its own, served with the operator's pages: what `tidings serve` makes, without its schedule.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS } from '../../src/base/time.js';
import { createOperatorActions } from '../../src/commands/operator/operator-actions.js';
import { openContext } from '../../src/context.js';
import { createConfirmer } from '../../src/stages/delivering/confirmation.js';
import { createApp } from '../../src/web/app.js';
import { startSmtpSink } from '../fixtures/mails.js';
import { listen } from './browser.js';

export const TOKEN = 'operator-token-0123456789';

/** Entries of yesterday, whatever the hour is now, so that yesterday's issue has something to say. */
const ENTRIES: [title: string, text: string][] = [
  [
    'Lantern 4 ships with a 12 GB footprint',
    'Lantern 4 runs on one 12 GB card. The team measured 41 tokens a second.',
  ],
  ['Orchard Labs opens its evaluation suite', 'Orchard Labs published 380 test cases under a free licence.'],
  [
    'A survey of 900 teams on retrieval',
    'The survey asked 900 teams. 61% of them index their own documents every night.',
  ],
  ['Brook, a database for embeddings, reaches 1.0', 'Brook 1.0 stores two billion vectors on one server.'],
];

function feedOf(url: string, name: string): string {
  const items = ENTRIES.map(([title, text], index) => {
    const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const at = new Date(today - (3 + index * 3) * HOUR_MS).toUTCString();
    const link = `${url}/${name}/${index}`;
    return `<item><title>${title}</title><link>${link}</link><guid>${link}</guid><pubDate>${at}</pubDate><description>${text}</description></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title><link>${url}</link><description>x</description>${items.join('')}</channel></rss>`;
}

export async function startOperatorSite() {
  const feeds = createServer((request, response) => {
    const name = (request.url ?? '/').split('/')[1] || 'First Notes';
    const { port } = feeds.address() as AddressInfo;
    response.setHeader('content-type', 'application/rss+xml');
    response.end(feedOf(`http://127.0.0.1:${port}`, decodeURIComponent(name)));
  });
  await new Promise<void>((resolve) => feeds.listen(0, '127.0.0.1', resolve));
  const feedUrl = `http://127.0.0.1:${(feeds.address() as AddressInfo).port}`;
  const sink = await startSmtpSink();
  const dir = mkdtempSync(join(tmpdir(), 'tidings-operator-'));
  writeFileSync(
    join(dir, 'sources.yaml'),
    [
      'publication: { name: Field Notes, tagline: What was said today }',
      'recaps: [{ title: Blogs and News, from: feeds }]',
      'network: { allowPrivateNetwork: true }',
      'sources:',
      '  feeds:',
      '    # the first one',
      `    - { url: "${feedUrl}/First", name: "First Notes" }`,
      '',
    ].join('\n'),
  );
  const app: { fetch: (request: Request) => Response | Promise<Response> } = {
    fetch: () => new Response('', { status: 503 }),
  };
  const site = await listen({ fetch: (request) => app.fetch(request) } as Parameters<typeof listen>[0]);
  writeFileSync(
    join(dir, '.env'),
    `MAIL_FROM=Field Notes <notes@example.org>\nOPERATOR_EMAIL=operator@example.org\nSMTP_URL=${sink.url}\nADMIN_TOKEN=${TOKEN}\nPUBLIC_URL=${site.url}\n`,
  );
  const context = await openContext(dir);
  const operator = createOperatorActions(context);
  const created = createApp({
    db: context.db,
    publication: context.config.publication,
    publicUrl: site.url,
    templates: context.templates,
    clock: context.clock,
    mail: { sendConfirmation: createConfirmer(context, site.url), recaps: [], hour: 7, softBounces: 5 },
    operator: { token: TOKEN, ...operator.actions },
    log: { error: (fields) => console.error(fields), warn: () => {} },
  });
  app.fetch = (request) => created.fetch(request);
  const close = async () => {
    await operator.stop();
    await site.close();
    await context.close();
    await sink.close();
    await new Promise((resolve) => feeds.close(resolve));
    rmSync(dir, { recursive: true, force: true });
  };
  return { url: site.url, feedUrl, dir, context, sink, close };
}
