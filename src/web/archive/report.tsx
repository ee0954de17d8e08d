// "Report an error": a reader reports one statement to the operator.
import { type Context, Hono } from 'hono';
import { bulletText, listStatements } from '../../base/issue-bullets.js';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Phrases } from '../../base/language/phrases/type.js';
import { parseAddress } from '../../base/mail-address.js';
import { MINUTE_MS } from '../../base/time.js';
import { parseHttpUrl } from '../../base/url.js';
import type { Bullet, Issue } from '../../model.js';
import { findIssue } from '../../store/issues.js';
import { addReport, type Report } from '../../store/operator/reports.js';
import { type Form, isForeign, limitForm, readForm, sendPrivate } from '../http/forms.js';
import { createLimiter, limitClients } from '../http/limits.js';
import { issuePath, reportPath } from '../site/paths.js';
import { absoluteUrl, type Site, takesReports } from '../site/site.js';
import { Filled } from '../ui/language.js';
import { Notice } from '../ui/layout.js';

const REPORT_LIMIT = { burst: 5, everyMs: 10 * MINUTE_MS, keys: 10_000 };
/** Mails to the operator about the reports of all readers. */
const MAIL_LIMIT = { burst: 10, everyMs: 10 * MINUTE_MS, keys: 1 };
const MAX_TEXT = 2000;

export function reportRoutes(site: Site): Hono {
  const app = new Hono();
  if (!takesReports(site)) return app;
  const phrases = phrasesOf(site.publication.language);
  const find = async (c: Context) => {
    const issue = await findIssue(site.db, c.req.param('slug') ?? '');
    const bullet = issue && listStatements(issue).find(({ id }) => id === c.req.param('anchor'));
    return issue?.status === 'published' && bullet ? { issue, bullet } : undefined;
  };
  app.get('/issues/:slug/report/:anchor', async (c) => {
    const found = await find(c);
    return found ? sendPrivate(c, <ReportPage site={site} c={c} {...found} />) : c.notFound();
  });
  const limit = limitClients(site, REPORT_LIMIT, (c) => c.text(`${phrases.page.tooMany}\n`, 429));
  const mailLimit = createLimiter(MAIL_LIMIT, site.clock);
  app.post('/issues/:slug/report/:anchor', limitForm, limit, async (c) => {
    if (isForeign(c, site)) return c.text(`${phrases.reader.foreign}\n`, 403);
    const found = await find(c);
    if (!found) return c.notFound();
    const read = readReport(await readForm(c), phrases);
    if ('problem' in read) return sendPrivate(c, <ReportPage site={site} c={c} {...found} {...read} />, 422);
    const { issue, bullet } = found;
    const report = { issueId: issue.id, anchor: bullet.id, claim: bulletText(bullet), ...read };
    await addReport(site.db, report, site.clock().toISOString());
    if (mailLimit('operator') === 0)
      await notifyOperator(site, report, absoluteUrl(site, c, issuePath(issue.slug, bullet.id)));
    return sendPrivate(
      c,
      <Notice site={site} c={c} title={phrases.report.thanks} heading={phrases.report.thanks}>
        <p>
          <Filled phrase={phrases.report.received} links={[issuePath(issue.slug, bullet.id)]} />{' '}
          {read.address && phrases.report.answerComes}
        </p>
      </Notice>,
    );
  });
  return app;
}

/** Mails a stored report to the operator. A failure is only logged: the report itself is not lost. */
async function notifyOperator(
  { mailReport, log }: Site,
  { claim, text, link, address }: Report,
  url: string,
) {
  try {
    await mailReport?.('A reader reports an error', [
      url,
      claim,
      text,
      ...(link ? [`Source: ${link}`] : []),
      ...(address ? [`From: ${address}`] : []),
    ]);
  } catch (error) {
    log?.error({ err: error }, 'mailing a report to the operator failed');
  }
}

type ReportFields = { text: string; link?: string; address?: string };

function readReport(
  form: Form,
  { report }: Phrases,
): ReportFields | { problem: string; values: ReportFields } {
  const text = form.get('text').trim().slice(0, MAX_TEXT);
  const link = form.get('link').trim();
  const address = form.get('address').trim();
  const refuse = (problem: string) => ({ problem, values: { text, link, address } });
  if (!text) return refuse(report.textMissing);
  if (link && (!parseHttpUrl(link) || link.length > MAX_TEXT)) return refuse(report.linkWrong);
  if (address && !parseAddress(address)) return refuse(report.addressWrong);
  return { text, link: link || undefined, address: address || undefined };
}

interface ReportProps {
  site: Site;
  c: Context;
  issue: Issue;
  bullet: Bullet;
  problem?: string;
  values?: ReportFields;
}

function ReportPage({ site, c, issue, bullet, problem, values }: ReportProps) {
  const { page, report } = phrasesOf(site.publication.language);
  return (
    <Notice site={site} c={c} title={page.reportError} heading={page.reportError}>
      <p>
        <a href={issuePath(issue.slug, bullet.id)}>{issue.headline}</a>
      </p>
      <blockquote>{bulletText(bullet)}</blockquote>
      {problem && (
        <p class="warning wrong" role="alert">
          {problem}
        </p>
      )}
      <form class="form" method="post" action={reportPath(issue.slug, bullet.id)}>
        <div class="field">
          <label for="report-text">{report.whatWrong}</label>
          <textarea id="report-text" name="text" rows={4} maxlength={MAX_TEXT} required>
            {values?.text ? `\n${values.text}` : ''}
          </textarea>
        </div>
        <div class="field">
          <label for="report-link">{report.proof}</label>
          <input id="report-link" name="link" type="url" value={values?.link} />
        </div>
        <div class="field">
          <label for="report-address">{report.yourAddress}</label>
          <input
            id="report-address"
            name="address"
            type="email"
            autocomplete="email"
            value={values?.address}
          />
        </div>
        <button type="submit">{report.send}</button>
      </form>
    </Notice>
  );
}
