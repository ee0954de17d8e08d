// A site on 127.0.0.1 that mails over SMTP, and a browser that looks at it.
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { createSmtp } from '../../src/deliver/smtp/smtp.js';
import { createConfirmer } from '../../src/stages/delivering/confirmation.js';
import type { DeliveryContext } from '../../src/stages/delivering/delivery.js';
import { createApp } from '../../src/web/app.js';
import type { SiteOptions } from '../../src/web/site/site.js';
import { deliveryContext } from '../fixtures/delivery.js';
import { startSmtpSink } from '../fixtures/mails.js';
import { openTestStore } from '../fixtures/store.js';

/** `time.now` is the present of everything in it. `publicUrl` is that of a proxy in front. */
export async function startSite(
  recaps: string[],
  { publicUrl, ...over }: Partial<SiteOptions> & { publicUrl?: string } = {},
) {
  const time = { now: '2026-03-18T08:00:00.000Z' };
  const sink = await startSmtpSink();
  const messenger = createSmtp(sink.url);
  let app: Hono | undefined;
  const server = serve({
    fetch: (request, env) => app?.fetch(request, env) ?? new Response('', { status: 503 }),
    port: 0,
    hostname: '127.0.0.1',
  });
  if (!server.listening) await new Promise<void>((resolve) => server.once('listening', resolve));
  const ownUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = publicUrl ?? ownUrl;
  const db = await openTestStore();
  const clock = () => new Date(time.now);
  const templates = fileURLToPath(new URL('../../templates/', import.meta.url));
  const context: DeliveryContext = {
    ...deliveryContext(db, messenger, { env: { PUBLIC_URL: url } }),
    clock,
    templates,
  };
  const { publication } = context.config;
  app = createApp({
    db,
    publication,
    publicUrl: url,
    templates,
    clock,
    trustProxy: publicUrl !== undefined,
    mail: { sendConfirmation: createConfirmer(context, url), recaps, hour: 7, softBounces: 5 },
    ...over,
  });
  const close = async () => {
    await messenger.close();
    await sink.close();
    await new Promise((resolve) => server.close(resolve));
    await db.destroy();
  };
  return { url, ownUrl, context, time, sink, close };
}

/** A header's value with its folds undone, and the whole with the transfer encoding of its links undone. */
export function readMail(source: string) {
  const [head = ''] = source.split('\r\n\r\n');
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  const text = source.replace(/=\r\n/g, '').replaceAll('=3D', '=');
  return {
    header: (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1],
    link: (path: string) => new RegExp(`https?://[^\\s"<>]+${path}[\\w.-]+`).exec(text)?.[0] ?? '',
  };
}
