// The tags, and a page of mentions over time for each.

import { Hono } from 'hono';
import { listBullets } from '../../base/issue-bullets.js';
import { countPhrase, fillPhrase, phrasesOf, quotePhrase } from '../../base/language/phrases/phrases.js';
import { truncate } from '../../base/text.js';
import { DAY_MS } from '../../base/time.js';
import type { Bullet, Issue, Tag } from '../../model.js';
import { formatNumber, formatPeriod } from '../../render/format.js';
import { cardPng } from '../../render/picture.js';
import { findIssue, listIssues } from '../../store/issues.js';
import { nameInTaggedIssues } from '../../store/search/match.js';
import {
  countMentions,
  countTaggedIssues,
  findMentions,
  findTag,
  listTaggedIssues,
  listTags,
  type MentionCount,
  type TagCount,
  type TagMention,
} from '../../store/tags.js';
import { searchPath } from '../search/params.js';
import { type Chart, chartOf, MentionChart } from '../ui/chart.js';
import { FoldedList } from '../ui/folded-list.js';
import { groupBy } from '../ui/groups.js';
import { Filled, useLanguage } from '../ui/language.js';
import { Page, type PageProps } from '../ui/layout.js';
import { limitClients, PICTURE_LIMIT } from '../ui/limits.js';
import { Headline, ImportedMark } from '../ui/marks.js';
import { Pager } from '../ui/pager.js';
import { issuePath, tagFeedPath, tagPath, tagPicturePath } from '../ui/paths.js';
import { type Site, sendPage } from '../ui/site.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';
import { BulletBody } from './issue.js';

const MAX_TAGS_PER_KIND = 100;
/** Characters shown of one block of an imported text. */
const MAX_BLOCK_LENGTH = 500;
const BULLETS_PER_PAGE = 20;
/** Shown of the time after the last mention. */
const MAX_SILENCE_MS = 12 * 7 * DAY_MS;

export function tagRoutes(site: Site): Hono {
  const app = new Hono();

  app.get('/tags', async (c) => {
    const page = { site, c, title: phrasesOf(site.publication.language).page.tags, path: '/tags' };
    return sendPage(c, <AllTags {...page} tags={await listTags(site.db, MAX_TAGS_PER_KIND)} />);
  });

  const limit = limitClients(site, PICTURE_LIMIT, (c) => c.text('Too many pictures: wait a second.\n', 429));
  app.get('/tags/:kind/:slug/og.png', limit, async (c) => {
    const tag = await findTag(site.db, c.req.param('kind'), c.req.param('slug'));
    if (!tag) return c.notFound();
    const { name, timeZone, language } = site.publication;
    const mentions = await findMentions(site.db, tag, { limit: 3, offset: 0 });
    const card = {
      name,
      headline: tag.name,
      lines: mentions.map(({ text }) => text),
      foot: mentions[0] ? formatPeriod(mentions[0].period, timeZone, language) : '',
    };
    c.header('Cache-Control', 'public, max-age=3600');
    c.header('Content-Type', 'image/png');
    return c.body(new Uint8Array(await cardPng(card)));
  });

  app.get('/tags/:kind/:slug', async (c) => {
    const tag = await findTag(site.db, c.req.param('kind'), c.req.param('slug'));
    if (!tag) return c.notFound();
    if (tagPath(tag) !== tagPath({ kind: c.req.param('kind') as Tag['kind'], slug: c.req.param('slug') }))
      return c.redirect(tagPath(tag), 301);
    const wanted = c.req.query('page') ?? '1';
    const number = /^\d{1,4}$/.test(wanted) ? Math.max(1, Number(wanted)) : 1;
    const oldestFirst = c.req.query('order') === 'oldest';
    const counts = await countMentions(site.db, tag);
    const [first] = await findMentions(site.db, tag, { limit: 1, offset: 0, oldestFirst: true });
    const [latest] = await findMentions(site.db, tag, { limit: 1, offset: 0 });
    // The chart ends with the archive: weeks without any issue say nothing about the tag. A long silence is cut short.
    const [newest] = await listIssues(site.db, { status: 'published', limit: 1 });
    const end = Math.min(
      Date.parse(newest?.period.to ?? site.clock().toISOString()),
      Date.parse(latest?.period.to ?? '') + MAX_SILENCE_MS || Number.POSITIVE_INFINITY,
    );
    const offset = (number - 1) * BULLETS_PER_PAGE;
    const mentions = await findMentions(site.db, tag, { limit: BULLETS_PER_PAGE, offset, oldestFirst });
    const description = fillPhrase(phrasesOf(site.publication.language).page.aboutTag, { name: tag.name });
    const page = {
      site,
      c,
      title: tag.name,
      path: tagPath(tag),
      feed: tagFeedPath(tag),
      picture: tagPicturePath(tag),
      description,
    };
    return sendPage(
      c,
      <TagPage
        {...page}
        tag={tag}
        {...{ number, oldestFirst, first, latest, counts }}
        carriedBy={await countTaggedIssues(site.db, tag)}
        chart={chartOf(counts, new Date(end))}
        issues={await openMentions(site, mentions)}
        tagged={counts.length === 0 ? await listTaggedIssues(site.db, tag, BULLETS_PER_PAGE) : []}
      />,
    );
  });
  return app;
}

interface TaggedIssue {
  issue: Issue;
  /** A mention without a bullet is a block of an imported text. */
  mentions: { mention: TagMention; bullet?: Bullet }[];
}

