// The text of a post of Ghost 1 to 4 whose export has only its editor's document (Mobiledoc): sections → HTML.
import { z } from 'zod';
import { escapeHtml } from '../../../base/text.js';
import { importedToHtml } from '../../../render/imported.js';
import { PAYWALL_MARK } from '../hidden-parts.js';

const text = z.string().optional();
const cardSchema = z.object({
  markdown: text,
  cardName: text,
  html: text,
  code: text,
  src: text,
  alt: text,
  caption: text,
  url: text,
  calloutText: text,
  heading: text,
  content: text,
  buttonText: text,
  buttonUrl: text,
});
const documentSchema = z.object({
  markups: z.array(z.tuple([z.string()], z.unknown())).default([]),
  atoms: z.array(z.tuple([z.string()], z.unknown())).default([]),
  cards: z.array(z.tuple([z.string(), cardSchema], z.unknown())).default([]),
  sections: z.array(z.tuple([z.number()], z.unknown())).default([]),
});
type Mobiledoc = z.output<typeof documentSchema>;

const markerSchema = z.tuple([
  z.number(),
  z.array(z.number()),
  z.number(),
  z.union([z.string(), z.number()]),
]);
const markersSchema = z.array(markerSchema);

/** Kinds of sections. */
const MARKUP_SECTION = 1;
const IMAGE_SECTION = 2;
const LIST_SECTION = 3;
const CARD_SECTION = 10;
const TEXT_MARKER = 0;

/** Returns an empty text for anything but such a document. */
export function mobiledocToHtml(mobiledoc: unknown): string {
  try {
    const document = documentSchema.parse(JSON.parse(String(mobiledoc)));
    // The oldest documents have only cards.
    if (document.sections.length === 0) return document.cards.map(renderCard).join('');
    return document.sections.map((section) => renderSection(section, document)).join('');
  } catch {
    return '';
  }
}

function renderSection([kind, ...parts]: Mobiledoc['sections'][number], document: Mobiledoc): string {
  const [first, second] = parts;
  if (kind === MARKUP_SECTION) return wrap(String(first), renderMarkers(second, document));
  if (kind === IMAGE_SECTION) return renderImage({ src: String(first) });
  if (kind === LIST_SECTION) {
    const items = z.array(z.unknown()).parse(second);
    return wrap(String(first), items.map((item) => wrap('li', renderMarkers(item, document))).join(''));
  }
  const card = kind === CARD_SECTION ? document.cards[Number(first)] : undefined;
  return card ? renderCard(card) : '';
}

/** A marker opens markups by index and closes the innermost ones by count. */
function renderMarkers(markers: unknown, { markups, atoms }: Mobiledoc): string {
  const open: string[] = [];
  const close = (count: number) =>
    Array.from({ length: Math.min(count, open.length) }, () => `</${open.pop()}>`).join('');
  const html = markersSchema.parse(markers).map(([kind, opened, closed, value]) => {
    const opening = opened.map((at) => {
      const [tag = '', attributes] = markups[at] ?? [];
      if (!/^[a-z]+$/.test(tag)) return '';
      open.push(tag);
      const [name, target] = Array.isArray(attributes) ? attributes : [];
      return name === 'href' ? `<${tag} href="${escapeHtml(String(target))}">` : `<${tag}>`;
    });
    const isBreak = kind !== TEXT_MARKER && atoms[Number(value)]?.[0] === 'soft-return';
    const words = kind === TEXT_MARKER ? escapeHtml(String(value)) : isBreak ? '<br>' : '';
    return `${opening.join('')}${words}${close(closed)}`;
  });
  return html.join('') + close(open.length);
}

function renderCard([name, card]: Mobiledoc['cards'][number]): string {
  const encode = (value = '') => escapeHtml(value);
  switch (name) {
    case 'markdown':
    case 'card-markdown':
      return importedToHtml(card.markdown ?? '', 'markdown');
    case 'html':
      return card.html ?? '';
    case 'paywall':
      return PAYWALL_MARK;
    case 'hr':
      return '<hr>';
    case 'image':
      return renderImage(card);
    case 'code':
      return `<pre>${encode(card.code)}</pre>`;
    case 'bookmark':
    case 'embed':
      return `<p><a href="${encode(card.url)}">${encode(card.url)}</a></p>`;
    case 'button':
      return `<p><a href="${encode(card.buttonUrl)}">${encode(card.buttonText)}</a></p>`;
    case 'callout':
      return `<div>${card.calloutText ?? ''}</div>`;
    case 'toggle':
      return `<h4>${card.heading ?? ''}</h4><div>${card.content ?? ''}</div>`;
    // What was only mailed (`email`, `email-cta`) is left out.
    default:
      return '';
  }
}

function renderImage({ src = '', alt = '', caption = '' }: Mobiledoc['cards'][number][1]): string {
  const picture = `<p><img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}"></p>`;
  return caption ? `${picture}<p>${caption}</p>` : picture;
}

function wrap(tag: string, html: string): string {
  return /^(?:p|h[1-6]|blockquote|aside|pull-quote|ul|ol|li)$/.test(tag)
    ? `<${tag}>${html}</${tag}>`
    : `<p>${html}</p>`;
}
