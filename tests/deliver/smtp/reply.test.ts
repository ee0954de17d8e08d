import { expect, test } from 'vitest';
import { classifyReply } from '../../../src/deliver/smtp/reply.js';

const classify = (text: string, command = 'RCPT TO') =>
  classifyReply({ code: Number(text.slice(0, 3)), text, command });

test.each([
  [
    '550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown in virtual mailbox table',
    'mailbox-gone',
  ],
  ['550-5.1.1 The email account that you tried to reach does not exist.', 'mailbox-gone'],
  ['550 5.2.1 The email account that you tried to reach is disabled.', 'mailbox-gone'],
  ['550 No such user here', 'mailbox-gone'],
  ['550 user unknown', 'mailbox-gone'],
  ['550 relay not permitted', 'refused'],
  ['553 5.1.8 Sender address rejected: Domain not found', 'refused'],
  ['550 5.7.1 Service unavailable, client host blocked', 'refused'],
  ['550 Service unavailable; Client host [192.0.2.1] blocked using a list', 'refused'],
  ['554 5.7.1 Message rejected: Email address is not verified', 'refused'],
  ['550 Domain example.org has exceeded the max emails per hour (9/9 (100%)) allowed.', 'quota'],
  ['550 5.4.5 Daily user sending limit exceeded', 'quota'],
  ['452 4.5.3 Daily message limit exceeded', 'quota'],
  ['552 5.2.2 Mailbox full', 'mailbox-full'],
  ['452 4.2.2 The recipient is over quota', 'deferred'],
  ['450 4.2.0 <ann@example.org>: Recipient address rejected: Greylisted', 'deferred'],
  ['451 4.7.1 Try again later', 'deferred'],
  ['550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents more', 'deferred'],
  ['454 Throttling failure: Maximum sending rate exceeded.', 'throttled'],
  ['452 4.4.5 Messages per second limit exceeded', 'throttled'],
  ['421 4.7.0 Too many messages for this session', 'connection-used-up'],
  ['452 4.5.3 Too many messages per connection', 'connection-used-up'],
  ['421 4.7.0 Too many concurrent SMTP connections from this address', 'connections'],
  ['432 4.3.2 Concurrent connections limit exceeded', 'connections'],
  ['421 4.7.0 Connection expired, try reconnecting.', 'connection-used-up'],
  ['550 5.7.26 This mail has been blocked because the sender is unauthenticated (SPF, DKIM)', 'refused'],
  ['550-5.7.26 Unauthenticated email from a.example is refused\r\n550 5.7.26 by its DMARC policy', 'refused'],
  ['550 5.4.1 Recipient address rejected: Access denied.', 'refused'],
  ['554 5.7.1 <ann@example.org>: Relay access denied', 'refused'],
  ['550 5.1.1 Sender unknown; SPF check failed', 'refused'],
  [
    '550-Verification failed for <us@a.example>\r\n550-No Such User Here\r\n550 Sender verify failed',
    'refused',
  ],
  ['550 Your account has been suspended', 'refused'],
  ['550 Пользователь не найден', 'refused'],
  ['511 5.1.1 unknown address or alias: ann@example.org', 'mailbox-gone'],
  ['556 5.1.10 Recipient address has null MX', 'mailbox-gone'],
  ['550 Requested action not taken: mailbox unavailable', 'mailbox-gone'],
  ['552 Requested mail action aborted: exceeded storage allocation', 'mailbox-full'],
  ['550 5.1.90 You have reached your daily limit for message recipients', 'quota'],
  ['554 5.2.0 SubmissionQuotaExceededException; the message cannot be submitted', 'quota'],
  ['450 4.1.8 <us@a.example>: Sender address rejected: Domain not found', 'deferred'],
  ['451 4.3.0 Temporary lookup failure', 'deferred'],
  ['452 4.3.1 Insufficient system storage', 'deferred'],
  ['451 4.7.651 The server [192.0.2.1] has been temporarily rate limited', 'throttled'],
  ['550 5.2.1 Mailbox unavailable. Your IP address 192.0.2.9 is blacklisted', 'refused'],
  ['550 5.1.1 Sender address rejected: undeliverable address: user unknown', 'refused'],
  ['550 Too many invalid recipients', 'refused'],
  ['554 Too many nonexistent recipients in this session', 'refused'],
  ['554 5.2.122 The recipient has exceeded their limit for messages they can receive per hour', 'deferred'],
  ['451 Maximum credits exceeded', 'quota'],
])('classifyReply: %s is %s', (text, kind) => expect(classify(text).kind).toBe(kind));

test.each([
  [
    'DATA',
    "554 delivery error: This user doesn't have a mail.example account (ann@mail.example)",
    'mailbox-gone',
  ],
  [
    'DATA',
    '554 Sorry your message to ann@mail.example failed. This account has been disabled',
    'mailbox-gone',
  ],
  ['MAIL FROM', '421 4.7.0 Messages temporarily deferred due to user complaints', 'throttled'],
  ['MAIL FROM', '554 Maximum number of messages for this session exceeded', 'connection-used-up'],
  ['DATA', '550 5.6.0 Invalid address in header To', 'refused'],
  ['DATA', '550 High probability of spam', 'refused'],
  ['MAIL FROM', '550 user unknown', 'refused'],
  ['CONN', '421 4.3.2 Service not available, connection limit reached', 'connections'],
  ['CONN', '554 5.7.1 Too many concurrent sessions', 'connections'],
  ['CONN', '554 No SMTP service here', 'refused'],
])('classifyReply: after %s, %s is %s', (command, text, kind) =>
  expect(classify(text, command).kind).toBe(kind),
);

test.each([
  ['450 4.2.0 Greylisted, try again in 300 seconds', 300],
  ['451 4.7.1 Please retry after 5 minutes', 300],
  ['451 4.7.1 Try again later', undefined],
  ['450 Greylisting in action, come back in 00:04:59', 299],
  ['451 4.7.1 Deferred, retry-after: 120', 120],
  ['421 Try again in 2 days', 86_400],
  ['421 Idle for 300 seconds, closing the connection', undefined],
  ['450 Try again in 0 seconds', undefined],
])('classifyReply: %s asks to wait %s seconds', (text, seconds) =>
  expect(classify(text).retryAfterMs).toBe(seconds && seconds * 1000),
);
