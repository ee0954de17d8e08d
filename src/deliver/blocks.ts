// Encoding the thousands of mails of one issue, which differ in a few lines: what was encoded before is remembered.

/** So many lines are encoded and remembered as one. */
const LINES = 4;
/** Blocks that are kept; an issue has a few hundred. */
const KEPT = 4096;

interface Block {
  lines: string;
  encoded: Buffer;
}

/**
 * A function that encodes text block by block: `encode` gets a few whole lines, each with its line feed, and what it
 * gives for them must not depend on what stands around.
 */
export function createBlockEncoder(encode: (lines: string) => string): (text: string) => Buffer[] {
  const known = new Map<string, Block>();
  let last: Block[] = [];
  const find = (lines: string): Block => {
    let block = known.get(lines);
    if (!block) {
      // A slice would hold on to the whole mail that it was cut from; this is a copy.
      const copy = Buffer.from(lines, 'utf16le').toString('utf16le');
      block = { lines: copy, encoded: Buffer.from(encode(copy)) };
      // A reader's own lines never come again: they must not pile up.
      if (known.size >= KEPT) known.clear();
      known.set(copy, block);
    }
    return block;
  };
  return (text) => {
    const blocks: Block[] = [];
    for (let start = 0; start < text.length; ) {
      // The mail before has the same block in the same place, nearly always: comparing is all there is to do.
      const guess = last[blocks.length];
      const block =
        guess && text.startsWith(guess.lines, start)
          ? guess
          : find(text.slice(start, endOfBlock(text, start)));
      blocks.push(block);
      start += block.lines.length;
    }
    last = blocks;
    return blocks.map(({ encoded }) => encoded);
  };
}

function endOfBlock(text: string, start: number): number {
  let end = start;
  for (let line = 0; line < LINES && end < text.length; line++) {
    const feed = text.indexOf('\n', end);
    end = feed < 0 ? text.length : feed + 1;
  }
  return end;
}
