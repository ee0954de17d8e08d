// "How this issue was made": the sources, the check and the model.

import type { Context } from 'hono';
import { listStatements } from '../../base/issue-bullets.js';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import { truncate } from '../../base/text.js';
import type { Issue } from '../../model.js';
import { describeChecked, describeMaking, describeRefusals } from '../../render/account.js';
import { formatCost, formatNumber, formatPeriod } from '../../render/format.js';
import { bulletText } from '../../store/search/passages.js';
import { formatMoment } from '../ui/dates.js';
import { Page } from '../ui/layout.js';
import { howPath, issuePath } from '../ui/paths.js';
import type { Site } from '../ui/site.js';

export function HowMade({ site, c, issue }: { site: Site; c: Context; issue: Issue }) {
  return (
    <Page
      site={site}
      c={c}
      title={`${phrasesOf(issue.language).issue.howMade}: ${issue.headline}`}
      path={howPath(issue.slug)}
    >
      <div class="column plain">
        <p class="meta">
          {formatPeriod(issue.period, issue.timeZone)} · published{' '}
          {formatMoment(issue.createdAt, issue.timeZone)}
          {issue.editedAt && `, changed ${formatMoment(issue.editedAt, issue.timeZone)}`}
        </p>
        <h1>{phrasesOf(issue.language).issue.howMade}</h1>
        <p class="subtitle">
          <a href={issuePath(issue.slug)}>{issue.headline}</a>
        </p>
        <Making issue={issue} page={issuePath(issue.slug)} />
      </div>
    </Page>
  );
}

/** The page's parts; `page` is the path of the issue itself. */
export function Making({ issue, page }: { issue: Issue; page: string }) {
  return (
    <>
      <Sources issue={issue} />
      <Check issue={issue} page={page} />
      <Omitted issue={issue} />
      <Model issue={issue} />
    </>
  );
}

function Sources({ issue: { checked } }: { issue: Issue }) {
  return (
    <section class="month">
      <h2>Sources</h2>
      <p>{describeChecked(checked)}</p>
      <Pairs heads={['Failed', 'Reason']} rows={checked.failed.map((one) => [one.source, one.error])} />
      <Pairs heads={['Skipped', 'Reason']} rows={checked.skipped.map((one) => [one.source, one.why])} />
      <Pairs
        heads={['Read in part', 'Reason']}
        rows={(checked.partial ?? []).map((one) => [one.source, one.why])}
      />
    </section>
  );
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
              <td>{truncate(right, 200)}</td>
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
      <h2>The check</h2>
      <p>
        Every number, quotation and name in a statement must occur in a post that it cites. The program adds
        the links, never a model. A statement that fails the check twice is replaced by the post’s own words.
      </p>
      {describeMaking(issue, issue.language).map((sentence) => (
        <p>{sentence}</p>
      ))}
      <Refusals issue={issue} />
      {issue.audit.reasons.length > 0 && <Reasons issue={issue} page={page} />}
    </section>
  );
}

function Refusals({ issue: { audit } }: { issue: Issue }) {
  const rows = describeRefusals(audit);
  return rows.length > 0 ? <Pairs heads={['Refused because', 'Texts']} rows={rows} /> : null;
}

function Reasons({ issue, page }: { issue: Issue; page: string }) {
  const bullets = new Map(listStatements(issue).map((bullet) => [bullet.id, bullet]));
  return (
    <>
      <h3>Changed statements</h3>
      <ul>
        {issue.audit.reasons.map(({ bullet: id, reason }) => {
          const bullet = bullets.get(id);
          return (
            <li>
              {reason}
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

/** What the model could have told, so that a reader can see what an issue is silent about. */
function Omitted({ issue: { audit } }: { issue: Issue }) {
  const { omitted = [] } = audit;
  if (omitted.length === 0) return null;
  return (
    <section class="month">
      <h2>Left out</h2>
      <p>
        {formatNumber(omitted.length)} stories that the model could choose from and that the issue does not
        report.
      </p>
      <details>
        <summary>Show them</summary>
        <ul>
          {omitted.map(({ url, line, reason }) => (
            <li>
              {isPlainAddress(url) ? <a href={url}>{line}</a> : line} <span class="sources">{reason}</span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** What stored posts hold came from outside. */
function isPlainAddress(url: string): boolean {
  return /^https?:\/\//.test(url);
}

function Model({ issue: { model } }: { issue: Issue }) {
  if (model.stages.length === 0) return null;
  return (
    <section class="month">
      <h2>The model</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              {['Calls', 'From cache', 'Tokens in', 'Tokens out', 'Cost'].map((head) => (
                <th scope="col" class="number">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...model.stages, { ...model, stage: 'All' }].map((row) => (
              <tr>
                <td>{row.stage}</td>
                {[row.calls, row.cached, row.tokensIn, row.tokensOut].map((value) => (
                  <td class="number">{formatNumber(value)}</td>
                ))}
                <td class="number">{model.priceKnown === false ? 'unknown' : formatCost(row.costUsd)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
