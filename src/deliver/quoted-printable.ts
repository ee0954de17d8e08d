// The transfer encoding of mail bodies, fast for the thousands of mails of one issue that differ in a few lines.
import { encode, wrap } from 'nodemailer/lib/qp';

/** Encoded lines that are kept; an issue has a few hundred. */
const KEPT = 4096;

/** Encodes text as quoted-printable (RFC 2045, 6.7), line by line, and remembers the lines. */
export function createEncoder(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let encoded = '';
    for (const line of text.split(/\r\n|\r|\n/)) {
      let result = known.get(line);
      if (result === undefined) {
        result = `${wrap(encode(line))}\r\n`;
        // A reader's own lines never come again: they must not pile up.
        if (known.size >= KEPT) known.clear();
        known.set(line, result);
      }
      encoded += result;
    }
    return encoded;
  };
}
