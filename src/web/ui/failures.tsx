// The 404 and 500 pages.
import type { Context } from 'hono';
import { Notice } from './layout.js';
import type { Site } from './site.js';

export function missingPage(site: Site, c: Context) {
  return (
    <Notice site={site} c={c} title="Not found" heading="Page not found">
      <p>
        The address may be incomplete. Issues keep their addresses: browse <a href="/issues">all issues</a> or
        search them.
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
    <Notice site={site} c={c} title="Error" heading="Something went wrong">
      <p>This page could not be shown. The error has been logged. Try again in a minute.</p>
      <p>
        <a href="/">The newest issue</a>
      </p>
    </Notice>
  );
}
