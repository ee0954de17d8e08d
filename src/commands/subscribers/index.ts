// tidings subscribers: lists, adds, removes, imports and exports subscribers.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { decodeText } from '../../base/decode-text.js';
import { UserError } from '../../base/errors.js';
import { parseAddress } from '../../base/mail-address.js';
import { MINUTE_MS } from '../../base/time.js';
import { type Context, openContext } from '../../context.js';
import { formatCount } from '../../render/format.js';
import { createConfirmer } from '../../stages/delivering/confirmation.js';
import { addLeavers, addSubscribers, type ListedSubscriber } from '../../store/subscribers/add-many.js';
import { addConfirmationRequest } from '../../store/subscribers/confirmation-requests.js';
import {
  countSubscribers,
  countSubscribersByMonth,
  listSuppressed,
  readSubscribers,
} from '../../store/subscribers/counts-over-time.js';
import {
  deleteSubscriber,
  findSubscriberByAddress,
  type Preferences,
  type Subscriber,
} from '../../store/subscribers/subscribers.js';
import {
  type Command,
  type Input,
  type Output,
  optionOf,
  rejectExtraArguments,
  requireUsed,
} from '../shared/command.js';
import { saysAllLeft } from './consent.js';
import { restore } from './restore-bounced.js';
import {
  exportHeader,
  exportLine,
  formatRefused,
  type ListRead,
  readPreferences,
  readSubscriberFile,
} from './subscriber-file.js';

const FIRST_RETRY_MS = 5 * MINUTE_MS;

export const command: Command = {
  usage:
    '[add ADDRESS… | remove ADDRESS… | import FILE.csv | export | restore ADDRESS…] [--confirmed] [--cadence daily|weekly|both] [--timezone ZONE] [--hour N] [--skip-invalid] [--since YYYY-MM-DD]',
  summary:
    'Lists, adds, removes, imports and exports subscribers. New ones get a confirmation mail; --confirmed adds people who already consented.',
  words: Number.POSITIVE_INFINITY,
  options: {
    confirmed: {
      type: 'boolean',
      help: 'The people have already consented (default: send each a confirmation mail)',
    },
    cadence: { type: 'string', value: 'daily|weekly|both', help: 'Which issues they get (default: daily)' },
    timezone: { type: 'string', value: 'ZONE', help: "Their time zone (default: the publication's)" },
    'skip-invalid': {
      type: 'boolean',
      help: 'Import the valid lines and write the invalid ones to FILE.refused.csv (default: import nothing)',
    },
    since: {
      type: 'string',
      value: 'YYYY-MM-DD',
      help: 'With restore: all addresses that bounced since that day (default: the addresses given)',
    },
    hour: { type: 'string', value: 'N', help: "The hour they get it, 0 to 23 (default: the publication's)" },
  },
  async run(input) {
    const [verb, ...rest] = input.positionals;
    const act = verb === undefined ? showList : Object.hasOwn(actions, verb) && actions[verb];
    if (!act) throw new UserError(`Unknown verb "${verb}"`, `Usage: tidings subscribers ${command.usage}`);
    const adding = verb === 'add' || verb === 'import';
    for (const option of ['confirmed', 'cadence', 'timezone', 'hour'])
      requireUsed(input, option, 'without add or import', adding);
    requireUsed(input, 'skip-invalid', 'without import', verb === 'import');
    requireUsed(input, 'since', 'without restore', verb === 'restore');
    rejectExtraArguments(
      verb === 'import' ? rest.slice(1) : verb === 'export' ? rest : [],
      `subscribers ${command.usage}`,
    );
    const context = await openContext(input.dir);
    try {
      return await act(context, input, rest);
    } finally {
      await context.close();
    }
  },
};

type Action = (context: Context, input: Input, rest: string[]) => Promise<Output>;

