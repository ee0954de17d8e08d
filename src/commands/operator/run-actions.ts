// Runs that an operator starts in the browser: one at a time in this process, independently of the schedule.
import { calendarDay } from '../../base/date-format.js';
import { messageOf, UserError } from '../../base/errors.js';
import { lastPeriod, type NamedPeriod, periodOf } from '../../base/time.js';
import { releaseTime } from '../../config/release-time.js';
import { type Context, findModelServer, reloadConfig } from '../../context.js';
import { issueId } from '../../editorial/assemble.js';
import type { Cadence } from '../../model.js';
import { estimateCost } from '../../operations/cost.js';
import { runPipeline } from '../../pipeline.js';
import { listRuns, sumModelCost } from '../../store/runs.js';
import type { PlannedIssue, RunActions, Spending } from '../../web/site/operator-actions.js';

const MAX_RUNS_READ = 40;
const MAX_RUNS_AVERAGED = 5;

interface Planned {
  period: NamedPeriod;
  shown: PlannedIssue;
}

export function createRunActions(context: Context): { actions: RunActions; stop(): Promise<void> } {
  let running: { text: string; done: Promise<void>; cancel: AbortController } | undefined;
  const plan = () => planIssues(context);

  const start = (period: NamedPeriod, draft: boolean) => {
    reloadConfig(context);
    const cancel = new AbortController();
    const progress = (stage: string, text: string) => {
      if (running) running.text = `${stage}, ${text}`;
    };
    const work = runPipeline({ ...context, progress, signal: cancel.signal }, period, {
      draft,
      send: !draft,
    });
    const done = work
      .then(({ issue }) => context.log.info({ issue: issue.id, draft }, 'made for the operator'))
      // The run record also shows the error.
      .catch((error: unknown) =>
        context.log.warn({ error: messageOf(error) }, 'a run of the operator failed'),
      )
      .finally(() => {
        running = undefined;
      });
    running = { text: 'starting', done, cancel };
  };

  const actions: RunActions = {
    planned: () => plan().map(({ shown }) => shown),
    spending: () => findSpending(context),
    async makeIssue({ id }, { draft }) {
      if (running) throw new UserError('Another run is in progress', 'Wait until it ends.');
      const planned = plan().find(({ shown }) => shown.id === id);
      if (!planned) throw new UserError(`${id} cannot be made now`, 'Reload the page.');
      start(planned.period, draft);
    },
    progress: () => running?.text,
  };
  const stop = async () => {
    running?.cancel.abort();
    await running?.done;
  };
  return { actions, stop };
}

/** The last period of each cadence, then the running one. */
function planIssues({ config, clock }: Context): Planned[] {
  const { publication } = config;
  const { timeZone } = publication;
  const now = clock();
  const today = calendarDay(now, timeZone);
  return (['daily', 'weekly'] as const).flatMap((cadence) =>
    [lastPeriod(now, cadence, timeZone), periodOf(today, cadence, timeZone)].map((period) => ({
      period,
      shown: {
        id: issueId(period),
        cadence,
        period: { from: period.from, to: period.to },
        over: period.to <= now.toISOString(),
        releaseAt: releaseTime({ cadence, period }, publication),
      },
    })),
  );
}

/** The mean cost in dollars of the latest issues that the model wrote. */
async function estimateIssueCost({ db }: Context): Promise<Partial<Record<Cadence, number>>> {
  const runs = await listRuns(db, { kind: 'issue', limit: MAX_RUNS_READ });
  const mean = (cadence: Cadence) => {
    const costs = runs
      .filter(({ subject }) => subject.startsWith(`${cadence}-`))
      .flatMap(({ figures: { model } }) => (model && model.calls > 0 ? [model.costUsd] : []))
      .slice(0, MAX_RUNS_AVERAGED);
    return costs.length > 0 ? costs.reduce((sum, cost) => sum + cost, 0) / costs.length : undefined;
  };
  return { daily: mean('daily'), weekly: mean('weekly') };
}

async function findSpending(context: Context): Promise<Spending> {
  const { config, db, clock } = context;
  const hasX = config.refs.some(({ platform }) => platform === 'x');
  const cost = hasX && config.env.X_BEARER_TOKEN ? await estimateCost(context) : undefined;
  const server = findModelServer(config);
  const month = `${clock().toISOString().slice(0, 7)}-01T00:00:00.000Z`;
  return {
    x: cost && {
      spentUsd: cost.spentUsd.month,
      budgetUsd: cost.budget.monthlyUsd,
      expectedUsd: cost.usdAMonth,
    },
    model: server && {
      name: server.model,
      spentUsd: await sumModelCost(db, month),
      budgetUsdPerIssue: config.model.maxUsd,
      expectedUsd: await estimateIssueCost(context),
    },
  };
}
