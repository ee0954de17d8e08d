// tidings work: a further process that fetches, edits or delivers, sharing a PostgreSQL database with others.

import { UserError } from '../base/errors.js';
import { isPostgresUrl } from '../base/url.js';
import { openContext } from '../context.js';
import { ALL_ROLES, ROLES, type Role } from '../queue/queue.js';
import { listenForHealth } from '../serve/health.js';
import { createReadiness } from '../serve/readiness.js';
import { openQueue, startWork } from '../serve/scheduled-work.js';
import {
  type Command,
  type Input,
  type Output,
  optionOf,
  untilTerminated,
  withExitDeadline,
} from './shared/command.js';
import { parsePort } from './shared/port.js';

export const command: Command = {
  usage: '[--roles fetch,edit,deliver] [--port N]',
  summary: 'Shares the work of a PostgreSQL store with other processes: fetching, editing, delivering.',
  options: {
    roles: {
      type: 'string',
      value: 'ROLE,ROLE',
      help: 'fetch, edit and deliver, in any combination (default: all three)',
    },
    port: { type: 'string', value: 'N', help: 'Serve /healthz and /readyz on this port (default: none)' },
  },
  async run(input) {
    const roles = parseRoles(optionOf(input, 'roles'));
    const port = optionOf(input, 'port');
    return withExitDeadline(input, () => runWorker(input, roles, port));
  },
};

async function runWorker(input: Input, roles: Role[], port: string | undefined): Promise<Output> {
  const context = await openContext(input.dir);
  try {
    if (!isPostgresUrl(context.config.database))
      throw new UserError(
        'An SQLite store allows only one working process',
        'Run `tidings serve`, or move the store: `tidings migrate-store --to postgres://…`.',
      );
    if (roles.includes('deliver') && context.messenger.name === 'outbox')
      throw new UserError(
        'No mail service is set: this worker would write mails to its own outbox',
        'Set RESEND_API_KEY or SMTP_URL, or skip delivery: --roles fetch,edit.',
      );
    const queue = await openQueue(context, roles);
    const work = await startWork(context, queue);
    const { env, publication } = context.config;
    const health =
      port === undefined
        ? undefined
        : await listenForHealth(createReadiness(context, { queue }), env.HOST, parsePort(port)).catch(
            async (error: unknown) => {
              await work.stop();
              throw error;
            },
          );
    input.say(`${publication.name}: working (${roles.join(', ')}; Ctrl-C to stop)`);
    await untilTerminated(input.signal);
    await health?.close();
    await work.stop();
  } finally {
    await context.close();
  }
  return { json: { roles, ended: true }, text: '' };
}

/** Throws a UserError for an unknown role. */
function parseRoles(text: string | undefined): Role[] {
  if (text === undefined) return ALL_ROLES;
  const roles = [...new Set(text.split(',').map((role) => role.trim()))];
  const stranger = roles.find((role) => !(role in ROLES));
  if (stranger !== undefined)
    throw new UserError(
      `--roles: "${stranger}" is not a role`,
      `Roles: ${ALL_ROLES.join(', ')}, separated by commas.`,
    );
  return roles as Role[];
}
