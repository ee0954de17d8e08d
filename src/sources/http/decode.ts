// Bytes of a feed → text: finds the charset where the header, the document and the bytes disagree.
import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

const BYTE_ORDER_MARKS: [charset: string, bytes: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** What a label, without its punctuation, means in practice (WHATWG Encoding, 4.2). */
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
 * The text of a feed or a page. The byte order mark decides; then UTF-16's zero bytes; then valid UTF-8 beyond
 * ASCII, whatever is declared, since text in another charset hardly ever looks so; then the charset of the
 * header, of the XML declaration, and windows-1252.
 */
export function decodeText(bytes: Uint8Array, contentType?: string): string {
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
  // A server that sends Latin-1 for everything knows less than the document.
  const order = header === 'windows-1252' ? [declared, header] : [header, declared];
  return order.find((charset) => charset && charset !== 'utf-8') ?? 'windows-1252';
}

/** A bad byte here and there, or a cut-off end, must not garble the rest of a UTF-8 feed. */
function isMostlyUtf8(buffer: Buffer): boolean {
  const beyondAscii = buffer.toString('utf8').match(/\P{ASCII}/gu) ?? [];
  return beyondAscii.filter((character) => character === '\ufffd').length <= beyondAscii.length / 2;
}

function charsetFor(label = ''): string | undefined {
  const name = label.toLowerCase().replace(/[^a-z0-9]/g, '');
  // A document whose declaration could be read byte by byte is not in UTF-16, whatever it says.
  if (!name || /^(utf(7|16|32)|ucs|unicode|binary|base64|hex)/.test(name)) return undefined;
  const charset = IN_PRACTICE[name] ?? label;
  return iconv.encodingExists(charset) ? charset : undefined;
}
