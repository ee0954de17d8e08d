// tidings sources check --cost: estimates the monthly cost of the configuration without any request.
import { openContext } from '../../context.js';
import { ASSUMED_RATE, type CostReport, estimateCost } from '../../operations/cost.js';
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
      text: [...describeCost(x, token), `${free} other sources: free.`].join('\n'),
    };
  } finally {
    await context.close();
  }
}

const dollars = (usd: number) => `$${usd.toFixed(2)}`;

function describeCost(x: CostReport, token: boolean): string[] {
  const { accounts, lists, postsADay, usersOnce, budget, spentUsd } = x;
  if (accounts + lists === 0) return ['No X sources.'];
  const assumed = accounts + lists - x.fromHistory;
  const why = [
    ...(x.fromHistory > 0 ? [`${x.fromHistory} measured from past posts`] : []),
    ...(assumed > 0
      ? [
          `${assumed} not read yet; assumes ${ASSUMED_RATE.postsADay} posts per day and account, and full lists`,
        ]
      : []),
  ];
  const once =
    usersOnce > 0
      ? [`  one-time: ${usersOnce} user lookups × $${X_PRICES.user} = ${dollars(x.usdOnce)}; ids are stored`]
      : [];
  return [
    `X: ${accounts} accounts, ${lists} lists${token ? '' : ' (skipped without X_BEARER_TOKEN)'}`,
    `  ${postsADay} posts a day × $${X_PRICES.post} = ${dollars(x.usdADay)} a day, ${dollars(x.usdAMonth)} a month`,
    ...(x.refreshed > 0
      ? [`  including ${x.refreshed} read again to update their counts before the daily issue`]
      : []),
    ...once,
    `  counted: ${why.join('; ')}`,
    `  budget ${dollars(budget.dailyUsd)} a day, ${dollars(budget.monthlyUsd)} a month; spent ${dollars(spentUsd.today)} today, ${dollars(spentUsd.month)} this month`,
    `  ${describeBudget(x)}`,
  ];
}

function describeBudget({ usdADay, usdAMonth, budget }: CostReport): string {
  if (usdADay > budget.dailyUsd) {
    const share = Math.round((100 * budget.dailyUsd) / usdADay);
    return `The daily budget covers about ${share}% of a day: the rest is not read, and the issue says so.`;
  }
  if (usdAMonth > budget.monthlyUsd)
    return `The monthly budget lasts ${Math.floor(budget.monthlyUsd / usdADay)} days; then X is skipped, and the issue says so.`;
  return 'The budget is sufficient.';
}
