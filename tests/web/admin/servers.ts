// Two servers on one store with the operator's actions, and a session in a browser.
import { fileURLToPath } from 'node:url';
import { formatRefused, readSubscriberFile } from '../../../src/commands/subscribers/subscriber-file.js';
import { readManuscript, writeBullets } from '../../../src/editorial/manuscript.js';
import type { Issue, Messenger } from '../../../src/model.js';
import { findDoubts } from '../../../src/stages/editing/doubts.js';
import { discardDraft, saveEdited } from '../../../src/stages/editing/release.js';
import { scheduleDraft } from '../../../src/stages/editing/scheduled-drafts.js';
import { applyEditStep } from '../../../src/stages/editing/undo.js';
import { PAUSED_BY_OPERATOR, pauseIssue, resumeIssue } from '../../../src/store/deliveries/pauses.js';
import { saveIssue } from '../../../src/store/issues.js';
import { addReport } from '../../../src/store/operator/reports.js';
import { createApp } from '../../../src/web/app.js';
import type { OperatorActions } from '../../../src/web/site/operator-actions.js';
import { deliveryContext } from '../../fixtures/delivery.js';
import { makeIssue } from '../../fixtures/issue.js';
import { addReader } from '../../fixtures/readers.js';
import { openTestStore } from '../../fixtures/store.js';

export const TOKEN = 'operator-token-0123456789';
export const NOW = '2026-03-18T08:00:00.000Z';
export const draft: Issue = { ...makeIssue(), status: 'draft' };
const PREFERENCES = { cadence: 'daily', timeZone: 'UTC', hour: 7, omitted: [] as string[] } as const;

