// The search of an export: every section a record for pagefind, with what it can be filtered by.
import { createIndex } from 'pagefind';
import type { Bullet, Issue } from '../model.js';
import { formatPeriod, formatPeriodEnd } from '../render/format.js';
import { blocksOfHtml } from '../store/blocks.js';
import { bulletText, LEAD } from '../store/passages.js';
import { groupBy } from '../web/groups.js';

interface Part {
  anchor: string;
  recap: string;
  platform?: string;
  title: string;
  text: string;
  citations: string[];
}

/** Makes the index in memory. The files' paths are below `/pagefind/`. */
export async function indexIssues(
  issues: AsyncIterable<Issue>,
  language: string,
): Promise<{ path: string; content: Uint8Array }[]> {
  const { index, errors } = await createIndex({ forceLanguage: language });
  if (!index) throw new Error(`pagefind: ${errors.join('; ')}`);
  for await (const issue of issues) {
    for (const part of partsOf(issue)) await index.addCustomRecord(recordOf(issue, part, language));
  }
  const { files } = await index.getFiles();
  await index.deleteIndex();
  return files;
}

function recordOf(issue: Issue, part: Part, language: string) {
  const day = formatPeriodEnd(issue.period, issue.timeZone);
  const posts = part.citations.flatMap((id) =>
    Object.hasOwn(issue.posts, id) ? (issue.posts[id] ?? []) : [],
  );
  const words = `${part.title} ${part.text}`.toLowerCase();
  const tags = issue.tags.filter(({ name }) => words.includes(name.toLowerCase()));
  const fragment = part.anchor && `#${part.anchor}`;
  return {
    url: `/issues/${encodeURIComponent(issue.slug)}/${fragment}`,
    content: `${part.title}. ${part.text}`,
    language,
    meta: {
      title: part.title,
      headline: issue.headline,
      recap: part.recap,
      when: formatPeriod(issue.period, issue.timeZone),
      day,
    },
    filters: {
      month: [day.slice(0, 7)],
      recap: [part.recap],
      ...(part.platform && { platform: [part.platform] }),
      source: distinct(posts.map(({ sourceName }) => sourceName)),
      author: distinct(posts.map(({ author }) => author)),
      tag: tags.map(({ kind, slug }) => `${kind}/${slug}`),
    },
    sort: { date: day },
  };
}

function partsOf(issue: Issue): Part[] {
  const textOf = (bullets: Bullet[]) => bullets.map(bulletText).join(' ');
  const citationsOf = (bullets: Bullet[]) =>
    bullets.flatMap((bullet) => [...bullet.citations, ...bullet.points.flatMap((point) => point.citations)]);
  const lead: Part = {
    anchor: '',
    recap: LEAD,
    title: issue.headline,
    text: `${issue.subtitle} ${textOf(issue.lead)}`.trim(),
    citations: citationsOf(issue.lead),
  };
  const sections = issue.recaps.flatMap((recap) =>
    recap.sections.map((section) => ({
      anchor: section.id,
      recap: recap.title,
      platform: recap.platform,
      title: section.title,
      text: textOf(section.bullets),
      citations: citationsOf(section.bullets),
    })),
  );
  const imported = groupBy(blocksOfHtml(issue.body ?? ''), ({ headingAnchor }) => headingAnchor);
  const blocks = imported.map(({ label, values: some }) => ({
    anchor: label,
    recap: LEAD,
    title: some[0]?.heading || issue.headline,
    text: some.map(({ text }) => text).join(' '),
    citations: [],
  }));
  return [lead, ...sections, ...blocks];
}

function distinct(values: string[]): string[] {
  return [...new Set(values.filter(Boolean))];
}
