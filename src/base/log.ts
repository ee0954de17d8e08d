// Structured logs on stderr, for the long-running processes. Secrets are masked in every field.
import { AsyncLocalStorage } from 'node:async_hooks';
import { destination, type Logger, pino, stdSerializers } from 'pino';
import { adviceOn, messageOf, UserError } from './errors.js';
import { escapeControls } from './text.js';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** The validated environment (`config/`), as names and values. */
type Environment = Readonly<Record<string, unknown>>;

const SECRET_NAME = /KEY|TOKEN|SECRET|SMTP_URL|DATABASE_URL|DATABASE_READ_URL|WEBHOOK_URL/;

/** A shorter secret would also match ordinary words. */
const MIN_SECRET_CHARACTERS = 6;

const running = new AsyncLocalStorage<string>();

/** Runs `work`; every line logged meanwhile carries the id of the run. */
export function inRun<T>(id: string, work: () => Promise<T>): Promise<T> {
  return running.run(id, work);
}

/** Creates a logger that writes JSON lines to stderr and masks the environment's secrets. */
export function createLog(env: Environment): Log {
  const mask = createMask(env);
  const stderr = destination({ fd: 2, sync: true });
  const mixin = () => {
    const run = running.getStore();
    return run ? { run } : {};
  };
  // Pino would print an error under any other name as {}.
  const serializers = { err: describeError, error: describeError };
  return pino(
    { level: String(env.LOG_LEVEL), base: null, mixin, serializers },
    { write: (line) => stderr.write(escapeControls(mask(line))) },
  );
}

/** Formats an error for the log. A UserError has no stack. */
function describeError(error: unknown): unknown {
  const advice = error instanceof UserError ? (error.hint ?? '') : adviceOn(error);
  if (advice === undefined) return stdSerializers.err(error as Error);
  return { message: messageOf(error), ...(advice && { advice }) };
}

/** Creates a function that masks each secret of the environment in a text: plain, in JSON, in a URL, in an `Authorization` header. */
export function createMask(env: Environment): (text: string) => string {
  const secrets = Object.entries(env).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    const login = loginOf(value);
    return SECRET_NAME.test(name) ? [value, ...login] : login;
  });
  // The form in `Authorization: Basic`.
  secrets.push(base64(`${env.REDDIT_CLIENT_ID}:${env.REDDIT_CLIENT_SECRET}`));
  const forms = secrets
    .filter((secret) => secret.length >= MIN_SECRET_CHARACTERS)
    .flatMap(formsOf)
    // Longest first: a shorter secret may be part of a longer one.
    .sort((a, b) => b.length - a.length);
  const distinct = [...new Set(forms)];
  return (text) =>
    maskCut(
      distinct.reduce((masked, form) => masked.replaceAll(form, '[secret]'), text),
      distinct,
    );
}

/** Also masks the start of a secret where truncation cut it off. */
function maskCut(text: string, forms: string[]): string {
  const longest = Math.max(0, ...forms.map((form) => form.length));
  const [last = '', ...others] = text.split('\u2026').reverse();
  const cut = others.map((part) => {
    for (let from = Math.max(0, part.length - longest); from <= part.length - MIN_SECRET_CHARACTERS; from++)
      if (forms.some((form) => form.startsWith(part.slice(from)))) return `${part.slice(0, from)}[secret]`;
    return part;
  });
  return [last, ...cut].reverse().join('\u2026');
}

function formsOf(secret: string): string[] {
  const inJson = escapeJson(secret);
  return [
    secret,
    inJson,
    // Secrets in JSON inside a JSON string.
    escapeJson(inJson),
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    decode(secret),
    base64(secret),
  ];
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The password of a URL, which a server's message may repeat, and its encoded credentials. */
function loginOf(value: string): string[] {
  const [, user = '', password = ''] = /^[a-z]+:\/\/([^/@:]*):([^@]*)@/i.exec(value) ?? [];
  if (!password) return [];
  return [password, ...encodeLogin(decode(user), decode(password))];
}

/** The credentials as encoded by HTTP Basic and by the SMTP mechanisms PLAIN and LOGIN. */
export function encodeLogin(user: string, password: string): string[] {
  return [`${user}:${password}`, `\0${user}\0${password}`, password].map(base64);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
