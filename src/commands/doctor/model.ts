// Whether the language model's server answers, knows the model, and reads questions whole.
import { type Context, findModelServer } from '../../context.js';
import type { Finding } from './finding.js';

export async function inspectModel({ config }: Context): Promise<Finding[]> {
  const server = findModelServer(config);
  if (!server)
    return [
      {
        level: 'note',
        what: 'No language model: the offline editor quotes the posts',
        hint: 'Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local server.',
      },
    ];
  const { checkModel, probeContext } = await import('../../llm/check-model.js');
  const check = await checkModel(server);
  const what = `Language model: ${server.model} at ${server.baseUrl ?? 'OpenAI'}`;
  const another = 'Name another one in OPENAI_MODEL.';
  if (check.state === 'failed')
    return [
      {
        level: 'problem',
        what: `${what}: ${check.why}`,
        hint: 'Until it answers, issues are written offline.',
      },
    ];
  const cutAt = await probeContext(server);
  if (cutAt !== undefined)
    return [
      {
        level: 'problem',
        what: `${what} cuts what it is sent to ${cutAt} tokens`,
        hint: 'Give the model a longer context, 16,384 tokens or more (Ollama: OLLAMA_CONTEXT_LENGTH=16384).',
      },
    ];
  if (check.state === 'unlisted')
    return [
      { level: 'note', what: `${what}; it answers, but lists no models`, hint: 'Most addresses end in /v1.' },
    ];
  if (check.state === 'unknown')
    return [
      { level: 'note', what: `${what}, which is none of the ${check.listed} that it lists`, hint: another },
    ];
  if (check.shutdownDate)
    return [{ level: 'note', what: `${what}, which ends on ${check.shutdownDate}`, hint: another }];
  return [{ level: 'ok', what: `${what} answers` }];
}
