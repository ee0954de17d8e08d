// A submission or comment in Reddit's JSON. No field is guaranteed.

export type Thing = Record<string, unknown>;

export const REDDIT_SITE = 'https://www.reddit.com';

/** `[removed]`, `[deleted by user]`, `[ Removed by Reddit on account of violating the content policy. ]` */
const REMOVAL_NOTICE = /^\s*\[\s*(?:removed|deleted)(?:\s+by\s[^\][\n]{1,100})?\s*\]\s*$/i;

/** Whether the thing was deleted by its author or removed by moderators. `text` is its selftext or body. */
export function isRemovedThing(thing: Thing, text: unknown): boolean {
  const gone = [text, thing.title].some((words) => typeof words === 'string' && REMOVAL_NOTICE.test(words));
  return gone || Boolean(thing.removed_by_category) || !thing.author || thing.author === '[deleted]';
}

export function recordOf(value: unknown): Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Thing) : {};
}

export function readThingText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function readThingNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
