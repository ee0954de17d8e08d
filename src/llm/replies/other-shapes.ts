// Converts replies of other APIs, which some gateways return, to the form of chat completions.
import { z } from 'zod';

const messagesSchema = z.object({
  content: z.array(z.unknown()),
  stop_reason: z.string().nullish(),
  usage: z.unknown().optional(),
});
const responsesSchema = z.object({
  output: z.array(z.object({ type: z.string().optional(), content: z.unknown().optional() })),
  status: z.string().nullish(),
  usage: z.unknown().optional(),
});
const ollamaSchema = z.object({
  message: z.object({ content: z.unknown() }).loose(),
  done: z.boolean(),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.number().optional(),
  eval_count: z.number().optional(),
});
const countsSchema = z.object({ input_tokens: z.number(), output_tokens: z.number() });

/** The reply of Anthropic's messages, OpenAI's responses or Ollama's chat, as a chat completion; others unchanged. */
export function convertShape(body: unknown): unknown {
  const reply = unwrap(body);
  const messages = messagesSchema.safeParse(reply).data;
  if (messages) return makeReply({ content: messages.content }, messages.stop_reason, messages.usage);
  const responses = responsesSchema.safeParse(reply).data;
  if (responses) {
    const content = responses.output
      .filter(({ type }) => type !== 'reasoning')
      .map((part) => textOf(part.content))
      .join('');
    return makeReply({ content }, responses.status, responses.usage);
  }
  const ollama = ollamaSchema.safeParse(reply).data;
  if (ollama) {
    const usage = { input_tokens: ollama.prompt_eval_count, output_tokens: ollama.eval_count };
    return makeReply(ollama.message, ollama.done_reason, usage);
  }
  return reply;
}

/** The reply inside `{ result }`, `{ data }` or `{ response }`. */
function unwrap(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || 'choices' in body) return body;
  const inner: unknown[] = ['result', 'data', 'response'].map((name) => Reflect.get(body, name));
  return inner.find((value) => typeof value === 'object' && value !== null && 'choices' in value) ?? body;
}

function makeReply(message: object, finish: string | null | undefined, usage: unknown): unknown {
  const counts = countsSchema.safeParse(usage).data;
  return {
    choices: [{ message, finish_reason: finish }],
    usage: counts && { prompt_tokens: counts.input_tokens, completion_tokens: counts.output_tokens },
  };
}

/** The content of an answer: a text, a list of parts (some of them thinking), or the object itself. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content))
    return content
      .map((part: unknown) => (typeof part === 'string' ? part : textOfPart(partSchema.safeParse(part).data)))
      .join('');
  return content ? JSON.stringify(content) : '';
}

const partSchema = z.object({
  type: z.string().optional(),
  text: z.union([z.string(), z.object({ value: z.string() })]).optional(),
  content: z.string().optional().catch(undefined),
});

function textOfPart(part: z.output<typeof partSchema> | undefined): string {
  if (!part || part.type === 'thinking') return '';
  return typeof part.text === 'string' ? part.text : (part.text?.value ?? part.content ?? '');
}
