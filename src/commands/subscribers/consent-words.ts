// How newsletter hosts name the columns and values that say whether an address gets mail.
// Substack, Ghost, beehiiv, Buttondown, Kit, Mailchimp, MailerLite, listmonk, Resend, Curated, Steady.

import { classifyForeignColumn, isForeignLeaving } from './foreign-words.js';

/** `leaving`: true means that they left; `staying`: true means that they get mail; `state`: a word says which. */
export type ColumnSubject = 'leaving' | 'staying' | 'state';

const words = (text: string) => new Set(text.split(/\s+/));

const STAYING_VALUES = words(
  `active subscribed confirmed enabled opted_in opt_in optin double_opt_in single_opt_in double_optin single_optin
  double single verified valid normal deliverable allowed granted`,
);

/** A plan that ends or is not paid leaves the newsletter untouched at Buttondown, Ghost, Steady and Substack. */
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

/** In any column, a tag for example, these are a reason to ask. */
const ALARMING_VALUES = words(
  `unsubscribed bounced hard_bounced hard_bounce complained complaint spam_complaint marked_as_spam blocklisted
  blacklisted suppressed opted_out opt_out optout nonsubscribed non_subscribed not_subscribed do_not_email do_not_mail`,
);

const YES = /^(true|yes|y|t|1|on|x|✓|checked|ja|oui|vrai|sí|si|verdadero|sim|vero|tak|да|はい|是|예)$/;
const NO =
  /^(false|no|n|f|0|off|none|never|nein|non|faux|falso|não|nao|nee|nej|nie|нет|いいえ|否|아니요|null|nil|nan|undefined|n\/a|-+|0000-00-00.*)$/;
const TIME =
  /^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{10}(\d{3})?$|[a-z]{3,9} \d{1,2},? \d{4})/;

export type Meaning = 'empty' | 'yes' | 'no' | 'time' | 'stays' | 'left' | 'unknown';

export function readMeaning(value: string | undefined): Meaning {
  if (!value) return 'empty';
  if (YES.test(value)) return 'yes';
  if (NO.test(value)) return 'no';
  if (TIME.test(value)) return 'time';
  const word = toWord(value);
  if (STAYING_VALUES.has(word) || PLAN_VALUES.has(word)) return 'stays';
  return LEFT_VALUES.has(word) ? 'left' : 'unknown';
}

/** Whether a value, or one of a list of tags, says that somebody left, though the column is about something else. */
export function isAlarming(name: string, value: string): boolean {
  if (OTHER_MATTER.test(name)) return false;
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

/** A header in one spelling: `Email Disabled?`, `emailDisabled` and `EMAIL-DISABLED` are `email_disabled`. */
export function toColumnName(header: string): string {
  return header
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
}

/** Columns with such a word in their name that do not say whether somebody gets mail. */
const HARMLESS = [
  // Ours.
  /^(time_?zone|paused_until)$/,
  // When, where and how somebody joined.
  /^(subscri(bed?|ption)|opt(ed)?_?in|sign_?up|activat(ed|ion)|joined)_?(at|on|date|time|timestamp|ip|ip_address|source|method|url|page|form|location|country)(_\w+)?$/,
  /^confirm(ation|ed)?_(time|timestamp|ip|ip_address)$/,
  /^(date|time)_(of_)?(subscri|opt_?in|sign_?up)\w*$/,
  // Names, plans and links.
  /^(subscriber|subscription|consent|newsletter|publication)s?_?(id|uuid|ip|name|email|country|source|tiers?|plan|period|interval|price|currency|language|url|text|number|gifted)(_\w+)?$/,
  /^unsubscri(be|ption)_(url|link|token|key|hash|code|page)$/,
  /^(expiry|expires_at|expiration|expiration_date)$/,
  // What somebody read, and which other messages they want: Substack.
  /^last_(active|activity)(_(at|on|date))?$|^activity(_(rating|score))?$|^days_active(_\w+)?$/,
  /^(num_)?emails_\w+$/,
  /^(digest|comments?|notifications?|chat|podcast)_enabled$/,
];

/** Columns about other channels and other addresses. */
const OTHER_MATTER =
  /(^|_)(sms|phone|push|whatsapp|billing|shipping|payment|invoice|order|stripe|marital|tax)(_|$)/;

const LEAVING =
  /^(unsub|optout|bounc|complain|spam|block(ed|list)|blackl|suppress|disabl|delet|remov|cancel|cleaned$|clean$|invalid|inactiv|deactiv|banned$|archived$|quarantin|undeliver|unconfirm|unverif|unactiv|exclude|revok|withdr|unmail|junk|reject|declin|dropped$|stopped$|erase|forgotten$|objected$|objection$|terminat|suspend|refus|muted$|paused?$|churn|expired$|quit$|hold$|held$|left$|leav|dead$|ended$|closed$|nomail$)/;
const STAYING =
  /^(subscri|activ|enabl|confirm|verif|consent|optin|permission|permit|allow|accept|agree|mailable|sendable|contactable|deliverab|valid|approv|receive|gdpr|marketing|newsletters?$|grant|wants$)/;
const STATE = /^(status|state|standing|type)$/;
/** Words that leave the meaning of such a name sure: `is_unsubscribed`, `email_bounced_at`. */
const BESIDE =
  /^(is|has|was|user|member|contact|reader|e?mails?|to|from|all|at|on|by|date|time|timestamp|globally|global|hard|soft|list|campaign|id|title|reason|other|newsletter)$/;

/** What a column says of an address; undefined for a column about something else. */
export function classifyColumn(name: string): { subject: ColumnSubject; sure: boolean } | undefined {
  if (OTHER_MATTER.test(name) || HARMLESS.some((pattern) => pattern.test(name))) return undefined;
  const parts = name
    .replace(/(^|_)(do_?not|dont|no)_(e?_?mail|contact|send|disturb|market)\w*/g, '$1nomail')
    .replace(/opt(ed)?_?out/g, 'optout')
    .replace(/opt(ed)?_?in(?=_|$)/g, 'optin')
    .split('_');
  const speaks = (part: string) => LEAVING.test(part) || STAYING.test(part);
  const sure = parts.every((part) => speaks(part) || STATE.test(part) || BESIDE.test(part));
  if (/^(not?|non|never)$/.test(parts[0] ?? '') && parts.some(speaks))
    return { subject: 'state', sure: false };
  if (parts.some((part) => LEAVING.test(part))) return { subject: 'leaving', sure };
  if (parts.at(-1) === 'status') return { subject: 'state', sure };
  if (STATE.test(parts.at(-1) ?? '')) return sure ? { subject: 'state', sure } : undefined;
  if (/^(subscription|membership)$/.test(name)) return { subject: 'state', sure: true };
  if (parts.some(speaks)) return { subject: 'staying', sure };
  const foreign = classifyForeignColumn(parts);
  return foreign && { subject: foreign, sure: false };
}
