// Answers of Telegram's bot API: https://core.telegram.org/bots/api#making-requests
import { type ChannelAnswer, parseObject } from './post.js';

const HINTS_BY_ERROR: [RegExp, string][] = [
  [/^unauthorized|^not found/i, 'set TELEGRAM_BOT_TOKEN to the token that @BotFather gave you'],
  [/upgraded to a supergroup/i, 'set `chat` in sources.yaml to the id of the new supergroup'],
  [/chat not found/i, 'check `chat` in sources.yaml, and add the bot to the chat'],
  [
    /kicked|not a member|have no rights|administrator/i,
    'add the bot to the chat as an administrator that may post',
  ],
];

export function readTelegramAnswer(text: string): ChannelAnswer {
  const answer = parseObject(text);
  const description = typeof answer.description === 'string' ? answer.description : undefined;
  const hint = HINTS_BY_ERROR.find(([words]) => words.test(description ?? ''))?.[1];
  const wait = Number((answer.parameters as { retry_after?: unknown } | undefined)?.retry_after);
  return {
    ok: answer.ok === true,
    error: hint ? `${description}: ${hint}` : description,
    retryAfterMs: Number.isFinite(wait) ? wait * 1000 : undefined,
  };
}
