// The pages that say that there is no page.
import type { Context } from 'hono';
import { Notice } from './layout.js';
import type { Site } from './site.js';

export function missingPage(site: Site, c: Context) {
  return (
    <Notice site={site} c={c} title="Not found" heading="There is no such page">
      <p>
        The address may have been cut off on its way here. Issues keep theirs for good: look through{' '}
        <a href="/issues">all of them</a>, or search for what was said.
      </p>
      <search>
        <form class="search" action="/search">
          <input type="search" name="q" maxlength={200} aria-label="Search" />
          <button type="submit">Search</button>
        </form>
      </search>
    </Notice>
  );
}

export function failedPage(site: Site, c: Context) {
  return (
    <Notice site={site} c={c} title="Something broke" heading="Something broke on our side">
      <p>
        The page could not be made. It has been written down for the operator; trying again in a minute may
        help.
      </p>
      <p>
        <a href="/">The newest issue</a>
      </p>
    </Notice>
  );
}
