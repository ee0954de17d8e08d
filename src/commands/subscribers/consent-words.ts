// The column names and values that newsletter hosts use for subscription status. Substack, Ghost, beehiiv, Buttondown,
// Kit, Mailchimp, MailerLite, listmonk, Resend, Curated, Steady.

import { classifyForeignColumn, isForeignLeaving } from './foreign-words.js';

/** `leaving`: true means unsubscribed; `staying`: true means subscribed; `state`: the value is a status word. */
export type ColumnSubject = 'leaving' | 'staying' | 'state';

const words = (text: string) => new Set(text.split(/\s+/));

const STAYING_VALUES = words(
  `active subscribed confirmed enabled opted_in opt_in optin double_opt_in single_opt_in double_optin single_optin
  double single verified valid normal deliverable allowed granted`,
);

/** At Buttondown, Ghost, Steady and Substack, an ended or unpaid plan does not end the newsletter. */
const PLAN_VALUES = words(
  `regular premium free paid comped comp complimentary gift gifted founding guest trial trialed trialing in_trial
  unpaid past_due churning not_renewing monthly yearly annual`,
);

const LEFT_VALUES = words(
  `unsubscribed unsubscribe cancelled canceled bounced bounce hard_bounced soft_bounced hard_bounce soft_bounce
  hard permanent complained complaint spam spam_complaint spammy marked_as_spam reported inactive deactivated
  unconfirmed not_confirmed pending pending_confirmation unactivated awaiting_confirmation waiting junk cleaned
  expired removed deleted undeliverable blocked blocklisted blacklisted banned disabled suppressed archived
  invalid validating needs_attention paused nonsubscribed non_subscribed not_subscribed never_subscribed
  opted_out opt_out optout unverified held on_hold dropped rejected declined left withdrawn revoked denied
  transactional quarantined`,
);

/** In any column, such as tags, these values need a decision by the operator. */
const ALARMING_VALUES = words(
  `unsubscribed bounced hard_bounced hard_bounce complained complaint spam_complaint marked_as_spam blocklisted
  blacklisted suppressed opted_out opt_out optout nonsubscribed non_subscribed not_subscribed do_not_email do_not_mail`,
);

const YES_VALUE = /^(true|yes|y|t|1|on|x|✓|checked|ja|oui|vrai|sí|si|verdadero|sim|vero|tak|да|はい|是|예)$/;
const NO_VALUE =
  /^(false|no|n|f|0|off|none|never|nein|non|faux|falso|não|nao|nee|nej|nie|нет|いいえ|否|아니요|null|nil|nan|undefined|n\/a|-+|0000-00-00.*)$/;
const TIME_VALUE =
  /^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{10}(\d{3})?$|[a-z]{3,9} \d{1,2},? \d{4})/;

export type Meaning = 'empty' | 'yes' | 'no' | 'time' | 'stays' | 'left' | 'unknown';

export function readMeaning(value: string | undefined): Meaning {
  if (!value) return 'empty';
  if (YES_VALUE.test(value)) return 'yes';
  if (NO_VALUE.test(value)) return 'no';
  if (TIME_VALUE.test(value)) return 'time';
  const word = toWord(value);
  if (STAYING_VALUES.has(word) || PLAN_VALUES.has(word)) return 'stays';
  return LEFT_VALUES.has(word) ? 'left' : 'unknown';
}

/** Whether a value or tag in an unrelated column suggests that the person unsubscribed. */
export function isAlarming(name: string, value: string): boolean {
  if (OTHER_SUBJECT.test(name)) return false;
  return value
    .split(/[,;|]/)
    .some((tag) => ALARMING_VALUES.has(toWord(tag)) || isForeignLeaving(toWord(tag)));
}

function toWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Normalises a header: `Email Disabled?`, `emailDisabled` and `EMAIL-DISABLED` become `email_disabled`. */
export function toColumnName(header: string): string {
  return header
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
}

