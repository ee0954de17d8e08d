// A complete issue as HTML for feed readers.
import type { Issue, Recap } from '../model.js';
import { describeChecked, describeMaking, NOTHING_TO_TELL, TOP_POSTS } from './account.js';
import { bulletHtml, itemHtml, topPostHtml } from './bullet-html.js';
import { formatPeriod, isEmpty } from './format.js';
import { introToHtml } from './intro.js';
import { toHtml } from './spans.js';

/** The complete issue; all links are absolute, those to other issues under `publicUrl`. */
export function feedBody(issue: Issue, publicUrl: string): string {
  const { posts, recaps } = issue;
  const checked = `Issue for ${formatPeriod(issue.period, issue.timeZone)}. ${describeChecked(issue.checked)}`;
  return [
    ...(issue.subtitle ? [`<p><i>${toHtml(issue.subtitle)}</i></p>`] : []),
    ...(issue.intro ? [introToHtml(issue.intro)] : []),
    ...issue.lead.map((bullet) => `<p>${bulletHtml(bullet, posts, publicUrl)}</p>`),
    // Sanitised at import.
    ...(issue.body ? [issue.body] : []),
    ...(isEmpty(issue) ? [`<p>${NOTHING_TO_TELL}</p>`] : []),
    ...(issue.body ? [] : [`<p><small>${toHtml(checked)}</small></p>`]),
    ...recaps.flatMap((recap) => recapHtml(recap, issue, publicUrl)),
    ...(issue.body ? [] : [`<p><small>${toHtml(describeMaking(issue).join(' '))}</small></p>`]),
  ].join('\n');
}

function recapHtml(recap: Recap, { posts }: Issue, publicUrl: string): string[] {
  return [
    `<h2>${toHtml(recap.title)}</h2>`,
    ...recap.sections.flatMap((section) => [
      `<h3>${toHtml(section.title)}</h3>`,
      '<ul>',
      ...section.bullets.map((bullet) => itemHtml(bullet, posts, publicUrl, recap.platform)),
      '</ul>',
    ]),
    ...(recap.topPosts.length > 0
      ? [`<h3>${TOP_POSTS}</h3>`, '<ul>', ...recap.topPosts.map((top) => topPostHtml(top, posts)), '</ul>']
      : []),
  ];
}
