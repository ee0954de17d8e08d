// The operator's own introduction: Markdown → HTML that is fit for a mail and a page.
import { Marked } from 'marked';
import sanitizeHtml from 'sanitize-html';

const marked = new Marked({ gfm: true, async: false });

/** Paragraphs, lists, quotations, emphasis, code and http(s) or mailto links; all else is dropped. */
export function introToHtml(markdown: string): string {
  const html = marked.parse(introToText(markdown), { async: false });
  return sanitizeHtml(html, {
    allowedTags: ['p', 'br', 'ul', 'ol', 'li', 'blockquote', 'b', 'strong', 'i', 'em', 'code', 'a'],
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
  }).trim();
}

/** The Markdown as written, which reads well enough as text; control characters are taken out but line breaks stay. */
export function introToText(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
}
