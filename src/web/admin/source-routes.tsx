// The operator's sources: added by address, tried, muted and removed, OPML in and out. Writes sources.yaml.

import type { Context, Hono } from 'hono';
import { UserError } from '../../base/errors.js';
import { truncate } from '../../base/text.js';
import { formatCount, joinWords } from '../../render/format.js';
import { listHealth, type SourceHealth } from '../../store/sources/source-health.js';
import { sendPrivate } from '../http/forms.js';
import { onlyFollowed } from '../site/followed-sources.js';
import type { ConfiguredSource, SourceActions, TriedSource } from '../site/operator-actions.js';
import type { Site } from '../site/site.js';
import { FoldingTable } from '../ui/folding-table.js';
import { type Admin, addAction, describeError } from './actions.js';
import { ActionButton, ActionForm, AdminPage, type AdminProps, Moment, Problem } from './frame.js';
import { needsAttention, SourceState, SourcesPage } from './source-health.js';

const MAX_NAME_CHARACTERS = 100;

export function sourceAdminRoutes(app: Hono, admin: Admin): void {
  const { site, operator } = admin;
  const { sources } = operator;
  const show = async (
    c: Context,
    more: { tried?: TriedSource & { address?: string }; problem?: string; typed?: string } = {},
  ) => {
    const health = onlyFollowed(site.followedSources, await listHealth(site.db));
    const frame = await admin.frame(c);
    const page = sources ? (
      <SourceListPage {...frame} {...more} notice={describeDone(c)} health={health} listed={sources.list()} />
    ) : (
      <SourcesPage {...frame} sources={health} />
    );
    return sendPrivate(c, page, more.problem ? 422 : 200);
  };
  app.get('/admin/sources', (c) => show(c));
  if (!sources) return;

  app.get('/admin/sources/opml', (c) => {
    c.header('Content-Type', 'text/x-opml; charset=utf-8');
    c.header('Content-Disposition', 'attachment; filename="sources.opml"');
    return c.body(sources.exportOpml());
  });
  const showing = (
    c: Context,
    typed: string | undefined,
    work: () => Promise<TriedSource & { address?: string }>,
  ) =>
    work().then(
      (tried) => show(c, { tried }),
      (error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        return show(c, { problem: describeError(error), typed });
      },
    );
  addAction(app, admin, '/admin/sources/find', async (c, form) =>
    showing(c, form.get('address'), () => sources.find(form.get('address').trim())),
  );
  addAction(app, admin, '/admin/sources/try', async (c, form) =>
    showing(c, undefined, () => sources.try(form.get('id'))),
  );
  changeRoutes(app, admin, sources);
}

/** The page of sources with the notice of what was done to the source of this name. */
function doneAt(done: string, name: string): string {
  return `/admin/sources?${new URLSearchParams({ done, name })}`;
}

/** The notice of an action on one source, which names it. */
function describeDone(c: Context): string | undefined {
  const name = truncate(c.req.query('name') ?? '', MAX_NAME_CHARACTERS);
  if (!name) return undefined;
  if (c.req.query('done') === 'source-removed')
    return `Removed ${name}. To undo, add its address again; its own settings in sources.yaml are gone.`;
  return c.req.query('done') === 'source-muted'
    ? `Muted ${name}. It keeps its settings; unmute it below.`
    : undefined;
}

function changeRoutes(app: Hono, admin: Admin, sources: SourceActions): void {
  const nameOf = (id: string) => sources.list().sources.find((one) => one.id === id)?.name ?? id;
  addAction(app, admin, '/admin/sources/add', async (_, form) => {
    const name = await sources.add(form.get('address').trim(), form.get('version'));
    return { to: '/admin/sources?done=source-added', action: 'add source', subject: name };
  });
  addAction(app, admin, '/admin/sources/remove', async (_, form) => {
    const name = nameOf(form.get('id'));
    await sources.remove(form.get('id'), form.get('version'));
    return { to: doneAt('source-removed', name), action: 'remove source', subject: form.get('id') };
  });
  addAction(app, admin, '/admin/sources/mute', async (_, form) => {
    const name = nameOf(form.get('id'));
    await sources.mute(form.get('id'), form.get('version'));
    return { to: doneAt('source-muted', name), action: 'mute source', subject: form.get('id') };
  });
  addAction(app, admin, '/admin/sources/unmute', async (_, form) => {
    await sources.unmute(Number(form.get('line')), form.get('version'));
    return {
      to: '/admin/sources?done=source-unmuted',
      action: 'unmute source',
      subject: `line ${form.get('line')}`,
    };
  });
  addAction(app, admin, '/admin/sources/opml', async (_, form) => {
    const { added, known, refused } = await sources.importOpml(form.get('opml'), form.get('version'));
    const refusals = refused.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
    const detail = `${added} added, ${known} known${refusals ? `, left out: ${refusals}` : ''}`;
    return { to: '/admin/sources?done=imported', action: 'import OPML', subject: 'sources.yaml', detail };
  });
}

/** Errors of sources that do not exist: adding them is of no use. Others may answer later. */
const MISSING_SOURCE = /\bno such\b|\bsuspended\b|\b(?:404|410)\b|\bgone\b/i;

interface SourceListProps extends AdminProps {
  health: SourceHealth[];
  listed: ReturnType<SourceActions['list']>;
  tried?: TriedSource & { address?: string };
  problem?: string;
  notice?: string;
  /** The address that was not found. */
  typed?: string;
}

