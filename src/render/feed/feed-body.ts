// A complete issue as HTML for feed readers.
import { directionOf, fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Issue, Recap } from '../../model.js';
import { describeChecked, describeMaking } from '../account.js';
import { bulletHtml, itemHtml, topPostHtml } from '../bullet-html.js';
import { isolateHtml } from '../direction.js';
import { formatPeriod, isEmpty } from '../format.js';
import { introToHtml } from '../intro.js';
import { dailyHtml } from '../issue-html.js';
import { toHtml } from '../spans.js';
import { correctionsHtml } from './corrections.js';

/** The complete issue; all links are absolute, those to other issues under `publicUrl`. */
export function feedBody(issue: Issue, publicUrl: string): string {
  const { posts, recaps } = issue;
  const checked = `${fillPhrase(phrasesOf(issue.language).issue.issueFor, { period: formatPeriod(issue.period, issue.timeZone, issue.language) })} ${describeChecked(issue.checked, issue.language)}`;
  const html = [
    ...(issue.subtitle ? [`<p><i>${toHtml(issue.subtitle)}</i></p>`] : []),
    ...(issue.intro ? [introToHtml(issue.intro)] : []),
    ...issue.lead.map(
      (bullet) => `<p>${bulletHtml(bullet, posts, publicUrl, undefined, issue.language)}</p>`,
    ),
    // Sanitised at import.
    ...(issue.body ? [issue.body] : []),
    ...(isEmpty(issue) ? [`<p>${phrasesOf(issue.language).issue.nothing}</p>`] : []),
    ...(issue.body ? [] : [`<p><small>${toHtml(checked)}</small></p>`]),
    ...recaps.flatMap((recap) => recapHtml(recap, issue, publicUrl)),
    ...correctionsHtml(issue, phrasesOf(issue.language).page.corrections),
    ...(issue.body
      ? []
      : [`<p><small>${toHtml(describeMaking(issue, issue.language).join(' '))}</small></p>`]),
  ]
    .filter(Boolean)
    .join('\n');
  const isolated = isolateHtml(html, issue.language);
  return directionOf(issue.language) === 'rtl' ? `<div dir="rtl">\n${isolated}\n</div>` : isolated;
}

function recapHtml(recap: Recap, { posts, language }: Issue, publicUrl: string): string[] {
  return [
    `<h2>${toHtml(recap.title)}</h2>`,
    ...recap.sections.flatMap((section) => [
      `<h3>${toHtml(section.title)}</h3>`,
      '<ul>',
      ...section.bullets.map((bullet) => itemHtml(bullet, posts, publicUrl, recap.platform, language)),
      '</ul>',
      dailyHtml(section, language, publicUrl),
    ]),
    ...(recap.topPosts.length > 0
      ? [
          `<h3>${phrasesOf(language).issue.topPosts}</h3>`,
          '<ul>',
          ...recap.topPosts.map((top) => topPostHtml(top, posts, language)),
          '</ul>',
        ]
      : []),
  ];
}
