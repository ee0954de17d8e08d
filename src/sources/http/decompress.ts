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

const gunzipWhole = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
/** `bytesWritten` counts the compressed bytes that were read. */
const inflateFirst = (bytes: Buffer, options: zlib.ZlibOptions) =>
  promisify<Buffer, zlib.ZlibOptions, unknown>(zlib.inflateRaw)(bytes, {
    ...options,
    info: true,
  }) as Promise<{
    buffer: Buffer;
    engine: { bytesWritten: number };
  }>;
const decoders = {
  gzip: gunzip,
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
    bytes = await decode(bytes, name.trim(), maxBytes);
  }
  // Some servers send `feed.xml.gz` as it is stored, or compress what is compressed.
  return isGzip(bytes) ? decode(bytes, 'gzip', maxBytes) : bytes;
}

async function decode(bytes: Buffer, name: string, maxBytes: number): Promise<Buffer> {
  try {
    const decoder = decoderFor(name, bytes);
    return decoder ? await decoder(bytes, { maxOutputLength: maxBytes }) : bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new TooLargeError(maxBytes);
    throw new Error(`damaged or truncated ${name} data`, { cause: error });
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes.readUIntBE(0, 3) === 0x1f8b08;
}

const GZIP_HEADER_BYTES = 10;
const GZIP_TRAILER_BYTES = 8;

/** Decodes gzip. Ignores what follows the data, such as a page's warnings, if the data has the length that it states. */
async function gunzip(bytes: Buffer, options: zlib.ZlibOptions): Promise<Buffer> {
  try {
    return await gunzipWhole(bytes, options);
  } catch (error) {
    const hasPlainHeader = bytes[3] === 0;
    if ((error as NodeJS.ErrnoException).code !== 'Z_DATA_ERROR' || !hasPlainHeader) throw error;
    const { buffer, engine } = await inflateFirst(bytes.subarray(GZIP_HEADER_BYTES), options);
    const end = GZIP_HEADER_BYTES + engine.bytesWritten + GZIP_TRAILER_BYTES;
    if (end > bytes.length || bytes.readUInt32LE(end - 4) !== buffer.length) throw error;
    return buffer;
  }
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
