// The parts of a mail, from masthead to footer, as semantic HTML that is readable without a style sheet.
import { fillPhrase, phrasesOf } from '../base/language/phrases/phrases.js';
import type { Bullet, Issue, Recap, Section } from '../model.js';
import { describeChecked, describeLeftOut, describeMaking, describeOmitted } from './account.js';
import { listBrief, readingMinutes } from './brief.js';
import { bulletHtml, topPostHtml } from './bullet-html.js';
import { countOmitted, listOmissions, type Shown } from './fit.js';
import {
  archiveUrl,
  formatCadence,
  formatNumber,
  formatPeriod,
  howMadeUrl,
  isEmpty,
  issueUrl,
  listDailyIssues,
  splitHeadline,
} from './format.js';
import { introToHtml } from './intro.js';
import type { LeftOut } from './mail/topics.js';
import { READER_TOKENS } from './reader.js';
import { type CitedPosts, linkHtml, toHtml } from './spans.js';

/** The data of a mail, the same for all readers. */
export interface Scene {
  issue: Issue;
  publicUrl?: string;
  /** The sender's postal line. */
  address?: string;
  /** Whether there are pages for a reader's own settings. */
  readerLinks: boolean;
  /** The items left out because of muted topics. */
  leftOut?: LeftOut[];
}

/** The line above the headline: publication, period, and links to the web. */
export function mastheadHtml({ issue, publicUrl }: Scene): string {
  const page = issueUrl(publicUrl, issue.slug);
  const parts = [
    `<b>${toHtml(issue.publication)}</b>`,
    formatPeriod(issue.period, issue.timeZone, issue.language),
    fillPhrase(phrasesOf(issue.language).page.minutes, { n: readingMinutes(issue) }),
  ];
  if (page) parts.push(linkHtml(phrasesOf(issue.language).mail.readOnWeb, page));
  return `<p class="m n">${parts.join(' &nbsp;·&nbsp; ')}</p>`;
}

/** Headline, subtitle, the operator's introduction, lead, and the "checked" line. */
export function openingHtml({ issue, publicUrl, readerLinks }: Scene, shown: Shown): string {
  const headline = splitHeadline(issue.headline)
    .map(({ text, whole }) => (whole ? `<span class="w">${toHtml(text)}</span>` : toHtml(text)))
    .join('');
  const lines = [`<h1>${headline}</h1>`];
  if (issue.subtitle) lines.push(`<p class="d">${toHtml(issue.subtitle)}</p>`);
  if (issue.intro) lines.push(introToHtml(issue.intro));
  for (const bullet of issue.lead) {
    if (shown.bullets.has(bullet.id))
      lines.push(`<p>${bulletHtml(bullet, issue.posts, publicUrl, undefined, issue.language)}</p>`);
  }
  const brief = listBrief(issue, shown.bullets).map(({ text, anchor }) => {
    const href = issueUrl(publicUrl, issue.slug, anchor);
    return `<li>${href ? linkHtml(text, href) : toHtml(text)}</li>`;
  });
  if (brief.length > 0) lines.push('<ul>', ...brief, '</ul>');
  if (isEmpty(issue)) lines.push(`<p>${phrasesOf(issue.language).issue.nothing}</p>`);
  const period = formatPeriod(issue.period, issue.timeZone, issue.language);
  const archive = archiveUrl(publicUrl);
  const making = howMadeUrl(publicUrl, issue.slug);
  const links: string[] = [];
  if (making) links.push(linkHtml(phrasesOf(issue.language).issue.howMade, making));
  if (archive) links.push(linkHtml(phrasesOf(issue.language).mail.allIssues, archive));
  if (readerLinks)
    links.push(linkHtml(phrasesOf(issue.language).mail.preferences, READER_TOKENS.preferences));
  lines.push(
    `<p class="m c n">${toHtml(fillPhrase(phrasesOf(issue.language).issue.issueFor, { period }))} ${toHtml(describeChecked(issue.checked, issue.language))}`,
  );
  return `${lines.join('\n')}${links.length > 0 ? `<br>\n${links.join(' &nbsp;·&nbsp; ')}` : ''}</p>`;
}

