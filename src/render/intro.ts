// The operator's introduction: Markdown → sanitised HTML for mails and pages.
import { Marked } from 'marked';
import sanitizeHtml from 'sanitize-html';

const marked = new Marked({ gfm: true, async: false });

/** Paragraphs, lists, quotations, emphasis, code and http(s) or mailto links; everything else is removed. */
export function introToHtml(markdown: string): string {
  const html = marked.parse(introToText(markdown), { async: false });
  return sanitizeHtml(html, {
    allowedTags: ['p', 'br', 'ul', 'ol', 'li', 'blockquote', 'b', 'strong', 'i', 'em', 'code', 'a'],
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
  }).trim();
}

/** The Markdown as written, without control characters other than line breaks and tabs. */
export function introToText(markdown: string): string {
  return markdown
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
}
