// The sources with their health, and /healthz.
import { Hono } from 'hono';
import { truncate } from '../../base/text.js';
import { formatCount, formatNumber } from '../../render/format.js';
import { listKinds } from '../../sources/index.js';
import { listIssues } from '../../store/issues.js';
import { listHealth, type SourceHealth } from '../../store/sources/source-health.js';
import { formatMoment } from '../ui/dates.js';
import { FoldingTable } from '../ui/folding-table.js';
import { Page, type PageProps } from '../ui/layout.js';
import { sourcePath } from '../ui/paths.js';
import { type Site, sendPage } from '../ui/site.js';

export function sourceRoutes(site: Site): Hono {
  const app = new Hono();

  app.get('/sources', async (c) => {
    const page = { site, c, title: 'Sources', path: '/sources' };
    return sendPage(c, <AllSources {...page} sources={await listHealth(site.db)} />);
  });

  app.get('/healthz', async (c) => {
    c.header('Cache-Control', 'no-store');
    try {
      const [newest] = await listIssues(site.db, { status: 'published', limit: 1 });
      return c.json({ ok: true, newest: newest?.id ?? null });
    } catch {
      return c.json({ ok: false, error: 'the database does not answer' }, 503);
    }
  });
  return app;
}

function AllSources({ sources, ...page }: PageProps & { sources: SourceHealth[] }) {
  const failing = sources.filter(({ failures }) => failures > 0).length;
  return (
    <Page {...page}>
      <div class="column">
        <h1>Sources</h1>
        <p class="subtitle">
          {sources.length === 0
            ? 'No source has been fetched yet.'
            : `${formatCount(sources.length, 'source')}; ${failing === 0 ? 'all answered at the last fetch' : `${failing} did not answer at the last fetch`}.`}
        </p>
        {listKinds()
          .map(({ kind, heading }) => ({
            label: heading,
            some: sources.filter((source) => source.kind === kind),
          }))
          .filter(({ some }) => some.length > 0)
          .map(({ label, some }) => (
            <SourceTable label={label} sources={some} timeZone={page.site.publication.timeZone} />
          ))}
      </div>
    </Page>
  );
}

const COLUMNS = ['Source', 'Last answer', 'Newest post', 'Posts a day', 'State'].map((head) => ({ head }));

function SourceTable(props: { label: string; sources: SourceHealth[]; timeZone: string }) {
  const { label, timeZone } = props;
  const sources = props.sources.toSorted((a, b) => b.failures - a.failures);
  return (
    <section class="month">
      <h2>{label}</h2>
      <FoldingTable
        label={label}
        columns={COLUMNS}
        rows={sources.map((source) => [
          <a href={sourcePath(source.id)}>{source.name}</a>,
          source.succeeded_at ? formatMoment(source.succeeded_at, timeZone) : 'never',
          source.newest ? formatMoment(source.newest, timeZone) : 'none',
          describeRate(source),
          describeState(source),
        ])}
      />
    </section>
  );
}

export function describeRate({ postsADay }: SourceHealth): string {
  if (postsADay === undefined) return '';
  return postsADay < 10 ? postsADay.toFixed(1) : formatNumber(postsADay);
}

function describeState(source: SourceHealth): string {
  const { checked_at, failures, error, note, retired_at, silentSince } = source;
  if (retired_at) return 'gone for good, no longer fetched';
  if (failures > 0) {
    const times = failures === 1 ? 'failed' : `failed ${failures} times in a row`;
    return truncate(`${times}: ${error ?? 'unknown reason'}`, 200);
  }
  if (silentSince) return 'silent longer than usual';
  if (note) return truncate(note, 200);
  return checked_at ? 'fine' : 'not fetched yet';
}
