import { expect, test } from 'vitest';
import { type Bounce, classifyBounce } from '../../../src/deliver/resend/bounce.js';

test.each<[Bounce, ReturnType<typeof classifyBounce>]>([
  [{ type: 'Permanent', subType: 'General', message: 'A hard bounce.' }, 'mailbox-gone'],
  [{ type: 'Permanent', diagnosticCode: ['smtp; 550 5.1.1 user unknown'] }, 'mailbox-gone'],
  [{ type: 'Permanent', message: 'smtp; 550-5.7.26 Unauthenticated mail is blocked' }, 'sender'],
  [{ type: 'Permanent', diagnosticCode: 'smtp; 554 Client host [192.0.2.9] blocked using a list' }, 'sender'],
  [{ type: 'Transient', message: '421 4.7.0 mails from this address are rate limited' }, 'sender'],
  [{ type: 'Permanent', diagnosticCode: 'smtp; 552 5.2.2 mailbox full' }, 'soft'],
  [{ type: 'Transient', subType: 'ContentRejected' }, 'sender'],
  [{ type: 'Transient', subType: 'MessageTooLarge', message: 'too large' }, 'sender'],
  [{ type: 'Transient', subType: 'MailboxFull' }, 'soft'],
  [{ type: 'Undetermined', message: 'Resend could not determine why' }, 'soft'],
])('%o is about: %s', (bounce, kind) => expect(classifyBounce(bounce)).toBe(kind));
