// Whether a past issue was public. What was not is never published, and a state that is not understood is not guessed.
import { type Fields, textOf } from './document.js';

const PUBLIC_STATES =
  /^(?:published?|public|sent|live|confirmed|complete[d]?|active|imported|everyone|all|free|both|newsletter|post)$/;
const HIDDEN_STATES =
  /^(?:drafts?|drafted|scheduled|pending|queued|private|unlisted|hidden|archived|deleted|trash(?:ed)?|in_?review|idea|only_paid|only_free|founding|paid|premium|members?|tiers?|subscribers?|internal|errored|paused|cancell?ed|canceling|save)$/;
const YES = /^(?:true|yes|1|on)$/;
const NO = /^(?:false|no|0|off)$/;

const STATE_FIELDS = ['status', 'state', 'visibility', 'audience', 'email_type', 'publish_status', 'access'];
const PUBLIC_FLAGS = ['published', 'is_published', 'public', 'publish', 'is_public'];
const HIDDEN_FLAGS = [
  'draft',
  'is_draft',
  'private',
  'hidden',
  'unlisted',
  'is_paid',
  'only_paid',
  'premium',
];
const PAGE_TYPES =
  /^(?:page|pages|home|index|landing|author|tag|category|archive|about|contact|redirect|restack|thread)$/;

/**
 * Why the post was not public or is no post, or undefined when it may be published. Throws an Error for a state that
 * is neither known as public nor as hidden.
 */
export function whyNotPublic(fields: Fields): string | undefined {
  for (const name of HIDDEN_FLAGS) {
    const value = flagOf(fields, name);
    if (YES.test(value))
      return name.includes('draft') ? 'it is a draft' : `it was not public (${name}: ${value})`;
  }
  for (const name of PUBLIC_FLAGS) {
    const value = flagOf(fields, name);
    if (NO.test(value)) return `it was not published (${name}: ${value})`;
  }
  if (textOf(fields, ['password'])) return 'it was not public (it has a password)';
  for (const name of STATE_FIELDS) {
    const value = flagOf(fields, name);
    if (!value || PUBLIC_STATES.test(value) || YES.test(value)) continue;
    if (/^draft/.test(value)) return 'it is a draft';
    if (HIDDEN_STATES.test(value) || NO.test(value)) return `it was not public (${name}: ${value})`;
    throw new Error(`its ${name} "${value}" is not understood: nobody can say whether it was public`);
  }
  for (const name of ['type', 'post_type', 'layout']) {
    const value = flagOf(fields, name);
    if (PAGE_TYPES.test(value)) return `it is no post (${name}: ${value})`;
  }
  return undefined;
}

function flagOf(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number'
    ? String(value).trim().toLowerCase()
    : '';
}
