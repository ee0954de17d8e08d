// Chooses the messenger by what is configured.
import type { Environment } from '../config/config.js';
import type { Messenger } from '../model.js';
import { createOutbox } from './outbox.js';
import type { SharedPace } from './resend/pace.js';

/** Resend if there is a key, else SMTP if there is a URL, else the outbox folder. Packages load when needed. */
export async function createMessenger(
  env: Pick<Environment, 'RESEND_API_KEY' | 'RESEND_BASE_URL' | 'SMTP_URL'>,
  outbox: string,
  { pace, maxPerSecond }: { pace?: SharedPace; maxPerSecond?: number } = {},
): Promise<Messenger> {
  if (env.RESEND_API_KEY) {
    const { createResend } = await import('./resend/resend.js');
    return createResend({ apiKey: env.RESEND_API_KEY, baseUrl: env.RESEND_BASE_URL, pace, maxPerSecond });
  }
  if (env.SMTP_URL) {
    const { createSmtp } = await import('./smtp/smtp.js');
    return createSmtp(env.SMTP_URL, { maxPerSecond });
  }
  return createOutbox(outbox);
}
