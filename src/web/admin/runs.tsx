// The operator's pages of runs: all, newest first, and one with its stages.

import { truncate } from '../../base/text.js';
import { formatCount, formatNumber } from '../../render/format.js';
import type { RunKind, RunRecord, RunStage } from '../../store/runs.js';
import type { Site } from '../site/site.js';
import { FoldingTable } from '../ui/folding-table.js';
import {
  AdminPage,
  type AdminProps,
  durationOf,
  formatBill,
  formatDuration,
  Moment,
  Outcome,
} from './frame.js';

export const RUN_KINDS: Record<RunKind, string> = {
  issue: 'Issues',
  fetch: 'Fetches',
  delivery: 'Deliveries',
  backfill: 'Backfills',
};
const RUN_STAGES: [RunStage, string][] = [
  ['fetch', 'Fetch'],
  ['editorial', 'Editorial'],
  ['render', 'Render'],
  ['deliver', 'Deliver'],
];
const BAR_WIDTH = 200;

/** The path of a page of runs: the first, or the one after the run `last`. */
export function runsPath(kind: RunKind | undefined, last?: RunRecord): string {
  const query = new URLSearchParams({
    ...(kind && { kind }),
    ...(last && { before: `${last.startedAt}~${last.id}` }),
  });
  return query.size > 0 ? `/admin/runs?${query}` : '/admin/runs';
}

export function RunsPage(props: AdminProps & { runs: RunRecord[]; kind?: RunKind; more: boolean }) {
  const { site, runs, kind, more } = props;
  const choices: [string, string, RunKind | undefined][] = [
    [runsPath(undefined), 'All', undefined],
    ...(Object.keys(RUN_KINDS) as RunKind[]).map((one): [string, string, RunKind] => [
      runsPath(one),
      RUN_KINDS[one],
      one,
    ]),
  ];
  return (
    <AdminPage {...props} title="Runs">
      <p class="chips">
        {choices.map(([href, label, value]) => (
          <a href={href} aria-current={value === kind ? 'true' : undefined}>
            {label}
          </a>
        ))}
      </p>
      {runs.length === 0 ? <p>Nothing has run yet.</p> : <RunTable runs={runs} site={site} />}
      {more && (
        <p class="more">
          <a rel="next" href={runsPath(kind, runs.at(-1))}>
            Earlier runs
          </a>
        </p>
      )}
    </AdminPage>
  );
}

export function RunTable({ runs, site }: { runs: RunRecord[]; site: Site }) {
  const columns = [
    { head: 'Run' },
    { head: 'Began' },
    { head: 'Outcome' },
    { head: 'Took', number: true },
    { head: 'Stages' },
    { head: 'Result' },
  ];
  const hasBars = runs.some(({ figures }) => figures.ms);
  return (
    <>
      <FoldingTable
        label="Runs"
        columns={columns}
        rows={runs.map((run) => [
          <a href={`/admin/runs/${run.id}`}>
            {run.kind} {run.subject}
          </a>,
          <Moment at={run.startedAt} site={site} />,
          <Outcome run={run} />,
          formatDuration(durationOf(run, site.clock())),
          <StageBar run={run} />,
          run.error ? truncate(run.error, 160) : summaryOf(run),
        ])}
      />
      {hasBars && (
        <p class="meta legend">
          Stages:{' '}
          {RUN_STAGES.map(([stage, name]) => (
            <StageName stage={stage} name={name} />
          ))}
        </p>
      )}
    </>
  );
}

/** `40 posts fetched, 20 new` */
function describePosts({ fetched, added }: { fetched: number; added: number }): string {
  if (fetched === 0) return 'no posts';
  return `${formatCount(fetched, 'post')} fetched, ${added === 0 ? 'none' : formatNumber(added)} new`;
}

