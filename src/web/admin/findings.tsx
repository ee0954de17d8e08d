// What a check of the services found, problems first, with links to what fixes them.
import type { Child } from 'hono/jsx';
import type { Finding } from '../ui/operator-actions.js';

const LEVEL_NAMES = { problem: 'Problem', note: 'Note', ok: 'Fine' } as const;
const LEVELS = Object.keys(LEVEL_NAMES);

/** The page that does what a hint's command does. */
const PAGES_OF_HINTS: [hint: RegExp, href: string, label: string][] = [
  [/tidings send \S+ --resume/, '/admin/deliveries', 'See the deliveries'],
  [/tidings sources|sources\.yaml|has moved/, '/admin/sources', 'See the sources'],
  [/tidings run/, '/admin', 'Make it now'],
  [/log of `tidings|interrupted/, '/admin/runs', 'See the runs'],
];

export function Findings({ findings }: { findings: Finding[] }) {
  const sorted = findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  return (
    <ul class="findings">
      {sorted.map(({ level, what, hint }) => (
        <li>
          <strong class={level === 'problem' ? 'wrong' : undefined}>{LEVEL_NAMES[level]}:</strong> {what}
          {hint && (
            <p class="soft">
              {linkWords(hint)} <PageLink hint={hint} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function PageLink({ hint }: { hint: string }) {
  const page = PAGES_OF_HINTS.find(([pattern]) => pattern.test(hint));
  return page ? <a href={page[1]}>{page[2]}</a> : null;
}

/** Links the pages of the documentation and the addresses that a text names. */
function linkWords(text: string): Child[] {
  return text.split(/(docs\/[a-z-]+\.md|https?:\/\/[^\s<>`]*[^\s<>`.,;)])/).map((part, at) => {
    if (at % 2 === 0) return part;
    const href = part.startsWith('docs/') ? `/admin/${part}` : part;
    return <a href={href}>{part}</a>;
  });
}
