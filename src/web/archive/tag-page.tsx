// A tag's page: its mentions over time and the statements that mention it.
import { countPhrase, fillPhrase, phrasesOf, quotePhrase } from '../../base/language/phrases/phrases.js';
import { truncate } from '../../base/text.js';
import type { Bullet, Issue, Tag } from '../../model.js';
import { formatNumber, formatPeriod } from '../../render/format.js';
import { nameInTaggedIssues } from '../../store/search/match.js';
import type { MentionCount, TagMention } from '../../store/tags.js';
import { searchPath } from '../search/params.js';
import { issuePath, tagFeedPath, tagPath } from '../site/paths.js';
import { type Chart, MentionChart } from '../ui/chart.js';
import { groupBy } from '../ui/groups.js';
import { Filled, useLanguage } from '../ui/language.js';
import { Page, type PageProps } from '../ui/layout.js';
import { Headline, ImportedMark } from '../ui/marks.js';
import { Pager } from '../ui/pager.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';
import { type Gap, GapLine } from './gaps.js';
import { BulletBody } from './issue.js';

/** Characters shown of one block of an imported text. */
const MAX_BLOCK_CHARACTERS = 500;
export const BULLETS_PER_PAGE = 20;

export interface TaggedIssue {
  issue: Issue;
  /** A mention without a bullet is a block of an imported text. */
  mentions: { mention: TagMention; bullet?: Bullet }[];
}

interface TagPageProps extends PageProps {
  tag: Tag;
  page: number;
  oldestFirst: boolean;
  first?: TagMention;
  latest?: TagMention;
  counts: MentionCount[];
  /** Number of issues with the tag. */
  issueCount: number;
  chart: Chart;
  gaps: Gap[];
  issues: TaggedIssue[];
  /** Issues with the tag, shown when no bullet names it. */
  tagged: { slug: string; headline: string }[];
}

