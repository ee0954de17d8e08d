// The actions of the operator's pages: functions that `serve` passes to the site.
import { UserError } from '../../base/errors.js';
import { mailboxOf, parseAddress } from '../../base/mail-address.js';
import { escapeHtml } from '../../base/text.js';
import type { Context } from '../../context.js';
import { composeNotice } from '../../deliver/compose.js';
import { readManuscript, writeBullets } from '../../editorial/manuscript.js';
import type { Issue } from '../../model.js';
import { createContents } from '../../stages/delivering/contents.js';
import { createGuest, senderOf, sendTrial } from '../../stages/delivering/delivery.js';
import { endPause, hurryQueued, pauseDelivery, sendAgain } from '../../stages/delivering/delivery-control.js';
import { findDoubts } from '../../stages/editing/doubts.js';
import { approveDraft, discardDraft, saveEdited } from '../../stages/editing/release.js';
import { scheduleDraft } from '../../stages/editing/scheduled-drafts.js';
import { applyEditStep } from '../../stages/editing/undo.js';
import { readSubscribers } from '../../store/subscribers/counts-over-time.js';
import type { EditorActions, OperatorActions, ReaderActions } from '../../web/site/operator-actions.js';
import { saysAllLeft } from '../subscribers/consent.js';
import {
  exportHeader,
  exportLine,
  formatRefused,
  readSubscriberFile,
} from '../subscribers/subscriber-file.js';
import { createRunActions } from './run-actions.js';
import { createSettingActions } from './setting-actions.js';
import { createSourceActions } from './source-actions.js';
import { createVocabularyActions } from './vocabulary-actions.js';

/** Creates the actions. `stop` cancels a running run. `isSending`: this process or a worker sends what is due. */
export function createOperatorActions(
  context: Context,
  isSending = true,
): { actions: OperatorActions; stop(): Promise<void> } {
  const runs = createRunActions(context);
  const { OPERATOR_EMAIL } = context.config.env;
  const send = (to: string, subject: string, lines: string[]) => sendNotice(context, { to, subject, lines });
  const actions: OperatorActions = {
    approve: (draft) => approveDraft(context, draft),
    schedule: (draft, local) => scheduleDraft(context, draft, local),
    deliveries: {
      pause: (issue) => pauseDelivery(context, issue),
      resume: (issue) => endPause(context, issue),
      now: (issue) => hurryQueued(context, issue),
      retry: (issue) => sendAgain(context, issue, ['failed']),
      repeat: (issue) => sendAgain(context, issue, ['uncertain']),
    },
    isSending,
    editor: createEditorActions(context),
    runs: runs.actions,
    sources: context.sample ? undefined : createSourceActions(context),
    readers: createReaderActions(context),
    settings: createSettingActions(context),
    vocabulary: context.sample ? undefined : createVocabularyActions(context),
    operatorEmail: OPERATOR_EMAIL,
    mailOperator: OPERATOR_EMAIL ? (subject, lines) => send(OPERATOR_EMAIL, subject, lines) : undefined,
    mailReader: send,
  };
  return { actions, stop: runs.stop };
}

function createEditorActions(context: Context): EditorActions {
  return {
    writeBullets,
    readManuscript,
    findDoubts: (issue) => findDoubts(context.db, issue),
    save: (before, edited, what) => saveEdited(context, before, edited, what),
    move: (issue, stack) => applyEditStep(context, issue, stack),
    discard: (draft) => discardDraft(context.db, draft),
    async renderMail(issue) {
      const { subject, html } = await createContents(context, issue).contentOf(createGuest(context, issue));
      return { subject, html, bytes: Buffer.byteLength(html) };
    },
    sendTest: (issue, to) => sendTest(context, issue, to),
  };
}

async function sendTest(context: Context, issue: Issue, to: string): Promise<void> {
  const address = parseAddress(to);
  if (!address) throw new UserError(`${to.slice(0, 80)} is not an e-mail address`);
  const sending = { ...context, progress: () => {}, signal: new AbortController().signal };
  const { sent, errors } = await sendTrial(sending, issue, mailboxOf(address));
  if (sent === 0)
    throw new UserError(`The test mail was not sent: ${errors[0] ?? 'unknown reason'}`, 'See Settings.');
}

function createReaderActions({ config, db }: Context): ReaderActions {
  const { timeZone, daily } = config.publication;
  const preferences = { cadence: 'daily', timeZone, hour: daily.hour, omitted: [] } as const;
  const readFile = (csv: string, name?: string) => {
    const read = readSubscriberFile(csv, { ...preferences, omitted: [] });
    const mistake = `the file name ${name} suggests that these people unsubscribed; if they did not, rename it`;
    return name && saysAllLeft(name) ? { ...read, refused: [], mistakes: [mistake] } : read;
  };
  return {
    preferences: { ...preferences, omitted: [] },
    readFile,
    formatRefused: (csv) => formatRefused(readFile(csv)),
    async exportCsv() {
      const lines = [exportHeader];
      for await (const subscriber of readSubscribers(db)) lines.push(exportLine(subscriber));
      return lines.join('\n');
    },
  };
}

async function sendNotice(
  context: Context,
  { to, subject, lines }: { to: string; subject: string; lines: string[] },
): Promise<void> {
  const address = parseAddress(to);
  if (!address) throw new UserError(`${to.slice(0, 80)} is not an e-mail address`);
  const content = {
    subject,
    html: lines.map((line) => `<p>${linkHtml(line)}</p>\n`).join(''),
    text: `${lines.join('\n\n')}\n`,
  };
  const key = `notice.${context.clock().getTime().toString(36)}`;
  const mail = composeNotice(key, mailboxOf(address), content, senderOf(context));
  const [result] = await context.messenger.send([mail]);
  if (result?.outcome === 'failed' || result?.outcome === 'rejected')
    throw new UserError(`The mail was not sent: ${result.error ?? 'unknown reason'}`, 'See Settings.');
}

function linkHtml(line: string): string {
  const text = escapeHtml(line);
  return /^https?:\/\/\S+$/.test(line) ? `<a href="${text}">${text}</a>` : text;
}
