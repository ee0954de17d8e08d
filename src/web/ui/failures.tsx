// The 404 and 500 pages.
import type { Context } from 'hono';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Site } from '../site/site.js';
import { Filled } from './language.js';
import { Notice } from './layout.js';

export function missingPage(site: Site, c: Context) {
  const { page } = phrasesOf(site.publication.language);
  return (
    <Notice site={site} c={c} title={page.notFound} heading={page.notFound}>
      <p>
        <Filled phrase={page.notFoundHelp} links={['/issues']} />
      </p>
      <search>
        <form class="search" action="/search">
          <input type="search" name="q" maxlength={200} aria-label={page.search} />
          <button type="submit">{page.search}</button>
        </form>
      </search>
    </Notice>
  );
}

export function failedPage(site: Site, c: Context) {
  const { page } = phrasesOf(site.publication.language);
  return (
    <Notice site={site} c={c} title={page.error} heading={page.error}>
      <p>{page.errorHelp}</p>
      <p>
        <a href="/">{page.newestIssue}</a>
      </p>
    </Notice>
  );
}
