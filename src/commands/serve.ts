// tidings serve: runs the web site and the schedule.
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { messageOf, UserError } from '../base/errors.js';
import { MINUTE_MS } from '../base/time.js';
import { isPostgresUrl } from '../base/url.js';
import { WEEKDAYS } from '../config/sources-file.js';
import { type Context, findFollowedSources, openContext } from '../context.js';
import { ALL_ROLES } from '../queue/queue.js';
import { oneAtATime } from '../serve/one-at-a-time.js';
import { createReadiness } from '../serve/readiness.js';
import { openQueue, startWork } from '../serve/scheduled-work.js';
import { startWatchdog } from '../serve/watchdog.js';
import { createConfirmer } from '../stages/delivering/confirmation.js';
import { senderOf } from '../stages/delivering/delivery.js';
import { connectPostgres } from '../store/database/postgres.js';
import { openSqliteReader } from '../store/open.js';
import { createApp } from '../web/app.js';
import { createMetrics } from '../web/site/metrics.js';
import type { MailOptions } from '../web/site/site.js';
import { createConfirmationQueue } from '../web/subscribers/confirmation-queue.js';
import { createOperatorActions } from './operator/operator-actions.js';
import {
  type Command,
  type Input,
  type Output,
  optionOf,
  untilTerminated,
  withExitDeadline,
} from './shared/command.js';
import { parsePort } from './shared/port.js';

/** On shutdown, responses that take longer are aborted. */
const MAX_RESPONSE_MS = 3000;

export const command: Command = {
  usage: '[--port N] [--no-schedule]',
  summary: 'Serves the web site, and fetches, publishes and delivers on the schedule in sources.yaml.',
  options: {
    port: { type: 'string', value: 'N', help: 'The port of the web site (default: PORT, else 8080)' },
    'no-schedule': {
      type: 'boolean',
      help: 'Serve the web site only (default: also fetch, publish and deliver)',
    },
  },
  run: (input) => withExitDeadline(input, () => runServer(input)),
};

async function runServer(input: Input): Promise<Output> {
  const context = await openContext(input.dir);
  const { env, publication, readDatabase } = context.config;
  const port = parsePort(optionOf(input, 'port') ?? env.PORT);
  const closing: (() => Promise<unknown>)[] = [context.close];
  try {
    const scheduled = input.values['no-schedule'] !== true && !context.sample;
    // Starts the schedule before listening: a server without its schedule must not look healthy.
    const queue = scheduled ? await openQueue(context, ALL_ROLES) : undefined;
    if (queue) closing.push(() => queue.stop());
    let url = '';
    const mail = mailOptions(context, input, () => env.PUBLIC_URL ?? url);
    const readDb = readDatabase ? await connectPostgres(readDatabase) : openReader(context.config.database);
    if (readDb) closing.push(() => readDb.destroy());
    // Without its own schedule, only workers on PostgreSQL may send.
    const operator = createOperatorActions(context, scheduled || isPostgresUrl(context.config.database));
    closing.push(() => operator.stop());
    const followedSources = () => findFollowedSources(context);
    const app = createApp({
      db: context.db,
      readDb,
      publication,
      templates: context.templates,
      clock: context.clock,
      log: context.log,
      publicUrl: env.PUBLIC_URL,
      followedSources,
      metrics: createMetrics(context.db, context.clock, followedSources),
      ready: createReadiness(context, { queue }),
      mail,
      // Default: only a proxy on this machine can reach a loopback address.
      trustProxy: env.TRUST_PROXY ? env.TRUST_PROXY === 'yes' : isLoopback(env.HOST),
      operator: env.ADMIN_TOKEN ? { token: env.ADMIN_TOKEN, ...operator.actions } : undefined,
      mailReport: mail && !env.ADMIN_TOKEN ? operator.actions.mailOperator : undefined,
    });
    const server = createServer(oneAtATime(getRequestListener(app.fetch)));
    server.listen(port, env.HOST);
    await waitUntilListening(server, env.HOST, port);
    closing.push(() => closeServer(server));
    const address = server.address();
    url = `http://${env.HOST}:${typeof address === 'object' && address ? address.port : port}/`;
    input.say(`${publication.name} on ${url}  (Ctrl-C to stop)`);
    if (queue) await startWork(context, queue);
    if (mail) closing.push(startConfirmations(context, mail));
    const watchdog = context.sample ? undefined : startWatchdog(context);
    if (watchdog) closing.push(() => watchdog.stop());
    await untilTerminated(input.signal);
    return { json: { url, ended: true }, text: '' };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Throws a UserError if the address cannot be used. */
async function waitUntilListening(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve);
      server.once('error', reject);
    });
  } catch (error) {
    throw new UserError(
      `Cannot listen on ${host}:${port}: ${messageOf(error)}`,
      (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? 'Is `tidings serve` already running? If not, choose another port with --port.'
        : 'Check that HOST is an address of this machine, and the port: ports below 1024 need root.',
    );
  }
}

/** Sends waiting confirmation mails every minute. Returns a function that stops this and waits for running work. */
function startConfirmations({ db, clock, log }: Context, mail: MailOptions): () => Promise<unknown> {
  const queue = createConfirmationQueue({ db, clock, log, mail });
  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>) => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  mail.onBackground = track;
  let timer: NodeJS.Timeout | undefined;
  const repeat = () => {
    track(queue.sendDue());
    timer = setTimeout(repeat, MINUTE_MS);
  };
  repeat();
  return async () => {
    clearTimeout(timer);
    await Promise.all(underWay);
  };
}

/** Stops listening and waits up to MAX_RESPONSE_MS for running responses. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => server.closeAllConnections(), MAX_RESPONSE_MS);
  await closed;
  clearTimeout(timer);
}

/** On SQLite, readers' pages use a separate connection, so that writers do not block them. */
function openReader(database: string) {
  return isPostgresUrl(database) ? undefined : openSqliteReader(database);
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
}

/**
 * The options for subscribing by mail. Returns undefined and prints the reason if mails would have no sender or links.
 * `siteUrl` is called after the server listens.
 */
function mailOptions(
  context: Context,
  { say }: Pick<Input, 'say'>,
  siteUrl: () => string,
): MailOptions | undefined {
  const { env, publication, recaps, delivery } = context.config;
  if (!env.PUBLIC_URL && !isLoopback(env.HOST)) {
    say('Nobody can subscribe: PUBLIC_URL is not set, so links in mails would not work');
    return undefined;
  }
  try {
    senderOf(context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say(`Nobody can subscribe: ${error.message}`);
    return undefined;
  }
  let confirm: MailOptions['sendConfirmation'] | undefined;
  return {
    sendConfirmation: (subscriber) => {
      confirm ??= createConfirmer(context, siteUrl());
      return confirm(subscriber);
    },
    recaps: recaps.map(({ title }) => title),
    hour: publication.daily.hour,
    weeklyDay: WEEKDAYS.indexOf(publication.weekly.day) + 1,
    weeklyHour: publication.weekly.hour,
    softBounces: delivery.softBounces,
    confirmationsPerHour: delivery.confirmationsPerHour,
    ...(env.RESEND_WEBHOOK_SECRET && { webhookSecret: env.RESEND_WEBHOOK_SECRET }),
  };
}