/** Columns with such a word in their name that do not describe a subscription status. */
const UNRELATED_COLUMNS = [
  // Columns of our own export.
  /^(time_?zone|paused_until)$/,
  // When, where and how the person joined.
  /^(subscri(bed?|ption)|opt(ed)?_?in|sign_?up|activat(ed|ion)|joined)_?(at|on|date|time|timestamp|ip|ip_address|source|method|url|page|form|location|country)(_\w+)?$/,
  /^confirm(ation|ed)?_(time|timestamp|ip|ip_address)$/,
  /^(date|time)_(of_)?(subscri|opt_?in|sign_?up)\w*$/,
  // Names, plans and links.
  /^(subscriber|subscription|consent|newsletter|publication)s?_?(id|uuid|ip|name|email|country|source|tiers?|plan|period|interval|price|currency|language|url|text|number|gifted)(_\w+)?$/,
  /^unsubscri(be|ption)_(url|link|token|key|hash|code|page)$/,
  /^(expiry|expires_at|expiration|expiration_date)$/,
  // Substack: what the person read, and which other messages they want.
  /^last_(active|activity)(_(at|on|date))?$|^activity(_(rating|score))?$|^days_active(_\w+)?$/,
  /^(num_)?emails_\w+$/,
  /^(digest|comments?|notifications?|chat|podcast)_enabled$/,
];

/** Columns about other channels or other addresses. */
const OTHER_SUBJECT =
  /(^|_)(sms|phone|push|whatsapp|billing|shipping|payment|invoice|order|stripe|marital|tax)(_|$)/;

const LEAVING_COLUMN =
  /^(unsub|optout|bounc|complain|spam|block(ed|list)|blackl|suppress|disabl|delet|remov|cancel|cleaned$|clean$|invalid|inactiv|deactiv|banned$|archived$|quarantin|undeliver|unconfirm|unverif|unactiv|exclude|revok|withdr|unmail|junk|reject|declin|dropped$|stopped$|erase|forgotten$|objected$|objection$|terminat|suspend|refus|muted$|paused?$|churn|expired$|quit$|hold$|held$|left$|leav|dead$|ended$|closed$|nomail$)/;
const STAYING_COLUMN =
  /^(subscri|activ|enabl|confirm|verif|consent|optin|permission|permit|allow|accept|agree|mailable|sendable|contactable|deliverab|valid|approv|receive|gdpr|marketing|newsletters?$|grant|wants$)/;
const STATE_COLUMN = /^(status|state|standing|type)$/;
/** Words that do not change the meaning of such a name: `is_unsubscribed`, `email_bounced_at`. */
const QUALIFIER_WORD =
  /^(is|has|was|user|member|contact|reader|e?mails?|to|from|all|at|on|by|date|time|timestamp|globally|global|hard|soft|list|campaign|id|title|reason|other|newsletter)$/;

/** The subject of a column; undefined for one that is not about subscription status. */
export function classifyColumn(name: string): { subject: ColumnSubject; sure: boolean } | undefined {
  if (OTHER_SUBJECT.test(name) || UNRELATED_COLUMNS.some((pattern) => pattern.test(name))) return undefined;
  const parts = name
    .replace(/(^|_)(do_?not|dont|no)_(e?_?mail|contact|send|disturb|market)\w*/g, '$1nomail')
    .replace(/opt(ed)?_?out/g, 'optout')
    .replace(/opt(ed)?_?in(?=_|$)/g, 'optin')
    .split('_');
  const speaks = (part: string) => LEAVING_COLUMN.test(part) || STAYING_COLUMN.test(part);
  const sure = parts.every((part) => speaks(part) || STATE_COLUMN.test(part) || QUALIFIER_WORD.test(part));
  if (/^(not?|non|never)$/.test(parts[0] ?? '') && parts.some(speaks))
    return { subject: 'state', sure: false };
  if (parts.some((part) => LEAVING_COLUMN.test(part))) return { subject: 'leaving', sure };
  if (parts.at(-1) === 'status') return { subject: 'state', sure };
  if (STATE_COLUMN.test(parts.at(-1) ?? '')) return sure ? { subject: 'state', sure } : undefined;
  if (/^(subscription|membership)$/.test(name)) return { subject: 'state', sure: true };
  if (parts.some(speaks)) return { subject: 'staying', sure };
  const foreign = classifyForeignColumn(parts);
  return foreign && { subject: foreign, sure: false };
}
