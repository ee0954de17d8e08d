// Mails as they leave: who from, whom to, and the headers by which mail programs know a list.

import { oneLine } from '../base/text.js';
import { parseHttpUrl } from '../base/url.js';
import type { Issue, Mail } from '../model.js';
import { allowsOneClick } from './links.js';

/** What was rendered, the reader's own links filled in. */
export interface Content {
  subject: string;
  /** In pieces, as in a mail. */
  html: string[];
  text: string[];
}

export interface Sender {
  /** `Name <address>`, on one line */
  from: string;
  /** The domain under which ids of mails and lists stand. */
  host: string;
}

/** Sends as `from`; ids stand under the site's domain, where there is a site, else under that of the address. */
export function createSender(from: string, publicUrl?: string): Sender {
  const host = parseHttpUrl(publicUrl)?.hostname ?? mailboxOf(from).split('@')[1];
  return { from: oneLine(from), host: host && /^[a-z0-9.-]+$/i.test(host) ? host : 'tidings.invalid' };
}

export interface Addressee {
  subscriberId: string;
  /** The mailbox, its domain in ASCII. */
  to: string;
  batch?: string;
}

/** The issue for one reader. Without an `unsubscribeUrl`, leaving goes by answering. */
export function composeIssue(
  issue: Pick<Issue, 'id' | 'publication' | 'cadence'>,
  { subscriberId, to, batch }: Addressee,
  content: Content,
  sender: Sender & { unsubscribeUrl?: string },
): Mail {
  const mail = composeMail(`${issue.id}.${subscriberId}`, to, content, sender);
  return {
    ...mail,
    ...(batch !== undefined && { batch }),
    headers: { ...mail.headers, ...listHeaders(issue, sender) },
  };
}

/** The operator's own copy of an issue, keyed by its slug, so that sending it again replaces it. */
export function composeCopy(
  issue: Pick<Issue, 'slug' | 'publication' | 'cadence'>,
  content: Content,
  sender: Sender,
): Mail {
  const mail = composeMail(issue.slug, sender.from, content, sender);
  return { ...mail, headers: { ...mail.headers, ...listId(issue, sender) } };
}

/** A mail that answers a request: no list, and no automatic answers, please (RFC 3834). */
export function composeNotice(key: string, to: string, content: Content, sender: Sender): Mail {
  const mail = composeMail(key, to, content, sender);
  return { ...mail, headers: { ...mail.headers, 'Auto-Submitted': 'auto-generated' } };
}

function composeMail(key: string, to: string, { subject, html, text }: Content, sender: Sender): Mail {
  return {
    key,
    to,
    from: sender.from,
    subject: oneLine(subject),
    html,
    text,
    headers: { 'Message-ID': `<${key.replace(/[^\w.-]/g, '_')}@${sender.host}>` },
  };
}

function listHeaders(
  issue: Pick<Issue, 'publication' | 'cadence'>,
  sender: Sender & { unsubscribeUrl?: string },
): Record<string, string> {
  const { unsubscribeUrl } = sender;
  const mailbox = mailboxOf(sender.from);
  if (unsubscribeUrl && allowsOneClick(unsubscribeUrl)) {
    return {
      ...listId(issue, sender),
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
  }
  const leave = unsubscribeUrl ?? `mailto:${mailbox}?subject=unsubscribe`;
  return { ...listId(issue, sender), 'List-Unsubscribe': `<${leave}>` };
}

/** RFC 2919: a phrase, and a name under a domain of ours that never changes. */
function listId({ publication, cadence }: Pick<Issue, 'publication' | 'cadence'>, sender: Sender) {
  const phrase = oneLine(publication.replace(/[^ -~]|[<>"\\]/g, ' '));
  return { 'List-Id': `${phrase ? `"${phrase}" ` : ''}<${cadence}.${sender.host}>` };
}

function mailboxOf(from: string): string {
  return /<([^<>\s]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}
