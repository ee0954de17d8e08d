// Composes mails: sender, recipient, and the headers by which mail programs recognise a list.

import { domainToASCII } from 'node:url';
import { oneLine } from '../base/text.js';
import { parseHttpUrl } from '../base/url.js';
import type { Issue, Mail } from '../model.js';
import { allowsOneClick } from './links.js';

/** A rendered mail with the reader's own links in it. */
export interface Content {
  subject: string;
  html: string;
  text: string;
}

export interface Sender {
  /** `Name <address>`, on one line */
  from: string;
  /** The domain of message ids and list ids. */
  host: string;
}

/** Ids use the domain of the site if there is one, else that of the address. */
export function createSender(from: string, publicUrl?: string): Sender {
  const host = parseHttpUrl(publicUrl)?.hostname ?? domainToASCII(mailboxOf(from).split('@')[1] ?? '');
  return { from: oneLine(from), host: host && /^[a-z0-9.-]+$/i.test(host) ? host : 'tidings.invalid' };
}

export interface Addressee {
  subscriberId: string;
  /** The mailbox, its domain in ASCII. */
  to: string;
  batch?: string;
}

/** The issue for one reader. Without an `unsubscribeUrl`, readers unsubscribe by reply. */
export function composeIssue(
  issue: Pick<Issue, 'id' | 'publication' | 'cadence'>,
  { subscriberId, to, batch }: Addressee,
  content: Content,
  sender: Sender & { unsubscribeUrl?: string },
): Mail {
  const mail = composeMail(`${issue.id}.${subscriberId}`, to, content, sender);
  return { ...mail, batch, headers: { ...mail.headers, ...listHeaders(issue, sender) } };
}

/** The operator's own copy of an issue. Its key is the slug, so that sending it again replaces it. */
export function composeCopy(
  issue: Pick<Issue, 'slug' | 'publication' | 'cadence'>,
  content: Content,
  sender: Sender,
): Mail {
  const mail = composeMail(issue.slug, sender.from, content, sender);
  return { ...mail, headers: { ...mail.headers, ...listId(issue, sender) } };
}

/** A mail that answers a request. It belongs to no list and asks for no automatic replies (RFC 3834). */
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
  const unsubscribeTarget = unsubscribeUrl ?? `mailto:${mailbox}?subject=unsubscribe`;
  return { ...listId(issue, sender), 'List-Unsubscribe': `<${unsubscribeTarget}>` };
}

/** RFC 2919: a phrase, and an id under our domain that never changes. */
function listId({ publication, cadence }: Pick<Issue, 'publication' | 'cadence'>, sender: Sender) {
  const ascii = publication.normalize('NFKD').replace(/\p{M}/gu, '');
  const phrase = oneLine(ascii.replace(/[^ -~]|[<>"\\]/g, ' '));
  return { 'List-Id': `${phrase ? `"${phrase}" ` : ''}<${cadence}.${sender.host}>` };
}

function mailboxOf(from: string): string {
  return /<([^<>\s]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}
