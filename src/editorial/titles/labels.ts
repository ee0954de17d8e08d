// What a section is about, as readers call it: the theme that most of its stories share.
import type { Story } from '../../model.js';
import { trustVocabulary } from '../group/compare.js';
import { readTerms, readThemeTerms } from '../group/terms.js';
import { labelThemes } from '../vocabulary/theme-lexicon.js';

/** Posts of a story that are read, and characters of each: what comes later is told in passing. */
const POSTS = 3;
const READ = 600;
/** From this share on, a theme is one of those that a story is about. */
const ABOUT = 0.12;
/** A theme names a section when so many of its stories are about it, and as much of all that they say. */
const MOST = 0.6;
const CLEAR = 0.16;
/** The texts must be of the lexicon's field (compare.ts, trustVocabulary). */
const TRUSTED = 0.25;
/** Where another section has the best label already, one that is nearly as good will do. */
const NEARLY = 0.8;
/** No story counts for more than this: one that is of nothing else makes no theme of the others. */
const FULL = 0.4;

/**
 * A label for each group of stories, none twice; undefined where no theme has most of the stories, or where the texts
 * are of another field than the lexicon. In English, as the lexicon is.
 */
export function chooseLabels(groups: Story[][]): (string | undefined)[] {
  const texts = groups.map((stories) => stories.map(readOpening));
  const flat = texts.flat();
  const counts = flat.map(({ title, text }) => readThemeTerms(title, text));
  const labels: (string | undefined)[] = groups.map(() => undefined);
  const known = flat.map(({ title, text }, at) => {
    const stems = [...readTerms(title, text).words.keys()];
    return { all: stems.length, known: stems.filter((stem) => counts[at]?.has(stem)).length };
  });
  const sum = (key: 'all' | 'known') => known.reduce((total, each) => total + each[key], 0);
  if (trustVocabulary(sum('known') / (sum('all') || 1)) < TRUSTED) return labels;
  const themes = labelThemes(counts);
  let from = 0;
  const offers = texts.flatMap((stories, group) => {
    const own = themes.slice(from, from + stories.length);
    from += stories.length;
    return [...new Set(own.flatMap((each) => [...each.keys()]))].flatMap((label) => {
      const shares = own.map((each) => each.get(label) ?? 0);
      const about = shares.filter((share) => share >= ABOUT).length;
      const score = shares.reduce((total, share) => total + Math.min(FULL, share), 0) / stories.length;
      return about >= MOST * stories.length && score >= CLEAR ? [{ group, label, score }] : [];
    });
  });
  const best = groups.map((_, at) =>
    Math.max(0, ...offers.map((offer) => (offer.group === at ? offer.score : 0))),
  );
  for (const { group, label, score } of offers.sort((one, other) => other.score - one.score))
    if (labels[group] === undefined && !labels.includes(label) && score >= NEARLY * (best[group] ?? 0))
      labels[group] = label;
  return labels;
}

function readOpening({ posts }: Story): { title: string; text: string } {
  const [lead, ...rest] = posts.filter((post) => !post.repostOf).slice(0, POSTS);
  const others = rest.map((post) => `${post.title}\n${post.text.slice(0, READ)}`);
  return { title: lead?.title ?? '', text: [lead?.text.slice(0, READ) ?? '', ...others].join('\n') };
}
