// Lays out plain text at a fixed width: wrapping, underlining, and numbered references to addresses.

/** Columns per line; mail programs show and quote such lines without wrapping them. */
const TEXT_WIDTH = 78;

/**
 * Wraps to lines of at most 78 characters, between words; a longer word gets its own line. The first line starts with
 * `first`, the others with as many spaces.
 */
export function wrapText(text: string, first = ''): string {
  const indent = ' '.repeat(first.length);
  const lines: string[] = [];
  let line = first;
  let empty = true;
  // A no-break space ties a reference to its word; after wrapping it becomes an ordinary space.
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

/** A heading, underlined to the length of its longest line. */
export function underline(text: string, rule: string): string {
  const lines = wrapText(text);
  return `${lines}\n${rule.repeat(Math.max(...lines.split('\n').map((line) => line.length)))}`;
}

export interface References {
  /** Follows a link's text: ` [3]`, the number of its address. */
  refer(href: string): string;
  /** The addresses referred to since the last call, one a line; empty without any. */
  flush(): string;
}

/** Numbers continue through the whole text. A section that links to one address twice uses one number. */
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