function SourceListPage(props: SourceListProps) {
  const { site, csrfToken, health, listed, tried, problem, typed } = props;
  const { version, muted } = listed;
  const byId = new Map(health.map((row) => [row.id, row]));
  const isBad = ({ id }: ConfiguredSource) => {
    const row = byId.get(id);
    return row !== undefined && needsAttention(row);
  };
  const bad = listed.sources.filter(isBad);
  const unread = listed.sources.filter(({ isRead }) => !isRead);
  const good = listed.sources.filter((source) => !isBad(source));
  const table = { ...props, byId };
  return (
    <AdminPage {...props} title="Sources">
      <Problem text={problem} />
      <ActionForm csrfToken={csrfToken} action="/admin/sources/find" class="row-form">
        <label for="source-address">Add by address</label>
        <input
          id="source-address"
          name="address"
          value={typed}
          required
          placeholder="https://example.org or r/name"
        />
        <button type="submit">Look it up</button>
      </ActionForm>
      {tried && <Tried {...props} tried={tried} />}
      {unread.length > 0 && (
        <p class="warning">
          No part of an issue takes posts from {joinWords(unread.map(({ name }) => name))}. Add{' '}
          <code>{`{ title: …, from: ${unread[0]?.recap} }`}</code> to <code>recaps</code> in{' '}
          <code>sources.yaml</code>, or name them in the <code>from</code> of a recap.
        </p>
      )}
      {bad.length > 0 && (
        <section class="month">
          <h2>{formatCount(bad.length, 'source needs', 'sources need')} attention</h2>
          <SourceTable {...table} label="Sources that need attention" sources={bad} />
        </section>
      )}
      <section class="month">
        <h2>{formatCount(good.length, 'source')}</h2>
        {good.length === 0 ? <p>None yet.</p> : <SourceTable {...table} label="Sources" sources={good} />}
      </section>
      {muted.length > 0 && (
        <section class="month">
          <h2>Muted</h2>
          <ul>
            {muted.map(({ line, text }) => (
              <li>
                <code>{truncate(text, 100)}</code>{' '}
                <ActionButton
                  csrfToken={csrfToken}
                  action="/admin/sources/unmute"
                  label="Unmute"
                  name={`Unmute ${text}`}
                  fields={{ line: String(line), version }}
                  quiet
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Opml site={site} csrfToken={csrfToken} version={version} />
    </AdminPage>
  );
}

function Tried({
  tried,
  csrfToken,
  listed,
  site,
}: SourceListProps & { tried: TriedSource & { address?: string } }) {
  const { name, kind, posts, error, note, warning, address } = tried;
  const isMissing = error !== undefined && MISSING_SOURCE.test(error);
  return (
    <section class="card" aria-label={name}>
      <h2>{name}</h2>
      <p class="meta">
        {kind}
        {note && ` · ${note}`}
      </p>
      {warning && (
        <p class="warning" role="alert">
          {warning}
        </p>
      )}
      {error && <p class="wrong">{error}</p>}
      {!error && posts.length === 0 && (
        <p>It answered, so it works; it has posted nothing in the last two weeks.</p>
      )}
      {posts.length > 0 && (
        <ol>
          {posts.map((post) => (
            <li>
              <a href={post.url} rel="noopener nofollow">
                {truncate(post.title || post.text, 140)}
              </a>{' '}
              <span class="soft">
                {post.author}, <Moment at={post.createdAt} site={site} />
              </span>
              {post.title && post.text && <p class="soft">{truncate(post.text, 240)}</p>}
            </li>
          ))}
        </ol>
      )}
      {address && !isMissing && (
        <ActionButton
          csrfToken={csrfToken}
          action="/admin/sources/add"
          label={error ? `Add ${name} anyway` : `Add ${name}`}
          quiet={error !== undefined}
          fields={{ address, version: listed.version }}
        />
      )}
    </section>
  );
}

function SourceTable(
  props: SourceListProps & { label: string; sources: ConfiguredSource[]; byId: Map<string, SourceHealth> },
) {
  const { label, sources, byId, site, csrfToken, listed } = props;
  const { version } = listed;
  return (
    <FoldingTable
      label={label}
      columns={['Source', 'Last answer', 'Newest post', 'State', 'Actions'].map((head) => ({ head }))}
      rows={sources.map(({ id, name }) => {
        const row = byId.get(id);
        const button = (verb: string, text: string) => (
          <ActionButton
            csrfToken={csrfToken}
            action={`/admin/sources/${verb}`}
            label={text}
            name={`${text} ${name}`}
            fields={{ id, version }}
            quiet
          />
        );
        return [
          name,
          row?.succeeded_at ? <Moment at={row.succeeded_at} site={site} /> : 'never',
          row?.newest ? <Moment at={row.newest} site={site} /> : 'none',
          row ? <SourceState source={row} site={site} /> : 'not fetched yet',
          <div class="buttons small">
            {button('try', 'Try')}
            {button('mute', 'Mute')}
            <details>
              <summary>Remove…</summary>
              {button('remove', 'Remove')}
            </details>
          </div>,
        ];
      })}
    />
  );
}

function Opml({ csrfToken, version }: { site: Site; csrfToken: string; version: string }) {
  return (
    <section class="month">
      <h2>OPML</h2>
      <p>
        <a href="/admin/sources/opml">Export the feeds as OPML</a>
      </p>
      <details>
        <summary>Import OPML</summary>
        <ActionForm csrfToken={csrfToken} action="/admin/sources/opml" class="form">
          <input type="hidden" name="version" value={version} />
          <div class="field">
            <label for="opml">The file’s text</label>
            <textarea id="opml" name="opml" rows={6} class="code" required></textarea>
          </div>
          <button type="submit">Import</button>
        </ActionForm>
      </details>
    </section>
  );
}
