// Encoding the thousands of mails of one issue, which share nearly all of their pieces: each is encoded once.

/** Pieces of fewer characters are a reader's own: they never come again. */
const SHARED = 256;
/** Pieces that are kept; an issue has a few dozen for each choice of recaps. */
const KEPT = 1024;

/** A function that encodes the pieces of a body; what `encode` gives for one must not depend on what stands around. */
export function createPieceEncoder(encode: (piece: string) => string): (body: string[]) => Buffer[] {
  const known = new Map<string, Buffer>();
  return (body) =>
    body.map((piece) => {
      if (piece.length < SHARED) return Buffer.from(encode(piece));
      let encoded = known.get(piece);
      if (!encoded) {
        encoded = Buffer.from(encode(piece));
        if (known.size >= KEPT) known.clear();
        known.set(piece, encoded);
      }
      return encoded;
    });
}
