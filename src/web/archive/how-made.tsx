// "How this issue was made": the sources, the check and the model.

import type { Context } from 'hono';
import { bulletText, listStatements } from '../../base/issue-bullets.js';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { truncate } from '../../base/text.js';
import type { Issue } from '../../model.js';
import { describeChecked, describeMaking, listRefusalCounts } from '../../render/account.js';
import { formatCost, formatNumber, formatPeriod } from '../../render/format.js';
import { countAmong, countPostsIn } from '../../store/posts.js';
import { howPath, issuePath } from '../site/paths.js';
import type { Site } from '../site/site.js';
import { formatMoment } from '../ui/dates.js';
import { Page } from '../ui/layout.js';

interface HowMadeProps {
  site: Site;
  c: Context;
  issue: Issue;
  material: Material;
}

/** Posts of the period: how many the store has, and how many of them the issue cites. */
export interface Material {
  stored: number;
  cited: number;
}

export async function countMaterial({ db }: Site, { posts, period }: Issue): Promise<Material> {
  const counts = await countPostsIn(db, period);
  const stored = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { stored, cited: await countAmong(db, Object.keys(posts), period) };
}

export function HowMade({ site, c, issue, material }: HowMadeProps) {
  const { language } = issue;
  const { page } = phrasesOf(language);
  return (
    <Page
      site={site}
      c={c}
      title={`${phrasesOf(issue.language).issue.howMade}: ${issue.headline}`}
      path={howPath(issue.slug)}
    >
      <div class="column plain">
        <p class="meta">
          {formatPeriod(issue.period, issue.timeZone, language)} ·{' '}
          {fillPhrase(page.published, { when: formatMoment(issue.createdAt, issue.timeZone, language) })}
          {issue.editedAt &&
            ` · ${fillPhrase(page.changed, { when: formatMoment(issue.editedAt, issue.timeZone, language) })}`}
        </p>
        <h1>{phrasesOf(issue.language).issue.howMade}</h1>
        <p class="subtitle">
          <a href={issuePath(issue.slug)}>{issue.headline}</a>
        </p>
        <Making issue={issue} page={issuePath(issue.slug)} material={material} />
      </div>
    </Page>
  );
}

/** The page's parts; `page` is the path of the issue itself. */
export function Making({ issue, page, material }: { issue: Issue; page: string; material?: Material }) {
  return (
    <>
      <Sources issue={issue} material={material} />
      <Check issue={issue} page={page} />
      <Omitted issue={issue} />
      <Model issue={issue} />
    </>
  );
}

function Sources({ issue, material }: { issue: Issue; material?: Material }) {
  const { checked, language } = issue;
  const { page } = phrasesOf(language);
  return (
    <section class="month">
      <h2>{page.sources}</h2>
      <p>{describeChecked(checked, language)}</p>
      {material && <PostsCited {...material} language={language} />}
      <Pairs heads={[page.failed, page.reason]} rows={checked.failed.map((one) => [one.source, one.error])} />
      <Pairs heads={[page.skipped, page.reason]} rows={checked.skipped.map((one) => [one.source, one.why])} />
      <Pairs
        heads={[page.partial, page.reason]}
        rows={(checked.partial ?? []).map((one) => [one.source, one.why])}
      />
    </section>
  );
}

/** States how many posts the issue left out. Empty once retention has deleted them. */
function PostsCited({ stored, cited, language }: Material & { language: string }) {
  if (stored <= cited) return null;
  const counts = { n: formatNumber(stored), cited: formatNumber(cited) };
  return <p>{fillPhrase(phrasesOf(language).page.postsCited, counts)}</p>;
}

function Pairs({ heads, rows }: { heads: [string, string]; rows: [string, string][] }) {
  if (rows.length === 0) return null;
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{heads[0]}</th>
            <th scope="col">{heads[1]}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([left, right]) => (
            <tr>
              <td>{left}</td>
              <td lang="en">{truncate(right, 200)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Check({ issue, page }: { issue: Issue; page: string }) {
  return (
    <section class="month">
      <h2>{phrasesOf(issue.language).page.checkTitle}</h2>
      <p>{phrasesOf(issue.language).page.checkRule}</p>
      {describeMaking(issue, issue.language).map((sentence) => (
        <p>{sentence}</p>
      ))}
      <Refusals issue={issue} />
      {issue.audit.reasons.length > 0 && <Reasons issue={issue} page={page} />}
    </section>
  );
}

function Refusals({ issue: { audit, language } }: { issue: Issue }) {
  const rows = listRefusalCounts(audit);
  return rows.length > 0 ? (
    <Pairs heads={[phrasesOf(language).page.refusedBecause, phrasesOf(language).page.texts]} rows={rows} />
  ) : null;
}

function Reasons({ issue, page }: { issue: Issue; page: string }) {
  const bullets = new Map(listStatements(issue).map((bullet) => [bullet.id, bullet]));
  return (
    <>
      <h3>{phrasesOf(issue.language).page.changedStatements}</h3>
      <ul>
        {issue.audit.reasons.map(({ bullet: id, reason }) => {
          const bullet = bullets.get(id);
          return (
            <li>
              <span lang="en">{reason}</span>
              {bullet && (
                <span class="sources">
                  <a href={`${page}#${encodeURIComponent(id)}`}>{truncate(bulletText(bullet), 120)}</a>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** The stories that the model could have reported, so that readers see what the issue leaves out. */
function Omitted({ issue: { audit, language } }: { issue: Issue }) {
  const { page } = phrasesOf(language);
  const { omitted = [] } = audit;
  if (omitted.length === 0) return null;
  return (
    <section class="month">
      <h2>{page.omittedTitle}</h2>
      <p>{fillPhrase(page.omittedWhat, { n: formatNumber(omitted.length) })}</p>
      <details>
        <summary>{page.showThem}</summary>
        <ul>
          {omitted.map(({ url, line, reason }) => (
            <li>
              {isHttpUrl(url) ? <a href={url}>{line}</a> : line}{' '}
              <span class="sources" lang="en">
                {reason}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** Posts come from outside: an address such as `javascript:…` must not become a link. */
function isHttpUrl(url: string): boolean {
  return /^https?:\/\//.test(url);
}

function Model({ issue: { model, language } }: { issue: Issue }) {
  const { page } = phrasesOf(language);
  if (model.stages.length === 0) return null;
  return (
    <section class="month">
      <h2>{page.modelTitle}</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{page.stage}</th>
              {[page.calls, page.fromCache, page.tokensIn, page.tokensOut, page.cost].map((head) => (
                <th scope="col" class="number">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...model.stages, { ...model, stage: page.all }].map((row) => (
              <tr>
                <td>{row.stage}</td>
                {[row.calls, row.cached, row.tokensIn, row.tokensOut].map((value) => (
                  <td class="number">{formatNumber(value)}</td>
                ))}
                <td class="number">{model.priceKnown === false ? page.unknown : formatCost(row.costUsd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
