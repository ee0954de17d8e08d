// Removes tags that a site generator would have replaced: Liquid, Nunjucks and Hugo tags, and kramdown attribute lists.

import { parseTagAttributes } from './html-page.js';

const CODE_BLOCK = /^( {0,3})(`{3,}|~{3,})/;

/**
 * Removes template tags. `{% highlight LANG %}` becomes a code fence, `{{< figure src="…" >}}` a picture, and the content
 * of `{% raw %}` stays. All other tags, outputs (`{{ … }}`) and comments are removed. Code does not change. Takes linear
 * time.
 */
export function removeTemplateTags(text: string, format: 'markdown' | 'html' = 'markdown'): string {
  if (format === 'html') return removeOutsideCode(text);
  const markdown = text
    .replace(/^[*+-] .{0,100}\n\{:\s?toc\}.*$/gim, '')
    .replace(/^\[(?:\[_?toc_?\]|toc)\][ \t]*$/gim, '');
  if (!/\{[%{:#]/.test(markdown)) return markdown;
  const fenced = markdown
    .replace(/\{%-?\s{0,9}(?:highlight|codeblock)\s{1,9}([\w+-]{1,30})[^%\n]{0,100}%\}/g, '\n```$1\n')
    .replace(/\{%-?\s{0,9}end(?:highlight|codeblock)\s{0,9}-?%\}/g, '\n```\n')
    .replace(/\{\{<\s{0,9}highlight\s{1,9}([\w+-]{1,30})[^>\n]{0,100}>\}\}/g, '\n```$1\n')
    .replace(/\{\{<\s{0,9}\/\s?highlight\s{0,9}>\}\}/g, '\n```\n')
    .replace(/\{\{[<%]\s{0,9}(?:figure|img|image)\s([^<>{}]{1,1000})[>%]\}\}/g, (_, written) =>
      pictureOf(written),
    );
  let fence = '';
  let prose: string[] = [];
  const parts: string[] = [];
  const flush = () => {
    if (prose.length > 0) parts.push(removeFromProse(prose.join('\n')));
    prose = [];
  };
  for (const line of fenced.split('\n')) {
    const mark = CODE_BLOCK.exec(line)?.[2] ?? '';
    if (fence) {
      parts.push(line);
      if (mark.startsWith(fence) && line.trim() === mark) fence = '';
    } else if (mark) {
      flush();
      parts.push(line);
      fence = mark;
    } else prose.push(line);
  }
  flush();
  return parts.join('\n');
}

function pictureOf(written: string): string {
  const { src, alt, caption, title } = parseTagAttributes(written.replace(/\/\s*$/, ''));
  const words = (alt ?? caption ?? title ?? '').replace(/[[\]\n]/g, ' ');
  return src ? `![${words}](<${src.replace(/[<>\n]/g, '')}>)` : '';
}

/** Removes tags from HTML, except within `pre` and `code`. */
function removeOutsideCode(html: string): string {
  if (!/\{[%{#]/.test(html)) return html;
  const parts: string[] = [];
  const open = /<(pre|code|script|style)[\s>]/gi;
  let at = 0;
  for (let found = open.exec(html); found; found = open.exec(html)) {
    const end = html.indexOf(`</${found[1]}>`, found.index);
    if (end < 0) break;
    parts.push(removeFromProse(html.slice(at, found.index)), html.slice(found.index, end));
    at = end;
    open.lastIndex = end;
  }
  parts.push(removeFromProse(html.slice(at)));
  return parts.join('');
}

const PAIRS = [
  ['{%', '%}'],
  ['{{', '}}'],
  ['{#', '#}'],
] as const;

function removeFromProse(text: string): string {
  const kept: string[] = [];
  const findTag = createTagFinder(text);
  let hidden = '';
  let at = 0;
  for (let tag = findTag(0); tag; tag = findTag(at)) {
    // A tag in a code span is content.
    const isCode = text[tag.start - 1] === '`';
    if (!hidden) kept.push(text.slice(at, isCode ? tag.end : tag.start));
    // A link whose address a mailing would have filled in leads nowhere.
    if (
      !hidden &&
      tag.open === '{{' &&
      /^[)"]/.test(text.slice(tag.end, tag.end + 1)) &&
      /[("]$/.test(text.slice(Math.max(0, tag.start - 1), tag.start))
    )
      kept.push('#');
    const word = /^-?\s*(\w+)/.exec(text.slice(tag.start + 2, tag.start + 60))?.[1] ?? '';
    if (hidden && word === `end${hidden}`) hidden = '';
    else if (!hidden && !isCode && tag.open === '{%' && /^(?:comment|capture)$/.test(word)) hidden = word;
    at = tag.end;
  }
  if (!hidden) kept.push(text.slice(at));
  return kept.join('').replace(/\{:[^}\n]{0,200}\}/g, '');
}

interface TemplateTag {
  open: string;
  start: number;
  end: number;
}

/** Finds the next tag from an offset, which must not decrease. Searches for each kind once per tag: linear in total. */
function createTagFinder(text: string): (from: number) => TemplateTag | undefined {
  const next = new Map<string, TemplateTag | undefined>();
  const search = (open: string, close: string, from: number): TemplateTag | undefined => {
    const start = text.indexOf(open, from);
    const end = start < 0 ? -1 : text.indexOf(close, start + open.length);
    return end < 0 ? undefined : { open, start, end: end + close.length };
  };
  return (from) => {
    let first: TemplateTag | undefined;
    for (const [open, close] of PAIRS) {
      if (!next.has(open) || (next.get(open)?.start ?? from) < from)
        next.set(open, search(open, close, from));
      const found = next.get(open);
      if (found && (!first || found.start < first.start)) first = found;
    }
    return first;
  };
}
