// Classifies a model server's refusal by its status and its message, which differ between servers.
import type { FaultKind, SentRequest } from './server-error.js';
import { type FaultFigures, findAnswerLimit, findWait, readContext } from './server-figures.js';

const ABOUT_KEY =
  /api[ _-]?(?:key|token).{0,40}(?:not valid|invalid|incorrect|expired|missing|not found|required|disabled|revoked)|(?:invalid|incorrect|expired|missing|wrong|unknown|bad|no)[ _-](?:\w+[ _-])?(?:bearer token|(?:api[ _-]?|x-api-|subscription )key|api token|access token|auth(?:entication|orization)?\b|credentials?)|api_key_invalid|unauthenticated|unauthori[sz]ed|authentication[ _](?:failed|error|fails|required)/i;
const ABOUT_MODEL =
  /model_?not_?found|deploymentnotfound|model_not_exist|no such model|(?:invalid|unknown) model(?: (?:name|id\b|identifier)|:|$)|not a valid model|model identifier is invalid|\bmodels? not exist|model.{0,80}(?:(?:does|do) not exist|(?:is |was )?not found|has been (?:retired|decommissioned|deprecated)|is not available)/i;
const ABOUT_SYSTEM =
  /(?:system|developer) (?:role|message|prompt|instruction)s?.{0,40}(?:not|n't|un)[ -]?(?:support|enabl|allow|accept)|(?:not|n't) support.{0,30}\b(?:system|developer)\b|only (?:the )?user(?:,| and) (?:assistant|model)|roles must alternate|unexpected role.{0,8}system|role.{0,40}(?:one of|must be).{0,20}user|(?:invalid|unsupported|unknown) role.{0,8}(?:system|developer)|(?:start with|first message).{0,30}\buser\b/i;
const ABOUT_INVALID_JSON =
  /json_validate_failed|output_parse_failed|failed[ _](?:to generate|generation)|(?:generated|produced) (?:json|output|content) (?:(?:is|was) invalid|(?:that )?could not be parsed)|(?:generated|produced) invalid/i;
const ABOUT_REASONING = /reasoning|\bthink/i;
const ABOUT_FORMAT =
  /response.?format|json.?schema|json.?object|structured.?output|grammar|guided.?(?:json|decoding)|(?:\b|_)schema\b|\binvalid format\b/i;
const ABOUT_CONTEXT =
  /context.?(?:length|window|size|limit)|maximum.{0,20}(?:input|prompt) (?:length|tokens)|too many (?:input )?tokens|(?:prompt|input|request) (?:is|was)? ?too (?:long|large)|exceeds? the (?:available|maximum|model).{0,20}(?:context|input)|n_ctx|input token count|too large: \d|(?:max_\w*tokens|completion tokens).{0,60}got -\d|\+ `?max_\w*tokens/i;
/** Any other words for a prompt above a limit. */
const ABOUT_PROMPT_LENGTH =
  /(?:prompts?|inputs?|context|messages?|sequence|request|tokens)\b.{0,60}(?:exceed|longer than|greater than|larger than|less than|fewer than|too (?:long|large|big|many)|max(?:imum)?\b|limit)|range of input|reduce the (?:length|size|number)|(?:exceed\w*|over) (?:the )?(?:max(?:imum)? )?(?:number of )?(?:prompt|input|token)/i;
const ABOUT_ANSWER_LENGTH =
  /max[ _-]?(?:completion_|new_|output_)?tokens|maxoutputtokens|(?:completion|output) tokens|maximum (?:output |completion )?tokens/i;
const ABOUT_MEASURE =
  /too (?:large|high|big)|at most|maximum|exceed|less than|greater than|up to|range|between|cannot be (?:larger|more)|limited to|must be|<=|≤/i;
const ABOUT_UNKNOWN_NAME =
  /unsupported param|unrecognized|unknown|extra (?:inputs|fields)|not permitted|is not supported|instead/i;
const ABOUT_POLICY =
  /content.?(?:filter|policy|management policy)|flagged|moderation|content exists risk|data_inspection_failed|safety (?:system|filter)/i;
// "quota" and "billing" alone do not suffice: Gemini and OpenAI use them for limits per minute, too.
const ABOUT_MONEY =
  /insufficient.?(?:quota|balance|funds|credit)|(?:credit )?balance is too low|billing_(?:hard_limit|not_active)|account is not active|(?:out of|used all|no (?:more|remaining)) (?:\w+ ){0,2}credits?|exceeded your monthly|credits? (?:is|are|has been|have been) (?:depleted|exhausted|used up)|spend(?:ing)? (?:limit|cap).{0,20}(?:reached|exceeded)|余额不足|欠费/i;
/** Some gateways limit the rate with other statuses than 429. */
const ABOUT_RATE =
  /rate[ _-]?(?:limit|quota)|too many (?:concurrent )?requests|throttl|wait before (?:trying|sending|making)|requests per (?:second|minute)|concurren(?:t|cy).{0,20}(?:limit|exceed|quota)/i;
const ABOUT_PARALLEL = /concurren|in parallel|parallel requests|simultaneous|at (?:once|the same time)/i;
const ABOUT_STREAM =
  /only supports? stream|non-?stream|stream(?:ing)?[`'"]?(?: mode)?[ =](?:is |must |only|required|to be |set to )*(?:required|only|true|enabled|be (?:set to )?true|be enabled)/i;
