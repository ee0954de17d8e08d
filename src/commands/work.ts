// tidings work: one more process that fetches, edits or delivers, beside others on the same PostgreSQL database.

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
  summary: 'Takes its share of the work of a PostgreSQL store: fetching, making issues, delivering.',
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
        'With an SQLite store one process does all the work: there is nothing to share',
        'Run `tidings serve`, or move the store: `tidings migrate-store --to postgres://…`.',
      );
    if (roles.includes('deliver') && context.messenger.name === 'outbox')
      throw new UserError(
        'No mail service is set: this worker would write the mails into its own outbox',
        'Set RESEND_API_KEY or SMTP_URL, or leave delivering out: --roles fetch,edit.',
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
    input.say(`${publication.name}: working (${roles.join(', ')}; Ctrl-C ends it)`);
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
