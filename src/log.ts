// Structured logs on stderr, for the long-running parts. Secrets are masked whatever key they stand under.
import { destination, type Logger, pino } from 'pino';
import type { Environment } from './config.js';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

const SECRET = /KEY|TOKEN|SECRET|SMTP_URL|DATABASE_URL|DATABASE_READ_URL/;

/** What is shorter stands in harmless words. */
const SHORTEST = 6;

/** A logger that writes JSON lines to stderr and never a value of the environment's secrets. */
export function createLog(env: Environment): Log {
  const secrets = Object.entries(env)
    .flatMap(([name, value]) =>
      SECRET.test(name) && typeof value === 'string' ? [value, passwordOf(value)] : [],
    )
    .filter((value) => value.length >= SHORTEST);
  const mask = (line: string) => secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line);
  const stderr = destination({ fd: 2, sync: true });
  return pino({ level: env.LOG_LEVEL, base: null }, { write: (line: string) => stderr.write(mask(line)) });
}

/** Of a URL, which a server's message may repeat without the rest. */
function passwordOf(value: string): string {
  return /^[a-z]+:\/\/[^/@]*?:([^@]*)@/i.exec(value)?.[1] ?? '';
}
