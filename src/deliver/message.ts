// A mail as mail servers take it (RFC 5322, MIME), from bodies that were encoded before.
import { Readable, Transform } from 'node:stream';
import { encodeWords, foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import type { Mail } from '../model.js';
import { createBuffers } from './buffers.js';
import { createPieceEncoder } from './pieces.js';
import { quotedPrintable } from './quoted-printable.js';

export interface Message {
  /** What nodemailer's transports ask of a message. */
  getEnvelope(): MimeNode.Envelope;
  messageId(): string;
  getHeader(): string;
  createReadStream(): Readable;
  /** Whether anybody has read from it. */
  isBegun(): boolean;
  /** Gives its memory to the next ones; only when it has arrived. */
  giveBack(): void;
}

interface Head {
  of: Pick<Mail, 'from' | 'replyTo' | 'subject'>;
  madeAt: number;
  lines: string;
  sender: MimeNode.Envelope['from'];
}

/** `=_` never stands in quoted-printable (RFC 2045, 6.7): no text can end its part. */
const BOUNDARY = '=_tidings';
const partOf = (type: string) =>
  Buffer.from(
    `\r\n--${BOUNDARY}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`,
  );
const [TEXT, HTML] = [partOf('text/plain'), partOf('text/html')];
const CLOSE = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
/** What ends the content on its way (RFC 5321, 4.1.1.4). */
const DOT = Buffer.from('.\r\n');
/** Of a header (RFC 5322, 2.1.1, and what mail programs show). */
const LONGEST_LINE = 76;
/** What the mails of one issue share of their headers holds for so long: it has the date in it. */
const HEAD_MS = 1000;

/** Makes messages of mails; what they share is encoded once. */
export function createMessages(): (mail: Mail) => Message {
  const encode = createPieceEncoder(quotedPrintable);
  const buffers = createBuffers();
  let head: Head | undefined;
  const headOf = (mail: Mail): Head => {
    const { from, replyTo, subject } = mail;
    const same = head?.of.from === from && head.of.replyTo === replyTo && head.of.subject === subject;
    const now = performance.now();
    if (!head || !same || now - head.madeAt > HEAD_MS) head = { of: mail, madeAt: now, ...makeHead(mail) };
    return head;
  };
  return (mail) => {
    const { lines, sender } = headOf(mail);
    const messageId = mail.headers['Message-ID'] ?? `<${mail.key}@tidings.invalid>`;
    const own = { ...mail.headers, 'Message-ID': messageId };
    const content = buffers.join([
      // An address is never made an encoded word (RFC 2047, 5).
      Buffer.from(`To: ${mail.to}\r\n${Object.entries(own).map(headerLine).join('')}${lines}\r\n`),
      TEXT,
      ...encode(closed(mail.text)),
      HTML,
      ...encode(closed(mail.html)),
      CLOSE,
      DOT,
    ]);
    let stream: Readable | undefined;
    return {
      getEnvelope: () => ({ from: sender, to: [mail.to] }),
      messageId: () => messageId,
      getHeader: () => messageId,
      createReadStream: () => {
        stream = streamOf(content);
        return stream;
      },
      isBegun: () => stream?.readableDidRead ?? false,
      giveBack: () => buffers.giveBack(content),
    };
  };
}

function headerLine([name, value]: [string, string]): string {
  const plain = `${name}: ${value}`;
  if (plain.length <= LONGEST_LINE && /^[ -~]*$/.test(plain)) return `${plain}\r\n`;
  return `${foldLines(`${name}: ${encodeWords(value, 'Q', 52)}`, LONGEST_LINE)}\r\n`;
}

/** The headers that nodemailer has to encode, and its own: `Date`, `MIME-Version`, `Content-Type`. */
function makeHead({ from, replyTo, subject }: Mail): Pick<Head, 'lines' | 'sender'> {
  const node = new MimeNode(`multipart/alternative; boundary="${BOUNDARY}"`);
  node.setHeader({ From: from, ...(replyTo && { 'Reply-To': replyTo }), Subject: subject });
  // Each mail has its own.
  node.setHeader({ 'Message-ID': '<of@all>' });
  const lines = node.buildHeaders().replace(/^Message-ID: .*\r\n/m, '');
  return { lines, sender: node.getEnvelope().from };
}

/**
 * The content as a stream. nodemailer pipes it through a transform that looks at each byte for lines which begin with
 * a dot and for bare line breaks, of which there are none here, and adds the dot at the end: it is handed over behind
 * that with the dot on, which saves a third of all work and a second packet.
 */
function streamOf(content: Buffer): Readable {
  const stream = new Readable({
    read() {
      this.push(content.subarray(0, -DOT.length));
      this.push(null);
    },
  });
  const pipe = stream.pipe.bind(stream);
  stream.pipe = (to, options) => {
    if (!(to instanceof Transform)) return pipe(to, options);
    stream.read();
    to.push(content);
    to.push(null);
    return to;
  };
  return stream;
}

/** With a line break at its end, which a body that stands in lines must have. */
function closed(body: string[]): string[] {
  return body.at(-1)?.endsWith('\n') ? body : [...body, '\n'];
}
