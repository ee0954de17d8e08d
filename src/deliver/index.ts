// Sends an issue: composes each mail from what was rendered once, and hands it to a messenger.
import type { Issue, Mail, Messenger } from '../model.js';

export interface Deliveries {
  sent: number;
  failed: number;
  skipped: number;
  errors: string[];
}

/** An issue as it was rendered for all readers. */
export interface RenderedIssue {
  subject: string;
  html: string;
  text: string;
}

/** The operator's own copy of an issue, keyed by its slug, so that sending it again replaces it. */
export function composeCopy(
  issue: Issue,
  rendered: RenderedIssue,
  options: { from: string; to: string },
): Mail {
  const headers = { 'List-Id': `${issue.publication.replace(/[<>"\r\n]/g, ' ')} <${issue.cadence}.tidings>` };
  return {
    key: issue.slug,
    ...options,
    subject: rendered.subject,
    html: rendered.html,
    text: rendered.text,
    headers,
  };
}

/** Sends the mails in the messenger's batches and counts what came of them. */
export async function sendMails(
  mails: Mail[],
  messenger: Messenger,
  signal?: AbortSignal,
): Promise<Deliveries> {
  const deliveries: Deliveries = { sent: 0, failed: 0, skipped: 0, errors: [] };
  for (let start = 0; start < mails.length; start += messenger.batchSize) {
    for (const result of await messenger.send(mails.slice(start, start + messenger.batchSize), signal)) {
      if (result.outcome === 'sent') deliveries.sent++;
      else {
        deliveries.failed++;
        deliveries.errors.push(result.error ?? result.outcome);
      }
    }
  }
  return deliveries;
}
