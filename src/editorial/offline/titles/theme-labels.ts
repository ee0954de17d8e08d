// Labels sections with the theme that most of their stories share.
import type { Story } from '../../../model.js';
import { trustVocabulary } from '../../group/compare.js';
import { readTerms, readThemeTerms } from '../../group/terms.js';
import { labelThemes } from '../../vocabulary/theme-lexicon.js';

/** Number of posts read per story. */
const POSTS_PER_STORY = 3;
/** Characters read per post. */
const READ_CHARACTERS = 600;
/** Minimum share of a theme in a story. */
const MIN_THEME_SHARE = 0.12;
/** Minimum share of a section's stories about its theme. */
const MIN_STORIES_SHARE = 0.6;
/** Minimum average share of a theme in a section's stories. */
const CLEAR_THEME_SHARE = 0.16;
/** Minimum confidence that the texts belong to the lexicon's field (compare.ts, trustVocabulary). */
const MIN_TRUST = 0.25;
/** If another section already has the best label, a label with this share of its score is used. */
const SECOND_LABEL_SHARE = 0.8;
/** Minimum share of a theme in the only story of a section. */
const SINGLE_STORY_SHARE = 0.3;
/** Maximum share of one story, so that a single story cannot set the theme. */
const MAX_STORY_SHARE = 0.4;

/**
 * Chooses a distinct English label for each group of stories; undefined if no theme covers most stories, or if the
 * texts are not from the lexicon's field. A group of one story has a label only with `ofSingleStories`.
 */
export function chooseLabels(
  groups: Story[][],
  { ofSingleStories = false }: { ofSingleStories?: boolean } = {},
): (string | undefined)[] {
  const texts = groups.map((stories) => stories.map(readOpening));
  const flat = texts.flat();
  const counts = flat.map(({ title, text }) => readThemeTerms(title, text));
  const labels: (string | undefined)[] = groups.map(() => undefined);
  const known = flat.map(({ title, text }, index) => {
    const stems = [...readTerms(title, text).words.keys()];
    return { all: stems.length, known: stems.filter((stem) => counts[index]?.has(stem)).length };
  });
  const sum = (key: 'all' | 'known') => known.reduce((total, each) => total + each[key], 0);
  if (trustVocabulary(sum('known') / (sum('all') || 1)) < MIN_TRUST) return labels;
  const themes = labelThemes(counts);
  let from = 0;
  const offers = texts.flatMap((stories, group) => {
    const storyThemes = themes.slice(from, from + stories.length);
    from += stories.length;
    return [...new Set(storyThemes.flatMap((each) => [...each.keys()]))].flatMap((label) => {
      const shares = storyThemes.map((each) => each.get(label) ?? 0);
      const about = shares.filter((share) => share >= MIN_THEME_SHARE).length;
      const score =
        shares.reduce((total, share) => total + Math.min(MAX_STORY_SHARE, share), 0) / stories.length;
      const isClear =
        stories.length > 1
          ? about >= MIN_STORIES_SHARE * stories.length && score >= CLEAR_THEME_SHARE
          : ofSingleStories && score >= SINGLE_STORY_SHARE;
      return isClear ? [{ group, label, score }] : [];
    });
  });
  const best = groups.map((_, index) =>
    Math.max(0, ...offers.map((offer) => (offer.group === index ? offer.score : 0))),
  );
  for (const { group, label, score } of offers.sort((one, other) => other.score - one.score))
    if (
      labels[group] === undefined &&
      !labels.includes(label) &&
      score >= SECOND_LABEL_SHARE * (best[group] ?? 0)
    )
      labels[group] = label;
  return labels;
}

function readOpening({ posts }: Story): { title: string; text: string } {
  const [first, ...rest] = posts.filter((post) => !post.repostOf).slice(0, POSTS_PER_STORY);
  const others = rest.map((post) => `${post.title}\n${post.text.slice(0, READ_CHARACTERS)}`);
  return {
    title: first?.title ?? '',
    text: [first?.text.slice(0, READ_CHARACTERS) ?? '', ...others].join('\n'),
  };
}
