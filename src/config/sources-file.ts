// The schema of sources.yaml. Errors name the line, the value and what is allowed.
import { z } from 'zod';
import { UserError } from '../base/errors.js';
import { isTimeZone } from '../base/time.js';
import { followedSchema, RECAP_NAMES, sourceRefs } from '../sources/index.js';
import { parseYamlFile } from './yaml-file.js';

const hour = (fallback: number, what: string) =>
  z
    .int('a whole number from 0 to 23')
    .min(0, 'a whole number from 0 to 23')
    .max(23, 'a whole number from 0 to 23')
    .default(fallback)
    .describe(what);
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

const publication = z.strictObject({
  name: z.string().min(1).max(80).describe('Shown as the sender and on the site'),
  tagline: z.string().max(200).default('').describe('One line under the name'),
  language: z
    .string()
    .min(2)
    .max(35)
    .default('en')
    .describe('The language that issues are written in (BCP 47)'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'an IANA time zone, such as Europe/Berlin')
    .default('UTC')
    .describe("Where the publication's days begin and end"),
  daily: z.strictObject({ hour: hour(7, 'When the daily issue goes out') }).prefault({}),
  weekly: z
    .strictObject({
      day: z.enum(WEEKDAYS).default('monday').describe('When the weekly issue goes out'),
      hour: hour(8, 'At this hour'),
    })
    .prefault({}),
  tone: z
    .string()
    .max(4000)
    .default('')
    .describe('Notes for the editor: whom it writes for, what to stress, what to leave out'),
  address: z
    .string()
    .max(300)
    .default('')
    .describe("The sender's postal address, shown at the foot of each mail"),
});

const recap = z.strictObject({
  title: z.string().min(1).max(100).describe('Heading of the part'),
  from: z
    .union([z.enum(RECAP_NAMES), z.array(z.string()).min(1)], {
      error: `one of ${RECAP_NAMES.join(', ')} (all of that kind that no other recap names), or a list of source names`,
    })
    .describe(
      'Which sources make this part: a whole kind, or names such as r/LocalLLaMA, @karpathy, a feed address',
    ),
  maxSections: z.int().min(1).max(20).default(6).describe('The most themed sections in it'),
  maxBullets: z.int().min(1).max(20).default(5).describe('The most bullets in a section'),
});

const editorial = z.strictObject({
  lookbackHours: z
    .int()
    .min(0)
    .max(168)
    .default(24)
    .describe('Posts this much older than the period still count when no issue has reported them'),
  lateDays: z
    .int()
    .min(0)
    .max(30)
    .default(7)
    .describe('A feed entry that appears later than its date still counts as new up to this age in days'),
  maxStoryShare: z
    .number()
    .min(0.1)
    .max(1)
    .default(0.35)
    .describe('The largest share of a recap that one story may take'),
  topPosts: z.int().min(0).max(20).default(6).describe('How many top posts by engagement a recap lists'),
  maxUnreadShare: z
    .number()
    .min(0.05)
    .max(1)
    .default(0.5)
    .describe(
      'Hold the issue as a draft when more than this share of its sources, weighted by their usual volume, could not be read',
    ),
});

const network = z.strictObject({
  allowPrivateNetwork: z
    .boolean()
    .default(false)
    .describe('Let feeds come from loopback and private addresses'),
  timeoutSeconds: z.number().min(1).max(300).default(20).describe('For one request'),
  maxMegabytes: z.number().min(0.1).max(100).default(10).describe('The largest answer that is read'),
  concurrency: z.int().min(1).max(64).default(12).describe('How many hosts are asked at once'),
});

const model = z.strictObject({
  maxTokens: z.int().min(1000).default(400_000).describe('Tokens, in and out, that one issue may use'),
  maxUsd: z.number().min(0).default(1).describe('Dollars that one issue may cost'),
  timeLimitSeconds: z.int().min(5).default(600).describe('Time that the model may take for one issue'),
  callTimeoutSeconds: z.int().min(1).default(90).describe('For one question'),
  concurrency: z.int().min(1).max(32).default(4).describe('How many questions are asked at once'),
  check: z
    .boolean()
    .default(true)
    .describe('Let the model compare every statement with its posts once more, after the rules did'),
  checkModel: z
    .string()
    .min(1)
    .optional()
    .describe('Another model of the same server for that. Default: the one that writes'),
  reasoningEffort: z
    .enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])
    .optional()
    .describe(
      'How much a reasoning model thinks before it answers. Default: low at OpenAI, elsewhere as the server likes',
    ),
  prices: z
    .record(
      z.string(),
      z.strictObject({
        input: z.number().min(0).describe('Of what is asked'),
        cachedInput: z.number().min(0).optional().describe('Of what is asked and still in its cache'),
        output: z.number().min(0).describe('Of what is answered'),
      }),
    )
    .default({})
    .describe('US dollars per million tokens, by model name; set it for models that Tidings does not know'),
});

