// The routes of tags, and the list of all tags.
import { Hono } from 'hono';
import { listBullets } from '../../base/issue-bullets.js';
import { countPhrase, fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { DAY_MS } from '../../base/time.js';
import type { Tag } from '../../model.js';
import { formatPeriod, formatPeriodEnd } from '../../render/format.js';
import { cardPng } from '../../render/picture.js';
import { findIssue, listPeriods } from '../../store/issues.js';
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
import { limitClients, PICTURE_LIMIT } from '../http/limits.js';
import { tagFeedPath, tagPath, tagPicturePath } from '../site/paths.js';
import { type Site, sendPage } from '../site/site.js';
import { type Chart, chartOf } from '../ui/chart.js';
import { FoldedList } from '../ui/folded-list.js';
import { groupBy } from '../ui/groups.js';
import { Page, type PageProps } from '../ui/layout.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';
import { type Gap, listGaps } from './gaps.js';
import { BULLETS_PER_PAGE, type TaggedIssue, TagPage } from './tag-page.js';

const MAX_TAGS_PER_KIND = 100;
/** The chart ends at most this long after the last mention. */
const MAX_SILENCE_MS = 12 * 7 * DAY_MS;
/** Gaps named below the chart. */
const MAX_GAPS = 3;

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
        page={number}
        {...{ oldestFirst, first, latest, counts }}
        issueCount={await countTaggedIssues(site.db, tag)}
        {...(await chartMentions(site, counts, { first, latest }))}
        issues={await loadMentions(site, mentions)}
        tagged={counts.length === 0 ? await listTaggedIssues(site.db, tag, BULLETS_PER_PAGE) : []}
      />,
    );
  });
  return app;
}

/**
 * The chart of a tag's mentions, and the latest months in it without any issue. It ends with an issue: later weeks say
 * nothing about the tag. A long silence is cut short.
 */
async function chartMentions(
  { db, publication, clock }: Site,
  counts: MentionCount[],
  { first, latest }: { first?: TagMention; latest?: TagMention },
): Promise<{ chart: Chart; gaps: Gap[] }> {
  const silenceEnd = Date.parse(latest?.period.to ?? '') + MAX_SILENCE_MS || Number.POSITIVE_INFINITY;
  const periods = (await listPeriods(db)).filter(({ from }) => Date.parse(from) < silenceEnd);
  const months = periods
    .filter(({ to }) => first && to >= first.period.from)
    .map((period) => formatPeriodEnd(period, publication.timeZone).slice(0, 'YYYY-MM'.length));
  return {
    chart: chartOf(counts, periods[0] ? new Date(periods[0].to) : clock()),
    gaps: listGaps(months).slice(-MAX_GAPS),
  };
}

/** Loads the mentions' issues and bullets, since stored mentions have no links. */
async function loadMentions(site: Site, mentions: TagMention[]): Promise<TaggedIssue[]> {
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
