// Titles of sections, made of the names and phrases that their posts share.
import type { Story } from '../model.js';
import { oneLine, splitSentences, truncate } from '../text.js';
import { findMentions } from './tags.js';
import { isStopWord } from './terms.js';

/** A name or phrase that could stand in a title. */
interface Candidate {
  key: string;
  /** As the posts write it, by how often they do. */
  forms: Map<string, number>;
  /** A company, model, person or product. */
  named: boolean;
  /** The share of the section's stories that have it, weighted by rank within the section. */
  share: number;
  stories: number;
}

const MOST_WORDS = 9;
const AND: Record<string, string> = {
  da: 'og',
  de: 'und',
  en: 'and',
  es: 'y',
  fr: 'et',
  it: 'e',
  nl: 'en',
  no: 'og',
  pl: 'i',
  pt: 'e',
  sv: 'och',
};

/** One title a group, in order; no two name the same things first. */
export function writeTitles(groups: Story[][], language = 'en'): string[] {
  const candidates = groups.map(findCandidates);
  const spread = new Map<string, number>();
  for (const list of candidates)
    for (const { key, share } of list) spread.set(key, (spread.get(key) ?? 0) + share);
  const taken = new Set<string>();
  return candidates.map((list, at) => {
    const score = ({ key, share, stories, named }: Candidate): number =>
      share * (share / (spread.get(key) ?? share)) * (named ? 1.2 : 1) * (stories > 1 ? 1.5 : 1);
    const ranked = list.filter(({ key }) => !taken.has(key)).sort((one, other) => score(other) - score(one));
    const title = composeTitle(ranked, language) ?? quoteLead(groups[at] ?? [], language);
    for (const { key } of ranked.slice(0, 2)) taken.add(key);
    return title;
  });
}

function findCandidates(stories: Story[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const [rank, story] of stories.entries()) {
    const weight = 1 / (1 + rank * 0.15);
    const seen = new Set<string>();
    for (const post of story.posts.slice(0, 4)) {
      const { text, mentions } = findMentions(post.title ? `${post.title}. ${post.text}` : post.text);
      for (const { tag, start, end, named } of mentions) {
        const key = `${tag.kind} ${tag.slug}`;
        const form = oneLine(text.slice(start, end));
        const candidate = found.get(key) ?? { key, forms: new Map(), named, share: 0, stories: 0 };
        candidate.forms.set(form, (candidate.forms.get(form) ?? 0) + 1);
        if (!seen.has(key)) {
          candidate.share += weight;
          candidate.stories++;
        }
        seen.add(key);
        found.set(key, candidate);
      }
    }
  }
  return [...found.values()];
}

/** The commonest spelling, small at the start unless it is a name. */
function spell({ forms, named }: Candidate): string {
  const [form = ''] =
    [...forms].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))[0] ?? [];
  return named || /\p{Lu}.*\p{Lu}|\d/u.test(form) ? form : form.toLowerCase();
}

function composeTitle(ranked: Candidate[], language: string): string | undefined {
  const parts: string[] = [];
  let length = 0;
  for (const candidate of ranked) {
    const part = spell(candidate);
    const size = part.split(' ').length;
    const repeats = parts.some((other) => overlaps(other, part));
    if (repeats || length + size + 1 > MOST_WORDS) continue;
    parts.push(part);
    length += size;
    if (parts.length === 3) break;
  }
  if (length < 2) return undefined;
  const last = parts.pop() ?? '';
  const and = AND[language.split('-')[0] ?? 'en'] ?? '&';
  const title = parts.length ? `${parts.join(', ')} ${and} ${last}` : last;
  return title.replace(/^\p{Ll}(?!\p{L}*\p{Lu})/u, (letter) => letter.toUpperCase());
}

function overlaps(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return a.includes(b) || b.includes(a);
}

/** When nothing can be named: the opening of what the heaviest story says. */
function quoteLead(stories: Story[], language: string): string {
  const post = stories[0]?.posts[0];
  const sentence = post?.title || splitSentences(post?.text ?? '', language)[0] || post?.author || '';
  const clause =
    oneLine(sentence)
      .replace(/https?:\/\/\S+/g, '')
      .split(/[.!?;:\u2014]\s/)[0] ?? '';
  const all = clause.trim().split(' ');
  let kept = all.slice(0, MOST_WORDS);
  if (all.length > MOST_WORDS)
    while (kept.length > 3 && isStopWord((kept.at(-1) ?? '').toLowerCase())) kept = kept.slice(0, -1);
  return truncate(kept.join(' ').replace(/[\s,:.]+$/, ''), 90);
}
