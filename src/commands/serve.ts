// tidings serve: the web site, and the schedule beside it.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { messageOf, UserError } from '../base/errors.js';
import { isPostgresUrl } from '../base/url.js';
import { type Context, openContext } from '../context.js';
import { ALL_ROLES } from '../queue/queue.js';
import { oneAtATime } from '../serve/one-at-a-time.js';
import { createReadiness } from '../serve/readiness.js';
import { startWork } from '../serve/scheduled-work.js';
import { startWatchdog } from '../serve/watchdog.js';
import { createConfirmer } from '../stages/delivering/confirmation.js';
import { senderOf } from '../stages/delivering/delivery.js';
import { connectPostgres } from '../store/database/postgres.js';
import { openSqliteReader } from '../store/open.js';
import { createApp } from '../web/app.js';
import { createMetrics } from '../web/ui/metrics.js';
import type { MailOptions } from '../web/ui/site.js';
import { createOperatorActions } from './operator/operator-actions.js';
import { type Command, type Input, optionOf, untilTerminated } from './shared/command.js';

/** Answers that take longer to be fetched are cut off when the server ends. */
const LAST_ANSWERS_MS = 5000;

export const command: Command = {
  usage: '[--port N] [--no-schedule]',
  summary: 'Serves the archive, and fetches, publishes and delivers at the hours of sources.yaml.',
  options: {
    port: { type: 'string', value: 'N', help: 'The port of the web site (default: PORT, else 8080)' },
    'no-schedule': {
      type: 'boolean',
      help: 'Serve the web site only (default: also fetch, publish and deliver)',
    },
  },
  async run(input) {
    const context = await openContext(input.dir);
    const { env, publication, readDatabase } = context.config;
    const port = Number(optionOf(input, 'port') ?? env.PORT);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new UserError('--port is a number from 0 to 65535');
    const scheduled = input.values['no-schedule'] !== true && !context.sample;
    let url = '';
    const mail = mailOptions(context, input, () => env.PUBLIC_URL ?? url);
    const readDb = readDatabase ? await connectPostgres(readDatabase) : openReader(context.config.database);
    const operator = createOperatorActions(context);
    const app = createApp({
      db: context.db,
      ...(readDb && { readDb }),
      publication,
      templates: context.templates,
      clock: context.clock,
      log: context.log,
      ...(env.PUBLIC_URL && { publicUrl: env.PUBLIC_URL }),
      metrics: createMetrics(context.db, context.clock),
      ready: createReadiness(context, { scheduled }),
      ...(mail && { mail }),
      // Unless the operator says otherwise: loopback is reached from elsewhere only through a proxy on this machine.
      trustProxy: env.TRUST_PROXY ? env.TRUST_PROXY === 'yes' : isLoopback(env.HOST),
      operator: env.ADMIN_TOKEN ? { token: env.ADMIN_TOKEN, ...operator.actions } : undefined,
    });
    const server = createServer(oneAtATime(getRequestListener(app.fetch)));
    server.listen(port, env.HOST);
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('listening', resolve);
        server.once('error', reject);
      });
    } catch (error) {
      await readDb?.destroy();
      await context.close();
      throw new UserError(
        `Cannot listen on ${env.HOST}:${port}: ${messageOf(error)}`,
        (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
          ? 'Is `tidings serve` running already? Else choose another port with --port.'
          : 'Check HOST, which is an address of this machine, and the port; those below 1024 are for root.',
      );
    }
    const address = server.address();
    url = `http://${env.HOST}:${typeof address === 'object' && address ? address.port : port}/`;
    input.say(`${publication.name} on ${url}  (Ctrl-C ends it)`);
    const schedule = scheduled ? await startWork(context, ALL_ROLES) : undefined;
    const watch = context.sample ? undefined : startWatchdog(context);
    await untilTerminated(input.signal);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const patience = setTimeout(
      () => 'closeAllConnections' in server && server.closeAllConnections(),
      LAST_ANSWERS_MS,
    );
    await closed;
    clearTimeout(patience);
    await operator.stop();
    await schedule?.stop();
    await watch?.stop();
    await readDb?.destroy();
    await context.close();
    return { json: { url, ended: true }, text: '' };
  },
};

/** Readers' pages have a connection of their own on SQLite, so that no writer makes them wait. */
function openReader(database: string) {
  return isPostgresUrl(database) ? undefined : openSqliteReader(database);
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
}

/**
 * What it takes to take in subscribers; undefined, and said so, where a mail could not have a sender or links.
 * `siteUrl` is asked once the server listens.
 */
function mailOptions(
  context: Context,
  { say }: Pick<Input, 'say'>,
  siteUrl: () => string,
): MailOptions | undefined {
  const { env, publication, recaps, delivery } = context.config;
  if (!env.PUBLIC_URL && !isLoopback(env.HOST)) {
    say('Nobody can subscribe: PUBLIC_URL is missing, and the links in mails would lead nowhere');
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
    softBounces: delivery.softBounces,
    ...(env.RESEND_WEBHOOK_SECRET && { webhookSecret: env.RESEND_WEBHOOK_SECRET }),
  };
}
