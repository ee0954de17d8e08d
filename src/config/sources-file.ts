// The schema of sources.yaml. Errors contain the line, the value and the allowed values.
import { z } from 'zod';
import { UserError } from '../base/errors.js';
import { isTimeZone } from '../base/time.js';
import { parseHttpUrl } from '../base/url.js';
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

const isContact = (value: string) => /^[^\s@<>]+@[^\s@<>]+$/.test(value) || parseHttpUrl(value) !== undefined;

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
      hour: hour(8, 'The hour when the weekly issue goes out'),
    })
    .prefault({}),
  tone: z
    .string()
    .max(4000)
    .default('')
    .describe('Notes for the editor: the audience, what to stress, what to leave out'),
  address: z
    .string()
    .max(300)
    .default('')
    .describe("The sender's postal address, shown in the footer of each mail"),
  contact: z
    .string()
    .max(300)
    .refine((value) => !value || isContact(value), 'an e-mail address or an http(s) address')
    .default('')
    .describe('Where readers report errors, shown on the site: an e-mail address or a page'),
});

const recap = z.strictObject({
  title: z.string().min(1).max(100).describe('Heading of the recap'),
  from: z
    .union([z.enum(RECAP_NAMES), z.array(z.string()).min(1)], {
      error: `one of ${RECAP_NAMES.join(', ')} (all sources of that kind that no other recap lists), or a list of source names`,
    })
    .describe(
      'The sources of this recap: a whole kind, or names such as r/LocalLLaMA, @karpathy, a feed address',
    ),
  maxSections: z.int().min(1).max(20).default(6).describe('Maximum number of themed sections'),
  maxBullets: z.int().min(1).max(20).default(5).describe('Maximum number of bullets in a section'),
});

const editorial = z.strictObject({
  lookbackHours: z
    .int()
    .min(0)
    .max(168)
    .default(24)
    .describe('Posts older than the period by up to this much still count if no issue has reported them'),
  lateDays: z
    .int()
    .min(0)
    .max(30)
    .default(7)
    .describe('A feed entry that appears after its date counts as new up to this age in days'),
  maxStoryShare: z.number().min(0.1).max(1).default(0.35).describe('Maximum share of a recap for one story'),
  topPosts: z.int().min(0).max(20).default(6).describe('Number of top posts by engagement in a recap'),
  maxUnreadShare: z
    .number()
    .min(0.05)
    .max(1)
    .default(0.5)
    .describe(
      'Hold the issue as a draft if more than this share of its sources, weighted by their usual volume, failed',
    ),
});

const network = z.strictObject({
  allowPrivateNetwork: z.boolean().default(false).describe('Allow feeds on loopback and private addresses'),
  timeoutSeconds: z.number().min(1).max(300).default(20).describe('Timeout of one request'),
  maxMegabytes: z.number().min(0.1).max(100).default(10).describe('Maximum size of a response'),
  concurrency: z.int().min(1).max(64).default(12).describe('Maximum number of hosts fetched at once'),
});

const model = z.strictObject({
  maxTokens: z.int().min(1000).default(400_000).describe('Maximum tokens, in and out, for one issue'),
  maxUsd: z.number().min(0).default(1).describe('Maximum cost of one issue in dollars'),
  timeLimitSeconds: z.int().min(5).default(600).describe('Maximum time the model may take for one issue'),
  callTimeoutSeconds: z.int().min(1).default(90).describe('Timeout of one model call'),
  concurrency: z.int().min(1).max(32).default(4).describe('Maximum number of model calls at once'),
  check: z
    .boolean()
    .default(true)
    .describe('Have the model compare every statement with its posts once more, after the rules'),
  checkModel: z
    .string()
    .min(1)
    .optional()
    .describe('Another model of the same server for this check. Default: the model that writes'),
  reasoningEffort: z
    .enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])
    .optional()
    .describe(
      "How much a reasoning model thinks before it answers. Default: low at OpenAI, elsewhere the server's default",
    ),
  prices: z
    .record(
      z.string(),
      z.strictObject({
        input: z.number().min(0).describe('Price of input tokens'),
        cachedInput: z.number().min(0).optional().describe('Price of cached input tokens'),
        output: z.number().min(0).describe('Price of output tokens'),
      }),
    )
    .default({})
    .describe('US dollars per million tokens, by model name, for models that Tidings does not know'),
});

const cadences = z
  .array(z.enum(['daily', 'weekly']))
  .min(1)
  .default(['daily', 'weekly'])
  .describe('Which issues are posted to the channel');

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

/** An entry of `delivery.channels`. */
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
      'Where published issues are posted in addition to mail: slack, discord, telegram (with `chat`), webhook',
    ),
  maxErrorRate: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.2)
    .describe('A delivery pauses when more than this share of the last 100 mails failed; 1: never'),
  maxPerSecond: z
    .number()
    .min(0.01)
    .max(10_000)
    .optional()
    .describe('Maximum mails per second and process; default: as many as the mail server or Resend accepts'),
  confirmationsPerHour: z
    .int()
    .min(1)
    .max(100_000)
    .default(200)
    .describe('Above this many confirmation mails per hour, further requests to subscribe wait'),
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
      error: `a number of days, at least ${least}, or forever`,
    })
    .default(fallback);

const retention = z.strictObject({
  // A weekly issue needs its week, a week of lookback, and 30 days of usual engagement.
  posts: days(60, 365).describe('How many days posts are kept; posts cited in an issue are kept forever'),
  answers: days(1, 90).describe("How many days the model's answers are cached for repeated runs"),
  deliveries: days(30, 365).describe(
    'How many days the record of who received an issue is kept; after that, the issue cannot be sent again',
  ),
});

/** The schema of sources.yaml. `sources.schema.json` is generated from it. */
export const sourcesFileSchema = z.strictObject({
  publication,
  recaps: z.array(recap).min(1).describe('The recaps of an issue, in order'),
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
        `${path}: the recap "${title}" uses ${JSON.stringify(stranger)}, which is not a source in this file`,
        'Add it under sources, or correct its spelling: r/Name, @handle, or a feed’s address or name.',
      );
    }
  }
}
