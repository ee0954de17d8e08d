// tidings approve: a draft becomes the published issue, and goes out to those whose hour has come.
import { openContext } from '../context.js';
import { UserError } from '../errors.js';
import { releaseIssue } from '../stages/release.js';
import type { Command } from './command.js';
import { deliverNow, getIssue } from './send.js';

export const command: Command = {
  usage: 'ISSUE',
  summary: 'Publishes a draft as it is and delivers it to everyone whose hour has come.',
  options: {},
  async run(input) {
    const context = await openContext(input.dir);
    try {
      const draft = await getIssue(context, input.positionals[0]);
      if (draft.status !== 'draft') {
        throw new UserError(`${draft.id} is published already`, `tidings send ${draft.id} delivers it.`);
      }
      if (draft.period.to > context.clock().toISOString()) {
        throw new UserError(
          `The period of ${draft.id} is not over yet, and a published issue is not changed any more`,
          'Wait until it is over and make the draft again.',
        );
      }
      const issue = await releaseIssue(context, { ...draft, status: 'published' }, { send: true });
      return await deliverNow(context, input, issue);
    } finally {
      await context.close();
    }
  },
};
