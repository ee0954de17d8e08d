// The queue of readers' reports, each beside the bullet and its posts.
import type { Hono } from 'hono';
import { UserError } from '../../base/errors.js';
import { listStatements } from '../../base/issue-bullets.js';
import { truncate } from '../../base/text.js';
import type { Issue } from '../../model.js';
import type { ReportRow } from '../../store/database/schema.js';
import { findIssue } from '../../store/issues.js';
import { closeReport, findReport, listReports, type ReportState } from '../../store/operator/reports.js';
import { BulletBody } from '../archive/issue.js';
import { sendPrivate } from '../http/forms.js';
import { issuePath } from '../site/paths.js';
import { type Admin, addAction } from './actions.js';
import { ActionForm, AdminPage, type AdminProps, Moment } from './frame.js';
import { adminIssuePath } from './issues/issue-page.js';

const MAX_REPORTS_SHOWN = 50;
const REPORT_STATES: [ReportState, string][] = [
  ['open', 'Open'],
  ['corrected', 'Corrected'],
  ['dismissed', 'Dismissed'],
];

interface ShownReport {
  report: ReportRow;
  issue?: Issue;
}

export function correctionRoutes(app: Hono, admin: Admin): void {
  const { site, operator } = admin;
  const { db } = site;
  app.get('/admin/corrections', async (c) => {
    const state = REPORT_STATES.find(([name]) => name === c.req.query('state'))?.[0] ?? 'open';
    const reports: ShownReport[] = [];
    for (const report of await listReports(db, state, MAX_REPORTS_SHOWN))
      reports.push({ report, issue: await findIssue(db, report.issue_id) });
    const canReply = operator.mailReader !== undefined;
    const page = { state, reports, canReply };
    return sendPrivate(c, <CorrectionsPage {...(await admin.frame(c))} {...page} />);
  });
  addAction(app, admin, '/admin/corrections/:id', async (c, form) => {
    const report = await findReport(db, c.req.param('id') ?? '');
    if (!report) return c.notFound();
    const state = form.get('do') === 'corrected' ? 'corrected' : 'dismissed';
    const answer = form.get('answer').trim().slice(0, 2000);
    const now = site.clock().toISOString();
    if (!(await closeReport(db, report.id, { state, answer, now })))
      throw new UserError(
        'Somebody closed this report before',
        'See it among the corrected or dismissed ones.',
      );
    const { name } = site.publication;
    let done = 'closed';
    if (answer && report.address && operator.mailReader) {
      await operator.mailReader(report.address, `${name}: your report`, [
        answer,
        `You wrote: ${report.text}`,
      ]);
      done = 'answered';
    }
    const subject = `${report.issue_id} ${report.anchor}`;
    const detail = truncate(report.claim, 100);
    return { to: `/admin/corrections?done=${done}`, action: `report ${state}`, subject, detail };
  });
}

function CorrectionsPage(
  props: AdminProps & { state: ReportState; reports: ShownReport[]; canReply: boolean },
) {
  const { state, reports } = props;
  return (
    <AdminPage {...props} title="Corrections">
      <p class="chips">
        {REPORT_STATES.map(([name, label]) => (
          <a href={`/admin/corrections?state=${name}`} aria-current={name === state ? 'true' : undefined}>
            {label}
          </a>
        ))}
      </p>
      {reports.length === 0 && <p>No {state} reports.</p>}
      {reports.map((shown) => (
        <Report {...props} {...shown} />
      ))}
    </AdminPage>
  );
}

function Report(props: AdminProps & ShownReport & { canReply: boolean }) {
  const { site, csrfToken, report, issue, canReply } = props;
  const bullet = issue && listStatements(issue).find(({ id }) => id === report.anchor);
  return (
    <section class="card" aria-label={`Report of ${report.created_at}`}>
      <p class="meta">
        <Moment at={report.created_at} site={site} />
        {issue && (
          <>
            {' · '}
            <a href={issuePath(issue.slug, report.anchor)}>{issue.headline}</a>
          </>
        )}
      </p>
      <blockquote>{report.text}</blockquote>
      {report.link && (
        <p>
          <a href={report.link} rel="noopener nofollow ugc">
            {report.link}
          </a>
        </p>
      )}
      {issue && bullet ? (
        <ul class="bullets">
          <li>
            <BulletBody bullet={bullet} posts={issue.posts} platform="web" />
          </li>
        </ul>
      ) : (
        <p class="soft">{report.claim}</p>
      )}
      {report.answer && <p>Answer: {report.answer}</p>}
      {report.state === 'open' && (
        <>
          {issue && !issue.body && (
            <p>
              <a href={`${adminIssuePath(issue)}/edit#edit-${report.anchor}`}>Correct the bullet</a>
            </p>
          )}
          <ActionForm csrfToken={csrfToken} action={`/admin/corrections/${report.id}`} class="form">
            {report.address && canReply && (
              <div class="field">
                <label for={`answer-${report.id}`}>Reply to {report.address}</label>
                <textarea id={`answer-${report.id}`} name="answer" rows={3}></textarea>
              </div>
            )}
            <p class="buttons">
              <button type="submit" name="do" value="corrected">
                Mark as corrected
              </button>
              <button type="submit" name="do" value="dismissed" class="quiet">
                Dismiss
              </button>
            </p>
          </ActionForm>
        </>
      )}
    </section>
  );
}
