// Topics that a reader follows and mutes, for issues of both cadences.

export interface Interests {
  /** Tags or words whose items come first. */
  follow: string[];
  /** Send only issues that mention a followed topic. */
  followedOnly: boolean;
  /** Tags or words whose items are left out. */
  mute: string[];
}

export const NO_INTERESTS: Interests = { follow: [], followedOnly: false, mute: [] };

/** Leading characters to remove: the search ignores them, and spreadsheets would run an exported list as formulas. */
const LEADING_MARKS = /^[\s#@=+-]+/;

/** Maximum topics per list. */
export const MAX_TOPICS = 30;
export const MAX_TOPIC_CHARACTERS = 60;

/**
 * Parses topics in one line, separated by commas or semicolons; removes duplicates, ignoring case. Undefined if there
 * are too many, or if one is too long or has no letter and no digit.
 */
export function parseTopics(text: string): string[] | undefined {
  const topics = new Map<string, string>();
  for (const part of text.split(/[,;、,;\n]/u)) {
    const topic = part.normalize('NFC').replace(/\s+/g, ' ').replace(LEADING_MARKS, '').trim();
    if (topic === '') continue;
    if (topic.length > MAX_TOPIC_CHARACTERS || !/[\p{L}\p{N}]/u.test(topic) || /\p{C}/u.test(topic))
      return undefined;
    if (!topics.has(topic.toLowerCase())) topics.set(topic.toLowerCase(), topic);
  }
  return topics.size <= MAX_TOPICS ? [...topics.values()] : undefined;
}

export function formatTopics(topics: string[]): string {
  return topics.join(', ');
}

/** The stored form, which omits unset values. */
export function interestsToJson({ follow, followedOnly, mute }: Interests): string {
  return JSON.stringify({
    follow: follow.length > 0 ? follow : undefined,
    followedOnly: (followedOnly && follow.length > 0) || undefined,
    mute: mute.length > 0 ? mute : undefined,
  });
}

export function interestsFromJson(json: string): Interests {
  return { ...NO_INTERESTS, ...(JSON.parse(json) as Partial<Interests>) };
}
