// Doctor's checks of the language model: its server responds, offers the model, and does not truncate prompts.
import { type Context, findModelServer } from '../../context.js';
import type { Finding } from '../../web/site/operator-actions.js';

export async function inspectModel({ config }: Context): Promise<Finding[]> {
  const server = findModelServer(config);
  if (!server)
    return [
      {
        level: 'note',
        what: 'No language model: the offline editor quotes posts',
        hint: 'Set OPENAI_API_KEY, or OPENAI_BASE_URL for a local server.',
      },
    ];
  const { checkModel, probeContext } = await import('../../llm/check-model.js');
  const check = await checkModel(server);
  const what = `Language model: ${server.model} at ${server.baseUrl ?? 'OpenAI'}`;
  const another = 'Set another model in OPENAI_MODEL.';
  if (check.state === 'failed')
    return [
      {
        level: 'problem',
        what: `${what}: ${check.why}`,
        hint: 'Until it responds, issues are written offline.',
      },
    ];
  const cutAt = await probeContext(server);
  if (cutAt !== undefined)
    return [
      {
        level: 'problem',
        what: `${what} truncates its input to ${cutAt} tokens`,
        hint: 'Give the model a longer context, 16,384 tokens or more (Ollama: OLLAMA_CONTEXT_LENGTH=16384).',
      },
    ];
  if (check.state === 'unlisted')
    return [
      { level: 'note', what: `${what} answers, but lists no models`, hint: 'Most addresses end in /v1.' },
    ];
  if (check.state === 'unknown')
    return [
      {
        level: 'note',
        what: `${what} is not among the ${check.listed} models that the server lists`,
        hint: another,
      },
    ];
  if (check.shutdownDate)
    return [{ level: 'note', what: `${what} shuts down on ${check.shutdownDate}`, hint: another }];
  return [{ level: 'ok', what: `${what} answers` }];
}
