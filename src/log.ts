// Structured logs on stderr, for the long-running parts. Secrets are masked whatever key they stand under.
import { destination, type Logger, pino } from 'pino';
import type { Environment } from './config.js';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

const SECRET = /KEY|TOKEN|SECRET|SMTP_URL|DATABASE_URL/;

/** A logger that writes JSON lines to stderr and never a value of the environment's secrets. */
export function createLog(env: Environment): Log {
  const secrets = Object.entries(env)
    .filter(([name, value]) => SECRET.test(name) && typeof value === 'string' && value.length >= 6)
    .map(([, value]) => String(value));
  const mask = (line: string) => secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line);
  const stderr = destination({ fd: 2, sync: true });
  return pino({ level: env.LOG_LEVEL, base: null }, { write: (line: string) => stderr.write(mask(line)) });
}
