// Decides what a bounce that Resend reports is about: the mailbox, the sender, or the mail.
import { classifyReply, isAboutSender } from '../smtp/reply.js';

/** `data.bounce` of Resend's `email.bounced`; the types are those of Amazon SES. */
export interface Bounce {
  /** `Permanent`, `Transient` or `Undetermined` */
  type: string;
  /** `General`, `NoEmail`, `MailboxFull`, `MessageTooLarge`, `ContentRejected` … */
  subType?: string;
  message?: string;
  /** Replies of the recipient's server: `smtp; 550 5.1.1 user unknown`. */
  diagnosticCode?: string | string[];
}

/**
 * - `mailbox-gone`: the address must get no more mail.
 * - `soft`: the mailbox did not accept this mail.
 * - `sender`: the server refuses our server, domain or content, whoever the reader is.
 */
export type BounceKind = 'mailbox-gone' | 'soft' | 'sender';

const CONTENT_SUBTYPE = /^(MessageTooLarge|ContentRejected|AttachmentRejected)$/i;

/** Classifies a bounce. Only a bounce that says so is about the sender. */
export function classifyBounce(bounce: Bounce): BounceKind {
  const texts = [bounce.message, bounce.diagnosticCode].flat();
  const replies = texts.flatMap((text) => {
    const found = /\b([45]\d\d)[ -](?:#?[45]\.\d+\.\d+|\w).*/s.exec(text ?? '');
    return found ? [{ code: Number(found[1]), text: found[0], command: 'RCPT TO' }] : [];
  });
  if (CONTENT_SUBTYPE.test(bounce.subType ?? '') || replies.some(isAboutSender)) return 'sender';
  if (bounce.type.toLowerCase() !== 'permanent') return 'soft';
  // Gateways report a full mailbox as permanent.
  return replies.some((reply) => classifyReply(reply).kind === 'mailbox-full') ? 'soft' : 'mailbox-gone';
}
