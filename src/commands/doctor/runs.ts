// Doctor's checks of runs: the latest ones, interrupted, failed or late ones, and who is notified.

import { parseAddress } from '../../base/mail-address.js';
import { DAY_MS, minuteOf } from '../../base/time.js';
import type { Context } from '../../context.js';
import { findIncidents } from '../../operations/incidents.js';
import { formatCount } from '../../render/format.js';
import { findMissingIssues } from '../../serve/watchdog.js';
import { markInterrupted } from '../../stages/runs.js';
import { listDeadJobs } from '../../store/cluster/jobs.js';
import { type IssueSummary, listIssues } from '../../store/issues.js';
import { listRuns, type RunRecord } from '../../store/runs.js';
import type { Finding } from '../../web/site/operator-actions.js';

const MAX_ROWS = 100;
const RUN_KINDS = ['issue', 'fetch', 'delivery', 'backfill'] as const;

export async function inspectRuns(context: Context): Promise<Finding[]> {
  await markInterrupted(context);
  const incidents = context.sample ? [] : await inspectIncidents(context);
  const [latest] = await listIssues(context.db, { limit: 1 });
  const findings = describeLatest(latest, incidents, context.clock());
  for (const kind of RUN_KINDS) {
    const runs = await listRuns(context.db, { kind, limit: MAX_ROWS });
    const [last] = runs;
    if (last && !isReported(last, incidents, latest)) findings.push(describeRun(last));
    findings.push(...findInterrupted(runs));
  }
  findings.push(...(await inspectDeadJobs(context)));
  return [...findings, ...incidents, ...describeOperator(context)];
}

/** The latest issue in one line; none if an incident is about it. */
function describeLatest(latest: IssueSummary | undefined, incidents: Finding[], now: Date): Finding[] {
  if (!latest)
    return [{ level: 'note', what: 'No issue yet', hint: 'Make one with `tidings run`.', page: 'today' }];
  const { id, headline, status, period } = latest;
  if (incidents.some(({ what }) => what.includes(id))) return [];
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(period.to)) / DAY_MS));
  const age = formatCount(days, 'day');
  if (status === 'draft')
    return [
      {
        level: 'note',
        what: `Latest issue: ${id}, "${headline}", a draft; its period ended ${age} ago`,
        hint: `\`tidings approve ${id}\` publishes it.`,
      },
    ];
  return [{ level: 'ok', what: `Latest issue: ${id}, "${headline}", ${age} old` }];
}

/** Whether another finding says what this run did: that it failed, or that it made the latest issue. */
function isReported(
  { kind, subject, outcome }: RunRecord,
  incidents: Finding[],
  latest: IssueSummary | undefined,
): boolean {
  if (outcome === 'done') return kind === 'issue' && subject === latest?.id;
  return outcome === 'failed' && incidents.some(({ what }) => what.includes(` ${subject} failed: `));
}

function describeRun(run: RunRecord): Finding {
  const { kind, subject, outcome, startedAt, endedAt } = run;
  const at = minuteOf(endedAt ?? startedAt);
  const what = `Last ${kind}: ${subject}, ${outcome}${outcome === 'running' ? ' since' : ''} ${at}`;
  return { level: outcome === 'done' || outcome === 'running' ? 'ok' : 'note', what };
}

/** Interrupted runs without a later run of the same kind and subject. */
function findInterrupted(runs: RunRecord[]): Finding[] {
  const done = new Set<string>();
  const findings: Finding[] = [];
  for (const { kind, subject, outcome, startedAt } of runs) {
    if (outcome === 'interrupted' && !done.has(subject))
      findings.push({
        level: 'problem',
        what: `${kind} ${subject}, started ${minuteOf(startedAt)}, was interrupted: its process ended unexpectedly`,
        hint: 'Its stored results are kept. `tidings serve` continues it, or run the command again.',
        page: 'runs',
      });
    // Only the latest of several interruptions is reported.
    done.add(subject);
  }
  return findings;
}

/** Jobs that failed for good in the last week. */
async function inspectDeadJobs({ db, clock }: Context): Promise<Finding[]> {
  const since = new Date(clock().getTime() - 7 * DAY_MS).toISOString();
  const dead = await listDeadJobs(db, since, MAX_ROWS);
  const keys = [...new Set(dead.map(({ key }) => key))];
  return keys.flatMap((key): Finding[] => {
    const [last, ...before] = dead.filter((job) => job.key === key);
    if (!last) return [];
    const times = before.length > 0 ? ` (${before.length + 1} times in a week)` : '';
    return [
      {
        level: 'note',
        what: `The job ${key} failed for good ${minuteOf(last.at)}${times}: ${last.why}`,
        hint: 'It is scheduled again while there is work to do. The log of `tidings work` has the full error.',
        page: 'runs',
      },
    ];
  });
}

/** Current incidents, except sources and pauses, which other checks report. */
async function inspectIncidents(context: Context): Promise<Finding[]> {
  const hints: Record<string, Pick<Finding, 'hint' | 'page'>> = {
    late: { hint: 'Is `tidings serve` running? `tidings run` makes the issue now.', page: 'today' },
    failed: {
      hint: 'The log of the command that ran it, `tidings serve` or `tidings run`, has the full error.',
      page: 'runs',
    },
    budget: {
      hint: 'Raise sources.x.budget or model.maxUsd in sources.yaml, or follow fewer sources.',
      page: 'sources',
    },
  };
  return (await findIncidents(context, await findMissingIssues(context))).flatMap(
    ({ key, what }): Finding[] => {
      const hint = hints[key.split(':')[0] ?? ''];
      return hint ? [{ level: 'problem', what, ...hint }] : [];
    },
  );
}

function describeOperator({ config: { env }, sample }: Context): Finding[] {
  if (sample) return [];
  const { OPERATOR_EMAIL, ADMIN_TOKEN } = env;
  const findings: Finding[] = [];
  if (!OPERATOR_EMAIL)
    findings.push({
      level: 'note',
      what: 'Nobody is notified when something goes wrong: no OPERATOR_EMAIL',
      hint: 'Set it in .env to your address.',
    });
  else if (!parseAddress(OPERATOR_EMAIL))
    findings.push({ level: 'problem', what: 'OPERATOR_EMAIL is not a valid e-mail address' });
  else findings.push({ level: 'ok', what: `${OPERATOR_EMAIL} is notified when something goes wrong` });
  findings.push(
    ADMIN_TOKEN
      ? { level: 'ok', what: 'The operator’s site is at /admin' }
      : {
          level: 'note',
          what: 'No ADMIN_TOKEN: there is no /admin',
          hint: 'Set it in .env, at least 16 characters long.',
        },
  );
  return findings;
}
