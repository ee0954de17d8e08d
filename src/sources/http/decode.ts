// Decodes feeds and pages: finds the charset when the header, the document and the bytes disagree.
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

const BYTE_ORDER_MARKS: [charset: string, bytes: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encodings that labels, without punctuation, mean in practice (WHATWG Encoding, 4.2). */
const IN_PRACTICE: Record<string, string> = {
  utf8: 'utf-8',
  ascii: 'windows-1252',
  usascii: 'windows-1252',
  iso88591: 'windows-1252',
  latin1: 'windows-1252',
  iso88599: 'windows-1254',
  iso885911: 'windows-874',
  tis620: 'windows-874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  ksc56011987: 'cp949',
  euckr: 'cp949',
  xsjis: 'shift_jis',
};

/**
 * Decodes a feed or a page. Checks in order: the byte order mark; UTF-16's zero bytes; valid UTF-8 beyond ASCII,
 * whatever is declared, since text in another charset is hardly ever valid UTF-8; the charset of the header; of the XML
 * declaration; windows-1252.
 */
export function decodeDocument(bytes: Uint8Array, contentType?: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = BYTE_ORDER_MARKS.find(([, bom]) => bom.every((byte, at) => buffer[at] === byte));
  return iconv.decode(buffer, mark?.[0] ?? findCharset(buffer, contentType));
}

function findCharset(buffer: Buffer, contentType: string | undefined): string {
  if (buffer[0] !== 0 && buffer[1] === 0) return 'utf-16le';
  if (buffer[0] === 0 && buffer[1] !== 0) return 'utf-16be';
  if (isUtf8(buffer)) return 'utf-8';
  const header = charsetFor(/charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]);
  const head = buffer.toString('latin1', 0, 1024);
  const declared = charsetFor(/<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1]);
  if ((header === 'utf-8' || declared === 'utf-8') && isMostlyUtf8(buffer)) return 'utf-8';
  // A header with Latin-1 is often a server default, so the document's declaration counts first.
  const order = header === 'windows-1252' ? [declared, header] : [header, declared];
  return order.find((charset) => charset && charset !== 'utf-8') ?? 'windows-1252';
}

/** Whether the bytes are UTF-8 with few errors: a bad byte or a truncated end must not garble the rest of a feed. */
function isMostlyUtf8(buffer: Buffer): boolean {
  const beyondAscii = buffer.toString('utf8').match(/\P{ASCII}/gu) ?? [];
  return beyondAscii.filter((character) => character === '\ufffd').length <= beyondAscii.length / 2;
}

function charsetFor(label = ''): string | undefined {
  const name = label.toLowerCase().replace(/[^a-z0-9]/g, '');
  // A declaration that is readable as bytes cannot be UTF-16.
  if (!name || /^(utf(7|16|32)|ucs|unicode|binary|base64|hex)/.test(name)) return undefined;
  const charset = IN_PRACTICE[name] ?? label;
  return iconv.encodingExists(charset) ? charset : undefined;
}
