// Splits an imported issue's HTML into blocks under headings. It relies on the form that our import writes: sanitised,
// every `<` of the text escaped, every block with an id.
import { oneLine } from '../../base/text.js';

export interface Block {
  anchor: string;
  text: string;
  /** The heading above it; empty before the first one. */
  heading: string;
  headingAnchor: string;
}

const PIECE = /<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>|[^<]+|</g;
const BLOCK_ID = /\sid="([^"]*)"/;
const HEADING_TAG = /^h[1-6]$/;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

/** Every element with an id starts a block, which ends at the next one. A heading applies to the blocks after it. */
export function blocksOfHtml(html: string): Block[] {
  const blocks: Block[] = [];
  let heading = { text: '', anchor: '' };
  /** The text of a heading that is being read. */
  let headingText: string[] | undefined;
  let block: { anchor: string; text: string[] } | undefined;
  const close = () => {
    const text = oneLine(decode(block?.text.join('') ?? ''));
    if (block && text)
      blocks.push({ anchor: block.anchor, text, heading: heading.text, headingAnchor: heading.anchor });
    block = undefined;
  };
  for (const [piece, slash, tag, attributes] of html.matchAll(PIECE)) {
    if (tag === undefined) {
      if (headingText) headingText.push(piece);
      else block?.text.push(piece);
      continue;
    }
    const id = slash ? undefined : BLOCK_ID.exec(attributes ?? '')?.[1];
    if (HEADING_TAG.test(tag)) {
      if (slash) {
        heading = { ...heading, text: oneLine(decode(headingText?.join('') ?? '')) };
        headingText = undefined;
      } else {
        close();
        heading = { text: '', anchor: id ?? '' };
        headingText = [];
      }
    } else if (id) {
      close();
      block = { anchor: id, text: [] };
    } else if (!INLINE_TAG_NAMES.has(tag)) block?.text.push(' ');
  }
  close();
  return blocks;
}

const INLINE_TAG_NAMES = new Set([
  'a',
  'b',
  'strong',
  'i',
  'em',
  'code',
  's',
  'del',
  'sub',
  'sup',
  'u',
  'mark',
  'kbd',
]);

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}
