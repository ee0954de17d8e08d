// Classifies a mail server's refusal: about the mailbox, the sender, or the rate.
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.js';

export interface SmtpReply {
  /** 400–599 */
  code: number;
  /** The reply as the server sent it, `550 5.1.1 …` or `550-5.1.1 …`; several lines are fine. */
  text: string;
  /** The command it answers: `MAIL FROM`, `RCPT TO`, `DATA` … */
  command: string;
}

/**
 * - `mailbox-gone`: the mailbox does not exist or is disabled.
 * - `mailbox-full`: it accepts no mail now.
 * - `refused`: refused for good, and nothing says that the mailbox is the reason.
 * - `deferred`: this mail may be tried again later (greylisting).
 * - `connection-used-up`: no more mails over this connection.
 * - `connections`: too many connections at once.
 * - `throttled`: mails come too fast.
 * - `quota`: an hourly or daily limit is used up.
 */
export type ReplyKind =
  | 'mailbox-gone'
  | 'mailbox-full'
  | 'refused'
  | 'deferred'
  | 'connection-used-up'
  | 'connections'
  | 'throttled'
  | 'quota';

export interface ReplyMeaning {
  kind: ReplyKind;
  /** Milliseconds until the next attempt, if the server says so. */
  retryAfterMs?: number;
}

const QUOTA_REPLY =
  /\b(quota|limit|allowance|exceeded|maximum|too many)\b.*\b(hour|hourly|day|daily|24 ?h\w*|month|monthly)\b|\b(hour|hourly|day|daily|24 ?h\w*|month|monthly)\b.*\b(quota|limit|allowance|exceeded)\b|sending (quota|limit)\b|submission ?quota|credits exceeded|quota exceeded for (your|this) (account|user)/i;
const GREYLISTED_REPLY = /gr[ea]y-?list/i;
const USED_UP =
  /too many (messages|mails|emails|transactions)[^.]*\b(connection|session)|(messages|mails|transactions) (per|for this) (connection|session)|\b(connection|session) (message )?limit|max(imum)? .*per (connection|session)|connection expired|try reconnecting/i;
const CONNECTIONS_REPLY =
  /(too many|maximum|exceed\w*|concurren\w*)[^.]*\b(connections?|sessions?)\b|\bconnections?\b[^.]*\b(limit|exceeded)\b/i;
const THROTTLED_REPLY =
  /throttl|rate[ -]?limit|(sending|message|maximum|send) rate|\brate\b.*\bexceed|too (fast|quickly|many|much)|at a rate|slow down|per (second|minute)|limit exceeded|temporarily (deferred|rate)|reduce (your )?(sending )?(rate|speed)/i;
/** The recipient gets too many mails, from all senders together. */
const BUSY_MAILBOX_REPLY =
  /\b(user|recipient|mailbox)\b[^.]*\b(is receiving|has exceeded (their|its|the) (limit|quota|maximum)[^.]*\breceiv)/i;
const FULL_MAILBOX_REPLY =
  /(mailbox|mail box|inbox|account|recipient|user)\b.*\b(full|over ?quota|exceeded)|over ?quota|quota exceeded|insufficient .*storage|exceeded storage allocation/i;
