// Small parts of a page: a platform's letter, an anchor link, a headline.
import { fillPhrase } from '../../base/language/phrases/phrases.js';
import type { Phrases } from '../../base/language/phrases/type.js';
import type { Platform } from '../../model.js';
import { sourceMark, splitHeadline } from '../../render/format.js';
import { usePhrases } from './language.js';

export const PLATFORM_NAMES: Record<Platform, string> = {
  x: 'X',
  reddit: 'Reddit',
  discord: 'Discord',
  web: 'Web',
};

/** The platforms' names in the page's language. */
export function platformNames({ web }: Phrases['page']): Record<Platform, string> {
  return { ...PLATFORM_NAMES, web };
}

/** The platform's letter. Screen readers read its name. */
export function PlatformMark({ platform }: { platform?: Platform }) {
  if (!platform) return null;
  return (
    <span class="letter" role="img" aria-label={platformNames(usePhrases().page)[platform]}>
      {sourceMark(platform)}
    </span>
  );
}

/** Marks an imported issue, whose text was not checked. `short` for lists of issues. */
export function ImportedMark({ short }: { short?: boolean }) {
  const { imported, importedUnchecked } = usePhrases().page;
  return (
    <span class="cadence" title={short ? importedUnchecked : undefined}>
      {short ? imported : importedUnchecked}
    </span>
  );
}

/** A link to a place on the page, for copying. */
export function Anchor({ id, what }: { id: string; what: string }) {
  return (
    <a
      class="anchor"
      href={`#${encodeURIComponent(id)}`}
      aria-label={fillPhrase(usePhrases().page.linkTo, { what })}
    >
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
