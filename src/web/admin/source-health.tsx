// The operator's page of sources: those that need a look first, with their whole errors and what to do.

import { truncate } from '../../base/text.js';
import { formatCount } from '../../render/format.js';
import type { SourceHealth } from '../../store/sources/source-health.js';
import { describeRate } from '../archive/sources.js';
import { FoldingTable } from '../ui/folding-table.js';
import { sourcePath } from '../ui/paths.js';
import type { Site } from '../ui/site.js';
import { AdminPage, type AdminProps, Moment } from './frame.js';

export function SourcesPage(props: AdminProps & { sources: SourceHealth[] }) {
  const { site, sources } = props;
  const needsLook = ({ failures, retired_at, silentSince }: SourceHealth) =>
    failures > 0 || retired_at !== null || silentSince !== undefined;
  const looked = sources.filter(needsLook).toSorted((a, b) => b.failures - a.failures);
  const well = sources.filter((source) => !needsLook(source));
  return (
    <AdminPage {...props} title="Sources">
      {sources.length === 0 && <p>No source has been asked yet.</p>}
      {looked.length > 0 && (
        <section class="month">
          <h2>{formatCount(looked.length, 'source needs', 'sources need')} a look</h2>
          <p>
            <code>tidings sources check NAME</code> asks one at once and wakes it.
          </p>
          <SourceTable label="Sources that need a look" sources={looked} site={site} />
        </section>
      )}
      {well.length > 0 && (
        <section class="month">
          <h2>{formatCount(well.length, 'source is', 'sources are')} well</h2>
          <SourceTable label="Sources that are well" sources={well} site={site} />
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
        <State source={source} site={site} />,
      ])}
    />
  );
}

function State({ source, site }: { source: SourceHealth; site: Site }) {
  const { failures, error, next_at, retired_at, silentSince, note, checked_at } = source;
  if (retired_at) return <>said that it is gone for good; remove it from sources.yaml</>;
  if (failures > 0)
    return (
      <>
        <span class="wrong">{failures === 1 ? 'failed' : `failed ${failures} times in a row`}</span>:{' '}
        {truncate(error ?? 'no reason known', 300)}
        {next_at && (
          <>
            ; rests until <Moment at={next_at} site={site} />
          </>
        )}
      </>
    );
  if (silentSince) return <>nothing new for longer than usual</>;
  return <>{note ? truncate(note, 200) : checked_at ? 'well' : 'not asked yet'}</>;
}
