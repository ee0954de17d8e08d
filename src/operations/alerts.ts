// Mails the operator about each incident once when it begins and once when it ends.
import { createHash } from 'node:crypto';
import { messageOf } from '../base/errors.js';
import { createMask, type Log } from '../base/log.js';
import { mailboxOf, parseAddress } from '../base/mail-address.js';
import { escapeHtml, oneLine, truncate } from '../base/text.js';
import { minuteOf } from '../base/time.js';
import { type Content, composeNotice } from '../deliver/compose.js';
import type { PipelineContext } from '../stages/context.js';
import { senderOf } from '../stages/delivering/delivery.js';
import {
  deleteReportedNews,
  type Incident,
  type KnownIncident,
  type News,
  updateIncidents,
} from '../store/incidents.js';

type AlertContext = Pick<PipelineContext, 'config' | 'db' | 'messenger' | 'clock'> & { log: Log };

const MAX_SUBJECT_CHARACTERS = 120;
const MAX_INCIDENT_CHARACTERS = 600;

/**
 * Records current incidents and mails changes to OPERATOR_EMAIL, if set: one mail when an incident begins (at most one
 * a day) and one when it ends. Returns the changes. A change that could not be mailed is reported again the next time.
 * Mail server errors do not throw.
 */
export async function alertOperator(context: AlertContext, incidents: Incident[]): Promise<News> {
  const { config, db, clock } = context;
  const mask = createMask(config.env);
  const present = incidents.map(({ key, what, command }) => ({
    key,
    command,
    what: truncate(mask(oneLine(what)), MAX_INCIDENT_CHARACTERS),
  }));
  const now = clock().toISOString();
  const news = await db.transaction().execute((trx) => updateIncidents(trx, present, now));
  const unsent = await mailChanges(context, news);
  if (unsent.begun.length + unsent.over.length > 0)
    await db.transaction().execute((trx) => deleteReportedNews(trx, unsent));
  return news;
}

/** Returns the incidents that could not be mailed. */
async function mailChanges(context: AlertContext, news: News): Promise<News> {
  const unsent: News = { begun: [], over: [] };
  const address = parseAddress(context.config.env.OPERATOR_EMAIL ?? '');
  if (!address) return unsent;
  for (const state of ['begun', 'over'] as const)
    for (const incident of news[state])
      if (!(await mailOne(context, mailboxOf(address), incident, state))) unsent[state].push(incident);
  return unsent;
}

async function mailOne(
  context: AlertContext,
  to: string,
  incident: KnownIncident,
  state: keyof News,
): Promise<boolean> {
  const { clock, messenger, log } = context;
  const hash = createHash('sha256').update(incident.key).digest('hex').slice(0, 12);
  const key = `alert.${state}.${hash}.${clock().getTime().toString(36)}`;
  try {
    const mail = composeNotice(key, to, contentOf(context, incident, state), senderOf(context));
    const [result] = await messenger.send([mail]);
    if (result?.outcome === 'sent' || result?.outcome === 'uncertain') return true;
    log.warn({ incident: incident.key, error: result?.error }, 'the operator could not be notified');
  } catch (error) {
    log.warn({ incident: incident.key, error: messageOf(error) }, 'the operator could not be notified');
  }
  return false;
}

/** Truncates a subject between words, even if the last word is long. */
function cutAtWord(subject: string): string {
  if (subject.length <= MAX_SUBJECT_CHARACTERS) return subject;
  return `${subject.slice(0, MAX_SUBJECT_CHARACTERS + 1).replace(/[\s,;:(\u2013\u2014-]*\s\S*$/, '')}…`;
}

function contentOf(
  { config }: AlertContext,
  { what, command, since }: KnownIncident,
  state: keyof News,
): Content {
  const { PUBLIC_URL, ADMIN_TOKEN } = config.env;
  const at = minuteOf(since);
  const lines = [
    state === 'begun' ? `${what}.` : `Resolved (began ${at}): ${what}.`,
    ...(state === 'begun' && command ? [command] : []),
    ...(state === 'begun' ? [`Since ${at}. If it continues, you will be notified again in a day.`] : []),
    PUBLIC_URL && ADMIN_TOKEN
      ? `${PUBLIC_URL.replace(/\/+$/, '')}/admin`
      : 'Run tidings doctor to see what is failing and how to fix it.',
  ];
  const subject = `${config.publication.name}: ${state === 'over' ? 'resolved: ' : ''}${what}`;
  return {
    subject: cutAtWord(subject),
    html: lines.map((line) => `<p>${escapeHtml(line)}</p>\n`).join(''),
    text: `${lines.join('\n\n')}\n`,
  };
}
