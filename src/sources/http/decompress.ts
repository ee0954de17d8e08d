// Decodes gzip, deflate and br with a limit on the output size.
import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** The body exceeds the caller's limit, as sent or decompressed. */
export class TooLargeError extends Error {
  override name = 'TooLargeError';
  constructor(maxBytes: number) {
    const limit =
      maxBytes >= 1e6 ? `${Math.round(maxBytes / 1e5) / 10} MB` : `${Math.ceil(maxBytes / 1e3)} KB`;
    super(`larger than ${limit}`);
  }
}

const decoders = {
  gzip: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  br: promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
  deflate: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate),
  rawDeflate: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw),
};

/** Decodes `Content-Encoding`; leaves unknown encodings unchanged. Throws for damaged, truncated or too much data. */
export async function decompress(
  body: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  if (body.length === 0) return body;
  let bytes = body;
  // Decodes the last encoding first. Servers never need more than two.
  for (const name of (encoding ?? '').toLowerCase().split(',').slice(-2).reverse()) {
    try {
      const decoder = decoderFor(name.trim(), bytes);
      if (!decoder) continue;
      bytes = await decoder(bytes, { maxOutputLength: maxBytes });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new TooLargeError(maxBytes);
      throw new Error(`damaged or truncated ${name.trim()} data`, { cause: error });
    }
  }
  return bytes;
}

function decoderFor(name: string, bytes: Buffer) {
  if (name === 'br') return decoders.br;
  // Some servers declare gzip and send plain text, so only the magic number counts.
  if (name === 'gzip' || name === 'x-gzip')
    return bytes.readUInt16BE(0) === 0x1f8b ? decoders.gzip : undefined;
  // "deflate" means zlib (RFC 9110), but some send the raw stream.
  if (name === 'deflate') return ((bytes[0] ?? 0) & 0x0f) === 8 ? decoders.deflate : decoders.rawDeflate;
  return undefined;
}
