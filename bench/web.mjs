// Pages a second under 50 connections, beside the same framework answering with the same page as a constant.
// Needs `npm run build`. Usage: node bench/web.mjs [--data DIR] [--seconds N] [--connections N] [--issues N]
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import autocannon from 'autocannon';
import { Hono } from 'hono';
import { saveIssue } from '../dist/store/issues.js';
import { openDatabase } from '../dist/store/open.js';
import { createApp } from '../dist/web/app.js';
import { makeIssue, readSections, seeded } from './archive.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '50' },
    issues: { type: 'string', default: '60' },
    serve: { type: 'boolean', default: false },
  },
});

if (values.serve) await serveBoth();
else await measure();

/** In a process of its own, so that the load generator does not slow it down more than another program would. */
async function serveBoth() {
  const db = await openDatabase(':memory:');
  const pool = readSections(values.data);
  const random = seeded(6);
  for (let index = 0; index < Number(values.issues); index++) {
    await saveIssue(db, makeIssue(index, 20, pool, random));
  }
  const publication = { name: 'Bench', tagline: 'A bench', language: 'en', timeZone: 'UTC' };
  const templates = fileURLToPath(new URL('../templates', import.meta.url));
  const app = createApp({ db, publication, templates, clock: () => new Date() });
  const fixed = new Hono();
  // The very bytes: what a load generator makes of a page depends on what is in it.
  const pages = new Map();
  fixed.get('*', async (c) => {
    const path = c.req.url.slice(new URL(c.req.url).origin.length);
    const page = pages.get(path) ?? (await (await app.request(path)).text());
    pages.set(path, page);
    return c.html(page);
  });
  const ports = {};
  for (const [name, one] of Object.entries({ app, fixed })) {
    ports[name] = await new Promise((resolve) => {
      serve({ fetch: one.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port));
    });
  }
  process.send(ports);
}

async function measure() {
  const server = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--serve']);
  const { app, fixed } = await new Promise((resolve, reject) => {
    server.once('message', resolve);
    server.once('exit', () => reject(new Error('the server did not start')));
  });
  const load = (url) =>
    autocannon({ url, connections: Number(values.connections), duration: Number(values.seconds) });
  const front = await (await fetch(`http://127.0.0.1:${app}/`)).text();
  const newest = /href="(\/issues\/[^"#]+)"/.exec(front)?.[1];
  const paths = {
    'front page': '/',
    issue: newest,
    search: '/search?q=model',
  };
  for (const [name, path] of Object.entries(paths)) {
    const size = (await (await fetch(`http://127.0.0.1:${app}${path}`)).arrayBuffer()).byteLength;
    // Both are warm before they are measured.
    for (const url of [`http://127.0.0.1:${fixed}${path}`, `http://127.0.0.1:${app}${path}`]) {
      await autocannon({ url, connections: 10, duration: 2 });
    }
    const plain = await load(`http://127.0.0.1:${fixed}${path}`);
    const ours = await load(`http://127.0.0.1:${app}${path}`);
    const share = Math.round((ours.requests.average / plain.requests.average) * 100);
    console.log(
      `${name} (${(size / 1024).toFixed(0)} KB): ${ours.requests.average.toFixed(0)} a second, p99 ${ours.latency.p99} ms; fixed page ${plain.requests.average.toFixed(0)} a second, p99 ${plain.latency.p99} ms; ${share}% (aim: 80); ${ours.non2xx} refused, ${ours.errors} errors`,
    );
  }
  server.kill();
}