/** A run's result in one line. */
function summaryOf({ figures: { posts, sources, model, deliveries } }: RunRecord): string {
  const failed = sources?.failed.length ?? 0;
  return [
    posts && describePosts(posts),
    failed > 0 && `${formatCount(failed, 'source')} failed`,
    formatBill(model),
    deliveries && deliveries.sent > 0 && `${formatNumber(deliveries.sent)} sent`,
    deliveries && deliveries.failed > 0 && `${formatNumber(deliveries.failed)} not sent`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** The stages as parts of a bar. The run's own page lists them in a table. */
function StageBar({ run: { figures } }: { run: RunRecord }) {
  const parts = RUN_STAGES.map(([stage]) => ({ stage, ms: figures.ms?.[stage] ?? 0 }));
  const total = parts.reduce((sum, { ms }) => sum + ms, 0);
  if (total === 0) return null;
  let x = 0;
  const label = RUN_STAGES.flatMap(([stage, name]) => {
    const ms = figures.ms?.[stage];
    return ms ? [`${name} ${formatDuration(ms)}`] : [];
  }).join(', ');
  return (
    <svg
      class="stages"
      viewBox={`0 0 ${BAR_WIDTH} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      {parts.map(({ stage, ms }) => {
        const width = (ms / total) * BAR_WIDTH;
        const from = x;
        x += width;
        return <rect class={stage} x={from.toFixed(1)} y="0" width={width.toFixed(1)} height="10" />;
      })}
    </svg>
  );
}

export function RunPage(props: AdminProps & { run: RunRecord }) {
  const { site, run } = props;
  const { figures, error, subject, kind } = run;
  const failed = figures.sources?.failed ?? [];
  const ofIssue = kind !== 'fetch' && /^(daily|weekly)-/.test(subject);
  return (
    <AdminPage {...props} title={`${kind} ${subject}`}>
      <dl class="facts">
        <dt>Outcome</dt>
        <dd>
          <Outcome run={run} />
        </dd>
        {error && (
          <>
            <dt>Error</dt>
            <dd>{error}</dd>
          </>
        )}
        <dt>Began</dt>
        <dd>
          <Moment at={run.startedAt} site={site} />, took {formatDuration(durationOf(run, site.clock()))}
        </dd>
        <dt>Result</dt>
        <dd>{summaryOf(run) || 'Nothing'}</dd>
        {figures.stops?.map((stop) => (
          <>
            <dt>Stopped short</dt>
            <dd>{stop}</dd>
          </>
        ))}
        <dt>In the log</dt>
        <dd>
          <code>"run":"{run.id}"</code>
        </dd>
        {ofIssue && (
          <>
            <dt>Issue</dt>
            <dd>
              <a href={`/admin/issues/${subject}`}>{subject}</a>
            </dd>
          </>
        )}
      </dl>
      {figures.ms && <Stages run={run} />}
      {failed.length > 0 && (
        <section class="month">
          <h2>Sources that failed</h2>
          <FoldingTable
            label="Sources that failed"
            columns={[{ head: 'Source' }, { head: 'Why' }]}
            rows={failed.map(({ source, error: why }) => [source, truncate(why, 300)])}
          />
        </section>
      )}
    </AdminPage>
  );
}

function Stages({ run }: { run: RunRecord }) {
  const { ms = {} } = run.figures;
  return (
    <section class="month few">
      <h2>Stages</h2>
      <StageBar run={run} />
      <FoldingTable
        label="Stages"
        columns={[{ head: 'Stage' }, { head: 'Took', number: true }]}
        rows={RUN_STAGES.flatMap(([stage, name]) => {
          const took = ms[stage];
          return took === undefined ? [] : [[<StageName stage={stage} name={name} />, formatDuration(took)]];
        })}
      />
    </section>
  );
}

function StageName({ stage, name }: { stage: RunStage; name: string }) {
  return (
    <span>
      <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
        <rect class={stage} width="10" height="10" />
      </svg>{' '}
      {name}
    </span>
  );
}