/** Loads the bullets under their issues: stored mentions have no links. */
async function openMentions(site: Site, mentions: TagMention[]): Promise<TaggedIssue[]> {
  const found: TaggedIssue[] = [];
  for (const { label, values } of groupBy(mentions, ({ issueId }) => issueId)) {
    const issue = await findIssue(site.db, label);
    if (!issue) continue;
    const byId = new Map(
      [...issue.lead, ...listBullets({ recaps: issue.recaps })].map((bullet) => [bullet.id, bullet]),
    );
    const shown = values.flatMap((mention) => {
      const bullet = byId.get(mention.anchor);
      if (bullet) return [{ mention, bullet }];
      return issue.body ? [{ mention }] : [];
    });
    found.push({ issue, mentions: shown });
  }
  return found;
}

function AllTags({ tags, ...page }: PageProps & { tags: TagCount[] }) {
  const { language } = page.site.publication;
  const phrases = phrasesOf(language).page;
  return (
    <Page {...page}>
      <div class="column">
        <h1>{page.title}</h1>
        <p class={tags.length === 0 ? undefined : 'meta'}>
          {tags.length === 0 ? phrases.noTagsYet : phrases.tagsIntro}
        </p>
        {TAG_KINDS.map(([kind, label]) => ({ label, some: tags.filter((tag) => tag.kind === kind) }))
          .filter(({ some }) => some.length > 0)
          .map(({ label, some }) => (
            <section class="month">
              <h2>{phrases[label]}</h2>
              <FoldedList
                items={some}
                isFolded={({ issues }) => issues === 1}
                label={(n) => fillPhrase(phrases.inOneIssue, { n })}
              >
                {(tag) => (
                  <>
                    <a href={tagPath(tag)}>{tag.name}</a>{' '}
                    <span class="meta">{countPhrase(language, phrases.issueCount, tag.issues)}</span>
                  </>
                )}
              </FoldedList>
            </section>
          ))}
      </div>
    </Page>
  );
}

interface TagPageProps extends PageProps {
  tag: Tag;
  number: number;
  oldestFirst: boolean;
  first?: TagMention;
  latest?: TagMention;
  counts: MentionCount[];
  /** Issues that carry the tag. */
  carriedBy: number;
  chart: Chart;
  issues: TaggedIssue[];
  /** Issues with the tag when no bullet names it. */
  tagged: { slug: string; headline: string }[];
}

function TagPage(props: TagPageProps) {
  const { tag, number, oldestFirst, first, latest, counts, carriedBy, chart, issues, tagged, ...page } =
    props;
  const total = sumCounts(counts);
  const { language, timeZone } = page.site.publication;
  const phrases = phrasesOf(language).page;
  const kind = phrases[TAG_KINDS.find(([name]) => name === tag.kind)?.[1] ?? 'topics'];
  return (
    <Page {...page}>
      <div class="column">
        <p class="meta">
          <a href="/tags">{phrases.tags}</a> · {kind} · <a href={tagFeedPath(tag)}>{phrases.feed}</a> ·{' '}
          <a href={`/search?tag=${tag.kind}%2F${encodeURIComponent(tag.slug)}`}>{phrases.searchThese}</a>
          {page.site.mail && (
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
        {total > 0 && <Counted tag={tag} counts={counts} carriedBy={carriedBy} />}
        {total > 0 && <MentionChart chart={chart} name={tag.name} />}
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
          <section class="month told">
            <p class="meta">
              {formatPeriod(issue.period, issue.timeZone, language)}{' '}
              <span class="cadence">{phrases[issue.cadence]}</span> {issue.body && <ImportedMark />}
            </p>
            <h2>
              <a href={issuePath(issue.slug)}>
                <Headline text={issue.headline} />
              </a>
            </h2>
            {groupBy(mentions, ({ mention }) => mention.section).map(({ label, values }) => (
              <>
                {label !== issue.headline && (
                  <h3>
                    <a href={issuePath(issue.slug, values[0]?.mention.anchor)}>{label}</a>
                  </h3>
                )}
                <ul class="bullets">
                  {values.map(({ mention, bullet }) => (
                    <li>
                      {bullet ? (
                        <BulletBody bullet={bullet} posts={issue.posts} platform={mention.platform} />
                      ) : (
                        truncate(mention.text, MAX_BLOCK_LENGTH)
                      )}
                    </li>
                  ))}
                </ul>
              </>
            ))}
          </section>
        ))}
        <Pager
          page={number}
          last={Math.ceil(total / BULLETS_PER_PAGE)}
          pathOf={(other) => pagePath(tag, other, oldestFirst)}
          back={oldestFirst ? phrases.older : phrases.newer}
          on={oldestFirst ? phrases.newer : phrases.older}
        />
      </div>
    </Page>
  );
}

function sumCounts(counts: MentionCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

/** What the page counts, in words: the same statements that a search for the tag finds. */
function Counted({ tag, counts, carriedBy }: { tag: Tag; counts: MentionCount[]; carriedBy: number }) {
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
      {` · ${page.issuesWithTag} ${formatNumber(carriedBy)}`}
      {name && '. '}
      {name && (
        <Filled
          phrase={page.nameNotCounted}
          slots={{ name: quotePhrase(language, name) }}
          links={[searchPath({ q: quoted(name), sort: 'oldest', page: 1 })]}
        />
      )}
    </p>
  );
}

/** As a phrase of a search: its words side by side. */
function quoted(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name;
}

function pagePath(tag: Tag, page: number, oldestFirst: boolean): string {
  const params = new URLSearchParams({
    ...(oldestFirst && { order: 'oldest' }),
    ...(page > 1 && { page: String(page) }),
  });
  return params.size > 0 ? `${tagPath(tag)}?${params}` : tagPath(tag);
}

/** The mention's day, which leads to it. */
function MentionDay({ slug, anchor, period, timeZone }: TagMention & { timeZone: string }) {
  return <a href={issuePath(slug, anchor)}>{formatPeriod(period, timeZone, useLanguage())}</a>;
}
