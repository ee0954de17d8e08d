// tidings backfill: adds the issues of past periods to the archive, oldest first. It never sends mail.

import { UserError } from '../base/errors.js';
import { DAY_MS, isCalendarDay, type NamedPeriod } from '../base/time.js';
import { type Context, openContext } from '../context.js';
import { issueId } from '../editorial/assemble.js';
import type { Cadence } from '../model.js';
import { estimateSpan, type SpanCost } from '../operations/cost.js';
import { runPipeline } from '../pipeline.js';
import { describeChecked } from '../render/account.js';
import { allowanceOf, billingDay, estimateReadCost, X_PRICES } from '../sources/x/prices.js';
import { collectSpan, describeOrigin, pastPeriods, spanOfPeriods } from '../stages/fetching/backfill.js';
import { sourcesChecked } from '../stages/fetching/collect.js';
import { figuresOfFetch, recordRun } from '../stages/runs.js';
import { findIssue } from '../store/issues.js';
import { findReads } from '../store/sources/reads.js';
import { createBar } from './shared/bar.js';
import { type Command, type Input, type Output, optionOf } from './shared/command.js';

export const command: Command = {
  usage: '--from YYYY-MM-DD [--to YYYY-MM-DD] [--cadence daily|weekly] [--dry-run] [--force] [--no-x]',
  summary:
    'Makes the issues of past periods from posts that can still be fetched; never sends mail. Keeps published issues unless --force is set; --dry-run prints the plan and its cost.',
  options: {
    from: { type: 'string', value: 'YYYY-MM-DD', help: 'The first day (required)' },
    to: { type: 'string', value: 'YYYY-MM-DD', help: 'The last day (default: today)' },
    cadence: { type: 'string', value: 'daily|weekly', help: 'The length of each period (default: daily)' },
    'dry-run': { type: 'boolean', help: 'Print the plan and its cost (default: run it)' },
    force: { type: 'boolean', help: 'Replace issues that are already published (default: skip them)' },
    'no-x': { type: 'boolean', help: 'Skip X, which costs money (default: include it)' },
  },
  async run(input) {
    const asked = readOptions(input);
    const days = (Date.parse(asked.to ?? asked.from) - Date.parse(asked.from)) / DAY_MS + 1;
    const context = await openContext(input.dir, { depth: days + (asked.cadence === 'weekly' ? 6 : 0) });
    try {
      const plan = await planBackfill(context, asked, input);
      if (input.values['dry-run'] === true) return describePlan(plan);
      return await makeIssues(context, plan, input);
    } finally {
      await context.close();
    }
  },
};

interface Plan {
  periods: { period: NamedPeriod; make: boolean }[];
  x: SpanCost & { leftUsd: number; withoutX: boolean };
}

function readOptions(input: Input): { from: string; to?: string; cadence: Cadence } {
  const from = optionOf(input, 'from');
  const to = optionOf(input, 'to');
  const cadence = optionOf(input, 'cadence') ?? 'daily';
  for (const [name, day] of [
    ['from', from],
    ['to', to],
  ])
    if (day !== undefined && !isCalendarDay(day))
      throw new UserError(`Invalid --${name} "${day}": expected YYYY-MM-DD`);
  if (!from) throw new UserError('--from is missing', 'tidings backfill --from YYYY-MM-DD [--to YYYY-MM-DD]');
  if (to !== undefined && to < from) throw new UserError(`--to ${to} is before --from ${from}`);
  if (cadence !== 'daily' && cadence !== 'weekly')
    throw new UserError(`Invalid --cadence "${cadence}": expected daily or weekly`);
  return { from, cadence, ...(to !== undefined && { to }) };
}

