// The report of a run: JSON for scripts, a few lines for people.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../context.js';
import { countChecked } from '../../editorial/assemble.js';
import type { ModelUsage } from '../../model.js';
import type { PipelineRun } from '../../pipeline.js';
import { describeChecked } from '../../render/account.js';
import { formatCount, formatNumber, joinWords } from '../../render/format.js';
import { adviseOnRefusedAddress } from '../../sources/http/public-address.js';
import type { Deliveries } from '../../stages/delivering/delivery.js';

/** The document of `run --json`, a contract. */
export function reportRun({
  issue,
  collected,
  checked,
  duplicates,
  email,
  deliveries,
  ms,
}: PipelineRun): unknown {
  const { tokensIn, tokensOut, costUsd, calls, cached, name, parts } = issue.model;
  const { bullets, rewritten, replaced, citations, refusals = {} } = issue.audit;
  const { id, slug, headline, period, cadence } = issue;
  return {
    issue: { id, slug, title: headline, period, cadence },
    posts: { fetched: collected.fetched, new: collected.added, duplicates },
    sources: {
      checked: countChecked(checked),
      failed: checked.failed,
      skipped: checked.skipped,
      partial: checked.partial,
    },
    sections: issue.recaps.flatMap((recap) =>
      recap.sections.map((section) => ({
        recap: recap.title,
        title: section.title,
        posts: section.postIds.length,
      })),
    ),
    audit: { bullets, rewritten, replaced, citations, refusals },
    model: {
      ...{ name, calls, cached, tokensIn, tokensOut, costUsd },
      parts: parts ?? { asked: 0, offline: 0 },
    },
    email: { bytes: email.bytes },
    deliveries: {
      sent: deliveries.sent,
      failed: deliveries.failed,
      skipped: deliveries.skipped,
      channels: deliveries.channels,
    },
    ms,
  };
}

/** Describes a run for people: the headline, the checked sources, and where to read the issue. */
export function describeRun(run: PipelineRun, context: Pick<Context, 'config' | 'sample'>): string {
  const { issue, deliveries, email } = run;
  const sections = issue.recaps.reduce((sum, recap) => sum + recap.sections.length, 0);
  return [
    issue.headline,
    issue.subtitle,
    '',
    `${issue.id}, ${issue.status}: ${sections} sections, ${issue.audit.bullets} statements, ${issue.audit.citations} citations, mail size ${Math.round(email.bytes / 1000)} KB`,
    describeChecked(run.checked),
    ...describeFailures(run),
    describeBill(issue.model),
    ...(deliveries.copy
      ? [`The mail: ${deliveries.copy.replace(/\.eml$/, '.html')}`]
      : deliveries.sent > 0
        ? [`Sent to ${deliveries.sent} subscribers`]
        : []),
    ...describeChannels(deliveries.channels),
    ...deliveries.errors.map((error) => `✗ Not delivered: ${error}`),
    ...describeFix(issue, deliveries),
    whereToRead(issue, context),
  ].join('\n');
}

/** What a draft that was asked for lacks, and how to fix what failed. */
function describeFailures({ issue, checked }: Pick<PipelineRun, 'issue' | 'checked'>): string[] {
  const isIncomplete = issue.held !== undefined && issue.status === 'draft';
  const advice = adviseOnRefusedAddress(checked.failed.map(({ error }) => error).join('\n'));
  return [
    ...(isIncomplete ? [`✗ The draft was made, but it is incomplete: ${issue.held}`] : []),
    ...(advice ? [`    ${advice}`] : []),
    ...(isIncomplete ? ['    Fix the sources (`tidings sources check`), then make it again.'] : []),
  ];
}

/** One line that lists the channels that received the issue. */
export function describeChannels(channels: Deliveries['channels'] = []): string[] {
  const posted = channels.flatMap(({ channel, state }) => (state === 'sent' ? [channel] : []));
  return posted.length > 0 ? [`Posted to ${joinWords(posted)}`] : [];
}

/** How to fix failed deliveries. A paused delivery has its own message. */
export function describeFix(
  { id }: { id: string },
  { errors, failed, suppressed = 0 }: Pick<Deliveries, 'errors' | 'failed' | 'suppressed'>,
): string[] {
  const gone =
    suppressed > 0
      ? [
          `  ${suppressed} of the failed addresses do not exist and are now suppressed; tidings subscribers lists them.`,
        ]
      : [];
  const isNamed = errors.some((error) => error.includes('--resume'));
  const isFixable = errors.length > 0 && !isNamed && (suppressed === 0 || failed > suppressed);
  return isFixable ? [...gone, `  When that is fixed: tidings send ${id} --resume`] : gone;
}

function whereToRead(
  { id, slug, status }: PipelineRun['issue'],
  { config, sample }: Pick<Context, 'config' | 'sample'>,
) {
  const { HOST, PORT, ADMIN_TOKEN } = config.env;
  const site = `http://${HOST}:${PORT}`;
  if (sample && existsSync(join(config.dir, 'sources.yaml')))
    return 'The page: the sources.yaml in this folder hides the sample. Use tidings run --sample --dir sample, then tidings serve --dir sample';
  if (status === 'published') return `The page: tidings serve, then ${site}/issues/${slug}`;
  const page = ADMIN_TOKEN ? `, or tidings serve, then ${site}/admin/issues/${id}` : '';
  return `Read it: tidings edit ${id}${page}. Release it: tidings approve ${id}`;
}

function describeBill({
  name,
  calls,
  cached,
  tokensIn,
  tokensOut,
  costUsd,
  priceKnown,
  degraded,
}: ModelUsage): string {
  if (name === 'offline' && !degraded) return 'No model: the offline editor quotes posts.';
  const cost =
    priceKnown === false ? 'price unknown: set model.prices in sources.yaml' : `$${costUsd.toFixed(4)}`;
  const asked = [
    formatCount(calls, 'call'),
    ...(cached > 0 ? [`${formatCount(cached, 'answer')} from the cache`] : []),
  ].join(', ');
  const bill = `Model ${name}: ${asked}, ${formatNumber(tokensIn)} tokens in, ${formatNumber(tokensOut)} out, ${cost}`;
  return degraded ? `${bill}. It partly failed (${degraded}); the offline editor wrote the rest.` : bill;
}
