// From a completion to an answer that fits its schema: formats, a longer try, one repair.
import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionMessageParam } from 'openai/resources';
import { type Completion, ModelError } from '../model.js';
import type { Dialect } from './dialect.js';
import type { Reply } from './reply.js';
import type { Question } from './server.js';
import { type AnswerFormat, ServerFault } from './server-error.js';
import { type ParsedAnswer, parseAnswer } from './structured.js';

/** The strict `json_schema` response format. Throws a plain Error for a schema that strict mode cannot say. */
export function formatOf(completion: Completion<unknown>) {
  return zodResponseFormat(completion.schema, completion.schemaName);
}

/** No answer may grow longer than this, however often it was cut off. */
const MAX_ANSWER_TOKENS = 16_384;

/** Answers that end long before their limit and are asked for again. */
const MAX_EARLY_ENDS = 5;

export interface Conversation {
  dialect: Dialect;
  /** One paid exchange. */
  exchange(request: Question): Promise<Reply>;
  onFallback(message: string): void;
}

interface Repair {
  answer: string;
  problem: string;
}

/**
 * Starts with the strongest format that the server is known to take and goes down (json_schema, json_object with
 * the schema in the prompt, no format) where it refuses or ignores one; asks once more with twice the room for
 * an answer that was cut off (again while it was all thinking), and once more with what was wrong for one that does
 * not fit. Throws ModelError `refused` or `unusable`, and ServerFault.
 */
export async function converse<T>(
  completion: Completion<T>,
  responseFormat: ReturnType<typeof formatOf>,
  { dialect, exchange, onFallback }: Conversation,
): Promise<ParsedAnswer<T> & { ok: true }> {
  const schema = JSON.stringify(responseFormat.json_schema.schema);
  let format = dialect.format();
  const { maxOutputTokens } = completion;
  // What is thought counts as answered.
  let maxTokens = Math.max(
    maxOutputTokens,
    Math.min(maxOutputTokens + dialect.roomToThink(), MAX_ANSWER_TOKENS),
  );
  let longer = false;
  let early = 0;
  let repair: Repair | undefined;

  for (;;) {
    const messages = messagesFor(completion, format, schema, repair);
    let reply: Reply;
    try {
      reply = await exchange({ messages, maxTokens, format, responseFormat });
    } catch (error) {
      if (!(error instanceof ServerFault) || !isAboutFormat(error, format, dialect)) throw error;
      format = dialect.lowerFormat(format);
      onFallback(`${error.message}; trying ${format}`);
      continue;
    }
    if (reply.finish === 'refused') throw new ModelError('refused', 'the model refused to answer');
    const isCutOff = reply.finish === 'length';
    dialect.noteThinking(isCutOff && !reply.text ? maxTokens : reply.thought);
    // A provider that stops long before the limit may not do so again.
    if (isCutOff && reply.usage && reply.text && reply.usage.out < maxTokens / 2 && early++ < MAX_EARLY_ENDS)
      continue;
    if (isCutOff) {
      const allowed = dialect.limitAnswer(maxTokens, 0);
      if ((longer && reply.text) || maxTokens >= MAX_ANSWER_TOKENS || allowed < maxTokens) {
        throw new ModelError('unusable', `the answer was cut off at ${allowed} tokens`);
      }
      longer = true;
      maxTokens = Math.min(maxTokens * 2, MAX_ANSWER_TOKENS);
      continue;
    }
    const answer = readAnswer(reply, completion);
    if (answer.ok) {
      dialect.confirmFormat(format);
      return answer;
    }
    if (answer.misshapen && format === 'json_schema' && !dialect.isConfirmed()) {
      format = dialect.lowerFormat(format);
      onFallback(`the model server ignores json_schema; trying ${format}`);
    } else if (repair) {
      throw new ModelError('unusable', `the answer does not fit, nor did its repair: ${answer.problem}`);
    } else {
      repair = { answer: reply.text, problem: answer.problem };
    }
  }
}

/** The answer, or, where a server hands all of it over as thoughts, what those hold. */
function readAnswer<T>({ text, thoughts }: Reply, { schema }: Completion<T>): ParsedAnswer<T> {
  const answer = parseAnswer(text, schema);
  if (answer.ok || !thoughts) return answer;
  const thought = parseAnswer(thoughts, schema);
  return thought.ok ? thought : answer;
}

/** A refusal without a reason is worth a weaker format too, as long as none is known to be taken. */
function isAboutFormat(fault: ServerFault, format: AnswerFormat, dialect: Dialect): boolean {
  if (format === 'text') return false;
  return (
    fault.kind === 'format' ||
    fault.kind === 'invalidJson' ||
    (fault.kind === 'rejected' && !dialect.isConfirmed())
  );
}

function messagesFor(
  completion: Completion<unknown>,
  format: AnswerFormat,
  schema: string,
  repair: Repair | undefined,
): ChatCompletionMessageParam[] {
  // json_object demands the word JSON in the prompt. The schema stands last, so that prompts share their beginning.
  const instruction = `Answer with one JSON object that follows this JSON schema, and nothing else:\n${schema}`;
  const system = format === 'json_schema' ? completion.system : `${completion.system}\n\n${instruction}`;
  const messages: ChatCompletionMessageParam[] = [
    { role: 'system', content: system },
    { role: 'user', content: completion.user },
  ];
  if (repair) {
    const request = `That answer cannot be used:\n${repair.problem}\n\n${instruction}`;
    // Some servers refuse an assistant turn without content.
    messages.push(
      { role: 'assistant', content: repair.answer || '(nothing)' },
      { role: 'user', content: request },
    );
  }
  return messages;
}
