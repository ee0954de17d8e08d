// The operator's sessions and the audit log.
import type { Hono } from 'hono';
import { truncate } from '../../base/text.js';
import type { AuditRow, SessionRow } from '../../store/database/schema.js';
import { listAudit } from '../../store/operator/audit.js';
import { endSession, listSessions } from '../../store/operator/sessions.js';
import { sendPrivate } from '../http/forms.js';
import { FoldingTable } from '../ui/folding-table.js';
import { type Admin, addAction } from './actions.js';
import { ActionButton, AdminPage, type AdminProps, Moment } from './frame.js';

const ENTRIES_PER_PAGE = 50;

export function securityRoutes(app: Hono, admin: Admin): void {
  const { site, auth } = admin;
  const { db, clock } = site;
  app.get('/admin/security', async (c) => {
    const [at = '', id = ''] = c.req.query('before')?.split('~') ?? [];
    const entries = await listAudit(db, { before: id ? { at, id } : undefined, limit: ENTRIES_PER_PAGE + 1 });
    const page = {
      sessions: await listSessions(db, clock().toISOString()),
      own: await auth.sessionOf(c),
      entries: entries.slice(0, ENTRIES_PER_PAGE),
      more: entries.length > ENTRIES_PER_PAGE,
    };
    return sendPrivate(c, <SecurityPage {...(await admin.frame(c))} {...page} />);
  });
  addAction(app, admin, '/admin/security/end', async (_, form) => {
    await endSession(db, form.get('session'));
    return {
      to: '/admin/security?done=ended',
      action: 'end session',
      subject: form.get('session').slice(0, 6),
    };
  });
}

interface SecurityProps extends AdminProps {
  sessions: SessionRow[];
  own?: string;
  entries: AuditRow[];
  more: boolean;
}

const BROWSER_NAMES: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEM_NAMES: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** Turns a User-Agent header into `Firefox on Windows`. Returns an unknown one unchanged. */
export function nameBrowser(client: string): string {
  const find = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(client))?.[1];
  const [browser, system] = [find(BROWSER_NAMES), find(SYSTEM_NAMES)];
  return browser && system ? `${browser} on ${system}` : truncate(client, 80);
}

function SecurityPage(props: SecurityProps) {
  const { site, csrfToken, sessions, own, entries, more } = props;
  const last = entries.at(-1);
  return (
    <AdminPage {...props} title="Security">
      <section class="month">
        <h2>Sessions</h2>
        {sessions.length === 0 ? (
          <p>No session is open.</p>
        ) : (
          <FoldingTable
            label="Sessions"
            columns={['Session', 'Browser', 'Last used', 'Ends', 'Action'].map((head) => ({ head }))}
            rows={sessions.map(({ id, client, seen_at, expires_at }) => [
              <>
                <code>{id.slice(0, 6)}</code>
                {id === own && ' (this one)'}
              </>,
              nameBrowser(client),
              <Moment at={seen_at} site={site} />,
              <Moment at={expires_at} site={site} />,
              <ActionButton
                csrfToken={csrfToken}
                action="/admin/security/end"
                label="End"
                name={`End session ${id.slice(0, 6)}`}
                fields={{ session: id }}
                quiet
              />,
            ])}
          />
        )}
      </section>
      <section class="month">
        <h2>Audit log</h2>
        {entries.length === 0 ? (
          <p>No actions yet.</p>
        ) : (
          <FoldingTable
            label="Audit log"
            columns={['When', 'Session', 'Action', 'Subject', 'Detail'].map((head) => ({ head }))}
            rows={entries.map(({ at, actor, action, subject, detail }) => [
              <Moment at={at} site={site} />,
              actor,
              action,
              truncate(subject, 120),
              truncate(detail, 120),
            ])}
          />
        )}
        {more && last && (
          <p class="more">
            <a href={`/admin/security?before=${encodeURIComponent(`${last.at}~${last.id}`)}`}>
              Earlier entries
            </a>
          </p>
        )}
      </section>
    </AdminPage>
  );
}
