// tidings send: delivers an issue to everyone who has not received it, or sends a test mail to one address.

import { UserError } from '../base/errors.js';
import { mailboxOf, parseAddress } from '../base/mail-address.js';
import { DAY_MS } from '../base/time.js';
import { type Context, openContext } from '../context.js';
import type { Issue } from '../model.js';
import { formatCount } from '../render/format.js';
import { type Deliveries, deliverRecorded, sendTrial } from '../stages/delivering/delivery.js';
import { pauseDelivery, queueEveryone, resumeNow } from '../stages/delivering/delivery-control.js';
import { countDeliveries } from '../store/deliveries/counts.js';
import { listDeliveries } from '../store/deliveries/deliveries.js';
import { findIssue } from '../store/issues.js';
import { type Command, type Input, type Output, optionOf, requireUsed } from './shared/command.js';
import { createProgress } from './shared/progress.js';
import { describeChannels, describeFix } from './shared/report.js';

export const command: Command = {
  usage: 'ISSUE [--to ADDRESS | --pause | --resume [--uncertain]]',
  summary:
    'Delivers an issue now to every reader of its cadence who has not had it. --to sends a test to one address; --pause stops a delivery, even of another process; --resume continues it and retries failed mails; --uncertain also resends mails that may have gone out.',
  words: 1,
  options: {
    to: {
      type: 'string',
      value: 'ADDRESS',
      help: 'Send one test mail to this address (default: all subscribers)',
    },
    pause: {
      type: 'boolean',
      help: 'Hold everything of the issue that is not on its way yet (default: deliver)',
    },
    resume: {
      type: 'boolean',
      help: 'Continue a paused delivery and retry failed mails (default: leave them)',
    },
    uncertain: {
      type: 'boolean',
      help: 'With --resume: also send uncertain mails again, which may arrive twice (default: leave them)',
    },
  },
  async run(input) {
    const resuming = input.values.resume === true;
    requireUsed(input, 'uncertain', 'without --resume', resuming);
    requireUsed(input, 'resume', 'with --to', input.values.to === undefined);
    const pausing = input.values.pause === true;
    requireUsed(input, 'pause', 'with --to or --resume', input.values.to === undefined && !resuming);
    const context = await openContext(input.dir);
    try {
      const issue = await getIssue(context, input.positionals[0]);
      const to = optionOf(input, 'to');
      if (to !== undefined) {
        const mailbox = toMailbox(to);
        const sending = { ...context, progress: () => {}, signal: input.signal };
        return describeDeliveries(issue, await sendTrial(sending, issue, mailbox));
      }
      if (issue.status === 'draft') {
        throw new UserError(
          `${issue.id} is a draft`,
          `Release it with tidings approve ${issue.id}, or try it with --to.`,
        );
      }
      if (pausing) return await pauseIssueDelivery(context, issue);
      refuseForgotten(context, issue);
      const states =
        input.values.uncertain === true ? (['failed', 'uncertain'] as const) : (['failed'] as const);
      await (resuming ? resumeNow(context, issue, states) : queueEveryone(context, issue));
      return await deliverNow(context, input, issue);
    } finally {
      await context.close();
    }
  },
};

/** Throws a UserError when the record of who received the issue has expired. */
function refuseForgotten({ config, clock }: Context, { id, period }: Issue): void {
  const days = config.retention.deliveries;
  if (days === 'forever' || Date.parse(period.to) >= clock().getTime() - days * DAY_MS) return;
  throw new UserError(
    `${id} is older than ${days} days; the record of who received it has expired (retention.deliveries)`,
    'Use --to to send it to one address.',
  );
}

/** Finds an issue by id or slug. Throws a UserError for an unknown one. */
export async function getIssue({ db }: Context, name: string | undefined): Promise<Issue> {
  if (name === undefined) throw new UserError('Which issue?', 'Use its id, such as daily-2026-04-06.');
  const issue = await findIssue(db, name);
  if (!issue) throw new UserError(`There is no issue ${name}`, 'tidings doctor shows the latest one.');
  return issue;
}

/** Delivers what is due. Returns the result and the readers whose delivery is uncertain. */
export async function deliverNow(context: Context, input: Input, issue: Issue): Promise<Output> {
  const { db } = context;
  const progress = createProgress(input.json);
  const sending = { ...context, progress: progress.report, signal: input.signal };
  const deliveries = await deliverRecorded(sending, issue).finally(progress.stop);
  const uncertain = await listDeliveries(db, { state: 'uncertain', issueId: issue.id, limit: 1000 });
  const states = await countDeliveries(db, issue.id);
  const named = uncertain.slice(0, 20).map(({ address }) => address);
  const { json, text, exitCode } = describeDeliveries(issue, deliveries);
  const nobody = Object.keys(states).length === 0 && deliveries.sent + deliveries.failed === 0;
  const more = uncertain.length > named.length ? ` and ${uncertain.length - named.length} more` : '';
  return {
    json: { ...json, states, uncertain: uncertain.map(({ address }) => address) },
    text: [
      nobody ? `${issue.id}: no recipients: no confirmed subscriber gets the ${issue.cadence} issue.` : text,
      ...describeFix(issue, deliveries),
      ...(uncertain.length > 0
        ? [
            `Uncertain, may have arrived: ${named.join(', ')}${more}`,
            `Check the mail server's log; tidings send ${issue.id} --resume --uncertain sends it again.`,
          ]
        : []),
    ].join('\n'),
    exitCode,
  };
}

function describeDeliveries(issue: Issue, { sent, failed, skipped, errors, deferred, channels }: Deliveries) {
  const counts = `${issue.id}: ${sent} sent, ${failed} failed, ${skipped} already had it or wait for their hour`;
  return {
    json: {
      issue: issue.id,
      deliveries: { sent, failed, skipped, deferred: deferred?.count, channels },
      errors,
    },
    text: [
      counts,
      ...describeDeferred(deferred),
      ...describeChannels(channels),
      ...errors.map((error) => `✗ ${error}`),
    ].join('\n'),
    exitCode: errors.length > 0 ? (1 as const) : (0 as const),
  };
}

function describeDeferred(deferred: Deliveries['deferred']): string[] {
  if (!deferred) return [];
  const why = deferred.waiting ? `: ${deferred.waiting}` : '';
  const { count } = deferred;
  return [
    `The server deferred ${count} of these; ${count === 1 ? 'it is' : 'they are'} scheduled for another try${why}`,
  ];
}

async function pauseIssueDelivery(context: Context, issue: Issue): Promise<Output> {
  const { waiting, onTheirWay } = await pauseDelivery(context, issue);
  return {
    json: { issue: issue.id, paused: true, waiting, onTheirWay },
    text: [
      `${issue.id} is paused: ${formatCount(waiting, 'mail')} wait${waiting === 1 ? 's' : ''}, ${onTheirWay} on their way still go out.`,
      `Continue with tidings send ${issue.id} --resume`,
    ].join('\n'),
  };
}

function toMailbox(address: string): string {
  const parsed = parseAddress(address);
  if (!parsed)
    throw new UserError(
      `--to ${JSON.stringify(address.slice(0, 80))} is not an address`,
      'Enter the address only, without a name: --to ANN@EXAMPLE.ORG',
    );
  return mailboxOf(parsed);
}
