// The text of a Ghost 5 post whose export has only its editor's document (Lexical): nodes → HTML.
import { z } from 'zod';
import { escapeHtml } from '../../../base/text.js';
import { importedToHtml } from '../../../render/imported.js';
import { PAYWALL_MARK } from '../hidden-parts.js';

const text = z.string().optional();
const nodeSchema = z.object({
  type: z.string(),
  tag: text,
  text,
  url: text,
  src: text,
  alt: text,
  html: text,
  code: text,
  listType: text,
  calloutText: text,
  heading: text,
  content: text,
  markdown: text,
  caption: text,
  format: z.number().optional(),
  buttonText: text,
  buttonUrl: text,
  get children() {
    return z.array(nodeSchema).optional();
  },
});
type LexicalNode = z.output<typeof nodeSchema>;

const documentSchema = z.object({ root: nodeSchema });
const MAX_DEPTH = 100;

/** Returns an empty text for anything but such a document. */
export function lexicalToHtml(lexical: unknown): string {
  try {
    return renderNode(documentSchema.parse(JSON.parse(String(lexical))).root, 0);
  } catch {
    return '';
  }
}

function renderNode(node: LexicalNode, depth: number): string {
  const inner =
    depth > MAX_DEPTH ? '' : (node.children ?? []).map((child) => renderNode(child, depth + 1)).join('');
  const encode = (value = '') => escapeHtml(value);
  switch (node.type.replace(/^extended-/, '')) {
    case 'text':
      return emphasize(encode(node.text), node.format ?? 0);
    case 'linebreak':
      return '<br>';
    case 'link':
    case 'autolink':
      return `<a href="${encode(node.url)}">${inner}</a>`;
    case 'heading':
      return /^h[1-6]$/.test(node.tag ?? '') ? `<${node.tag}>${inner}</${node.tag}>` : inner;
    case 'list':
      return node.listType === 'number' ? `<ol>${inner}</ol>` : `<ul>${inner}</ul>`;
    case 'listitem':
      return `<li>${inner}</li>`;
    case 'quote':
    case 'aside':
      return `<blockquote>${inner}</blockquote>`;
    case 'paragraph':
      return `<p>${inner}</p>`;
    case 'image':
      return `<p><img src="${encode(node.src)}" alt="${encode(node.alt)}"></p>${captionOf(node)}`;
    case 'codeblock':
      return `<pre>${encode(node.code)}</pre>`;
    case 'html':
      return node.html ?? '';
    case 'markdown':
      return importedToHtml(node.markdown ?? '', 'markdown');
    case 'paywall':
      return PAYWALL_MARK;
    case 'horizontalrule':
      return '<hr>';
    case 'bookmark':
    case 'embed':
      return `<p><a href="${encode(node.url)}">${encode(node.url)}</a></p>${captionOf(node)}`;
    case 'button':
      return `<p><a href="${encode(node.buttonUrl)}">${encode(node.buttonText)}</a></p>`;
    case 'callout':
      return `<div>${node.calloutText ?? ''}</div>`;
    case 'toggle':
      return `<h4>${node.heading ?? ''}</h4><div>${node.content ?? ''}</div>`;
    default:
      return inner;
  }
}

function captionOf({ caption }: LexicalNode): string {
  return caption ? `<p>${caption}</p>` : '';
}

/** Bits of a text's format → elements. */
const FORMAT_TAGS: [bit: number, tag: string][] = [
  [1, 'strong'],
  [2, 'em'],
  [4, 's'],
  [16, 'code'],
  [32, 'sub'],
  [64, 'sup'],
];

function emphasize(html: string, format: number): string {
  return FORMAT_TAGS.reduce(
    (inner, [bit, tag]) => (format & bit ? `<${tag}>${inner}</${tag}>` : inner),
    html,
  );
}
