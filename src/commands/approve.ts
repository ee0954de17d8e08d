// tidings approve: publishes a draft and delivers it to subscribers whose delivery hour has passed.
import { openContext } from '../context.js';
import { approveDraft } from '../stages/editing/release.js';
import { deliverNow, getIssue } from './send.js';
import type { Command } from './shared/command.js';

export const command: Command = {
  usage: 'ISSUE',
  summary: 'Publishes a draft unchanged and delivers it to every subscriber whose delivery hour has passed.',
  words: 1,
  options: {},
  async run(input) {
    const context = await openContext(input.dir);
    try {
      const draft = await getIssue(context, input.positionals[0]);
      const issue = await approveDraft(context, draft);
      return await deliverNow(context, input, issue);
    } finally {
      await context.close();
    }
  },
};
