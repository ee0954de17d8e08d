// Schemas of the parts of X's responses that are used. Parts that do not match the documentation are dropped.
import { z } from 'zod';

const id = z.string().regex(/^\d{1,20}$/);
const text = z.string().optional().catch(undefined);

const url = z.object({ url: z.string(), expanded_url: text, unwound_url: text, media_key: text });
const entities = z
  .object({ urls: z.array(url) })
  .optional()
  .catch(undefined);

const tweet = z.object({
  id,
  text: z.string(),
  author_id: id,
  created_at: text,
  conversation_id: id.optional().catch(undefined),
  /** Ids of all versions, the first one first. */
  edit_history_tweet_ids: z.array(id).optional().catch(undefined),
  lang: text,
  entities,
  note_tweet: z.object({ text: z.string(), entities }).optional().catch(undefined),
  /** Some articles lack their text. */
  article: z.object({ title: z.string(), plain_text: text, preview_text: text }).optional().catch(undefined),
  public_metrics: z.record(z.string(), z.unknown()).optional().catch(undefined),
  referenced_tweets: z
    .array(z.object({ type: z.string(), id }))
    .optional()
    .catch(undefined),
});

const user = z.object({ id, username: z.string().regex(/^\w{1,20}$/) });
const problem = z.object({ title: text, value: text });

const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .transform((items) =>
      items.flatMap((each) => {
        const parsed = item.safeParse(each);
        return parsed.success ? [parsed.data] : [];
      }),
    )
    .optional()
    .catch(undefined);

export const pageSchema = z.object({
  data: listOf(tweet),
  includes: z
    .object({ users: listOf(user) })
    .optional()
    .catch(undefined),
  meta: z.object({ next_token: text }).optional().catch(undefined),
  errors: listOf(problem),
});

const counted = tweet.pick({ id: true, public_metrics: true });

/** `/2/tweets?ids=`, requested only for the counts. */
export const countsSchema = z.object({
  data: listOf(counted),
  errors: listOf(z.object({ title: text, resource_id: text })),
});

export const lookupSchema = z.object({ data: listOf(user), errors: listOf(problem) });

export type Tweet = z.output<typeof tweet>;
export type TweetUrl = z.output<typeof url>;
export type Page = z.output<typeof pageSchema>;
