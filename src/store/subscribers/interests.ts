// What a reader follows and mutes: tags or words, which hold for the issues of both cadences.

export interface Interests {
  /** Tags or words: what is said about them comes first. */
  follow: string[];
  /** Send only issues that say something about what the reader follows. */
  followedOnly: boolean;
  /** Tags or words: what is said about them is left out. */
  mute: string[];
}

export const NO_INTERESTS: Interests = { follow: [], followedOnly: false, mute: [] };

/** They mean nothing to the search, and spreadsheets would run an exported list as formulas. */
const LEADING_MARKS = /^[\s#@=+-]+/;

/** Of each list. */
export const MAX_TOPICS = 30;
export const MAX_TOPIC_LENGTH = 60;

/**
 * Reads topics from one line, separated by commas or semicolons: each once, whatever its case. Undefined when there are
 * too many, or one is too long or holds no letter and no digit.
 */
export function parseTopics(text: string): string[] | undefined {
  const topics = new Map<string, string>();
  for (const part of text.split(/[,;、,;\n]/u)) {
    const topic = part.normalize('NFC').replace(/\s+/g, ' ').replace(LEADING_MARKS, '').trim();
    if (topic === '') continue;
    if (topic.length > MAX_TOPIC_LENGTH || !/[\p{L}\p{N}]/u.test(topic) || /\p{C}/u.test(topic))
      return undefined;
    if (!topics.has(topic.toLowerCase())) topics.set(topic.toLowerCase(), topic);
  }
  return topics.size <= MAX_TOPICS ? [...topics.values()] : undefined;
}

export function formatTopics(topics: string[]): string {
  return topics.join(', ');
}

/** As stored; what is not set is left out. */
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
