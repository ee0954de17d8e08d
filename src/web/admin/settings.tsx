// The operator's settings: what is configured and where it comes from, and a check of each service.
import type { Context, Hono } from 'hono';
import { raw } from 'hono/html';
import { formatCount } from '../../render/format.js';
import { importHtml } from '../../render/imported.js';
import { sendPrivate } from '../http/forms.js';
import type { Finding, Setting } from '../site/operator-actions.js';
import { FoldingTable } from '../ui/folding-table.js';
import { type Admin, addAction } from './actions.js';
import { Findings } from './findings.js';
import { ActionButton, AdminPage, type AdminProps } from './frame.js';

const CHECKED_SERVICES = [
  ['model', 'Try the model'],
  ['mail', 'Try the mail'],
  ['all', 'Run all checks'],
] as const;

export function settingRoutes(app: Hono, admin: Admin): void {
  const { settings } = admin.operator;
  const show = async (c: Context, findings?: Finding[]) =>
    sendPrivate(
      c,
      <SettingsPage {...(await admin.frame(c))} settings={settings?.list() ?? []} findings={findings} />,
    );
  app.get('/admin/settings', (c) => show(c));
  if (!settings) return;
  app.get('/admin/docs/:name', async (c) => {
    const text = settings.readDoc(c.req.param('name'));
    if (text === undefined) return c.notFound();
    return sendPrivate(c, <DocPage {...(await admin.frame(c))} text={text} />);
  });
  addAction(app, admin, '/admin/settings/check', async (c, form) => {
    const service = CHECKED_SERVICES.find(([name]) => name === form.get('service'))?.[0] ?? 'all';
    return show(c, await settings.check(service));
  });
}

function SettingsPage(props: AdminProps & { settings: Setting[]; findings?: Finding[] }) {
  const { settings, findings, csrfToken } = props;
  const unset = settings.filter((setting) => !isSet(setting));
  return (
    <AdminPage {...props} title="Settings">
      {findings && (
        <section class="month">
          <h2>Result of the check</h2>
          <Findings findings={findings} />
        </section>
      )}
      {settings.length === 0 ? (
        <p>This server does not show its settings.</p>
      ) : (
        <>
          <div class="buttons">
            {CHECKED_SERVICES.map(([service, label]) => (
              <ActionButton
                csrfToken={csrfToken}
                action="/admin/settings/check"
                label={label}
                fields={{ service }}
                quiet
              />
            ))}
          </div>
          <p class="soft">
            Change them in <code>.env</code> and <code>sources.yaml</code>, then restart. Secrets are never
            shown.
          </p>
          <SettingTable label="Settings" settings={settings.filter(isSet)} />
          <details>
            <summary>{formatCount(unset.length, 'variable')} not set</summary>
            <SettingTable label="Variables that are not set" settings={unset} />
          </details>
        </>
      )}
    </AdminPage>
  );
}

/** Resolves a page's links to the others; no address of the site. */
const DOCS_ORIGIN = 'http://docs.invalid';

/** A page of the documentation. */
function DocPage({ text, ...props }: AdminProps & { text: string }) {
  const title = /^# (.*)/.exec(text)?.[1] ?? 'Documentation';
  const { html } = importHtml(text, 'markdown', { title, origin: `${DOCS_ORIGIN}/admin/docs/` });
  return (
    <AdminPage {...props} title={title}>
      {/* Raw: importHtml sanitises it. */}
      <div class="imported column">{raw(html.replaceAll(`href="${DOCS_ORIGIN}`, 'href="'))}</div>
    </AdminPage>
  );
}

function isSet({ value, from }: Setting): boolean {
  return value !== undefined && (from !== 'default' || value !== 'set');
}

function SettingTable({ label, settings }: { label: string; settings: Setting[] }) {
  return (
    <FoldingTable
      label={label}
      columns={['Setting', 'Value', 'From', 'What it does'].map((head) => ({ head }))}
      rows={settings.map(({ name, value, from, what }) => [
        <code>{name}</code>,
        value ?? <span class="soft">not set</span>,
        value === undefined ? '' : from,
        what,
      ])}
    />
  );
}
