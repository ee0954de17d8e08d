// Proposals of the header's search field while the reader types: pages of tags and authors, and the best statements.
import { Hono } from 'hono';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import { oneLine, truncate } from '../../base/text.js';
import { formatPeriodEnd } from '../../render/format.js';
import { listIssues } from '../../store/issues.js';
import { parseTerms } from '../../store/search/query.js';
import { searchBullets } from '../../store/search/search.js';
import { limitClients } from '../http/limits.js';
import { issuePath, tagPath } from '../site/paths.js';
import type { Site } from '../site/site.js';
import { completeLast } from './answer.js';
import { readFrequentTags } from './frequent-tags.js';
import { findOwnPages } from './own-pages.js';

export interface Proposal {
  label: string;
  /** Its kind or its date. */
  detail: string;
  /** Without the base path. */
  path: string;
}

const RATE_LIMIT = { burst: 60, everyMs: 100, keys: 10_000 };
const MAX_QUERY = 100;
const MAX_LABEL = 90;
const MAX_HITS = 5;
const MAX_TAGS = 3;
/** Proposed before anything is typed. */
const MAX_FIRST_TAGS = 6;
/** Scripts in which one character carries as much as two Latin letters. */
const DENSE_SCRIPTS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;

export function quickSearchRoutes(site: Site): Hono {
  const app = new Hono();
  const limit = limitClients(site, RATE_LIMIT, (c) => c.json({ proposals: [] }, 429));
  app.get('/suggest.json', limit, async (c) => {
    const q = oneLine(c.req.query('q') ?? '').slice(0, MAX_QUERY);
    const isLong = [...q].length >= 2 || DENSE_SCRIPTS.test(q);
    c.header('Cache-Control', 'public, max-age=60');
    return c.json({ proposals: isLong ? await proposeFor(site, q) : await proposeFirst(site) });
  });
  return app;
}

/** The latest issue and the tags that most issues carry. */
async function proposeFirst({ db, publication }: Site): Promise<Proposal[]> {
  const issues = await listIssues(db, { status: 'published', limit: 1 });
  const tags = await readFrequentTags(db);
  return [
    ...issues.map(({ slug, headline, period }) => ({
      label: truncate(headline, MAX_LABEL),
      detail: `latest issue, ${formatPeriodEnd(period, publication.timeZone)}`,
      path: issuePath(slug),
    })),
    ...tags
      .slice(0, MAX_FIRST_TAGS)
      .map((tag) => ({ label: tag.name, detail: tag.kind, path: tagPath(tag) })),
  ];
}

async function proposeFor(site: Site, q: string): Promise<Proposal[]> {
  const own = await findOwnPages(site, q);
  const begun = (await readFrequentTags(site.db))
    .filter(({ name }) => beginsWord(name, q))
    .slice(0, MAX_TAGS)
    .map((tag) => ({ label: tag.name, detail: tag.kind, path: tagPath(tag) }));
  const terms = parseTerms(q);
  const mark = phrasesOf(site.publication.language).page.importedUnchecked;
  const { hits } = await searchBullets(site.db, { terms: completeLast(terms) ?? terms, limit: MAX_HITS });
  const proposals = [
    ...own.map(({ name, kind, path }) => ({ label: name, detail: kind, path })),
    ...begun,
    ...hits.map(({ snippet, period, slug, anchor, section, imported }) => ({
      label: truncate(snippet.map(({ text }) => text).join(''), MAX_LABEL),
      detail: `${formatPeriodEnd(period, site.publication.timeZone)}, ${section}${imported ? ` (${mark})` : ''}`,
      path: issuePath(slug, anchor),
    })),
  ];
  return [...new Map(proposals.map((proposal) => [proposal.path, proposal])).values()];
}

function beginsWord(name: string, q: string): boolean {
  const [text, begun] = [name.toLowerCase(), q.toLowerCase()];
  return text.startsWith(begun) || text.split(/[\s\-./]+/).some((word) => word.startsWith(begun));
}
