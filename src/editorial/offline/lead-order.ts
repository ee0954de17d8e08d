// Which stories lead an issue: the heavy ones, and those about what much else of the issue is about.
import type { Story } from '../../model.js';
import type { PlannedRecap } from '../plan.js';
import { findNameSightings } from '../titles/headwords.js';
import type { Role } from '../vocabulary/gazetteer.js';

/** A story gains this share of what the other stories about the same thing weigh. */
const SHARE = 0.25;
/** Posts of a story, and characters of each, that say what it is about. */
const POSTS = 3;
const READ = 200;

/**
 * The stories of a plan, the one that opens the issue first. A theme that many tell in many ways is the day's, more
 * than one post that many like: to a story's weight is added a quarter of what the others of its section weigh, or of
 * what the others in the issue weigh that open with the same name, whichever is more. Of names, a model's counts
 * whole, a product's or one that the vocabulary does not know 0.7, a company's, a person's or a family of models' 0.4.
 */
export function orderByLead(plan: PlannedRecap[]): Story[] {
  const planned = plan.flatMap(({ sections }) =>
    sections.flatMap((section) =>
      section.stories.map(({ story }) => ({
        story,
        section: section.weight - story.weight,
        names: namesOf(story),
      })),
    ),
  );
  const weights = new Map<string, number>();
  for (const { story, names } of planned)
    for (const name of names.keys()) weights.set(name, (weights.get(name) ?? 0) + story.weight);
  return planned
    .map(({ story, section, names }) => {
      const about = [...names].map(([name, worth]) => worth * ((weights.get(name) ?? 0) - story.weight));
      return { story, weight: story.weight + SHARE * Math.max(section, ...about) };
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ story }) => story);
}

/** The names that the story's leading posts open with, and what each is worth. */
function namesOf(story: Story): Map<string, number> {
  const originals = story.posts.filter((post) => !post.repostOf).slice(0, POSTS);
  return new Map(
    originals.flatMap((post) =>
      findNameSightings(post, READ).map(({ key, role }) => [key, worthOf(key, role)] as const),
    ),
  );
}

function worthOf(key: string, role: Role | undefined): number {
  if (role === 'thing') return 0.2;
  // A family without a version ("Claude") is in the news every day, like a company.
  if (role === 'company' || role === 'person' || /^model [a-z]+$/.test(key)) return 0.4;
  return role === 'model' ? 1 : 0.7;
}
