// Decodes a text file of unknown encoding.

/**
 * Decodes UTF-8, UTF-16 with a byte order mark (Excel's "Unicode text"), or else Windows-1252. With the wrong encoding,
 * a column "Désabonné" would not be recognised.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