const UNKNOWN_ADDRESS_REPLY =
  /\b(user|mailbox|recipient|address|account|addressee|box|alias)\b[^.;]*\b(unknown|not (found|exist|listed|known|local)|does(n'?t| not) (exist|have)|disabled|invalid|inactive|deactivated|suspended|unavailable|no longer)|\b(unknown|no such|invalid|nonexistent|non-existent) (\w+ )?(user|mailbox|recipient|address|account|addressee|person|alias)|no mailbox (here )?by that name|is not a (valid|known) (mailbox|user|recipient)|not our customer|unrouteable address|user'?s? .*doesn'?t have/i;
const SENDER_FAULT_REPLY =
  /\b(senders?|sending|your(?! (e-?)?(message|mail)\b)|relay\w*|spam\w*|block\w*|blacklist\w*|denied|polic(y|ies)|reputation|dkim|spf|dmarc|authenticat\w*|not (allowed|permitted|authori[sz]ed|verified)|unverified|helo|ptr|reverse dns|client host|ip address)\b|too many \w+ recipients|https?:\/\/\S*postmaster/i;

/** Words about the sender that hold whatever else a reply says, even beside "user unknown". */
const CLEAR_SENDER_FAULT_REPLY =
  /\bsender (address )?(rejected|unknown|verif\w+)|\bunknown sender|\bclient host\b|\byour ip\b|\bblack-?list|\bblock-?list|\bblock list|\bblocked (using|by|due)|spamhaus|\breputation\b|too many \w+ recipients/i;

/** Classifies a refusal. Only clear statements about the mailbox count as `mailbox-gone`. */
export function classifyReply({ code, text, command }: SmtpReply): ReplyMeaning {
  const words = text.replace(/\s+/g, ' ');
  const [enhanced = ''] = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(words.slice(0, 40)) ?? [];
  const temporary = code < 500;
  const retryAfterMs = readWait(words);
  const withWait = (kind: ReplyKind): ReplyMeaning => ({ kind, retryAfterMs });
  const aboutMailbox = /^[45]\.2\.2$/.test(enhanced);
  if (GREYLISTED_REPLY.test(words)) return withWait('deferred');
  if (BUSY_MAILBOX_REPLY.test(words)) return withWait('deferred');
  // Before the greeting, no quota can be exhausted.
  const atGreeting = command === 'CONN';
  if (!aboutMailbox && !atGreeting && USED_UP.test(words)) return withWait('connection-used-up');
  if ((temporary || atGreeting) && CONNECTIONS_REPLY.test(words)) return withWait('connections');
  if (!aboutMailbox && QUOTA_REPLY.test(words)) return withWait('quota');
  if (
    aboutMailbox ||
    (command === 'RCPT TO' && !/^[45]\.[34567]\./.test(enhanced) && FULL_MAILBOX_REPLY.test(words))
  )
    return temporary ? withWait('deferred') : { kind: 'mailbox-full' };
  if (THROTTLED_REPLY.test(words) && (temporary || /^5\.2\.1$/.test(enhanced)))
    return withWait(isAboutRecipient(words, enhanced, command) ? 'deferred' : 'throttled');
  if (code === 454 || code === 421) return withWait('throttled');
  if (temporary) return withWait('deferred');
  return { kind: isMailboxGone(code, enhanced, words, command) ? 'mailbox-gone' : 'refused' };
}

/** Whether a refusal says that the sender, its server or its content is the reason, whoever the recipient is. */
export function isAboutSender(reply: SmtpReply): boolean {
  const { kind } = classifyReply(reply);
  if (kind === 'quota' || kind === 'throttled' || kind === 'connections') return true;
  const words = reply.text.replace(/\s+/g, ' ');
  return kind === 'refused' && (/^.{0,40}\b5\.7\.\d/.test(words) || SENDER_FAULT_REPLY.test(words));
}

/** Gmail defers mails to one mailbox that gets too many. Before a recipient is named, a reply is about the sender. */
function isAboutRecipient(words: string, enhanced: string, command: string): boolean {
  if (command !== 'RCPT TO' && command !== 'DATA') return false;
  return enhanced === '5.2.1' || /\b(user|recipient)\b(?! complaints?)/i.test(words);
}

/** RFC 3463: 5.1.x is about the address, but 5.1.7 and 5.1.8 about the sender's; 5.2.1 is a disabled mailbox. */
function isMailboxGone(code: number, enhanced: string, words: string, command: string): boolean {
  if (command !== 'RCPT TO' && command !== 'DATA') return false;
  if (code === 530 || code === 535) return false;
  if (/^5\.1\.[1-6]$|^5\.1\.10$|^5\.2\.1$/.test(enhanced)) return !blamesSender(words);
  if (enhanced && enhanced !== '5.1.0' && enhanced !== '5.5.0' && enhanced !== '5.0.0') return false;
  // After the content, only words about a user, a mailbox or this account are about the reader: an address may be one of a header.
  const isAboutReader = command === 'RCPT TO' || /\b(user|mailbox|this account)\b/i.test(words);
  return isAboutReader && UNKNOWN_ADDRESS_REPLY.test(words) && !SENDER_FAULT_REPLY.test(words);
}

/** Servers that misuse 5.1.x for a sender they do not like. */
function blamesSender(words: string): boolean {
  if (CLEAR_SENDER_FAULT_REPLY.test(words)) return true;
  return /\b(senders?|sending|your|relay\w*|blocked)\b/i.test(words) && !UNKNOWN_ADDRESS_REPLY.test(words);
}

const UNIT_MS: [RegExp, number][] = [
  [/^s/, 1000],
  [/^m/, MINUTE_MS],
  [/^h/, HOUR_MS],
  [/^d/, DAY_MS],
];
/** A longer wait is a mistake of the server. */
const MAX_ASKED_WAIT_MS = DAY_MS;
const TIMEOUT_REPLY = /\btime-?out|\btimed out|\bidle\b/i;

/**
 * `try again in 300 seconds`, `retry after 5 minutes`, `wait 1 hour`, `retry-after: 120`, `in 00:04:59` in milliseconds;
 * at most a day. Undefined without a wait, and for the duration of a timeout.
 */
function readWait(words: string): number | undefined {
  if (TIMEOUT_REPLY.test(words)) return undefined;
  const ms = readClock(words) ?? readAmount(words);
  return ms ? Math.min(ms, MAX_ASKED_WAIT_MS) : undefined;
}

function readClock(words: string): number | undefined {
  const [, hours, minutes, seconds] =
    /\b(?:in|after|for|wait)\s+(\d{1,2}):(\d\d):(\d\d)\b/i.exec(words) ?? [];
  return hours === undefined
    ? undefined
    : Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * 1000;
}

function readAmount(words: string): number | undefined {
  const bare = /\bretry-after[:=]?\s*(\d{1,5})\b(?!\s*[a-z])/i.exec(words)?.[1];
  if (bare) return Number(bare) * 1000;
  const found =
    /\b(?:in|after|for|wait|within):?\s+(\d{1,5})\s*(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)\b/i.exec(
      words,
    ) ?? /\b(\d{1,5})\s*(secs?|seconds?|mins?|minutes?)\b/i.exec(words);
  const [, amount, unit = ''] = found ?? [];
  const ms = UNIT_MS.find(([name]) => name.test(unit.toLowerCase()))?.[1];
  return amount && ms ? Number(amount) * ms : undefined;
}
