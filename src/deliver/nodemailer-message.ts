// A mail as nodemailer takes it.
import type { Mail } from '../model.js';

/** Letters of the Latin scripts: quoted-printable is the shorter encoding for them. */
const LATIN_TEXT = /[a-z\u00c0-\u024f]/gi;
const ALL_LETTERS = /\p{L}/gu;
/** Enough of the text to know its script. */
const SAMPLE_LENGTH = 300;

/**
 * Our headers are ASCII and complete. Nodemailer would encode the angle brackets of a List-Id as words, which mail
 * programs cannot read. It would also count the letters of both parts several times to choose their encoding, which
 * takes a fifth of its time.
 */
export function toNodemailerMessage({ key: _, batch: __, headers, ...message }: Mail) {
  return {
    ...message,
    textEncoding: chooseEncoding(message.text),
    headers: Object.entries(headers ?? {}).map(([key, value]) => ({
      key,
      value: key === 'Message-ID' ? value : { prepared: true, foldLines: true, value },
    })),
  };
}

function chooseEncoding(text: string): 'quoted-printable' | 'base64' {
  const sample = text.slice(0, SAMPLE_LENGTH);
  const count = (letters: RegExp) => sample.match(letters)?.length ?? 0;
  return count(LATIN_TEXT) * 2 >= count(ALL_LETTERS) ? 'quoted-printable' : 'base64';
}
