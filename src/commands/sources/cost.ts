// tidings sources check --cost: what the configuration will cost a month, and why. Nothing is asked for it.
import { openContext } from '../../context.js';
import { ASSUMED, type CostReport, estimateCost } from '../../operations/cost.js';
import { X_PRICES } from '../../sources/x/prices.js';
import type { Input, Output } from '../shared/command.js';

export async function reportCost(input: Input): Promise<Output> {
  const context = await openContext(input.dir);
  try {
    const x = await estimateCost(context);
    const token = context.config.env.X_BEARER_TOKEN !== undefined;
    const free = context.config.refs.length - x.accounts - x.lists;
    return {
      json: { x: { ...x, token, prices: X_PRICES }, free },
      text: [...describe(x, token), `${free} other sources: nothing to pay.`].join('\n'),
    };
  } finally {
    await context.close();
  }
}

const dollars = (usd: number) => `$${usd.toFixed(2)}`;

function describe(x: CostReport, token: boolean): string[] {
  const { accounts, lists, postsADay, usersOnce, budget, spentUsd } = x;
  if (accounts + lists === 0) return ['No X source is followed.'];
  const assumed = accounts + lists - x.fromHistory;
  const why = [
    ...(x.fromHistory > 0 ? [`${x.fromHistory} by what was read of them`] : []),
    ...(assumed > 0
      ? [`${assumed} not read yet: ${ASSUMED.postsADay} posts a day an account, a list at its limit`]
      : []),
  ];
  const once =
    usersOnce > 0
      ? [
          `  once ${usersOnce} users looked up × $${X_PRICES.user} = ${dollars(x.usdOnce)}; they are remembered`,
        ]
      : [];
  return [
    `X: ${accounts} accounts, ${lists} lists${token ? '' : ' (skipped as long as there is no X_BEARER_TOKEN)'}`,
    `  ${postsADay} posts a day × $${X_PRICES.post} = ${dollars(x.usdADay)} a day, ${dollars(x.usdAMonth)} a month`,
    ...(x.refreshed > 0
      ? [`  of these ${x.refreshed} read again for their counts, for the issue of the day`]
      : []),
    ...once,
    `  counted: ${why.join('; ')}`,
    `  budget ${dollars(budget.dailyUsd)} a day, ${dollars(budget.monthlyUsd)} a month; spent ${dollars(spentUsd.today)} today, ${dollars(spentUsd.month)} this month`,
    `  ${judge(x)}`,
  ];
}

function judge({ usdADay, usdAMonth, budget }: CostReport): string {
  if (usdADay > budget.dailyUsd) {
    const share = Math.round((100 * budget.dailyUsd) / usdADay);
    return `The day's budget pays for about ${share}% of a day: the rest is not read, and the issue says so.`;
  }
  if (usdAMonth > budget.monthlyUsd)
    return `The month's budget lasts for ${Math.floor(budget.monthlyUsd / usdADay)} days: then X is skipped, and the issue says so.`;
  return 'The budget is enough.';
}
