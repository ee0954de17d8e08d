// Parts of a public post that its readers did not see: what follows its paywall, and notes of its author.

/** A host's readers put this where the free part of a post ends. */
export const PAYWALL_MARK = '<!--members-only-->';

/** Ghost's divider, Substack's element, and the marks of plugins. */
const PAYWALL =
  /<!--\s{0,9}(?:members?[- ]only|paywall|premium[- ]only|subscribers?[- ]only)\b[^>\n]{0,60}-->|<(?:div|section|p)\s[^<>]{0,300}\bclass="[^"<>]{0,200}\bpaywall(?:-jump)?\b|<paywall\b/i;

/** The text up to its paywall, and whether it has one. */
export function cutAtPaywall(text: string): { text: string; isCut: boolean } {
  const at = text.search(PAYWALL);
  return at < 0 ? { text, isCut: false } : { text: text.slice(0, at), isCut: true };
}

/** `[[Page]]`, `[[Page#Part|words]]`; not `[[1]](address)`, which is a link in Markdown. */
const WIKI_LINK =
  /(!?)\[\[(?=[^\]\n]{0,300}\p{L})([^[\]\n|#]{0,300})(#[^[\]\n|]{0,200})?(?:\|([^[\]\n]{1,300}))?\]\](?![([:])/gu;

/** Markdown of Obsidian without its comments (`%%…%%`) and embedded files; its links become their words. */
export function readObsidian(markdown: string): string {
  if (!/%%|\[\[/.test(markdown)) return markdown;
  return withoutComments(markdown).replace(WIKI_LINK, (_, embedded, page, part, shown) =>
    embedded ? '' : (shown ?? (page || String(part ?? '').slice(1))),
  );
}

/** Comments within a line, and blocks between lines of `%%`. Code keeps its signs. */
function withoutComments(markdown: string): string {
  const kept: string[] = [];
  let isFenced = false;
  let isHidden = false;
  for (const line of markdown.split('\n')) {
    if (!isHidden && /^ {0,3}(?:`{3}|~{3})/.test(line)) isFenced = !isFenced;
    if (isFenced) kept.push(line);
    else if (/^\s*%%\s*$/.test(line)) isHidden = !isHidden;
    else if (!isHidden) kept.push(line.replace(/%%(?=\D)[^%\n]{1,2000}%%/g, ''));
  }
  // An unclosed comment hides the rest, as in the program itself.
  return kept.join('\n');
}
