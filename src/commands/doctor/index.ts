// tidings doctor: reports what is configured, what is failing, and how to fix it.

import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, UserError } from '../../base/errors.js';
import { DAY_MS } from '../../base/time.js';
import { isPostgresUrl } from '../../base/url.js';
import { findUnread } from '../../config/config.js';
import { type Context, findStrayPrompts, openContext, version } from '../../context.js';
import { PROMPT_NAMES } from '../../editorial/model/prompts.js';
import { formatCount } from '../../render/format.js';
import { namesOfKind } from '../../sources/index.js';
import { isTransactionPooled, POOLING_HINT } from '../../store/cluster/pooling.js';
import { maskDatabaseUrl } from '../../store/database/postgres-errors.js';
import { rotateSecret } from '../../store/secrets.js';
import { listHealth } from '../../store/sources/source-health.js';
import type { Finding } from '../../web/site/operator-actions.js';
import { type Command, type Input, optionOf, requireUsed } from '../shared/command.js';
import { inspectChannels } from './channels.js';
import { inspectFiles } from './files.js';
import { inspectMail } from './mail.js';
import { inspectModel } from './model.js';
import { inspectSoundness, type Repair } from './repairs.js';
import { inspectRuns } from './runs.js';
import { inspectSources } from './sources.js';

export const command: Command = {
  usage: '[--fix] [--rotate-key [--days N]]',
  summary:
    "Reports what is configured, reachable and failing, and how to fix it. --fix repairs what it can; --rotate-key signs readers' links with a new key, and links signed with the old key stay valid for 180 days, or for --days N.",
  options: {
    fix: { type: 'boolean', help: 'Fix what can be fixed (default: report only)' },
    'rotate-key': { type: 'boolean', help: "Sign readers' links with a new key (default: keep the key)" },
    days: {
      type: 'string',
      value: 'N',
      help: 'Days that links signed with the old key stay valid (default: 180)',
    },
  },
  async run(input) {
    const keepDays = readDays(input);
    const context = await openContext(input.dir);
    try {
      const repairs = [...inspectFiles(context), ...(await inspectSoundness(context))];
      const findings = [
        ...(await inspect(context)),
        ...(await runRepairs(repairs, input.values.fix === true)),
        ...(keepDays === undefined ? [] : [await rotateKey(context, keepDays)]),
      ];
      const marks = { ok: '✓', note: '–', problem: '✗' };
      const lines = findings.flatMap(({ level, what, hint }) => [
        `${marks[level]} ${what}`,
        ...(hint ? [`    ${hint}`] : []),
      ]);
      const problems = findings.filter((finding) => finding.level === 'problem').length;
      const notes = findings.filter((finding) => finding.level === 'note').length;
      const closing = `${problems === 0 ? 'Nothing to fix' : `${problems} to fix (✗)`}${notes > 0 ? `; ${formatCount(notes, 'note')} (–) about what is optional or worth knowing` : ''}.`;
      return {
        json: { version, findings },
        text: [...lines, closing].join('\n'),
        exitCode: problems > 0 ? 1 : 0,
      };
    } finally {
      await context.close();
    }
  },
};

/** Runs every check that changes nothing. */
export async function inspect(context: Context): Promise<Finding[]> {
  return [
    ...inspectSettings(context),
    ...(await inspectModel(context)),
    ...(await inspectMail(context)),
    ...(await inspectChannels(context)),
    ...(await inspectStore(context)),
    ...(await inspectRuns(context)),
  ];
}

/** Runs the repairs, or describes what `--fix` would do. A finding without a repair stays a problem. */
async function runRepairs(repairs: Repair[], fix: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { fix: repair, ...finding } of repairs) {
    if (!repair) findings.push(finding);
    else if (!fix) {
      const would = `\`tidings doctor --fix\` ${repair.what}.`;
      findings.push({ ...finding, hint: finding.hint ? `${finding.hint}. ${would}` : would });
    } else
      findings.push(
        await repair.run().then(
          (done): Finding => ({ level: 'ok', what: `Fixed. ${finding.what}: ${done}` }),
          (error: unknown): Finding => ({ ...finding, level: 'problem', hint: messageOf(error) }),
        ),
      );
  }
  return findings;
}

