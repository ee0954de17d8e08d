import { expect, test } from 'vitest';
import { decodeText } from '../../src/base/decode-text.js';

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

test.each<[string, Uint8Array]>([
  ['UTF-8', Buffer.from('Désabonné')],
  ['UTF-8 with its mark', Buffer.from('\ufeffDésabonné')],
  ['UTF-16 as Excel writes it', Buffer.from('\ufeffDésabonné', 'utf16le')],
  ['UTF-16 of the other order', swapped('\ufeffDésabonné')],
  ['Windows-1252', Buffer.from('Désabonné', 'latin1')],
])('decodeText reads %s', (_, bytes) => expect(decodeText(bytes)).toBe('Désabonné'));
