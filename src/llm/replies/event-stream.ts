// Reads server-sent events: some servers stream without being asked to.
import { z } from 'zod';
import { textOf } from './other-shapes.js';

const deltaSchema = z.object({
  content: z.unknown().optional(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z
    .array(z.object({ function: z.object({ arguments: z.string().nullish() }).nullish() }))
    .nullish()
    .catch(undefined),
});
const eventSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: deltaSchema.nullish(),
        /** Some servers repeat the whole message in their last event. */
        message: deltaSchema.nullish().catch(undefined),
        finish_reason: z.string().nullish(),
      }),
    )
    .optional(),
  usage: z.unknown().optional(),
  error: z.unknown().optional(),
  /** Ollama's events are lines of JSON with a part of the message each. */
  message: deltaSchema.nullish().catch(undefined),
  done_reason: z.string().nullish(),
});

/** Joins the events into the body of one reply or error. Returns undefined for any other text. */
export function joinEvents(text: string): unknown {
  const events = [...text.matchAll(/^(?:data:)?\s*(\{.*\})\s*$/gm)].flatMap(
    ([, json]) => eventSchema.safeParse(parseEvent(json ?? '')).data ?? [],
  );
  if (events.length === 0) return undefined;
  const failed = events.find(({ error }) => error);
  if (failed) return { error: failed.error };
  const choices = events.flatMap(
    ({ choices: own, message: delta, done_reason: finish_reason }) =>
      own?.[0] ?? (delta ? { delta, finish_reason, message: undefined } : []),
  );
  if (choices.length === 0) return undefined;
  const join = (read: (delta: z.output<typeof deltaSchema>) => string | null | undefined) => {
    const whole = choices.findLast(({ message }) => message)?.message;
    return choices.map(({ delta }) => (delta && read(delta)) ?? '').join('') || (whole && read(whole)) || '';
  };
  const called = join(({ tool_calls }) => tool_calls?.[0]?.function?.arguments);
  return {
    choices: [
      {
        message: {
          content: join(({ content }) => textOf(content)),
          reasoning_content: join(({ reasoning_content, reasoning }) => reasoning_content ?? reasoning),
          ...(called && { tool_calls: [{ function: { arguments: called } }] }),
        },
        finish_reason: choices.findLast(({ finish_reason }) => finish_reason)?.finish_reason,
      },
    ],
    usage: events.findLast(({ usage }) => usage)?.usage,
  };
}

function parseEvent(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
