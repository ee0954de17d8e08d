// Converts a model's text with `[p12]` after its statements to spans that link to the cited posts.
import type { Span } from '../../model.js';

/** The post or comment behind an id in square brackets. */
export interface Citable {
  /** The post's or comment's own id. */
  id: string;
  /** `@handle`, `r/LocalLLaMA`, `u/name` or a publication, as a reader's link text. */
  label: string;
}

export interface CitedText {
  spans: Span[];
  /** Ids of posts and comments, each once. */
  citations: string[];
  /** Cited ids that do not exist. */
  unknown: string[];
}

const CITATION_MARKER = /\s*\[\s*((?:[a-z]\d+)(?:\s*[,;]\s*[a-z]\d+)*)\s*\]/gi;

/** Citations that need no name in brackets, because a reader sees them next to the text. */
export interface Beside {
  /** Posts that another part of the bullet links to. */
  linked: ReadonlySet<string>;
}

/**
 * Reads the markers. If the words before a marker name its author (`@handle`), that name becomes the link; otherwise
 * the author follows in brackets. Several markers in a row share one pair of brackets. A post linked in the same
 * sentence is not named again. `beside` is for readers, not for the check: with it, posts linked by the preceding link
 * or next to the text are not named again either.
 */
export function readCitedText(
  text: string,
  citable: ReadonlyMap<string, Citable>,
  beside?: Beside,
): CitedText {
  const spans: Span[] = [];
  const citations: string[] = [];
  const unknown: string[] = [];
  let before: string[] = [];
  let from = 0;
  const groups = [...text.matchAll(new RegExp(`(?:${CITATION_MARKER.source})+`, 'gi'))];
  for (const group of groups) {
    push(spans, text.slice(from, group.index));
    from = group.index + group[0].length;
    const open: Citable[] = [];
    const here: string[] = [];
    for (const name of group[0].match(/[a-z]\d+/gi) ?? []) {
      const target = citable.get(name.toLowerCase());
      if (!target) {
        unknown.push(name);
        continue;
      }
      here.push(target.id);
      if (citations.includes(target.id) && isLinkedHere(spans, target.id)) continue;
      if (!citations.includes(target.id)) citations.push(target.id);
      const isSeen = beside && (beside.linked.has(target.id) || before.includes(target.id));
      if (linkName(spans, target) || isSeen || open.some((other) => other.id === target.id)) continue;
      open.push(target);
    }
    before = here;
    if (open.length > 0) {
      push(spans, ' (');
      open.forEach((target, at) => {
        if (at > 0) push(spans, ', ');
        spans.push({ text: target.label, cite: target.id });
      });
      push(spans, ')');
    }
  }
  push(spans, text.slice(from));
  return { spans: tidy(spans), citations, unknown };
}

function push(spans: Span[], text: string): void {
  const last = spans.at(-1);
  if (!text) return;
  if (last && last.cite === undefined) last.text += text;
  else spans.push({ text });
}

/** Whether the last sentence of the spans already links to the post. */
function isLinkedHere(spans: Span[], id: string): boolean {
  for (let at = spans.length - 1; at >= 0; at--) {
    const span = spans[at];
    if (span?.cite === id) return true;
    if (span && span.cite === undefined && /[.!?]\s/.test(span.text)) return false;
  }
  return false;
}

/** Turns the last mention of the author that is not a link into one. */
function linkName(spans: Span[], { id, label }: Citable): boolean {
  for (let at = spans.length - 1; at >= 0; at--) {
    const span = spans[at];
    if (!span || span.cite !== undefined) continue;
    const place = findName(span.text, label);
    if (place < 0) continue;
    const after = span.text.slice(place + label.length);
    const parts: Span[] = [
      { text: span.text.slice(0, place) },
      { text: span.text.slice(place, place + label.length), cite: id },
      { text: after },
    ];
    spans.splice(at, 1, ...parts.filter((part) => part.text !== ''));
    return true;
  }
  return false;
}

function findName(text: string, label: string): number {
  const place = text.toLowerCase().lastIndexOf(label.toLowerCase());
  if (place < 0) return -1;
  const next = text[place + label.length] ?? ' ';
  return /[\p{L}\p{N}_]/u.test(next) ? -1 : place;
}

function tidy(spans: Span[]): Span[] {
  const [first] = spans;
  if (first) first.text = first.text.trimStart();
  const last = spans.at(-1);
  if (last && last.cite === undefined) last.text = last.text.trimEnd();
  return spans.filter((span) => span.text !== '');
}
