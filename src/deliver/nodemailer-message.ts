// A mail as nodemailer takes it.
import type { Mail } from '../model.js';

/**
 * Our headers are ASCII and complete. Nodemailer would encode the angle brackets of a List-Id as words, which mail
 * programs cannot read.
 */
export function toNodemailerMessage({ key: _, batch: __, headers, ...message }: Mail) {
  return {
    ...message,
    headers: Object.entries(headers ?? {}).map(([key, value]) => ({
      key,
      value: key === 'Message-ID' ? value : { prepared: true, foldLines: true, value },
    })),
  };
}
