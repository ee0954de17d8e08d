// Encoding the thousands of mails of one issue, which share nearly all of their pieces: each is encoded once.

/** Shorter pieces may be a reader's own; they are kept apart, since they must not push out the long ones. */
const LONG = 256;
/** Pieces of each kind that are kept; an issue has a few dozen for each choice of recaps. */
const KEPT = 1024;

/** A function that encodes the pieces of a body; what `encode` gives for one must not depend on what stands around. */
export function createPieceEncoder(encode: (piece: string) => string): (body: string[]) => Buffer[] {
  const long = new Map<string, Buffer>();
  const short = new Map<string, Buffer>();
  return (body) =>
    body.map((piece) => {
      const known = piece.length < LONG ? short : long;
      let encoded = known.get(piece);
      if (!encoded) {
        encoded = Buffer.from(encode(piece));
        if (known.size >= KEPT) known.clear();
        known.set(piece, encoded);
      }
      return encoded;
    });
}
