// An issue's body as HTML: the same order and words as the mail, with anchors and engagement.

import { raw } from 'hono/html';
import { createContext, useContext } from 'hono/jsx';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { escapeHtml, oneLine } from '../../base/text.js';
import type { Bullet, CitedPost, Issue, Platform, Recap, Section, Span } from '../../model.js';
import { describeChecked } from '../../render/account.js';
import { listBrief, readingMinutes } from '../../render/brief.js';
import { buildBulletParts, buildTopPostParts } from '../../render/bullet.js';
import { dayOfSlug, formatEngagement, formatPeriod, isEmpty, sourceLabel } from '../../render/format.js';
import { toText } from '../../render/imported.js';
import { introToHtml } from '../../render/intro.js';
import { type CitedPosts, findHref, findPost, findUnlinked } from '../../render/spans.js';
import { howPath, reportPath } from '../site/paths.js';
import { useLanguage, usePhrases } from '../ui/language.js';
import { Anchor, ImportedMark, PlatformMark } from '../ui/marks.js';
import { updatePath } from './related-issues.js';

export function DateLine({ issue }: { issue: Issue }) {
  return (
    <p class="meta">
      <time datetime={issue.period.from}>{formatPeriod(issue.period, issue.timeZone, issue.language)}</time>{' '}
      <span class="cadence">{phrasesOf(issue.language).page[issue.cadence]}</span>{' '}
      {fillPhrase(phrasesOf(issue.language).page.minutes, { n: readingMinutes(issue) })}{' '}
      {issue.body && <ImportedMark />}
    </p>
  );
}

/** Everything between an issue's headline and its footer. */
export function IssueBody({ issue, canReport = false }: { issue: Issue; canReport?: boolean }) {
  return (
    <CorrectedContext.Provider value={listCorrected(issue)}>
      {/* Raw: introToHtml sanitises it. */}
      {issue.intro && <div class="intro">{raw(introToHtml(issue.intro))}</div>}
      <Lead issue={issue} canReport={canReport} />
      <Brief issue={issue} />
      {/* Raw: sanitised at import. */}
      {issue.body && <div class="imported">{raw(withAnchors(issue.body, issue.language))}</div>}
      {isEmpty(issue) && <p>{phrasesOf(issue.language).issue.nothing}</p>}
      {!issue.body && <CheckedLine issue={issue} />}
      {issue.recaps.map((recap) => (
        <RecapPart recap={recap} posts={issue.posts} reportTo={canReport ? issue.slug : undefined} />
      ))}
    </CorrectedContext.Provider>
  );
}

/** Anchors of the statements that a correction changed. */
const CorrectedContext = createContext<Set<string>>(new Set());

function listCorrected({ corrections = [] }: Issue): Set<string> {
  return new Set(corrections.flatMap(({ changes }) => changes.flatMap(({ anchor }) => anchor ?? [])));
}

/** A link from a corrected statement to the list of corrections. */
function CorrectedMark({ id }: { id: string }) {
  if (!useContext(CorrectedContext).has(id)) return null;
  return (
    <a class="update" href="#corrections">
      {usePhrases().page.corrected}
    </a>
  );
}

/** An imported text with an anchor link at each heading. */
function withAnchors(body: string, language: string): string {
  return body.replace(
    /<(h[2-6]) id="(s\d+)">([\s\S]*?)(?=<\/\1>)/g,
    (heading, _, id: string, inner: string) => {
      const label = escapeHtml(fillPhrase(phrasesOf(language).page.linkTo, { what: oneLine(toText(inner)) }));
      return `${heading}<a class="anchor" href="#${id}" aria-label="${label}">#</a>`;
    },
  );
}

function CheckedLine({ issue }: { issue: Issue }) {
  return (
    <p class="checked meta">
      {fillPhrase(phrasesOf(issue.language).issue.issueFor, {
        period: formatPeriod(issue.period, issue.timeZone, issue.language),
      })}{' '}
      {describeChecked(issue.checked, issue.language)}{' '}
      {issue.status === 'published' && (
        <a href={howPath(issue.slug)}>{phrasesOf(issue.language).issue.howMade}</a>
      )}
    </p>
  );
}