/** Days that links signed with the old key stay valid; undefined when the key stays. */
function readDays(input: Input): number | undefined {
  const rotates = input.values['rotate-key'] === true;
  requireUsed(input, 'days', 'without --rotate-key', rotates);
  if (!rotates) return undefined;
  const days = Number(optionOf(input, 'days') ?? 180);
  if (Number.isInteger(days) && days >= 0 && days <= 3650) return days;
  throw new UserError(
    '--days is a whole number from 0 to 3650',
    'With 0, every link already sent stops working immediately.',
  );
}

async function rotateKey({ db, clock }: Context, days: number): Promise<Finding> {
  const now = clock();
  const until = new Date(now.getTime() + days * DAY_MS).toISOString();
  await db.transaction().execute((trx) => rotateSecret(trx, { now: now.toISOString(), until }));
  const old = days > 0 ? `stay valid until ${until.slice(0, 10)}` : 'no longer work';
  return { level: 'ok', what: `Readers' links are signed with a new key; links sent earlier ${old}` };
}

function inspectSettings({ config, sample }: Context): Finding[] {
  const { env, refs, publication } = config;
  const nouns = refs.map((ref) => namesOfKind(ref.kind).noun);
  const counted = ['subreddit', 'X account', 'X list', 'feed', ...nouns].map((noun) =>
    formatCount(nouns.filter((each) => each === noun).length, noun),
  );
  const findings: Finding[] = [
    { level: 'ok', what: `Tidings ${version}, Node ${process.versions.node}` },
    sample
      ? {
          level: 'note',
          what: 'This folder contains the bundled sample',
          hint: '`tidings init` writes a real sources.yaml.',
        }
      : { level: 'ok', what: `${publication.name}, days in ${publication.timeZone}` },
    {
      level: 'ok',
      what: [...new Set(counted)].join(', '),
    },
    env.PUBLIC_URL
      ? { level: 'ok', what: `Readers reach the site at ${env.PUBLIC_URL}` }
      : {
          level: 'note',
          what: 'No PUBLIC_URL: mails carry no links to the archive',
          hint: 'Set it once the site has a public address.',
        },
  ];
  for (const name of findUnread(config.dir))
    findings.push({
      level: 'note',
      what: `${name} in .env is not a known variable`,
      hint: 'Is it misspelt? .env.example lists all variables.',
    });
  for (const file of findStrayPrompts(config))
    findings.push({
      level: 'note',
      what: `prompts/${file} is not a known prompt`,
      hint: `Is it misspelt? Prompts are ${PROMPT_NAMES.map((name) => `${name}.md`).join(', ')}.`,
    });
  if (!sample && nouns.some((noun) => noun.startsWith('X ')) && !env.X_BEARER_TOKEN) {
    findings.push({
      level: 'note',
      what: 'X is skipped: no X_BEARER_TOKEN',
      hint: 'docs/sources.md explains how to get one and what it costs.',
    });
  }
  if (!sample && nouns.includes('subreddit') && !(env.REDDIT_CLIENT_ID && env.REDDIT_CLIENT_SECRET)) {
    findings.push({
      level: 'note',
      what: 'Reddit is read from its Atom feeds, slowly and without scores: no REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET',
      hint: 'Reddit approves each new client: docs/sources-reddit.md explains how to apply.',
    });
  }
  return findings;
}

async function inspectStore({ config, db }: Context): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (isPostgresUrl(config.database)) {
    findings.push(
      (await isTransactionPooled(config.database))
        ? {
            level: 'problem',
            what: `The pooler before ${maskDatabaseUrl(config.database)} gives each transaction a different connection`,
            hint: POOLING_HINT,
          }
        : { level: 'ok', what: `Store: ${maskDatabaseUrl(config.database)}` },
    );
  } else if (config.database !== ':memory:') {
    try {
      mkdirSync(dirname(config.database), { recursive: true });
      accessSync(dirname(config.database), constants.W_OK);
      findings.push({ level: 'ok', what: `Store: ${config.database}` });
    } catch {
      findings.push({
        level: 'problem',
        what: `${dirname(config.database)} is not writable`,
        hint: 'Give this user write permission.',
      });
    }
  }
  const followed = new Set(config.refs.map((ref) => ref.id));
  findings.push(...inspectSources((await listHealth(db)).filter(({ id }) => followed.has(id))));
  return findings;
}
