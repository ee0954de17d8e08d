// The transfer encoding of mail bodies that every mail server takes.
import { encode, wrap } from 'nodemailer/lib/qp';

/** Whole lines as quoted-printable (RFC 2045, 6.7), each with CRLF at its end. */
export function quotedPrintable(lines: string): string {
  return lines
    .replace(/\r?\n$/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => `${wrap(encode(line))}\r\n`)
    .join('');
}