const actions: Record<string, Action> = {
  async add(context, input, addresses) {
    if (addresses.length === 0)
      throw new UserError('add needs an address', 'tidings subscribers add ANN@EXAMPLE.ORG');
    const preferences = preferencesOf(context, input);
    const listed = addresses.map((address): ListedSubscriber => {
      const mailbox = parseAddress(address);
      if (!mailbox)
        throw new UserError(
          `${JSON.stringify(address.slice(0, 80))} is not an address`,
          'Enter addresses only, without names: tidings subscribers add ANN@EXAMPLE.ORG. Nobody was added.',
        );
      return { mailbox, preferences };
    });
    return addListed(context, input, listed);
  },

  async remove({ db }, _, addresses) {
    const found: Subscriber[] = [];
    for (const address of addresses) {
      const subscriber = await findSubscriberByAddress(db, address);
      if (!subscriber)
        throw new UserError(
          `${JSON.stringify(address.slice(0, 80))} is not on the list`,
          'tidings subscribers export lists everyone. Nobody was removed.',
        );
      found.push(subscriber);
    }
    if (found.length === 0)
      throw new UserError('remove needs an address', 'tidings subscribers remove ANN@EXAMPLE.ORG');
    await db.transaction().execute(async (trx) => {
      for (const { id } of found) await deleteSubscriber(trx, id);
    });
    return { json: { removed: found.length }, text: `Removed ${found.length}, with all their data.` };
  },

  async import(context, input, [file]) {
    if (file === undefined) throw new UserError('Which file?', 'tidings subscribers import FILE.csv');
    if (saysAllLeft(basename(file)))
      throw new UserError(
        `The file name ${basename(file)} suggests that these people unsubscribed`,
        'Import the file with the active subscribers. If this is that file, rename it.',
      );
    const list = readSubscriberFile(readFile(file), preferencesOf(context, input));
    const { subscribers, left, leavers, leftBy, refused, mistakes } = list;
    const skips = input.values['skip-invalid'] === true && mistakes.length === refused.length;
    if (mistakes.length > 0 && !skips) {
      const more = mistakes.length > 20 ? `\n  and ${mistakes.length - 20} more` : '';
      throw new UserError(
        `${file}: nothing was imported\n  ${mistakes.slice(0, 20).join('\n  ')}${more}`,
        refused.length > 0
          ? 'Correct or delete these lines or columns and import the file again, or use --skip-invalid to import the other lines.'
          : 'Correct the file and import it again.',
      );
    }
    const refusedFile = `${file.replace(/\.csv$/i, '')}.refused.csv`;
    // Writes the file first: if that fails, nothing is imported.
    if (refused.length > 0) writeRefused(refusedFile, list);
    const output = await addListed(context, input, subscribers, { left, leavers, leftBy });
    if (refused.length === 0) return output;
    return {
      json: { ...(output.json as object), refused: { count: refused.length, file: refusedFile } },
      text: `${output.text}\n${formatCount(refused.length, 'line')} refused: see ${refusedFile} for the reasons.`,
      exitCode: 1,
    };
  },

  restore,

  async export({ db }, input) {
    const list: Subscriber[] = [];
    const lines = [exportHeader];
    for await (const subscriber of readSubscribers(db)) {
      if (input.json) list.push(subscriber);
      else lines.push(exportLine(subscriber));
    }
    return { json: { subscribers: list.map(publicPart) }, text: lines.join('\n') };
  },
};

const showList: Action = async ({ db, clock }) => {
  const counts = await countSubscribers(db, clock().toISOString());
  const months = await countSubscribersByMonth(db);
  const suppressed = await listSuppressed(db, 20);
  const text = [
    `${counts.active} active, ${counts.pending} not confirmed yet, ${counts.paused} paused, ${counts.unsubscribed} unsubscribed, ${counts.suppressed} suppressed`,
    ...months.map(
      ({ month, joined, left }) => `${month}  ${`+${joined}`.padStart(7)}  ${`-${left}`.padStart(7)}`,
    ),
    ...suppressed.map(({ address, reason = '' }) => `✗ ${address} is suppressed: ${reason}`),
  ].join('\n');
  return { json: { counts, months, suppressed: suppressed.map(publicPart) }, text };
};

