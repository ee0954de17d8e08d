// The small signs of a page: a platform's letter, a link to a place.
import type { Platform } from '../../model.js';
import { sourceMark, splitHeadline } from '../../render/format.js';

export const PLATFORM_NAMES: Record<Platform, string> = { x: 'X', reddit: 'Reddit', web: 'Web' };

/** The platform's letter, read out as its name. */
export function PlatformMark({ platform }: { platform?: Platform }) {
  if (!platform) return null;
  return (
    <span class="letter" role="img" aria-label={PLATFORM_NAMES[platform]}>
      {sourceMark(platform)}
    </span>
  );
}

/** A link to a place on the page, to be copied. */
export function Anchor({ id, what }: { id: string; what: string }) {
  return (
    <a class="anchor" href={`#${encodeURIComponent(id)}`} aria-label={`Link to ${what}`}>
      #
    </a>
  );
}

/** A headline's words, its names unbroken. */
export function Headline({ text }: { text: string }) {
  return (
    <>
      {splitHeadline(text).map((part) => (part.whole ? <span class="whole">{part.text}</span> : part.text))}
    </>
  );
}
