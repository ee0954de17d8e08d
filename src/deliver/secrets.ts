// Keeps secrets out of errors that are stored and shown.

/** Shorter secrets are not masked: they would mask parts of ordinary words. */
const MIN_SECRET_CHARACTERS = 4;

/** Returns a function that replaces each secret in a text by `[secret]`, longer secrets first. */
export function createSecretMask(secrets: string[]): (text: string) => string {
  const masked = secrets
    .filter((secret) => secret.length >= MIN_SECRET_CHARACTERS)
    .sort((a, b) => b.length - a.length);
  return (text) => masked.reduce((result, secret) => result.replaceAll(secret, '[secret]'), text);
}
