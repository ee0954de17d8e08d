// The sources with their health, and /healthz.

import { Hono } from 'hono';
import { countPhrase, fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { truncate } from '../../base/text.js';
import { formatNumber } from '../../render/format.js';
import { listKinds } from '../../sources/index.js';
import { listIssues } from '../../store/issues.js';
import { listHealth, type SourceHealth } from '../../store/sources/source-health.js';
import { onlyFollowed } from '../site/followed-sources.js';
import { sourcePath } from '../site/paths.js';
import { type Site, sendPage } from '../site/site.js';
import { formatMoment } from '../ui/dates.js';
import { FoldingTable } from '../ui/folding-table.js';
import { useLanguage, usePhrases } from '../ui/language.js';
import { Page, type PageProps } from '../ui/layout.js';

export function sourceRoutes(site: Site): Hono {
  const app = new Hono();

  app.get('/sources', async (c) => {
    const page = { site, c, title: phrasesOf(site.publication.language).page.sources, path: '/sources' };
    return sendPage(
      c,
      <AllSources {...page} sources={onlyFollowed(site.followedSources, await listHealth(site.db))} />,
    );
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
  const { language, timeZone } = page.site.publication;
  const { page: phrases, stop } = phrasesOf(language);
  const failing = sources.filter(({ failures }) => failures > 0).length;
  return (
    <Page {...page}>
      <div class="column">
        <h1>{page.title}</h1>
        <p class="subtitle">
          {sources.length === 0
            ? phrases.noSourcesYet
            : `${countPhrase(language, phrases.sourceCount, sources.length)}; ${failing === 0 ? phrases.allAnswered : fillPhrase(phrases.someFailed, { n: failing })}${stop}`}
        </p>
        {listKinds()
          .map(({ kind, heading }) => ({
            label: KIND_HEADINGS[kind] ? phrases[KIND_HEADINGS[kind]] : heading,
            some: sources.filter((source) => source.kind === kind),
          }))
          .filter(({ some }) => some.length > 0)
          .map(({ label, some }) => (
            <SourceTable label={label} sources={some} timeZone={timeZone} />
          ))}
      </div>
    </Page>
  );
}

/** Keys of the phrases that name a kind of source. A kind without one has the same name in every language. */
const KIND_HEADINGS: Record<
  string,
  | 'subredditsTitle'
  | 'accountsTitle'
  | 'listsTitle'
  | 'feedsTitle'
  | 'youtubeTitle'
  | 'blueskyTitle'
  | 'discordTitle'
  | undefined
> = {
  subreddit: 'subredditsTitle',
  'x-account': 'accountsTitle',
  'x-list': 'listsTitle',
  feed: 'feedsTitle',
  youtube: 'youtubeTitle',
  bluesky: 'blueskyTitle',
  discord: 'discordTitle',
};

function SourceTable(props: { label: string; sources: SourceHealth[]; timeZone: string }) {
  const { label, timeZone } = props;
  const language = useLanguage();
  const { page } = phrasesOf(language);
  const heads = [page.source, page.lastAnswer, page.newestPost, page.postsADay, page.state];
  const columns = heads.map((head) => ({ head }));
  const sources = props.sources.toSorted((a, b) => b.failures - a.failures);
  return (
    <section class="month">
      <h2>{label}</h2>
      <FoldingTable
        label={label}
        columns={columns}
        rows={sources.map((source) => [
          <a href={sourcePath(source.id)}>{source.name}</a>,
          source.succeeded_at ? formatMoment(source.succeeded_at, timeZone, language) : page.never,
          source.newest ? formatMoment(source.newest, timeZone, language) : page.none,
          describeRate(source),
          <State source={source} />,
        ])}
      />
    </section>
  );
}

export function describeRate({ postsADay }: SourceHealth): string {
  if (postsADay === undefined) return '';
  return postsADay < 10 ? postsADay.toFixed(1) : formatNumber(postsADay);
}

/** Removes the code from `cannot reach Reddit (ECONNREFUSED)`: it means nothing to readers. */
function withoutCode(error: string): string {
  return error.replace(/\s*\((?:E[A-Z]{3,}|ERR_\w+|UND_ERR_\w+)\)/g, '');
}

/** The result of the last fetches. Errors and notes are in English, partly in the services' own words. */
function State({ source }: { source: SourceHealth }) {
  const { checked_at, failures, error, note, retired_at, silentSince } = source;
  const { page, colon } = usePhrases();
  if (retired_at) return <>{page.goneForGood}</>;
  if (failures > 0) {
    const times = failures === 1 ? page.failed : fillPhrase(page.failedTimes, { n: failures });
    return (
      <>
        {times}
        {colon}
        <span lang="en">{truncate(withoutCode(error ?? '?'), 200)}</span>
      </>
    );
  }
  if (silentSince) return <>{page.silent}</>;
  if (note) return <span lang="en">{truncate(note, 200)}</span>;
  return <>{checked_at ? page.fine : page.notFetchedYet}</>;
}
