// The operator's page of one issue: its state and deliveries. A draft is read, tested and approved here.

import { isImported } from '../../../base/imported-id.js';
import { versionOf } from '../../../base/issue-version.js';
import type { Issue } from '../../../model.js';
import { describeMaking } from '../../../render/account.js';
import { formatCount, formatNumber, formatPeriod } from '../../../render/format.js';
import type { DeliveryCounts, DeliverySchedule } from '../../../store/deliveries/counts.js';
import type { RunRecord } from '../../../store/runs.js';
import { Making } from '../../archive/how-made.js';
import { IssueBody } from '../../archive/issue.js';
import type { Doubt } from '../../site/operator-actions.js';
import { issuePath } from '../../site/paths.js';
import { DeliveryOf } from '../deliveries/deliveries.js';
import { ActionForm, AdminPage, type AdminProps, formatLocalTime, Moment, Problem } from '../frame.js';
import { RunTable } from '../runs.js';
import { DoubtNote } from './doubts.js';
import { nameOf } from './editor-form.js';

export function adminIssuePath({ id }: Pick<Issue, 'id'>): string {
  return `/admin/issues/${encodeURIComponent(id)}`;
}

interface IssuePageProps extends AdminProps {
  issue: Issue;
  deliveries: DeliveryCounts;
  runs: RunRecord[];
  /** Whether there is an editor, a mail preview and a test mail. */
  canEdit: boolean;
  /** Whether a draft can be published at a time. */
  canSchedule: boolean;
  /** Whether its delivery can be paused and resumed. */
  canSteer: boolean;
  /** Statements of a draft that its posts do not support. */
  doubts: Doubt[];
  schedule?: DeliverySchedule;
  pause?: string;
  /** Active readers of its cadence. */
  readers: number;
  problem?: string;
  /** Who a test mail was sent to. */
  notice?: string;
  /** A time that was submitted but refused. */
  at?: string;
  /** When the schedule publishes the issue of this period. */
  releaseAt?: string;
  /** The default recipient of a test mail. */
  testTo?: string;
}

export function IssuePage(props: IssuePageProps) {
  const { site, issue, runs, deliveries, problem, canEdit } = props;
  const path = adminIssuePath(issue);
  const over = issue.period.to <= site.clock().toISOString();
  return (
    <AdminPage {...props} title={issue.headline}>
      <p class="meta">
        {issue.id} · {formatPeriod(issue.period, issue.timeZone)} ·{' '}
        {issue.status === 'draft' ? <strong>draft</strong> : <a href={issuePath(issue.slug)}>published</a>} ·
        made <Moment at={issue.createdAt} site={site} />
        {issue.edited && ' · edited by hand'}
      </p>
      <Problem text={problem} />
      {issue.status === 'draft' && issue.held && (
        <p class="warning" role="status">
          Incomplete: {issue.held}. <a href="/admin/sources">See the sources</a>
        </p>
      )}
      {issue.publishAt && <Scheduled {...props} at={issue.publishAt} />}
      {canEdit && (
        <p class="buttons">
          {!issue.body && <a href={`${path}/edit`}>Edit</a>}
          <a href={`${path}/preview`}>Preview the mail</a>
        </p>
      )}
      {issue.status === 'draft' ? (
        <div class="beside-draft">
          <div class="steps">
            <Doubted {...props} />
            {over ? <Approval {...props} /> : <NotOver {...props} />}
            {canEdit && <TestMail {...props} />}
          </div>
          <article class="draft" id="draft" aria-label="The draft">
            {issue.subtitle && <p class="subtitle">{issue.subtitle}</p>}
            <IssueBody issue={issue} />
          </article>
        </div>
      ) : (
        canEdit && <TestMail {...props} />
      )}
      <section class="month">
        <h2>Deliveries</h2>
        <DeliveryOf {...props} issueId={issue.id} counts={deliveries} />
      </section>
      {runs.length > 0 && (
        <section class="month">
          <h2>Runs</h2>
          <RunTable runs={runs} site={site} />
        </section>
      )}
      <div class="plain">
        {isImported(issue.id) ? (
          <p>It was imported: Tidings neither wrote it nor checked it against posts.</p>
        ) : (
          <Making issue={issue} page={issue.status === 'draft' ? path : issuePath(issue.slug)} />
        )}
      </div>
    </AdminPage>
  );
}

/** A draft of a running period: what happens to it, and how to publish it as it is. */
function NotOver(props: IssuePageProps) {
  const { issue, site, readers, canSchedule, canEdit } = props;
  const releaseAt = props.releaseAt ?? issue.period.to;
  if (issue.publishAt) return canEdit ? <Discard {...props} /> : null;
  return (
    <div class="buttons">
      <p>
        Its period runs until <Moment at={issue.period.to} site={site} />.{' '}
        {issue.edited ? (
          'You edited it, so no run changes it: without you it is not published.'
        ) : (
          <>
            If you leave it, the schedule makes it again with all posts and publishes that on{' '}
            <Moment at={releaseAt} site={site} />.
          </>
        )}
        {canSchedule &&
          ` If you schedule it, it is published as it is and goes to ${formatCount(readers, 'reader')}; posts that come until then are missing.`}
      </p>
      {canSchedule && (
        <Schedule {...props} label="Publish it at" at={props.at ?? formatLocalTime(releaseAt, site)} />
      )}
      {canEdit && <Discard {...props} />}
    </div>
  );
}

