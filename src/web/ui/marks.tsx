// Small parts of a page: a platform's letter, an anchor link, a headline.
import type { Platform } from '../../model.js';
import { sourceMark, splitHeadline } from '../../render/format.js';

export const PLATFORM_NAMES: Record<Platform, string> = {
  x: 'X',
  reddit: 'Reddit',
  discord: 'Discord',
  web: 'Web',
};

/** The platform's letter; screen readers read its name. */
export function PlatformMark({ platform }: { platform?: Platform }) {
  if (!platform) return null;
  return (
    <span class="letter" role="img" aria-label={PLATFORM_NAMES[platform]}>
      {sourceMark(platform)}
    </span>
  );
}

/** A link to a place on the page, for copying. */
export function Anchor({ id, what }: { id: string; what: string }) {
  return (
    <a class="anchor" href={`#${encodeURIComponent(id)}`} aria-label={`Link to ${what}`}>
      #
    </a>
  );
}

/** A headline whose names do not wrap. */
export function Headline({ text }: { text: string }) {
  return (
    <>
      {splitHeadline(text).map((part) => (part.whole ? <span class="whole">{part.text}</span> : part.text))}
    </>
  );
}