async function planBackfill(
  context: Context,
  { from, to, cadence }: ReturnType<typeof readOptions>,
  input: Input,
): Promise<Plan> {
  const { config, db, clock } = context;
  const now = clock().toISOString();
  const { timeZone } = config.publication;
  const periods = pastPeriods({ from, to: to ?? now.slice(0, 10), cadence, timeZone }, now);
  const planned: Plan['periods'] = [];
  for (const period of periods) {
    const present = await findIssue(db, issueId(period));
    // An issue edited by hand is never replaced.
    planned.push({ period, make: !present || (input.values.force === true && !present.edited) });
  }
  const span = spanOfPeriods(planned.filter(({ make }) => make).map(({ period }) => period));
  const read = await findReads(db, billingDay(now));
  const withoutX = input.values['no-x'] === true || !config.env.X_BEARER_TOKEN;
  const cost = span && !withoutX ? await estimateSpan(context, span) : { posts: 0, users: 0, usd: 0 };
  const { posts } = allowanceOf(config.sources.x.budget, read);
  return { periods: planned, x: { ...cost, leftUsd: posts * X_PRICES.post, withoutX } };
}

function describeCost({ posts, users, usd, leftUsd, withoutX }: Plan['x']): string {
  if (withoutX) return 'X is skipped.';
  if (usd === 0) return 'X: every post of this period is already in the store.';
  return `X: about ${posts} posts and ${users} users, $${usd.toFixed(2)}; the remaining budget is $${leftUsd.toFixed(2)}.`;
}

function describePlan({ periods, x }: Plan): Output {
  const lines = periods.map(
    ({ period, make }) => `${issueId(period)}  ${make ? 'would be made' : 'exists and is kept'}`,
  );
  const make = periods.filter((each) => each.make).length;
  return {
    json: {
      periods: periods.map(({ period, make: wanted }) => ({
        id: issueId(period),
        from: period.from,
        to: period.to,
        make: wanted,
      })),
      x,
    },
    text: [...lines, describeCost(x), `${make} of ${periods.length} issues would be made.`].join('\n'),
  };
}

async function makeIssues(context: Context, { periods, x }: Plan, input: Input): Promise<Output> {
  const wanted = periods.filter(({ make }) => make).map(({ period }) => period);
  const span = spanOfPeriods(wanted);
  const kept = periods.length - wanted.length;
  if (!span) return { json: { made: [], kept, x }, text: `Nothing to do: ${kept} issues exist.` };
  input.say(describeCost(x));
  if (x.usd > x.leftUsd) {
    throw new UserError(
      `Reading X for this would cost about $${x.usd.toFixed(2)}, and the remaining budget is $${x.leftUsd.toFixed(2)}`,
      'Raise sources.x.budget in sources.yaml, choose fewer days, or skip X with --no-x.',
    );
  }
  const bar = createBar(input, wanted.length, context.clock);
  const pipeline = {
    ...context,
    signal: input.signal,
    progress: (_: string, text: string) => bar.show(text),
  };
  try {
    // The span ends a day after the last period.
    const subject = [wanted[0], wanted.at(-1)].map((period) => period?.name).join(' to ');
    const { collected, at } = await recordRun(pipeline, { kind: 'backfill', subject }, async (note) => {
      const fetched = await collectSpan(pipeline, span, { withoutX: x.withoutX });
      await note(figuresOfFetch(context.sources, fetched.collected));
      return fetched;
    });
    const made: { id: string; slug: string; title: string; bullets: number }[] = [];
    for (const period of wanted) {
      input.signal.throwIfAborted();
      const note = await describeOrigin(context, period, at);
      const { issue } = await runPipeline(pipeline, period, {
        draft: false,
        send: false,
        archive: true,
        rewrite: input.values.force === true,
        kind: 'backfill',
        collected: { ...collected, note },
      });
      made.push({ id: issue.id, slug: issue.slug, title: issue.headline, bullets: issue.audit.bullets });
      bar.step(`${issue.id}  ${issue.headline}`);
    }
    const checked = sourcesChecked(context.sources, collected);
    const read = await findReads(context.db, billingDay(at));
    return {
      json: {
        made,
        kept,
        posts: { fetched: collected.fetched, new: collected.added },
        sources: checked,
        x: { ...x, readToday: read.today, usdToday: estimateReadCost(read.today) },
      },
      text: `${made.length} issues made, ${kept} already existed. ${describeChecked(checked)}`,
    };
  } finally {
    bar.stop();
  }
}
