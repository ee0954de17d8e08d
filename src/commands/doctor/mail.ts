// Doctor's checks of mail: the mail service, subscribers, stuck deliveries, and the DNS records of the sender's domain.
import { Resolver } from 'node:dns/promises';
import type { Context } from '../../context.js';
import { adviseOnCertificate } from '../../deliver/smtp/certificate-fault.js';
import { verifySmtp } from '../../deliver/smtp/smtp.js';
import { countDeliveries } from '../../store/deliveries/counts.js';
import { listDeliveries } from '../../store/deliveries/deliveries.js';
import { findPause } from '../../store/deliveries/pauses.js';
import { listIssues } from '../../store/issues.js';
import { countSubscribers } from '../../store/subscribers/counts-over-time.js';
import type { Finding } from '../../web/site/operator-actions.js';

/** How many of the latest issues are checked for failed mails. */
const MAX_ISSUES = 14;
const MAX_NAMED_ADDRESSES = 5;

export async function inspectMail(context: Context): Promise<Finding[]> {
  return [
    ...(await describeWay(context)),
    ...(await describeList(context)),
    ...(await findStuck(context)),
    ...(await inspectDomain(context)),
  ];
}

async function describeWay({ messenger, config: { env } }: Context): Promise<Finding[]> {
  if (messenger.name === 'outbox') {
    return [
      {
        level: 'note',
        what: 'Mail goes to data/outbox/',
        hint: 'Set RESEND_API_KEY or SMTP_URL, and MAIL_FROM, to send it.',
      },
    ];
  }
  const what = `Mail goes out by ${messenger.name === 'resend' ? 'Resend' : 'SMTP'}`;
  const fault = await findFault(messenger.name, env);
  const way: Finding = fault
    ? {
        level: 'problem',
        what:
          messenger.name === 'resend'
            ? `${what}, but its check failed: ${fault}`
            : `${what}, but its server does not accept it: ${fault}`,
        hint:
          messenger.name === 'resend'
            ? env.RESEND_BASE_URL
              ? 'Check RESEND_BASE_URL and RESEND_API_KEY. Mails may go out all the same: send a test mail.'
              : 'Check RESEND_API_KEY, and at https://resend.com/domains the domain of MAIL_FROM.'
            : (adviseOnCertificate(fault) ?? 'Check SMTP_URL.'),
      }
    : { level: 'ok', what };
  if (!env.MAIL_FROM)
    return [
      way,
      {
        level: 'problem',
        what: 'MAIL_FROM is not set: mails have no sender',
        hint: 'Example: Tidings AI <news@example.org>',
      },
    ];
  if (messenger.name === 'resend' && !env.RESEND_WEBHOOK_SECRET)
    return [
      way,
      {
        level: 'note',
        what: 'Bounces and complaints are not received: RESEND_WEBHOOK_SECRET is not set',
        hint: `At Resend, add a webhook for ${env.PUBLIC_URL ?? '<PUBLIC_URL>'}/webhooks/resend; docs/deliverability.md lists the events.`,
      },
    ];
  return [way];
}

/** Tries the login or the API key without sending a mail. */
async function findFault(way: string, env: Context['config']['env']): Promise<string | undefined> {
  if (way === 'smtp') return env.SMTP_URL ? verifySmtp(env.SMTP_URL) : undefined;
  if (!env.RESEND_API_KEY) return undefined;
  const { verifyResend } = await import('../../deliver/resend/verify-resend.js');
  return verifyResend(env.RESEND_API_KEY, { baseUrl: env.RESEND_BASE_URL, from: env.MAIL_FROM });
}

async function describeList({ db, clock }: Context): Promise<Finding[]> {
  const counts = await countSubscribers(db, clock().toISOString());
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  if (parts.length === 0) return [];
  return [
    { level: 'ok', what: `Subscribers: ${parts.map(([status, count]) => `${count} ${status}`).join(', ')}` },
  ];
}

async function findStuck({ db }: Context): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { id } of await listIssues(db, { status: 'published', limit: MAX_ISSUES })) {
    const pause = await findPause(db, id);
    const { failed = 0, uncertain = 0 } = await countDeliveries(db, id);
    if (pause)
      findings.push({
        level: 'problem',
        what: `The delivery of ${id} is paused: ${pause}`,
        hint: `Fix the cause, then \`tidings send ${id} --resume\`.`,
        page: 'deliveries',
      });
    if (failed > 0)
      findings.push({
        level: 'problem',
        what: `${failed} mails of ${id} failed`,
        hint: `\`tidings send ${id} --resume\` tries them again.`,
        page: 'deliveries',
      });
    if (uncertain === 0) continue;
    const some = await listDeliveries(db, { state: 'uncertain', issueId: id, limit: MAX_NAMED_ADDRESSES });
    const more = uncertain > some.length ? ` and ${uncertain - some.length} more` : '';
    findings.push({
      level: 'problem',
      what: `${uncertain} mails of ${id} may or may not have gone out: ${some.map(({ address }) => address).join(', ')}${more}`,
      hint: `They are not resent automatically; \`tidings send ${id} --resume --uncertain\` sends them again.`,
      page: 'deliveries',
    });
  }
  return findings;
}

/** Checks SPF and DMARC of the sender's domain, and DKIM where the selector is known. DNS must answer within seconds. */
async function inspectDomain({ messenger, config: { env } }: Context): Promise<Finding[]> {
  const domain = /@([^\s>@]+)>?\s*$/.exec(env.MAIL_FROM ?? '')?.[1];
  if (messenger.name === 'outbox' || !domain) return [];
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  const find = async (name: string, kind: RegExp): Promise<boolean | undefined> => {
    try {
      return (await resolver.resolveTxt(name)).some((parts) => kind.test(parts.join('')));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENOTFOUND' || code === 'ENODATA' ? false : undefined;
    }
  };
  const records: [string, string, RegExp][] = [
    ['SPF', domain, /^v=spf1\b/i],
    ['DMARC', `_dmarc.${domain}`, /^v=DMARC1\b/i],
    ...(messenger.name === 'resend'
      ? [['DKIM', `resend._domainkey.${domain}`, /\bp=/] as [string, string, RegExp]]
      : []),
  ];
  const found = await Promise.all(
    records.map(async ([name, host, kind]) => ({ name, host, has: await find(host, kind) })),
  );
  return found.map(({ name, host, has }): Finding => {
    if (has === undefined)
      return { level: 'note', what: `${name} of ${domain} is unknown: DNS did not answer` };
    if (has) return { level: 'ok', what: `${domain} has a ${name} record` };
    return {
      level: 'problem',
      what: `${domain} has no ${name} record at ${host}`,
      hint: 'docs/deliverability.md shows what to enter.',
    };
  });
}
