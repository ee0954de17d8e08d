// The transfer encoding of mail bodies that every mail server takes.
import { encode, wrap } from 'nodemailer/lib/qp';

/** Three less than RFC 2045 allows: a line may get a soft line break, and its first dot become three characters. */
const LONGEST_LINE = 73;

/** Visible ASCII without blanks, such as the addresses of a reader's own pages: there is nothing in it to encode. */
const WORD = /^[!-<>-~]+$/;
const LINE = new RegExp(`.{1,${LONGEST_LINE}}`, 'g');

/**
 * A piece of a text as quoted-printable (RFC 2045, 6.7), in whole lines of its own: where the text has no line break
 * after it stands a soft one, which readers take away. So pieces can be encoded apart and put together. No line begins
 * with a dot, which would mean something to mail servers.
 */
export function quotedPrintable(piece: string): string {
  if (WORD.test(piece)) return withoutDots(piece.replace(LINE, '$&=\r\n'));
  const lines = piece.split(/\r\n|\r|\n/).map((line) => wrap(encode(line), LONGEST_LINE));
  const last = lines.pop();
  const whole = `${lines.map((line) => `${line}\r\n`).join('')}${last ? `${last}=\r\n` : ''}`;
  return withoutDots(whole);
}

function withoutDots(lines: string): string {
  return lines.replace(/^\./gm, '=2E');
}
