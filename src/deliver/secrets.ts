// Keeps secrets out of what is stored and shown.

/** Replaces each of the secrets wherever it stands in a text. Very short ones would mask half of the words. */
export function createRecipientMask(secrets: string[]): (text: string) => string {
  const worth = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  return (text) => worth.reduce((masked, secret) => masked.replaceAll(secret, '[secret]'), text);
}