export function Lead(props: { issue: Issue; anchors?: boolean; canReport?: boolean }) {
  const { issue, anchors = true, canReport = false } = props;
  return (
    <div class="lead">
      {issue.lead.map((bullet) => (
        <p id={anchors ? bullet.id : undefined}>
          <BulletWords bullet={bullet} posts={issue.posts} />
          <CorrectedMark id={bullet.id} />
          <Sources posts={findUnlinked(bullet, issue.posts)} />
          {anchors && <StatementLinks id={bullet.id} reportTo={canReport ? issue.slug : undefined} />}
        </p>
      ))}
    </div>
  );
}

function Brief({ issue }: { issue: Issue }) {
  const lines = listBrief(issue);
  if (lines.length === 0) return null;
  return (
    <ul class="brief">
      {lines.map(({ text, anchor }) => (
        <li>
          <a href={`#${anchor}`}>{text}</a>
        </li>
      ))}
    </ul>
  );
}

function RecapPart({ recap, posts, reportTo }: { recap: Recap; posts: CitedPosts; reportTo?: string }) {
  return (
    <section class="recap" aria-labelledby={recap.id}>
      <h2 id={recap.id}>
        {recap.title}
        <Anchor id={recap.id} what={recap.title} />
      </h2>
      {recap.sections.map((section) => (
        <SectionPart section={section} posts={posts} platform={recap.platform} reportTo={reportTo} />
      ))}
      {recap.topPosts.length > 0 && <TopPosts recap={recap} posts={posts} />}
    </section>
  );
}

interface SectionProps {
  section: Section;
  posts: CitedPosts;
  platform: Platform;
  reportTo?: string;
}

function SectionPart({ section, ...rest }: SectionProps) {
  return (
    <section aria-labelledby={section.id}>
      <h3 id={section.id}>
        {section.title}
        <Anchor id={section.id} what={section.title} />
      </h3>
      <ul class="bullets">
        {section.bullets.map((bullet) => (
          <li id={bullet.id}>
            <BulletBody bullet={bullet} {...rest} anchor />
          </li>
        ))}
      </ul>
      {section.issues && <DailyIssues issues={section.issues} />}
    </section>
  );
}

/** Links to the daily issues that reported a story of the week. */
function DailyIssues({ issues }: { issues: string[] }) {
  const language = useLanguage();
  const [before = '', after = ''] = phrasesOf(language).issue.dailyIssues.split('{days}');
  return (
    <p class="sources">
      {before}
      {issues.map((slug, at) => (
        <>
          {at > 0 && ' · '}
          <a href={updatePath(slug)}>{dayOfSlug(slug, language)}</a>
        </>
      ))}
      {after}
    </p>
  );
}

interface BulletProps {
  bullet: Bullet;
  posts: CitedPosts;
  platform: Platform;
  /** Whether the bullet is on its issue's own page, where statements have anchors. */
  anchor?: boolean;
  /** The issue's slug, when errors in the bullet can be reported. */
  reportTo?: string;
}

