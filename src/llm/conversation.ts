// Gets an answer that matches its schema: tries formats, raises the answer's limit, asks for one repair.
import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionMessageParam } from 'openai/resources';
import { addJitter, backoffMs } from '../base/retry.js';
import { type Completion, ModelError } from '../model.js';
import { type Dialect, mayDislikeFormat } from './dialect.js';
import { type AnswerFormat, ServerFault } from './errors/server-error.js';
import type { Reply } from './replies/reply.js';
import { type ParsedAnswer, parseAnswer, parseCutAnswer } from './replies/structured.js';
import type { Question } from './server.js';

/** The strict `json_schema` response format. Throws a plain Error for a schema that strict mode cannot express. */
export function formatOf(completion: Completion<unknown>) {
  return zodResponseFormat(completion.schema, completion.schemaName);
}

/** Maximum tokens of an answer, however often it was cut off. */
const MAX_ANSWER_TOKENS = 16_384;

/** Maximum repeats of a request whose answer ended long before its limit. */
const MAX_EARLY_ENDS = 5;
const MAX_EMPTY_ANSWERS = 2;
/** Milliseconds, doubled each time. */
const EARLY_END_WAIT_MS = 200;

export interface Conversation {
  dialect: Dialect;
  /** One paid exchange. */
  exchange(request: Question): Promise<Reply>;
  sleep: (ms: number) => Promise<void>;
  onFallback(message: string): void;
}

interface Repair {
  answer: string;
  problem: string;
}

/**
 * Starts with the strongest format that the server is known to accept. If the server refuses or ignores it, tries the
 * next: json_schema, json_object with the schema in the prompt, no format. If an answer was cut off, asks again with
 * twice the limit (repeatedly while the whole answer was thinking). If an answer does not match, asks once more and
 * describes the error. Throws ModelError `refused` or `unusable`, and ServerFault.
 */
export async function converse<T>(
  completion: Completion<T>,
  responseFormat: ReturnType<typeof formatOf>,
  { dialect, exchange, sleep, onFallback }: Conversation,
): Promise<ParsedAnswer<T> & { ok: true }> {
  const schema = JSON.stringify(responseFormat.json_schema.schema);
  let format = dialect.format();
  const { maxOutputTokens } = completion;
  // Thinking counts towards the answer.
  let maxTokens = Math.max(
    maxOutputTokens,
    Math.min(maxOutputTokens + dialect.roomToThink(), MAX_ANSWER_TOKENS),
  );
  let longer = false;
  let early = 0;
  let repair: Repair | undefined;

  for (;;) {
    const messages = messagesFor(completion, format, schema, repair);
    const effort = dialect.reasoningEffort();
    let reply: Reply;
    try {
      reply = await exchange({ messages, maxTokens, format, responseFormat });
    } catch (error) {
      if (!(error instanceof ServerFault) || !mayDislikeFormat(error, format, dialect)) throw error;
      format = dialect.lowerFormat(format);
      onFallback(`${error.message}; trying ${format}`);
      continue;
    }
    if (reply.finish === 'refused') throw new ModelError('refused', 'the model refused to answer');
    const isCutOff = reply.finish === 'length' && !isWhole(reply, completion);
    dialect.noteThinking(isCutOff && !reply.text ? maxTokens : reply.thought);
    if (endsEarly(reply, isCutOff, maxTokens) && early < (isCutOff ? MAX_EARLY_ENDS : MAX_EMPTY_ANSWERS)) {
      // Without a random wait, consecutive requests could always hit the same phase of a server.
      await sleep(addJitter(backoffMs(EARLY_END_WAIT_MS, ++early)));
      continue;
    }
    if (isCutOff) {
      const allowed = dialect.limitAnswer(maxTokens, 0);
      if ((longer && reply.text) || maxTokens >= MAX_ANSWER_TOKENS || allowed < maxTokens) {
        if (!reply.text && dialect.thinkLess(effort)) {
          onFallback('the model thinks up to its limit; asking it to think less');
          continue;
        }
        const part = parseCutAnswer(reply.text, completion.schema);
        if (part.ok) return part;
        const thought = parseAnswer(reply.thoughts, completion.schema);
        if (thought.ok) return thought;
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
      throw new ModelError(
        'unusable',
        `neither the answer nor its repair matches the schema: ${answer.problem}`,
      );
    } else {
      repair = { answer: reply.text, problem: answer.problem };
    }
  }
}

/** Whether an answer reported as cut off is complete: some servers send spaces after the JSON up to the limit. */
function isWhole<T>({ text }: Reply, { schema }: Completion<T>): boolean {
  return /[}\]]\s*(?:```\s*)?$/.test(text) && parseAnswer(text, schema).ok;
}

/** A provider that stopped long before the limit, or sent nothing, may answer the next time. */
function endsEarly({ text, thoughts, usage }: Reply, isCutOff: boolean, maxTokens: number): boolean {
  if (!isCutOff) return !text.trim() && !thoughts.trim();
  return text !== '' && usage !== undefined && usage.out < maxTokens / 2;
}

/** The answer; if the server sent all of it as thinking, the JSON in the thinking. */
function readAnswer<T>({ text, thoughts }: Reply, { schema }: Completion<T>): ParsedAnswer<T> {
  const answer = parseAnswer(text, schema);
  if (answer.ok || !thoughts) return answer;
  const thought = parseAnswer(thoughts, schema);
  return thought.ok ? thought : answer;
}

function messagesFor(
  completion: Completion<unknown>,
  format: AnswerFormat,
  schema: string,
  repair: Repair | undefined,
): ChatCompletionMessageParam[] {
  // json_object requires the word JSON in the prompt. The schema comes last, so that prompts share a cached prefix.
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
