// Corrections as a feed, and as a part of an issue's body in feeds.
import { calendarDay } from '../../base/date-format.js';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import { escapeHtml } from '../../base/text.js';
import type { Correction, Issue, TextChange } from '../../model.js';
import { issueUrl } from '../format.js';
import { cleanText, toHtml } from '../spans.js';
import { element, type FeedOptions, rssDocument } from './xml.js';

/** RSS 2.0 with an item for each correction. */
export function renderCorrections(
  corrections: { issue: Issue; correction: Correction }[],
  options: FeedOptions,
): string {
  const items = corrections.map(({ issue, correction }) =>
    [
      '<item>',
      element('title', titleOf(issue)),
      element('link', `${issueUrl(options.publicUrl, issue.slug)}#corrections`),
      `<guid isPermaLink="false">${escapeHtml(`urn:tidings:${issue.id}:${correction.at}`)}</guid>`,
      element('pubDate', new Date(correction.at).toUTCString()),
      `<description>${escapeHtml(changesHtml(correction.changes, issue.language))}</description>`,
      '</item>',
    ].join('\n'),
  );
  return rssDocument(items, options);
}

/** The issue's corrections with a heading; empty without any. */
export function correctionsHtml({ corrections = [], language, timeZone }: Issue, heading: string): string[] {
  if (corrections.length === 0) return [];
  const listed = corrections.toReversed().map(({ at, changes }) => {
    const day = calendarDay(at, timeZone);
    return `<p>${day}</p>\n${changesHtml(changes, language)}`;
  });
  return [`<h2>${toHtml(heading)}</h2>`, ...listed];
}

function titleOf({ headline, language }: Issue): string {
  const { page, colon } = phrasesOf(language);
  return `${page.corrections}${colon}${headline}`;
}

function changesHtml(changes: TextChange[], language: string): string {
  const { page, colon } = phrasesOf(language);
  const items = changes.map(({ part, before, after }) => {
    const removed = before === undefined ? '' : ` <del>${toHtml(cleanText(before))}</del>`;
    const added = after === undefined ? '' : ` <ins>${toHtml(cleanText(after))}</ins>`;
    return `<li>${page[`${part}Part`]}${colon.trimEnd()}${removed}${added}</li>`;
  });
  return `<ul>\n${items.join('\n')}\n</ul>`;
}