/** A section's bullet with its sources and points. */
export function BulletBody({ bullet, posts, platform, anchor, reportTo }: BulletProps) {
  // A Reddit bullet already names its submission: list only further citations.
  const named = platform === 'reddit' ? findUnlinked(bullet, posts) : findCited(bullet, posts);
  return (
    <>
      <BulletWords bullet={bullet} posts={posts} platform={platform} />
      <CorrectedMark id={bullet.id} />
      {anchor && <StatementLinks id={bullet.id} reportTo={reportTo} />}
      <Sources posts={named} />
      {bullet.points.length > 0 && (
        <ul class="points">
          {bullet.points.map((point) => (
            <li id={anchor ? point.id : undefined}>
              <BulletWords bullet={point} posts={posts} />
              <CorrectedMark id={point.id} />
              <Sources posts={findUnlinked(point, posts)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A link to the statement, and a link to report an error in it when `reportTo` (the issue's slug) is set. */
function StatementLinks({ id, reportTo }: { id: string; reportTo?: string }) {
  return (
    <span class="whole">
      <Anchor id={id} what={usePhrases().page.thisPoint} />
      {reportTo && <Report slug={reportTo} id={id} />}
    </span>
  );
}

function Report({ slug, id }: { slug: string; id: string }) {
  return (
    <a
      class="anchor report"
      href={reportPath(slug, id)}
      rel="nofollow"
      aria-label={usePhrases().page.reportError}
    >
      !
    </a>
  );
}

function BulletWords(props: { bullet: Bullet; posts: CitedPosts; platform?: Platform }) {
  const { bullet, posts, platform } = props;
  const language = useLanguage();
  const { claim, note, original, text } = buildBulletParts(bullet, posts, platform, language);
  return (
    <>
      {bullet.updates && (
        <span class="update">
          <a href={updatePath(bullet.updates)}>{phrasesOf(language).issue.update}</a>:{' '}
        </span>
      )}
      {claim.length > 0 && (
        <>
          <b class="claim">
            <Spans spans={claim} posts={posts} />
          </b>{' '}
        </>
      )}
      {note && (
        <span class="sources">
          <Note platform={platform} text={note} />
          {original.length > 0 && ' · '}
          <Spans spans={original} posts={posts} />
        </span>
      )}{' '}
      <Spans spans={text} posts={posts} />{' '}
    </>
  );
}

function Spans({ spans, posts }: { spans: Span[]; posts: CitedPosts }) {
  return (
    <>
      {spans.map(({ text, cite, strong }) => {
        const href = findHref(posts, cite);
        const shown = href ? <PostLink href={href}>{text}</PostLink> : text;
        return strong ? <b>{shown}</b> : shown;
      })}
    </>
  );
}

// The spaces keep the parts apart in reading modes, which drop the style sheet.
function Note({ platform, text }: { platform?: Platform; text: string }) {
  return (
    <span>
      <PlatformMark platform={platform} />
      {text}
    </span>
  );
}

function PostLink({ href, children }: { href: string; children?: unknown }) {
  return (
    <a href={href} rel="noopener nofollow ugc">
      {children}
    </a>
  );
}

function findCited(bullet: Bullet, posts: CitedPosts): CitedPost[] {
  const cited = bullet.citations.flatMap((id) => findPost(posts, id) ?? []);
  return [...new Map(cited.map((post) => [post.url, post])).values()];
}

/** Each post with its platform's letter, author and engagement. */
function Sources({ posts }: { posts: CitedPost[] }) {
  const language = useLanguage();
  if (posts.length === 0) return null;
  return (
    <span class="sources">
      {posts.map((post) => {
        const href = findHref({ [post.id]: post }, post.id);
        const label = sourceLabel(post);
        return (
          <span>
            <PlatformMark platform={post.platform} />
            {href ? <PostLink href={href}>{label}</PostLink> : label} {formatEngagement(post, language)}{' '}
          </span>
        );
      })}
    </span>
  );
}

function TopPosts({ recap, posts }: { recap: Recap; posts: CitedPosts }) {
  const language = useLanguage();
  const id = `${recap.id}-top`;
  return (
    <section class="top">
      <h3 id={id}>
        {phrasesOf(language).issue.topPosts}
        <Anchor
          id={id}
          what={`${recap.title}${phrasesOf(language).colon}${phrasesOf(language).issue.topPosts}`}
        />
      </h3>
      <ol>
        {recap.topPosts.map((top) => {
          const parts = buildTopPostParts(top, posts, language);
          if (!parts) return null;
          return (
            <li>
              <Spans spans={parts.line} posts={posts} />{' '}
              <span class="sources">
                <Note platform={recap.platform} text={parts.note} />
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
