// tidings work: one more process that fetches, edits or delivers, beside others on the same PostgreSQL database.

import { UserError } from '../base/errors.js';
import { isPostgresUrl } from '../base/url.js';
import { openContext } from '../context.js';
import { ALL_ROLES, ROLES, type Role } from '../queue/queue.js';
import { startWork } from '../serve/scheduled-work.js';
import { type Command, optionOf, untilTerminated } from './shared/command.js';

export const command: Command = {
  usage: '[--roles fetch,edit,deliver]',
  summary: 'Takes its share of the work of a PostgreSQL store: fetching, making issues, delivering.',
  options: {
    roles: {
      type: 'string',
      value: 'ROLE,ROLE',
      help: 'fetch, edit and deliver, in any combination (default: all three)',
    },
  },
  async run(input) {
    const roles = parseRoles(optionOf(input, 'roles'));
    const context = await openContext(input.dir);
    try {
      if (!isPostgresUrl(context.config.database))
        throw new UserError(
          'With an SQLite store one process does all the work: there is nothing to share',
          'Run `tidings serve`, or move the store: `tidings migrate-store --to postgres://…`.',
        );
      const scheduled = await startWork(context, roles);
      input.say(`${context.config.publication.name}: at work (${roles.join(', ')}; Ctrl-C ends it)`);
      await untilTerminated(input.signal);
      await scheduled.stop();
    } finally {
      await context.close();
    }
    return { json: { roles, ended: true }, text: '' };
  },
};

/** Throws a UserError for a role that there is not. */
function parseRoles(text: string | undefined): Role[] {
  if (text === undefined) return ALL_ROLES;
  const roles = [...new Set(text.split(',').map((role) => role.trim()))];
  const stranger = roles.find((role) => !(role in ROLES));
  if (stranger !== undefined)
    throw new UserError(
      `--roles: "${stranger}" is no role`,
      `Roles: ${ALL_ROLES.join(', ')}, with commas between.`,
    );
  return roles as Role[];
}