/** Two servers on one store, as two processes on one PostgreSQL are. */
export async function openServers() {
  const db = await openTestStore();
  await db.transaction().execute((trx) => saveIssue(trx, draft));
  const readerId = await db.transaction().execute((trx) => addReader(trx, 'ann@example.org'));
  const reader = { id: readerId, key: 'ann@example.org' };
  const report = {
    issueId: draft.id,
    anchor: 'b1',
    claim: 'x',
    text: 'It is wrong',
    address: 'bob@example.org',
  };
  const reportId = await addReport(db, report, NOW);
  // Europe/Berlin; the site shows UTC.
  const { config } = deliveryContext(db, { send: async () => [] } as unknown as Messenger);
  const time = { now: NOW };
  const clock = () => new Date(time.now);
  /** The ids of the sources in sources.yaml. */
  const followed = new Set<string>();
  const done: string[] = [];
  const mails: string[] = [];
  /** Addresses that were asked to confirm. */
  const asked: string[] = [];
  const sendConfirmation = async ({ address }: { address: string }) => {
    asked.push(address);
    return 'sent' as const;
  };
  const note = (what: string) => async () => void done.push(what);
  const actions: OperatorActions = {
    approve: note('approve'),
    schedule: (issue, local) => scheduleDraft({ db, clock, config }, issue, local),
    deliveries: {
      pause: ({ id }) => pauseIssue(db, id, PAUSED_BY_OPERATOR),
      resume: ({ id }) => resumeIssue(db, id),
      now: note('now'),
      retry: note('retry'),
      repeat: note('repeat'),
    },
    editor: {
      writeBullets,
      readManuscript,
      findDoubts: (issue) => findDoubts(db, issue),
      save: (before, edited, what) => saveEdited({ db, clock }, before, edited, what),
      move: (issue, stack) => applyEditStep({ db, clock }, issue, stack),
      discard: (issue) => discardDraft(db, issue),
      renderMail: async () => ({ subject: 's', html: '<html><head></head><body>m</body></html>', bytes: 9 }),
      sendTest: note('test'),
    },
    runs: {
      planned: () => [
        { id: 'daily-x', cadence: 'daily', period: draft.period, over: true, releaseAt: NOW },
        { id: 'daily-y', cadence: 'daily', period: draft.period, over: false, releaseAt: NOW },
      ],
      spending: async () => ({}),
      makeIssue: async ({ id }, options) => void done.push(`make ${id} ${options.draft}`),
      progress: () => undefined,
    },
    sources: {
      list: () => ({ sources: [], muted: [], version: 'v' }),
      find: async (address) => ({
        ...{ name: 'n', kind: 'feed', posts: [], address },
        error: address.startsWith('fails:') ? address.slice(6) : undefined,
      }),
      add: async () => 'n',
      try: async () => ({ name: 'n', kind: 'feed', posts: [] }),
      remove: note('remove'),
      mute: note('mute'),
      unmute: note('unmute'),
      exportOpml: () => '<opml/>',
      importOpml: async () => ({ added: 1, known: 0, refused: [] }),
    },
    readers: {
      preferences: { ...PREFERENCES, omitted: [] },
      readFile: (csv) => readSubscriberFile(csv, { ...PREFERENCES, omitted: [] }),
      formatRefused: (csv) => formatRefused(readSubscriberFile(csv, { ...PREFERENCES, omitted: [] })),
      exportCsv: async () => 'email',
    },
    settings: {
      list: () => [],
      check: async () => [
        { level: 'ok', what: 'The model answers' },
        { level: 'note', what: 'r/quiet has moved', hint: 'Check whether it has moved.', page: 'sources' },
        { level: 'problem', what: 'No SPF record', hint: 'docs/mail.md shows what to enter.' },
      ],
      readDoc: (name) => (name === 'mail.md' ? '# Mail\n\nSee [sources](sources.md).' : undefined),
    },
    vocabulary: {
      kinds: ['company', 'topic'],
      isEditable: () => true,
      proposals: async () => [{ name: 'Quill', posts: 4, authors: 3, days: 3, examples: [] }],
      accept: async (name, kind) => void done.push(`accept ${name} ${kind}`),
      ignored: () => ['Quelle'],
      ignore: async (name) => void done.push(`ignore ${name}`),
      show: async (name) => void done.push(`show ${name}`),
    },
    mailOperator: async (_, lines) => void mails.push(lines.join('\n')),
    mailReader: async (address) => void mails.push(address),
  };
  const serve = () =>
    createApp({
      ...{ db, clock, publication: { name: 'Field Notes', tagline: '', language: 'en', timeZone: 'UTC' } },
      templates: fileURLToPath(new URL('../../../templates', import.meta.url)),
      mail: { sendConfirmation, recaps: [], hour: 7, softBounces: 5 },
      followedSources: () => followed,
      operator: { token: TOKEN, ...actions },
    });
  const servers = [serve(), serve()] as const;
  const post = (path: string, fields: Record<string, string>, cookie = '', server: 0 | 1 = 0, headers = {}) =>
    servers[server].request(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { cookie, ...headers },
    });
  const get = (path: string, cookie = '', server: 0 | 1 = 0) =>
    servers[server].request(path, { headers: { cookie } });
  const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const signIn = async (server: 0 | 1 = 0) =>
    cookieOf(await post('/admin/enter', { token: TOKEN }, '', server));
  const keyOf = async (cookie: string) => field(await (await get('/admin', cookie)).text(), 'key');
  return {
    db,
    time,
    config,
    followed,
    asked,
    reader,
    reportId,
    done,
    mails,
    post,
    get,
    signIn,
    keyOf,
    cookieOf,
  };
}

export const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';

/** The fields of the editor's form as they are. */
export function formOf(html: string): Record<string, string> {
  const decode = (text: string) =>
    text
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&');
  const form = html.slice(html.indexOf('class="editor"'));
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of form.matchAll(/<input[^>]* name="([^"]+)" value="([^"]*)"/g))
    fields[name] ??= decode(value);
  for (const [, name = '', value = ''] of form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>\n?([^<]*)</g))
    fields[name] = decode(value);
  return fields;
}
