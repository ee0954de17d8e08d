// Plain text on a page of fixed width: wrapping, underlining, and numbered references to addresses.

/** Columns per line: mail programs show and quote such lines without another break. */
const TEXT_WIDTH = 78;

/**
 * Lines of at most 78 characters, broken between words; a longer word gets its own line. The first line starts with
 * `first`, the others with as many blanks.
 */
export function wrapText(text: string, first = ''): string {
  const indent = ' '.repeat(first.length);
  const lines: string[] = [];
  let line = first;
  let empty = true;
  // A no-break space holds a reference to its word; it is an ordinary one once the lines are made.
  for (const word of text.split(' ').filter(Boolean)) {
    if (!empty && line.length + 1 + word.length > TEXT_WIDTH) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n').replaceAll('\u00a0', ' ');
}

/** A heading with a rule under it as long as its longest line. */
export function underline(text: string, rule: string): string {
  const lines = wrapText(text);
  return `${lines}\n${rule.repeat(Math.max(...lines.split('\n').map((line) => line.length)))}`;
}

export interface References {
  /** Follows a link's words: ` [3]`, the number of its address. */
  refer(href: string): string;
  /** The addresses referred to since the last time, a line each; empty when there are none. */
  flush(): string;
}

/** Numbers run through the whole text; an address that a section names twice has one number there. */
export function createReferences(): References {
  const open = new Map<string, number>();
  let count = 0;
  return {
    refer(href) {
      const number = open.get(href) ?? ++count;
      open.set(href, number);
      return `\u00a0[${number}]`;
    },
    flush() {
      const lines = [...open].map(([href, number]) => `[${number}] ${href}`);
      open.clear();
      return lines.join('\n');
    },
  };
}