const ABOUT_LOADING = /\bloading\b.{0,20}model|model.{0,60}\bloading\b|warming up|cold start/i;
/** Gemini's daily limit. It asks for a wait of some seconds, which does not help. */
const ABOUT_DAY = /PerDay|free-models-per-day/;
/** A single request exceeds the limit per minute, so waiting does not help. */
const ABOUT_MINUTE_SIZE = /request too large|tokens must be reduced|reduce your message size/i;
const ABOUT_AFFORDABLE = /can only afford ([\d,]+)/i;

/** How the operator can fix an error that every further request would repeat. */
const CHECK_KEY = 'check OPENAI_API_KEY';
const CHECK_MODEL = 'check OPENAI_MODEL and OPENAI_BASE_URL, which usually ends in /v1';
const ADD_CREDIT = 'add credit at the provider, or set another OPENAI_MODEL';

export interface ServerRefusal {
  status: number;
  /** The server's message. */
  detail: string;
  /** Its error codes and types. */
  code: string;
  /** The request that was refused. */
  sent: SentRequest;
  /** Milliseconds since 1970; a date in the message is compared with it. */
  now?: number;
}

export interface Classified {
  kind: FaultKind;
  /** Contains the server's message unchanged. */
  message: string;
  figures: FaultFigures;
}

export function classifyError(refusal: ServerRefusal): Classified {
  const words = `${refusal.code} ${refusal.detail}`;
  const classified =
    classifyDenial(refusal, words) ?? classifyLimit(refusal, words) ?? classifyRequest(refusal, words);
  return classified ?? fault(refusal, 'rejected', 'rejected the request');
}

function fault(
  refusal: ServerRefusal,
  kind: FaultKind,
  what: string,
  figures: FaultFigures = {},
): Classified {
  const { status, detail } = refusal;
  return { kind, message: `the model server ${what} (${status})${detail && `: ${detail}`}`, figures };
}

/** Puts the hint before the server's message, which may be truncated. */
function deniedFault({ status, detail }: ServerRefusal, what: string, wayOut: string): Classified {
  const message = `the model server ${what} (${status}; ${wayOut})${detail && `: ${detail}`}`;
  return { kind: 'denied', message, figures: {} };
}

/** Errors of key, credit, model or address. */
function classifyDenial(refusal: ServerRefusal, words: string): Classified | undefined {
  const { status, detail, sent } = refusal;
  const affordable = Number(ABOUT_AFFORDABLE.exec(detail)?.[1]?.replaceAll(',', ''));
  if (affordable >= MIN_AFFORDABLE_TOKENS && affordable < (sent.maxTokens ?? 0))
    return fault(refusal, 'answerLimit', 'has credit only for shorter answers', { answerTokens: affordable });
  if (status === 402 || ABOUT_MONEY.test(words)) return deniedFault(refusal, 'requires payment', ADD_CREDIT);
  // The server's message may repeat the key.
  if (status === 401) return deniedFault({ ...refusal, detail: '' }, 'refused the key', CHECK_KEY);
  if (status === 403 && ABOUT_POLICY.test(words))
    return fault(refusal, 'refused', 'refused for its content policy');
  if ((status === 403 && !ABOUT_RATE.test(words)) || (status !== 429 && ABOUT_KEY.test(words)))
    return deniedFault(refusal, 'refused the key', CHECK_KEY);
  if (status < 500 && status !== 429 && ABOUT_MODEL.test(words) && !ABOUT_FORMAT.test(words))
    return deniedFault(refusal, 'has no such model', CHECK_MODEL);
  return undefined;
}
/** A shorter answer cannot hold the result. */
const MIN_AFFORDABLE_TOKENS = 512;

