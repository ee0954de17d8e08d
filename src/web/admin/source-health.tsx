// The health of sources: those that need attention first, with their complete errors.

import { truncate } from '../../base/text.js';
import { formatCount } from '../../render/format.js';
import type { SourceHealth } from '../../store/sources/source-health.js';
import { describeRate } from '../archive/sources.js';
import { sourcePath } from '../site/paths.js';
import type { Site } from '../site/site.js';
import { FoldingTable } from '../ui/folding-table.js';
import { AdminPage, type AdminProps, Moment } from './frame.js';

export function needsAttention({ failures, retired_at, silentSince }: SourceHealth): boolean {
  return failures > 0 || retired_at !== null || silentSince !== undefined;
}

export function SourcesPage(props: AdminProps & { sources: SourceHealth[] }) {
  const { site, sources } = props;
  const looked = sources.filter(needsAttention).toSorted((a, b) => b.failures - a.failures);
  const well = sources.filter((source) => !needsAttention(source));
  return (
    <AdminPage {...props} title="Sources">
      {sources.length === 0 && <p>No source has been fetched yet.</p>}
      {looked.length > 0 && (
        <section class="month">
          <h2>{formatCount(looked.length, 'source needs', 'sources need')} attention</h2>
          <p>
            <code>tidings sources check NAME</code> fetches a source now, even if it is paused after failures.
          </p>
          <SourceTable label="Sources that need attention" sources={looked} site={site} />
        </section>
      )}
      {well.length > 0 && (
        <section class="month">
          <h2>{formatCount(well.length, 'source is', 'sources are')} fine</h2>
          <SourceTable label="Sources that are fine" sources={well} site={site} />
        </section>
      )}
    </AdminPage>
  );
}

function SourceTable({ label, sources, site }: { label: string; sources: SourceHealth[]; site: Site }) {
  const moment = (at: string | null, none: string) => (at ? <Moment at={at} site={site} /> : none);
  return (
    <FoldingTable
      label={label}
      columns={[
        { head: 'Source' },
        { head: 'Last checked' },
        { head: 'Answered' },
        { head: 'Newest post' },
        { head: 'Posts a day', number: true },
        { head: 'State' },
      ]}
      rows={sources.map((source) => [
        <a href={sourcePath(source.id)}>{source.name}</a>,
        moment(source.checked_at, 'not yet'),
        moment(source.succeeded_at, 'never'),
        moment(source.newest, 'none'),
        describeRate(source),
        <SourceState source={source} site={site} />,
      ])}
    />
  );
}

export function SourceState({ source, site }: { source: SourceHealth; site: Site }) {
  const { failures, error, next_at, retired_at, silentSince, note, checked_at } = source;
  if (retired_at) return <>gone for good: remove it</>;
  if (failures > 0)
    return (
      <>
        <span class="wrong">{failures === 1 ? 'failed' : `failed ${failures} times in a row`}</span>:{' '}
        {truncate(error ?? 'unknown reason', 300)}
        {next_at && (
          <>
            ; rests until <Moment at={next_at} site={site} />
          </>
        )}
      </>
    );
  if (silentSince) return <>silent longer than usual</>;
  return <>{note ? truncate(note, 200) : checked_at ? 'fine' : 'not fetched yet'}</>;
}