export function TagPage(props: TagPageProps) {
  const {
    tag,
    page,
    oldestFirst,
    first,
    latest,
    counts,
    issueCount,
    chart,
    gaps,
    issues,
    tagged,
    ...pageProps
  } = props;
  const total = sumCounts(counts);
  const { language, timeZone } = pageProps.site.publication;
  const phrases = phrasesOf(language).page;
  const kind = phrases[TAG_KINDS.find(([name]) => name === tag.kind)?.[1] ?? 'topics'];
  return (
    <Page {...pageProps}>
      <div class="column">
        <p class="meta">
          <a href="/tags">{phrases.tags}</a> · {kind} · <a href={tagFeedPath(tag)}>{phrases.feed}</a> ·{' '}
          <a href={`/search?tag=${tag.kind}%2F${encodeURIComponent(tag.slug)}`}>{phrases.searchThese}</a>
          {pageProps.site.mail && (
            <>
              {' · '}
              <a href={`/subscribe?follow=${encodeURIComponent(tag.name)}`}>
                {phrasesOf(language).reader.follow}
              </a>
            </>
          )}
        </p>
        <h1>{tag.name}</h1>
        {first && latest && (
          <p class="subtitle">
            <Filled
              phrase={phrases.firstMention}
              slots={{
                first: <MentionDay {...first} {...{ timeZone }} />,
                last: <MentionDay {...latest} {...{ timeZone }} />,
              }}
            />
          </p>
        )}
        {total > 0 && <MentionTotals tag={tag} counts={counts} issueCount={issueCount} />}
        {total > 0 && <MentionChart chart={chart} name={tag.name} />}
        {total > 0 && gaps.map((gap) => <GapLine gap={gap} />)}
        {total > 1 && (
          <p class="chips">
            <a href={tagPath(tag)} aria-current={oldestFirst ? undefined : 'true'}>
              {phrases.newestFirst}
            </a>
            <a href={`${tagPath(tag)}?order=oldest`} aria-current={oldestFirst ? 'true' : undefined}>
              {phrases.oldestFirst}
            </a>
            {language.startsWith('en') && (
              <a
                href={searchPath({ q: '', tags: [`${tag.kind}/${tag.slug}`], doubts: true, page: 1 })}
                rel="nofollow"
              >
                {phrases.doubts}
              </a>
            )}
          </p>
        )}
        {tagged.length > 0 && <p>{phrases.issuesWithTag}</p>}
        <ul>
          {tagged.map((issue) => (
            <li>
              <a href={issuePath(issue.slug)}>{issue.headline}</a>
            </li>
          ))}
        </ul>
        {issues.map(({ issue, mentions }) => (
          <section class="month mentions">
            <p class="meta">
              {formatPeriod(issue.period, issue.timeZone, language)}{' '}
              <span class="cadence">{phrases[issue.cadence]}</span> {issue.body && <ImportedMark />}
            </p>
            <h2 dir="auto">
              <a href={issuePath(issue.slug)}>
                <Headline text={issue.headline} />
              </a>
            </h2>
            {groupBy(mentions, ({ mention }) => mention.section).map(({ label, values }) => (
              <>
                {label !== issue.headline && (
                  <h3 dir="auto">
                    <a href={issuePath(issue.slug, values[0]?.mention.anchor)}>{label}</a>
                  </h3>
                )}
                <ul class="bullets">
                  {values.map(({ mention, bullet }) => (
                    <li dir="auto">
                      {bullet ? (
                        <BulletBody bullet={bullet} posts={issue.posts} platform={mention.platform} />
                      ) : (
                        truncate(mention.text, MAX_BLOCK_CHARACTERS)
                      )}
                    </li>
                  ))}
                </ul>
              </>
            ))}
          </section>
        ))}
        <Pager
          page={page}
          last={Math.ceil(total / BULLETS_PER_PAGE)}
          pathOf={(other) => pagePath(tag, other, oldestFirst)}
          previousLabel={oldestFirst ? phrases.older : phrases.newer}
          nextLabel={oldestFirst ? phrases.newer : phrases.older}
        />
      </div>
    </Page>
  );
}

function sumCounts(counts: MentionCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** States what the page counts: the same statements that a search for the tag finds. */
function MentionTotals({
  tag,
  counts,
  issueCount,
}: {
  tag: Tag;
  counts: MentionCount[];
  issueCount: number;
}) {
  const language = useLanguage();
  const { issue, page, colon } = phrasesOf(language);
  const imported = sumCounts(counts.filter((count) => count.imported));
  const name = nameInTaggedIssues(tag);
  return (
    <p class="meta">
      {fillPhrase(page.mentionsCounted, {
        statements: countPhrase(language, issue.statements, sumCounts(counts)),
        issues: countPhrase(language, page.issueCount, counts.length),
      })}
      {imported > 0 && ` (${page.importedUnchecked}${colon}${formatNumber(imported)})`}
      {` · ${page.issuesWithTag} ${formatNumber(issueCount)}`}
      {name && '. '}
      {name && (
        <Filled
          phrase={page.nameNotCounted}
          slots={{ name: quotePhrase(language, name) }}
          links={[searchPath({ q: quoteName(name), sort: 'oldest', page: 1 })]}
        />
      )}
    </p>
  );
}

/** Quotes a name of several words, so that the search finds them side by side only. */
function quoteName(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name;
}

function pagePath(tag: Tag, page: number, oldestFirst: boolean): string {
  const params = new URLSearchParams({
    ...(oldestFirst && { order: 'oldest' }),
    ...(page > 1 && { page: String(page) }),
  });
  return params.size > 0 ? `${tagPath(tag)}?${params}` : tagPath(tag);
}

/** The mention's date as a link to the mention. */
function MentionDay({ slug, anchor, period, timeZone }: TagMention & { timeZone: string }) {
  return <a href={issuePath(slug, anchor)}>{formatPeriod(period, timeZone, useLanguage())}</a>;
}