function Doubted({ issue, doubts, canEdit }: IssuePageProps) {
  if (doubts.length === 0) return null;
  return (
    <div class="warning wrong" role="status">
      <p>
        {formatCount(doubts.length, 'statement is', 'statements are')} not supported by the posts cited.{' '}
        {canEdit && <a href={`${adminIssuePath(issue)}/edit#edit-${doubts[0]?.bullet}`}>Edit them</a>}
      </p>
      <ul>
        {doubts.map((doubt) => (
          <li>
            {nameOf(issue, doubt.bullet)}
            <DoubtNote doubt={doubt} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Scheduled({ site, issue, csrfToken, at }: IssuePageProps & { at: string }) {
  return (
    <ActionForm csrfToken={csrfToken} action={`${adminIssuePath(issue)}/schedule`} class="notice">
      <input type="hidden" name="version" value={versionOf(issue)} />
      This draft will be published on <Moment at={at} site={site} />. You can edit it until then; no run adds
      posts to it.{' '}
      <button type="submit" class="quiet">
        Cancel publication
      </button>
    </ActionForm>
  );
}

function Approval(props: IssuePageProps) {
  const { issue, csrfToken, canEdit, canSchedule, readers } = props;
  const path = adminIssuePath(issue);
  const version = <input type="hidden" name="version" value={versionOf(issue)} />;
  return (
    <div class="buttons">
      <ActionForm csrfToken={csrfToken} action={`${path}/approve`} class="inline">
        {version}
        <p>
          <a href="#draft">Read it</a> first. {describeMaking(issue).join(' ')} Once approved it is on the
          site at once and goes to {formatCount(readers, 'reader')} at their hours.
        </p>
        <button type="submit">Approve and publish</button>
      </ActionForm>
      {canSchedule && !issue.publishAt && <Schedule {...props} label="Or publish it at" />}
      {canEdit && <Discard {...props} />}
    </div>
  );
}

function Schedule({ site, issue, csrfToken, label, at }: IssuePageProps & { label: string }) {
  return (
    <ActionForm csrfToken={csrfToken} action={`${adminIssuePath(issue)}/schedule`} class="row-form">
      <input type="hidden" name="version" value={versionOf(issue)} />
      <label for="publish-at">{label}</label>
      <input id="publish-at" name="at" type="datetime-local" value={at} required />
      <span class="soft">{site.publication.timeZone}</span>
      <button type="submit" class="quiet">
        Schedule
      </button>
    </ActionForm>
  );
}

function Discard({ issue, csrfToken }: IssuePageProps) {
  return (
    <details>
      <summary>Discard it</summary>
      <ActionForm csrfToken={csrfToken} action={`${adminIssuePath(issue)}/discard`} class="inline">
        <input type="hidden" name="version" value={versionOf(issue)} />
        <button type="submit" class="quiet">
          Discard the draft
        </button>
      </ActionForm>
    </details>
  );
}

function TestMail({ issue, csrfToken, testTo }: IssuePageProps) {
  return (
    <ActionForm csrfToken={csrfToken} action={`${adminIssuePath(issue)}/test`} class="row-form">
      <label for="test-to">Send a test mail to</label>
      <input id="test-to" name="to" type="email" value={testTo} required autocomplete="email" />
      <button type="submit" class="quiet">
        Send test
      </button>
    </ActionForm>
  );
}

const PREVIEW_FRAMES = [
  ['Phone', 'light'],
  ['Phone', 'dark'],
  ['Desktop', 'light'],
] as const;

export function PreviewPage(props: AdminProps & { issue: Issue; mail: { subject: string; bytes: number } }) {
  const { issue, mail } = props;
  const path = `${adminIssuePath(issue)}/mail`;
  return (
    <AdminPage {...props} title="Preview of the mail">
      <p class="meta">
        <a href={adminIssuePath(issue)}>{issue.id}</a> · Subject: {mail.subject} ·{' '}
        {formatNumber(Math.round(mail.bytes / 1000))} KB of the 102 KB that Gmail shows
      </p>
      <div class="mails">
        {PREVIEW_FRAMES.map(([width, scheme]) => (
          <figure>
            <figcaption class="meta">
              {width} width, {scheme}
            </figcaption>
            <iframe
              class={width === 'Phone' ? 'mail' : 'mail wide'}
              src={`${path}?scheme=${scheme}`}
              title={`The mail at ${width.toLowerCase()} width, ${scheme}`}
            />
          </figure>
        ))}
      </div>
    </AdminPage>
  );
}
