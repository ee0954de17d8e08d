// Right-to-left languages: isolates Latin runs in a text, and mirrors a mail's layout.
import { directionOf, LATIN_RUN } from '../base/language/phrases/phrases.js';

// Tags, character references and readers' tokens stay unchanged; the rest is text.
const HTML_PART = new RegExp(`<[^>]*>|&#?\\w+;|\u0002\\w+\u0003|${LATIN_RUN.source}`, 'gu');

/** Wraps names, handles and figures in `<bdi>`, so that `70B` keeps its order. Returns left-to-right text unchanged. */
export function isolateHtml(html: string, language: string): string {
  if (directionOf(language) === 'ltr') return html;
  return html.replace(HTML_PART, (part) =>
    '<&\u0002'.includes(part[0] ?? '') ? part : `<bdi>${part}</bdi>`,
  );
}

const PLAIN_PART = new RegExp(`https?:\\S+|\u0002\\w+\u0003|${LATIN_RUN.source}`, 'gu');

/**
 * Isolates names, handles and figures in plain text with Unicode isolates. Addresses stay unchanged, because a program that links one would
 * include the isolate.
 */
export function isolateText(text: string, language: string): string {
  if (directionOf(language) === 'ltr') return text;
  return text.replace(PLAIN_PART, (part) =>
    /^https?:/.test(part) || part.startsWith('\u0002') ? part : `\u2068${part}\u2069`,
  );
}

/** Mirrors a mail's layout for right-to-left languages. */
export function mirrorLayout(html: string, language: string): string {
  if (directionOf(language) === 'ltr') return html;
  return html
    .replace(/dir="auto"/g, 'dir="rtl"')
    .replace(/text-align:\s*left/g, 'text-align:right')
    .replace(/align="left"/g, 'align="right"')
    .replace(/direction:\s*ltr/g, 'direction:rtl')
    .replace(/padding-left/g, 'padding-right')
    .replace(/padding: 0 0 0 20px/g, 'padding: 0 20px 0 0');
}
