// The zod schemas of the API's responses. `openapi.ts` generates the description from them.
import { z } from 'zod';
import { type Bullet as BulletValue, PLATFORMS, REFUSAL_REASONS } from '../../model.js';

const count = z.int().nonnegative();
export const instant = z.string().meta({ format: 'date-time' });
const address = z.string().meta({ format: 'uri' });
export const cadence = z.enum(['daily', 'weekly']);
export const platform = z.enum(PLATFORMS);
/** A calendar day. */
export const day = z.string().meta({ format: 'date' });

const Problem = z.object({ error: z.string() });
const Period = z.object({ from: instant, to: instant });

const Summary = z.object({
  url: address,
  id: z.string(),
  slug: z.string(),
  cadence,
  period: Period,
  headline: z.string(),
  subtitle: z.string(),
  createdAt: instant,
  imported: z.boolean().describe('Its text is not checked'),
});

const Span = z.object({
  text: z.string(),
  cite: z.string().optional().describe('Id of the post that the words link to'),
  strong: z.boolean().optional(),
});

const Bullet: z.ZodType<BulletValue> = z.object({
  id: z.string().describe('The anchor on the page of the issue'),
  claim: z.array(Span),
  text: z.array(Span),
  citations: z.array(z.string()).describe('Ids of posts'),
  get points() {
    return z.array(Bullet);
  },
  origin: z.enum(['extract', 'model', 'rewritten', 'replaced', 'edited']),
  submission: z.string().optional().describe('Id of the post whose title is shown below the claim'),
  reasons: z.array(z.string()).optional().describe('What the check found'),
  updates: z.string().optional().describe('Slug of the issue that reported the story before'),
});

const Section = z.object({
  id: z.string(),
  title: z.string(),
  weight: z.number(),
  bullets: z.array(Bullet),
  postIds: z.array(z.string()).describe('Every post of its stories, cited or not'),
  issues: z
    .array(z.string())
    .optional()
    .describe('In weekly issues: slugs of the daily issues that reported it'),
});

const Recap = z.object({
  id: z.string(),
  title: z.string(),
  platform,
  sections: z.array(Section),
  topPosts: z.array(z.object({ postId: z.string(), line: z.string() })),
});

const Tag = z.object({
  kind: z.enum(['company', 'model', 'person', 'topic']),
  slug: z.string(),
  name: z.string(),
});

const Post = z.object({
  id: z.string(),
  url: address,
  platform,
  sourceId: z.string(),
  sourceName: z.string(),
  author: z.string(),
  title: z.string(),
  createdAt: instant,
  metrics: z.record(z.string(), z.number()),
});

const Checked = z.object({
  subreddits: count,
  accounts: count,
  lists: count,
  feeds: count,
  others: z.record(z.string(), count).optional().describe('Number of sources of each other kind'),
  failed: z.array(z.object({ source: z.string(), error: z.string() })),
  skipped: z.array(z.object({ source: z.string(), why: z.string() })),
  partial: z.array(z.object({ source: z.string(), why: z.string() })).optional(),
  note: z.string().optional(),
});

const Audit = z.object({
  bullets: count,
  rewritten: count,
  replaced: count,
  citations: count,
  reasons: z.array(z.object({ bullet: z.string(), reason: z.string() })),
  refusals: z
    .partialRecord(z.enum(REFUSAL_REASONS), count)
    .optional()
    .describe('Number of texts that the check refused, drafts and headings included, by reason'),
  proposedTags: z.array(z.string()).optional(),
  omitted: z
    .array(z.object({ url: z.string(), line: z.string(), reason: z.string() }))
    .optional()
    .describe('Stories that the model could choose from and that the issue does not report'),
});

const spent = {
  calls: count,
  cached: count,
  tokensIn: count,
  tokensInCached: count,
  tokensOut: count,
  costUsd: z.number(),
};
const Usage = z.object({
  name: z.string(),
  ...spent,
  stages: z.array(z.object({ stage: z.string(), ...spent })),
  priceKnown: z.boolean().optional().describe('If false, costUsd is meaningless'),
  degraded: z.string().optional().describe('Why the model did only part of the work'),
  parts: z.object({ asked: count, offline: count }).optional(),
  secondReading: z
    .object({ read: count, doubted: count, unread: count.optional() })
    .optional()
    .describe('Number of statements that a model compared with their posts, and that it doubted'),
  cutAt: count.optional().describe('Token limit to which the server silently truncated prompts'),
});

const Correction = z.object({
  at: instant,
  changes: z.array(
    z.object({
      part: z.enum(['headline', 'subtitle', 'introduction', 'title', 'statement']),
      anchor: z.string().optional().describe('Anchor of the statement or title'),
      before: z.string().optional().describe('Absent if the text was added'),
      after: z.string().optional().describe('Absent if the text was removed'),
    }),
  ),
});

const Issue = Summary.extend({
  timeZone: z.string(),
  language: z.string(),
  publication: z.string(),
  quiet: z.boolean(),
  lead: z.array(Bullet),
  recaps: z.array(Recap),
  tags: z.array(Tag),
  posts: z.record(z.string(), Post),
  checked: Checked,
  audit: Audit,
  model: Usage,
  summary: z.array(z.string()).optional().describe('The three most important stories, one line each'),
  intro: z.string().optional().describe('The editor’s introduction as Markdown'),
  body: z.string().optional().describe('HTML of an imported issue'),
  edited: z.boolean().optional().describe('Whether a person edited the issue'),
  editedAt: instant.optional().describe('When it was last edited after publication'),
  corrections: z.array(Correction).optional().describe('Changes after publication'),
});

const Hit = z.object({
  url: address,
  headline: z.string(),
  cadence,
  imported: z.boolean().describe('Whether the text is from an imported issue, which was not checked'),
  period: Period,
  recap: z.string(),
  section: z.string(),
  text: z.string(),
  found: z.array(z.string()),
});

/** Schemas that the description refers to by name. */
export const apiSchemas = {
  ...{ Problem, Period, Summary, Span, Bullet, Section, Recap, Tag, Post },
  ...{ Checked, Audit, Usage, Correction, Issue, Hit },
};

export const issueList = z.object({ issues: z.array(Summary), next: address.optional() });

export const searchAnswer = z.object({
  query: z.looseObject({}),
  total: count,
  more: z.boolean().optional(),
  results: z.array(Hit),
});