const cadences = z
  .array(z.enum(['daily', 'weekly']))
  .min(1)
  .default(['daily', 'weekly'])
  .describe('The issues that the channel gets');

const channel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slack'), cadences }),
  z.strictObject({ kind: z.literal('discord'), cadences }),
  z.strictObject({
    kind: z.literal('telegram'),
    chat: z.string().min(1).describe('@name of a public channel, or the id of a chat'),
    cadences,
  }),
  z.strictObject({ kind: z.literal('webhook'), cadences }),
]);

/** One entry of `delivery.channels`. */
export type ChannelSettings = z.output<typeof channel>;

const delivery = z.strictObject({
  channels: z
    .array(channel)
    .refine(
      (list) =>
        new Set(list.map((entry) => `${entry.kind} ${'chat' in entry ? entry.chat : ''}`)).size ===
        list.length,
      'each channel once',
    )
    .default([])
    .describe(
      'Where published issues are posted beside mail: slack, discord, telegram (with `chat`), webhook',
    ),
  maxErrorRate: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.2)
    .describe('A delivery pauses when more than this share of the last 100 mails went wrong; 1: never'),
  maxPerSecond: z
    .number()
    .min(0.01)
    .max(10_000)
    .optional()
    .describe(
      'The most mails a second that each process sends; default: as many as the mail server or Resend takes',
    ),
  confirmationsPerHour: z
    .int()
    .min(1)
    .max(100_000)
    .default(200)
    .describe('Above this many confirmation mails an hour, further requests to subscribe wait'),
  softBounces: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe('After this many temporary bounces in a row, an address is no longer mailed'),
});

const days = (least: number, fallback: number) =>
  z
    .union([z.literal('forever'), z.int().min(least)], {
      error: `a number of days from ${least} on, or forever`,
    })
    .default(fallback);

const retention = z.strictObject({
  // A weekly issue needs its week, a week of lookback, and 30 days to know usual engagement.
  posts: days(60, 365).describe('Days that posts are kept; what an issue cites stays for good'),
  answers: days(1, 90).describe('Days that answers of the model are kept for a repeated run'),
  deliveries: days(30, 365).describe(
    'Days after which nobody knows any more who got an issue, which can then not be sent again',
  ),
});

/** The whole file. Its JSON schema is `sources.schema.json` beside the shipped sources.yaml. */
export const sourcesFileSchema = z.strictObject({
  publication,
  recaps: z.array(recap).min(1).describe('The parts of an issue, in order'),
  vocabulary: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Names and topics of the field: a file, relative to this one, or a shipped field such as ai; default: none',
    ),
  sources: followedSchema,
  editorial: editorial.prefault({}),
  network: network.prefault({}),
  model: model.prefault({}),
  delivery: delivery.prefault({}),
  retention: retention.prefault({}),
});

export type SourcesFile = z.output<typeof sourcesFileSchema>;

/** Reads the text of a sources.yaml. Throws like `parseYamlFile`, and for a recap that names an unknown source. */
export function parseSourcesFile(text: string, file: string): SourcesFile {
  const parsed = parseYamlFile(text, file, sourcesFileSchema);
  checkNames(parsed, file);
  return parsed;
}

function checkNames(file: SourcesFile, path: string): void {
  const known = new Set(
    sourceRefs(file.sources).flatMap((ref) => [ref.name.toLowerCase(), ref.target.toLowerCase()]),
  );
  for (const { title, from } of file.recaps) {
    const stranger = Array.isArray(from) && from.find((name) => !known.has(name.toLowerCase()));
    if (stranger) {
      throw new UserError(
        `${path}: the recap "${title}" takes from ${JSON.stringify(stranger)}, which is no source of this file`,
        'Add it under sources, or correct its spelling: r/Name, @handle, or a feed’s address or name.',
      );
    }
  }
}
