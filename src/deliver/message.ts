// A mail as mail servers take it (RFC 5322, MIME), from bodies that were encoded before.
import { Readable, Transform } from 'node:stream';
import MimeNode from 'nodemailer/lib/mime-node';
import type { Mail } from '../model.js';
import { createPieceEncoder } from './pieces.js';
import { quotedPrintable } from './quoted-printable.js';

/** What nodemailer's transports ask of a message, and whether they have begun to read it. */
export interface Message {
  node: MimeNode;
  begun(): boolean;
}

/** `=_` never stands in quoted-printable (RFC 2045, 6.7): no text can end its part. */
const BOUNDARY = '=_tidings';
const [OPEN_TEXT, OPEN_HTML] = ['text/plain', 'text/html'].map((type) =>
  Buffer.from(
    `\r\n--${BOUNDARY}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`,
  ),
) as [Buffer, Buffer];
const CLOSE = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);

/** Makes messages of mails. Headers are nodemailer's to encode and fold; a body's shared pieces are encoded once. */
export function createMessages(): (mail: Mail) => Message {
  const [encodeText, encodeHtml] = [quotedPrintable, quotedPrintable].map(createPieceEncoder) as [
    ReturnType<typeof createPieceEncoder>,
    ReturnType<typeof createPieceEncoder>,
  ];
  return ({ key, from, to, replyTo, subject, html, text, headers }) => {
    const node = new MimeNode(`multipart/alternative; boundary="${BOUNDARY}"`, { baseBoundary: BOUNDARY });
    node.setHeader({
      From: from,
      To: to,
      ...(replyTo && { 'Reply-To': replyTo }),
      Subject: subject,
      'Message-ID': `<${key}@tidings.invalid>`,
      ...headers,
    });
    const head = Buffer.from(`${node.buildHeaders()}\r\n`);
    const content = Buffer.concat([
      head,
      OPEN_TEXT,
      ...encodeText(closed(text)),
      OPEN_HTML,
      ...encodeHtml(closed(html)),
      CLOSE,
    ]);
    let stream: Readable | undefined;
    node.createReadStream = () => {
      stream = streamOf(content);
      return stream;
    };
    return { node, begun: () => stream?.readableDidRead ?? false };
  };
}

/**
 * The content as a stream. nodemailer pipes it through a transform that looks at each byte for lines which begin with
 * a dot and for bare line breaks, of which there are none here: it is handed over behind that, a third of all work.
 */
function streamOf(content: Buffer): Readable {
  const stream = new Readable({
    read() {
      this.push(content);
      this.push(null);
    },
  });
  const pipe = stream.pipe.bind(stream);
  stream.pipe = (to, options) => {
    if (!(to instanceof Transform)) return pipe(to, options);
    to.push(stream.read());
    to.end();
    return to;
  };
  return stream;
}

/** With a line break at its end, which a body that stands in lines must have. */
function closed(body: string[]): string[] {
  return body.at(-1)?.endsWith('\n') ? body : [...body, '\n'];
}
