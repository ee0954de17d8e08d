// The small signs of a page: a platform's letter, a link to a place.
import type { Platform } from '../model.js';
import { sourceMark } from '../render/format.js';

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

// A browser breaks a line after a dash; names such as 148B-A12B and GPT-5.5 are one word to a reader.
const NAME = /((?=\S*\d)[^\s-]+(?:-[^\s-]+)+)/;
/** A longer one would not fit a narrow screen. */
const UNBROKEN = 20;

/** A headline's words, its names unbroken. */
export function Headline({ text }: { text: string }) {
  const parts = text.split(NAME);
  return (
    <>
      {parts.map((part, at) =>
        at % 2 === 1 && part.length <= UNBROKEN ? <span class="whole">{part}</span> : part,
      )}
    </>
  );
}
