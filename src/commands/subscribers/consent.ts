// Decides whether a line exported from another host is an active subscriber. An unclear line is never added.
import {
  type ColumnSubject,
  classifyColumn,
  isAlarming,
  type Meaning,
  readMeaning,
  toColumnName,
} from './consent-words.js';

/**
 * `stays`: no column excludes the address. `left`: a column shows that it unsubscribed, bounced, complained or never
 * confirmed; this overrides all other columns. `unclear`: a column may exclude it, but its wording is unknown.
 */
export type Consent =
  | { verdict: 'stays' }
  /** `by`: `status inactive`, or only the column's name if its value is a time or free text. */
  | { verdict: 'left'; by: string }
  | { verdict: 'unclear'; reason: string };

interface ConsentColumn {
  index: number;
  /** The column's name in the file. */
  header: string;
  name: string;
  /** `region`: the state of a postal address, also Kit's. */
  subject: ColumnSubject | 'region' | 'other';
  /** Whether the name is unambiguous. */
  sure: boolean;
}

type Verdict = 'left' | 'stays' | 'unclear' | 'blank' | 'silent';

/** Creates a reader of lines under this header. `skip`: the index of the address. */
export function createConsentReader(header: string[], skip: number): (fields: string[]) => Consent {
  const columns = findColumns(header).filter(({ index }) => index !== skip);
  const pauseEnds = header.findIndex((title) => toColumnName(title) === 'paused_until');
  return (fields) => {
    const verdicts = columns.map((column) => {
      const value = fields[column.index]?.trim().toLowerCase() ?? '';
      // A temporary pause is not an unsubscription.
      const paused = value === 'paused' && Boolean(fields[pauseEnds]?.trim());
      return { column, value, verdict: paused ? 'stays' : judge(column, value) };
    });
    const unsubscribed = verdicts.find(({ verdict }) => verdict === 'left');
    if (unsubscribed) return { verdict: 'left', by: describeCause(unsubscribed.column, unsubscribed.value) };
    const unclear = verdicts.find(({ verdict }) => verdict === 'unclear');
    if (unclear) {
      const said = JSON.stringify(unclear.value.slice(0, 60));
      const reason = `${JSON.stringify(unclear.column.header)} is ${said}: perhaps this address should get no mail`;
      return { verdict: 'unclear', reason };
    }
    const blank = verdicts.find(({ verdict }) => verdict === 'blank');
    if (blank && !verdicts.some(({ verdict }) => verdict === 'stays'))
      return {
        verdict: 'unclear',
        reason: `${JSON.stringify(blank.column.header)} is empty: perhaps this address should get no mail`,
      };
    return { verdict: 'stays' };
  };
}

/** Whether the file's name says that everybody in it left: Mailchimp exports four files, Buttondown two. */
export function saysAllLeft(fileName: string): boolean {
  return /(un|non|not)[-_ ]?subscri|unsub|cleaned|bounce|suppress|blocklist|blacklist|complain|spam|opt(ed)?[-_ ]?out/i.test(
    fileName,
  );
}

function findColumns(header: string[]): ConsentColumn[] {
  const names = header.map(toColumnName);
  const isPostal = names.some((name) =>
    /^(city|zip|zip_?code|post_?code|postal_code|street|address_1|ciudad|cidade|citta|città|codigo_postal|código_postal|cep|cap)$/.test(
      name,
    ),
  );
  const hasStatus = names.some((name) => /^(status|subscri(ption|ber)_(state|status))$/.test(name));
  const isSubstack = names.some((name) =>
    /^(email_disabled|expiry|first_payment_at|stripe_plan)$/.test(name),
  );
  return names.map((name, index) => {
    const column = { index, name, header: header[index] ?? '' };
    if (/^(state|estado|stato)$/.test(name) && (isPostal || hasStatus))
      return { ...column, subject: 'region', sure: true };
    // At Substack, subscriptions are paid plans.
    if (name === 'active_subscription' && isSubstack) return { ...column, subject: 'other', sure: true };
    return { ...column, ...(classifyColumn(name) ?? { subject: 'other', sure: true }) };
  });
}

function judge({ name, subject, sure }: ConsentColumn, value: string): Verdict {
  const meaning = readMeaning(value);
  switch (subject) {
    case 'leaving':
      return judgeLeaving(name, meaning, sure);
    case 'staying':
      if (meaning === 'empty') return 'blank';
      if (meaning === 'no' || meaning === 'left') return sure ? 'left' : 'unclear';
      return meaning === 'unknown' ? 'unclear' : 'stays';
    case 'state':
      // Buttondown pauses the payment, not the mail.
      if (value === 'paused' && /type$/.test(name)) return 'stays';
      if (meaning === 'empty') return 'blank';
      return meaning === 'stays' || (meaning === 'left' && sure) ? meaning : 'unclear';
    case 'region':
      return meaning === 'left' ? 'left' : 'silent';
    case 'other':
      return judgeOther(name, value);
  }
}

function judgeLeaving(name: string, meaning: Meaning, sure: boolean): Verdict {
  if (meaning === 'empty' || meaning === 'no') return 'silent';
  if (!sure || meaning === 'stays') return 'unclear';
  return meaning === 'unknown' && !isFreeText(name) ? 'unclear' : 'left';
}

/** Whether the column holds a time, reason or issue of an unsubscription. */
function isFreeText(name: string): boolean {
  return /(^|_)(reason|campaign|title|time|date|at|on|timestamp)(_|$)/.test(name);
}

/** listmonk writes an address's lists into one field; other hosts use tags. */
function judgeOther(name: string, value: string): Verdict {
  const states = [...value.matchAll(/subscription_status\W{1,4}(\w+)/g)].map(([, word]) => readMeaning(word));
  if (states.length > 0) {
    const [first] = states;
    return (first === 'left' || first === 'stays') && states.every((state) => state === first)
      ? first
      : 'unclear';
  }
  return isAlarming(name, value) ? 'unclear' : 'silent';
}

function describeCause({ name }: ConsentColumn, value: string): string {
  const meaning = readMeaning(value);
  return meaning === 'time' || meaning === 'unknown' ? name : `${name} ${value}`;
}
