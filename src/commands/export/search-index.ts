// The search index of an export. Each section is a pagefind page with its bullets' anchors and filters. Extra files
// serve searches without results and searches for a tag.

import { createIndex } from 'pagefind';
import { bulletText, listCitations } from '../../base/issue-bullets.js';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import { escapeHtml, segmentWords } from '../../base/text.js';
import type { Bullet, Issue } from '../../model.js';
import { formatPeriod, formatPeriodEnd } from '../../render/format.js';
import { blocksOfHtml } from '../../store/search/html-blocks.js';
import { LEAD } from '../../store/search/passages.js';
import { groupBy } from '../../web/ui/groups.js';

interface Part {
  anchor: string;
  recap: string;
  platform?: string;
  title: string;
  /** The section's bullets or blocks. */
  texts: { anchor: string; text: string }[];
  citations: string[];
}

/** Pagefind's own search forms, which the site does not use. */
const UNUSED_FILE = /^pagefind-(?:ui|modular-ui|component-ui|highlight)\./;

/** Makes the index in memory and returns its files. */
export async function indexIssues(
  issues: AsyncIterable<Issue>,
  language: string,
): Promise<{ path: string; content: Uint8Array | string }[]> {
  const { index, errors } = await createIndex({ forceLanguage: language });
  if (!index) throw new Error(`pagefind: ${errors.join('; ')}`);
  for await (const issue of issues)
    for (const part of partsOf(issue)) await index.addHTMLFile(pageOf(issue, part, language));
  const { files } = await index.getFiles();
  await index.deleteIndex();
  return files
    .filter(({ path }) => !UNUSED_FILE.test(path))
    .map(({ path, content }) => ({ path: `pagefind/${path}`, content }));
}

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}々ー]/gu;
const THAI = /[\p{sc=Thai}\p{M}]+/gu;

/**
 * Separates Chinese, Japanese and Korean characters and Thai words with spaces, because pagefind indexes only words
 * between spaces. search.js splits queries the same way and removes the gaps from what it shows.
 */
function withGaps(text: string): string {
  return text.replace(UNSPACED, '$&\u200b ').replace(THAI, (run) =>
    segmentWords(run, 'th')
      .map((word) => `${word}\u200b `)
      .join(''),
  );
}

// A section is one result, because a result for each bullet would need a file for each. Pagefind reports which anchor
// precedes a matching word.
function pageOf(issue: Issue, part: Part, language: string): { url: string; content: string } {
  const day = formatPeriodEnd(issue.period, issue.timeZone);
  const posts = part.citations.flatMap((id) =>
    Object.hasOwn(issue.posts, id) ? (issue.posts[id] ?? []) : [],
  );
  const words = `${part.title} ${part.texts.map(({ text }) => text).join(' ')}`.toLowerCase();
  const tags = issue.tags.filter(({ name }) => words.includes(name.toLowerCase()));
  const fields: [kind: 'meta' | 'filter' | 'sort', name: string, values: string[]][] = [
    ['meta', 'title', [part.title]],
    ['meta', 'headline', [issue.headline]],
    ['meta', 'recap', [part.recap === LEAD ? phrasesOf(language).page.lead : part.recap]],
    ['meta', 'when', [formatPeriod(issue.period, issue.timeZone, language)]],
    ['meta', 'imported', issue.body ? [phrasesOf(language).page.importedUnchecked] : []],
    ['filter', 'day', [day]],
    ['filter', 'recap', [part.recap]],
    ['filter', 'platform', part.platform ? [part.platform] : []],
    ['filter', 'source', removeDuplicates(posts.map(({ sourceName }) => sourceName))],
    ['filter', 'author', removeDuplicates(posts.map(({ author }) => author))],
    ['filter', 'tag', tags.map(({ kind, slug }) => `${kind}/${slug}`)],
    ['sort', 'date', [day]],
  ];
  const marks = fields.flatMap(([kind, name, values]) =>
    values.map((value) => `<i data-pagefind-${kind}="${name}[data-is]" data-is="${escapeHtml(value)}"></i>`),
  );
  const texts = part.texts.map(
    ({ anchor, text }) => `<p${anchor && ` id="${escapeHtml(anchor)}"`}>${escapeHtml(withGaps(text))}</p>`,
  );
  const fragment = part.anchor && `#${part.anchor}`;
  return {
    url: `/issues/${encodeURIComponent(issue.slug)}/${fragment}`,
    content: `<html lang="${escapeHtml(language)}"><body>${marks.join('')}<h2>${escapeHtml(withGaps(part.title))}</h2>${texts.join('')}</body></html>`,
  };
}

function partsOf(issue: Issue): Part[] {
  const textsOf = (bullets: Bullet[]) =>
    bullets.map((bullet) => ({ anchor: bullet.id, text: bulletText(bullet) }));
  const lead: Part = {
    anchor: '',
    recap: LEAD,
    title: issue.headline,
    texts: [{ anchor: '', text: issue.subtitle }, ...textsOf(issue.lead)],
    citations: issue.lead.flatMap(listCitations),
  };
  const sections = issue.recaps.flatMap((recap) =>
    recap.sections.map((section) => ({
      anchor: section.id,
      recap: recap.title,
      platform: recap.platform,
      title: section.title,
      texts: textsOf(section.bullets),
      citations: section.bullets.flatMap(listCitations),
    })),
  );
  const imported = groupBy(blocksOfHtml(issue.body ?? ''), ({ headingAnchor }) => headingAnchor);
  const blocks = imported.map(({ label, values: some }) => ({
    anchor: label,
    recap: LEAD,
    title: some[0]?.heading || issue.headline,
    texts: some,
    citations: [],
  }));
  return [lead, ...sections, ...blocks];
}

function removeDuplicates(values: string[]): string[] {
  return [...new Set(values.filter(Boolean))];
}
