// Tries a Resend API key without sending a mail.
import { Resend } from 'resend';
import { messageOf } from '../../base/errors.js';
import { oneLine } from '../../base/text.js';
import { createSecretMask } from '../secrets.js';

/**
 * Returns what is wrong with the key or the domain of `from`, without the key; undefined if all is well. A key that may
 * only send cannot list domains, and is fine.
 */
export async function verifyResend(
  apiKey: string,
  { baseUrl = 'https://api.resend.com', from }: { baseUrl?: string; from?: string },
): Promise<string | undefined> {
  const mask = createSecretMask([apiKey]);
  try {
    const { data, error } = await new Resend(apiKey, { baseUrl: baseUrl.replace(/\/+$/, '') }).domains.list();
    if (error?.name === 'restricted_api_key') return undefined;
    // Without a name, the answer is not Resend's own: a proxy, or a server that lacks this page.
    if (error && !error.name)
      return mask(oneLine(`the list of domains could not be read (${error.message || 'no reason given'})`));
    if (error) return mask(oneLine(`${error.name}: ${error.message}`));
    const domain = /@([^@<>\s]+?)>?\s*$/.exec(from ?? '')?.[1]?.toLowerCase();
    const domains: unknown = data?.data;
    if (!domain || !Array.isArray(domains)) return undefined;
    const found = data?.data.find(({ name }) => domain === name || domain.endsWith(`.${name}`));
    if (!found) return `the domain ${domain} of MAIL_FROM is not one of yours at Resend`;
    return found.status === 'verified' ? undefined : `the domain ${found.name} is ${found.status} there`;
  } catch (error) {
    return mask(messageOf(error));
  }
}