/** Errors for too many requests. */
function classifyLimit(refusal: ServerRefusal, words: string): Classified | undefined {
  const { status, detail, now } = refusal;
  if (status >= 500 && ABOUT_LOADING.test(words)) {
    const retryAfterMs = findWait(detail, now) ?? LOADING_WAIT_MS;
    return fault(refusal, 'limited', 'is loading the model', { retryAfterMs });
  }
  const isLimit = status === 429 || ABOUT_RATE.test(words) || (status === 413 && /per minute/i.test(words));
  if (!isLimit) return undefined;
  const room = readContext(detail, refusal.sent.maxTokens);
  if (ABOUT_MINUTE_SIZE.test(words) && room.contextTokens)
    return fault(refusal, 'tooLong', 'rejects the request as too long', room);
  if (ABOUT_DAY.test(words)) return deniedFault(refusal, 'accepts no more requests today', ADD_CREDIT);
  const figures = {
    retryAfterMs: findWait(detail, now),
    oneAtATime: ABOUT_PARALLEL.test(words) || undefined,
  };
  return fault(refusal, 'limited', 'limits the rate', figures);
}

/** A large model takes a minute or more to load. */
const LOADING_WAIT_MS = 5_000;

/** Errors in the request, or of a busy server. */
function classifyRequest(refusal: ServerRefusal, words: string): Classified | undefined {
  const { status, detail, sent, now } = refusal;
  if (!sent.stream && ABOUT_STREAM.test(words))
    return fault(refusal, 'streamOnly', 'only streams its answers');
  if (ABOUT_INVALID_JSON.test(words)) return fault(refusal, 'invalidJson', 'generated invalid JSON');
  if (ABOUT_SYSTEM.test(words)) return fault(refusal, 'systemRole', 'accepts no system message');
  // Some gateways answer 404 or 500 if only the format is unsupported.
  if (sent.format !== 'text' && ABOUT_FORMAT.test(words))
    return fault(refusal, 'format', `does not accept ${sent.format}`);
  if (status === 404) return deniedFault(refusal, 'has no such model or address', CHECK_MODEL);
  if (status === 413 || ABOUT_CONTEXT.test(words)) {
    const figures = readContext(detail, sent.maxTokens);
    if (figures.contextTokens || /got -\d/.test(detail) || !ABOUT_ANSWER_LENGTH.test(words))
      return fault(refusal, 'tooLong', 'rejects the request as too long', figures);
  }
  if (status === 408 || status === 409 || status >= 500)
    return fault(refusal, 'busy', 'is busy', { retryAfterMs: findWait(detail, now) });
  if (ABOUT_POLICY.test(words)) return fault(refusal, 'refused', 'refused for its content policy');
  if (ABOUT_ANSWER_LENGTH.test(words) && ABOUT_MEASURE.test(words) && !ABOUT_UNKNOWN_NAME.test(words)) {
    const answerTokens = findAnswerLimit(detail, sent.maxTokens);
    return fault(refusal, 'answerLimit', 'does not allow answers that long', { answerTokens });
  }
  if (/\bmax_(?:completion_)?tokens\b/.test(words))
    return fault(refusal, 'tokenLimit', `does not accept ${sent.tokenLimit}`);
  if (sent.reasoningEffort && ABOUT_REASONING.test(words))
    return fault(
      refusal,
      'reasoningEffort',
      `does not accept the reasoning effort "${sent.reasoningEffort}"`,
    );
  if (ABOUT_PROMPT_LENGTH.test(words))
    return fault(refusal, 'tooLong', 'rejects the request as too long', readContext(detail, sent.maxTokens));
  return undefined;
}