/** A recap with the sections that have bullets to show; empty without any. */
export function recapHtml(
  recap: Recap,
  shown: Shown,
  posts: CitedPosts,
  language: string,
  item: (bullet: Bullet) => string,
  publicUrl?: string,
): string {
  const lines: string[] = [];
  for (const section of recap.sections) {
    const items = section.bullets.filter(({ id }) => shown.bullets.has(id)).map(item);
    if (items.length > 0)
      lines.push(
        `<h3>${toHtml(section.title)}</h3>`,
        '<ul>',
        ...items,
        '</ul>',
        dailyHtml(section, language, publicUrl),
      );
  }
  const top = shown.topPosts.has(recap.id)
    ? recap.topPosts.map((post) => topPostHtml(post, posts, language))
    : [];
  if (top.some(Boolean))
    lines.push(
      `<h3>${phrasesOf(language).issue.topPosts}</h3>`,
      '<ul class="t">',
      ...top.filter(Boolean),
      '</ul>',
    );
  return lines.length > 0 ? [`<h2>${toHtml(recap.title)}</h2>`, ...lines.filter(Boolean)].join('\n') : '';
}

/** Links from a story of the week to the daily issues; empty in daily issues. */
export function dailyHtml(section: Section, language: string, publicUrl?: string): string {
  const days = listDailyIssues(section, language, publicUrl).map(({ day, url }) =>
    url ? linkHtml(day, url) : toHtml(day),
  );
  if (days.length === 0) return '';
  return `<p class="m">${fillPhrase(phrasesOf(language).issue.dailyIssues, { days: days.join(' · ') })}</p>`;
}

/** The number of bullets that did not fit, in total and by recap; empty if all are shown. */
export function omittedHtml({ issue, publicUrl }: Scene, shown: Shown): string {
  const omissions = listOmissions(issue, shown);
  if (omissions.length === 0) return '';
  const page = issueUrl(publicUrl, issue.slug);
  const words = describeOmitted(countOmitted(omissions), page !== undefined, issue.language);
  const places = omissions.map(({ title, anchor, count }) => {
    const href = issueUrl(publicUrl, issue.slug, anchor);
    return fillPhrase(phrasesOf(issue.language).mail.inRecap, {
      n: formatNumber(count),
      title: href ? linkHtml(title, href) : toHtml(title),
    });
  });
  return `<p class="r"><b>${page ? linkHtml(words, page) : words}</b>: ${places.join(', ')}.</p>`;
}

/** The number of items left out because of a reader's muted topics; empty without any. */
export function leftOutHtml({ issue: { language }, readerLinks, leftOut = [] }: Scene): string {
  const words = describeLeftOut(leftOut, language);
  if (!words) return '';
  const link = readerLinks
    ? ` ${linkHtml(phrasesOf(language).mail.preferences, READER_TOKENS.preferences)}`
    : '';
  return `<p class="r">${toHtml(words)}${link}</p>`;
}

/** The footer: tags, how the issue was made, the reader's cadence, the unsubscribe link and the sender's address. */
export function footerHtml({ issue, address, readerLinks }: Scene): string {
  const lines: string[] = [];
  if (issue.tags.length > 0)
    lines.push(
      `<p>${phrasesOf(issue.language).issue.tags}: ${issue.tags.map(({ name }) => toHtml(name)).join(', ')}</p>`,
    );
  lines.push(
    `<p>${phrasesOf(issue.language).issue.howMade}: ${describeMaking(issue, issue.language).map(toHtml).join(' ')}</p>`,
  );
  const { mail } = phrasesOf(issue.language);
  const leave = readerLinks
    ? `${linkHtml(mail.changeHowOften, READER_TOKENS.preferences)} ${mail.or} ${linkHtml(mail.unsubscribeOneClick, READER_TOKENS.unsubscribe)}.`
    : phrasesOf(issue.language).mail.replyToLeave;
  const cadence = readerLinks ? READER_TOKENS.cadence : formatCadence(issue.cadence, issue.language);
  lines.push(
    `<p>${fillPhrase(toHtml(mail.youGet), { name: toHtml(issue.publication), cadence })} ${leave}</p>`,
  );
  if (address) lines.push(`<p>${toHtml(address)}</p>`);
  return lines.join('\n');
}