/** Adds all addresses or none, then sends confirmation mails unless `confirmed`. */
async function addListed(
  context: Context,
  input: Input,
  listed: ListedSubscriber[],
  { left, leavers, leftBy }: Pick<ListRead, 'left' | 'leavers' | 'leftBy'> = {
    left: 0,
    leavers: [],
    leftBy: [],
  },
): Promise<Output> {
  const { db, clock } = context;
  const confirmed = input.values.confirmed === true;
  const confirm = confirmed ? undefined : confirmerOf(context);
  const now = clock().toISOString();
  const preferences = preferencesOf(context, input);
  const added = await db.transaction().execute(async (trx) => {
    await addLeavers(trx, leavers, { preferences, now });
    return addSubscribers(trx, listed, { confirmed, now });
  });
  const result = {
    added: 0,
    known: 0,
    left,
    leftBy,
    suppressed: 0,
    confirmations: { sent: 0, deferred: 0, failed: 0 },
  };
  for (const { outcome } of added) result[outcome]++;
  const pending = added.flatMap(({ outcome, subscriber }) =>
    outcome === 'added' && !confirmed ? [subscriber] : [],
  );
  for (const subscriber of pending) {
    if (input.signal.aborted || !confirm) break;
    const outcome = await confirm(subscriber);
    if (outcome === 'deferred') await queueConfirmation(context, subscriber);
    result.confirmations[outcome === 'sent' || outcome === 'deferred' ? outcome : 'failed']++;
  }
  const { sent, deferred, failed } = result.confirmations;
  const unasked = pending.length - sent - deferred - failed;
  const text = [
    `Added ${result.added}${confirmed ? '' : `; sent ${sent} confirmation mails`}.`,
    ...(result.known > 0 ? [`${result.known} were already on the list and are unchanged.`] : []),
    ...(left > 0
      ? [`${left} get no mail from their former host, and get none from here: ${leftBy.join(', ')}.`]
      : []),
    ...(result.left > left ? [`${result.left - left} had unsubscribed here and were not added.`] : []),
    ...(result.suppressed > 0
      ? [`${result.suppressed} bounced or complained before and stay suppressed.`]
      : []),
    ...(deferred > 0
      ? [`${formatCount(deferred, 'mail')} deferred by the mail server; tidings serve will retry.`]
      : []),
    ...(failed + unasked > 0
      ? [`${failed + unasked} confirmation mails could not be sent; add the addresses again to retry.`]
      : []),
  ];
  return { json: result, text: text.join('\n'), exitCode: failed + unasked > 0 ? 1 : 0 };
}

/** Queues a deferred confirmation mail for `tidings serve`, without the limits for requests on the site. */
async function queueConfirmation({ db, clock }: Context, subscriber: Subscriber): Promise<void> {
  const now = clock();
  await addConfirmationRequest(db, subscriber, subscriber, {
    now: now.toISOString(),
    dueAt: new Date(now.getTime() + FIRST_RETRY_MS).toISOString(),
    isOperators: true,
  });
}

function confirmerOf(context: Context) {
  const { PUBLIC_URL } = context.config.env;
  if (!PUBLIC_URL) {
    throw new UserError(
      'PUBLIC_URL is not set, so confirmation mails would have no link',
      'Set it in .env, or use --confirmed if they already consented.',
    );
  }
  return createConfirmer(context, PUBLIC_URL);
}

function preferencesOf({ config }: Context, input: Input): Preferences {
  const { timeZone, daily, weekly } = config.publication;
  const cadence = optionOf(input, 'cadence');
  const defaults: Preferences = {
    cadence: 'daily',
    timeZone,
    hour: cadence === 'weekly' ? weekly.hour : daily.hour,
    omitted: [],
  };
  const preferences = readPreferences(
    { cadence, timezone: optionOf(input, 'timezone'), hour: optionOf(input, 'hour') },
    defaults,
  );
  if (typeof preferences === 'string')
    throw new UserError(`${preferences[0]?.toUpperCase()}${preferences.slice(1)}`);
  return preferences;
}

function writeRefused(file: string, read: ListRead): void {
  try {
    writeFileSync(file, formatRefused(read));
  } catch (error) {
    throw new UserError(
      `Cannot write the refused lines to ${file}; nothing was imported`,
      'Copy the CSV file to a folder that you can write to.',
      { cause: error },
    );
  }
}

/** A subscriber without the fields that sign tokens. */
function publicPart({ id: _, key: __, generation: ___, consents: ____, ...rest }: Subscriber) {
  return rest;
}

function readFile(file: string): string {
  try {
    return decodeText(readFileSync(file));
  } catch (error) {
    throw new UserError(`Cannot read ${file}`, 'Enter the path of a CSV file.', { cause: error });
  }
}
