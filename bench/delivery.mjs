// How fast an issue goes out, against a loop that posts prepared bytes over as many connections to the same sinks, and
// for SMTP against nodemailer alone: the same content to every reader, without a ledger, links and headers of a list.
// And how much memory it takes. Nothing leaves this machine, and no data is read.
//
//   npm run build && node bench/delivery.mjs [--readers 2000] [--bullets 90] [--memory 200000]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createTransport } from 'nodemailer';
import { openContext } from '../dist/context.js';
import { createContents, renderWhole } from '../dist/stages/delivering/contents.js';
import { deliverIssue } from '../dist/stages/delivering/delivery.js';
import { bringForwardDeliveries } from '../dist/store/deliveries/deliveries.js';
import { makeFolder, makeIssue } from './delivery-issue.mjs';

const self = fileURLToPath(import.meta.url);
const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '2000' },
    bullets: { type: 'string', default: '90' },
    memory: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '3' },
    worker: { type: 'string' },
  },
});

/** Delivers from a folder and tells how long it took, without starting and rendering, and the memory it took. */
async function work(folder) {
  const context = await openContext(folder);
  const issue = makeIssue(Number(values.bullets));
  const rendered = await renderWhole(context, issue);
  await context.db
    .transaction()
    .execute((trx) => bringForwardDeliveries(trx, issue, context.clock().toISOString()));
  const before = process.cpuUsage();
  const start = performance.now();
  const { sent, errors } = await deliverIssue(
    { ...context, progress: () => {}, signal: new AbortController().signal },
    issue,
    rendered,
  );
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(before);
  const memory = process.memoryUsage();
  const parts = ['rss', 'heapUsed', 'heapTotal', 'arrayBuffers']
    .map((name) => `${name} ${(memory[name] / 2 ** 20).toFixed(0)}`)
    .join(', ');
  await context.close();
  process.send({
    sent,
    errors,
    seconds,
    parts: `at the end ${parts}`,
    megabytes: process.resourceUsage().maxRSS / 1024,
    cpu: (cpu.user + cpu.system) / 1e6,
  });
}

async function deliver(env, readers, bullets) {
  const folder = await makeFolder({ readers, bullets, env });
  const child = fork(self, ['--worker', folder, '--bullets', String(bullets)]);
  const [result] = await once(child, 'message');
  child.disconnect();
  rmSync(folder, { recursive: true });
  if (result.sent !== readers) throw new Error(`sent ${result.sent} of ${readers}: ${result.errors}`);
  return result;
}

/** The mail of one reader as the messengers would send it. */
async function preparedMail(bullets) {
  const folder = await makeFolder({ readers: 1, bullets, env: {} });
  const context = await openContext(folder);
  const links = {
    preferencesUrl: 'https://notes.example.org/preferences/x',
    unsubscribeUrl: 'https://notes.example.org/unsubscribe/x',
  };
  const contents = createContents(context, makeIssue(bullets));
  const content = await contents.contentOf({ cadence: 'daily', omitted: [], links });
  await context.close();
  rmSync(folder, { recursive: true });
  const { subject, html, text } = content;
  return {
    from: 'notes@example.org',
    to: 'reader@example.org',
    subject,
    html,
    text,
  };
}

/** 2 connections, as the sending loop has: batches of 100. */
async function postBatches(url, mail, readers) {
  const body = Buffer.from(JSON.stringify(Array.from({ length: 100 }, () => mail)));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
  const post = () =>
    new Promise((resolve, reject) => {
      const request = http.request(
        `${url}/emails/batch`,
        {
          method: 'POST',
          agent,
          headers: { 'content-type': 'application/json', 'content-length': body.length },
        },
        (response) => response.resume().on('end', resolve),
      );
      request.on('error', reject).end(body);
    });
  let left = readers / 100;
  const start = performance.now();
  await Promise.all(
    [1, 2].map(async () => {
      while (left-- > 0) await post();
    }),
  );
  agent.destroy();
  return (performance.now() - start) / 1000;
}

