// What a check of the services found, problems first, with links to what fixes them.
import type { Child } from 'hono/jsx';
import type { Finding } from '../site/operator-actions.js';

const LEVEL_NAMES = { problem: 'Problem', note: 'Note', ok: 'Fine' } as const;
const LEVELS = Object.keys(LEVEL_NAMES);

const PAGES = {
  today: { href: '/admin', label: 'Make it now' },
  runs: { href: '/admin/runs', label: 'See the runs' },
  deliveries: { href: '/admin/deliveries', label: 'See the deliveries' },
  sources: { href: '/admin/sources', label: 'See the sources' },
} as const;

export function Findings({ findings }: { findings: Finding[] }) {
  const sorted = findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  return (
    <ul class="findings">
      {sorted.map(({ level, what, hint, page }) => (
        <li>
          <strong class={level === 'problem' ? 'wrong' : undefined}>{LEVEL_NAMES[level]}:</strong> {what}
          {hint && (
            <p class="soft">
              {linkWords(hint)} {page && <a href={PAGES[page].href}>{PAGES[page].label}</a>}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Links the pages of the documentation and the addresses that a text names. */
function linkWords(text: string): Child[] {
  return text.split(/(docs\/[a-z-]+\.md|https?:\/\/[^\s<>`]*[^\s<>`.,;)])/).map((part, at) => {
    if (at % 2 === 0) return part;
    const href = part.startsWith('docs/') ? `/admin/${part}` : part;
    return <a href={href}>{part}</a>;
  });
}