/** 5 connections, as the SMTP messenger has. */
async function postMails(url, mail, readers) {
  const { port } = new URL(url);
  const source = `From: ${mail.from}\r\nTo: ${mail.to}\r\nSubject: x\r\n\r\n${mail.text}${mail.html}`;
  const message = Buffer.from(`${source.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')}\r\n.\r\n`);
  let left = readers;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      const socket = net.connect(Number(port), '127.0.0.1').setNoDelay();
      let answered;
      let open = '';
      socket.on('data', (data) => {
        open += data;
        if (/^\d{3} .*\r\n$/m.test(open)) {
          open = '';
          answered();
        }
      });
      const ask = (data) =>
        new Promise((resolve) => {
          answered = resolve;
          if (data) socket.write(data);
        });
      await ask();
      await ask('EHLO bench\r\n');
      while (left-- > 0) {
        await ask(`MAIL FROM:<${mail.from}>\r\n`);
        await ask(`RCPT TO:<${mail.to}>\r\n`);
        await ask('DATA\r\n');
        await ask(message);
      }
      socket.destroy();
    }),
  );
  return (performance.now() - start) / 1000;
}

/** Nodemailer's own pool of 5 connections, with its defaults: what anybody would write first. */
async function sendWithNodemailer(url, mail, readers) {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 5,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  const before = process.cpuUsage();
  const start = performance.now();
  let left = readers;
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      while (left-- > 0) await transport.sendMail(mail);
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  transport.close();
  return `nodemailer alone ${(readers / seconds).toFixed(0)} mails/s, CPU ${((user + system) / 1000 / readers).toFixed(2)} ms a mail`;
}

async function main() {
  const sinks = fork(fileURLToPath(new URL('./delivery-sinks.mjs', import.meta.url)));
  const [urls] = await once(sinks, 'message');
  const readers = Number(values.readers);
  const bullets = Number(values.bullets);
  const mail = await preparedMail(bullets);
  console.log(
    `${readers} readers, ${Math.round(Buffer.byteLength(mail.html) / 1000)} KB of HTML and ${Math.round(Buffer.byteLength(mail.text) / 1000)} KB of text each`,
  );
  const ways = {
    smtp: {
      env: { SMTP_URL: urls.smtp },
      post: () => postMails(urls.smtp, mail, readers),
      rival: () => sendWithNodemailer(urls.smtp, mail, readers),
    },
    resend: {
      env: { RESEND_API_KEY: 're_bench', RESEND_BASE_URL: urls.resend },
      post: () => postBatches(urls.resend, mail, readers),
    },
  };
  for (const [name, { env, post, rival }] of Object.entries(ways)) {
    const ratios = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      const prepared = readers / (await post());
      const { seconds, cpu } = await deliver(env, readers, bullets);
      const own = readers / seconds;
      ratios.push(own / prepared);
      console.log(
        `${name.padEnd(7)} ${own.toFixed(0).padStart(6)} mails/s, prepared bytes ${prepared.toFixed(0).padStart(6)}/s, ratio ${(own / prepared).toFixed(2)}, CPU ${((cpu * 1000) / readers).toFixed(2)} ms a mail`,
      );
      if (rival) console.log(`${name.padEnd(7)} ${await rival()}`);
    }
    ratios.sort((a, b) => a - b);
    console.log(`${name.padEnd(7)} median ratio ${ratios[Math.floor(ratios.length / 2)].toFixed(2)}`);
  }
  const many = Number(values.memory);
  if (many > 0) {
    for (const [name, { env }] of Object.entries(ways)) {
      for (const count of [1000, 20_000, many]) {
        const { megabytes, parts, seconds } = await deliver(env, count, 5);
        console.log(
          `memory  ${name.padEnd(7)} ${String(count).padStart(7)} readers: ${megabytes.toFixed(0)} MB at most (${parts}), ${seconds.toFixed(1)} s`,
        );
      }
    }
  }
  sinks.disconnect();
}

if (values.worker) await work(values.worker);
else await main();
