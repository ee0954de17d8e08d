// Renders an issue as the text part of a mail: 78 columns, numbered links with their addresses below each section.
import { fillPhrase, phrasesOf } from '../base/language/phrases/phrases.js';
import type { Bullet, Issue, Platform, Recap, Span } from '../model.js';
import { describeChecked, describeLeftOut, describeMaking, describeOmitted } from './account.js';
import { listBrief, readingMinutes } from './brief.js';
import { buildBulletParts, buildTopPostParts } from './bullet.js';
import { isolateText } from './direction.js';
import { countOmitted, listItems, listOmissions, type Shown, showFirst } from './fit.js';
import {
  archiveUrl,
  formatCadence,
  formatNumber,
  formatPeriod,
  howMadeUrl,
  isEmpty,
  issueUrl,
  listDailyIssues,
} from './format.js';
import { introToText } from './intro.js';
import { createReferences, type References, underline, wrapText } from './layout.js';
import { type LeftOut, platformIn } from './mail/topics.js';
import { fillReaderText, hasReaderLinks, READER_TOKENS, type ReaderFields } from './reader.js';
import { type CitedPosts, cleanText, spansToText } from './spans.js';

export interface TextOptions {
  /** The archive's address; without it, the text has no links to our pages. */
  publicUrl?: string;
  /** Fills in one reader's links immediately; otherwise `fillReaderText` does it for each. */
  reader?: ReaderFields;
  /** The sender's postal line. */
  address?: string;
  /** Items left out because of the reader's muted topics. */
  leftOut?: LeftOut[];
  /** The parts that the HTML shows; default: all. */
  shown?: Shown;
}

/**
 * Renders the same issue with the same order and wording as `renderEmail`, and the same tokens for a reader's links.
 */
export function renderText(issue: Issue, options: TextOptions = {}): string {
  const items = listItems(issue);
  const shown = options.shown ?? showFirst(items, items.length);
  const place: Place = {
    language: issue.language,
    posts: issue.posts,
    publicUrl: options.publicUrl,
    references: createReferences(),
  };
  const blocks = [
    ...openingBlocks(issue, options, shown, place),
    ...issue.recaps.flatMap((recap) => recapBlocks(recap, shown, place, issue.language)),
    ...omittedBlocks(issue, options, shown),
    ...leftOutBlocks(issue, options),
    ...footBlocks(issue, options),
  ];
  const text = isolateText(`${blocks.filter(Boolean).join('\n\n')}\n`, issue.language);
  return options.reader ? fillReaderText(text, options.reader, issue.language) : text;
}

interface Place {
  language: string;
  posts: CitedPosts;
  publicUrl?: string;
  references: References;
}

function openingBlocks(issue: Issue, options: TextOptions, shown: Shown, place: Place): string[] {
  const period = formatPeriod(issue.period, issue.timeZone, issue.language);
  const page = issueUrl(options.publicUrl, issue.slug);
  const links: [string, string | undefined][] = [
    [phrasesOf(issue.language).issue.howMade, howMadeUrl(options.publicUrl, issue.slug)],
    [phrasesOf(issue.language).mail.allIssues, archiveUrl(options.publicUrl)],
    [
      phrasesOf(issue.language).mail.preferences,
      hasReaderLinks(options) ? READER_TOKENS.preferences : undefined,
    ],
  ];
  const minutes = fillPhrase(phrasesOf(issue.language).page.minutes, { n: readingMinutes(issue) });
  const lead = issue.lead.filter(({ id }) => shown.bullets.has(id));
  return [
    `${wrapText(`${cleanText(issue.publication)} · ${period} · ${minutes}`)}${page ? `\n${phrasesOf(issue.language).mail.readOnWeb}: ${page}` : ''}`,
    underline(cleanText(issue.headline), '='),
    wrapText(cleanText(issue.subtitle)),
    issue.intro ? introToText(issue.intro) : '',
    ...lead.map((bullet) => bulletBlock(bullet, place, '')),
    place.references.flush(),
    briefBlock(issue, options.publicUrl, shown, place),
    place.references.flush(),
    isEmpty(issue) ? phrasesOf(issue.language).issue.nothing : '',
    wrapText(
      `${fillPhrase(phrasesOf(issue.language).issue.issueFor, { period })} ${cleanText(describeChecked(issue.checked, issue.language))}`,
    ),
    links.flatMap(([words, url]) => (url ? [`${words}: ${url}`] : [])).join('\n'),
  ];
}

function briefBlock(
  issue: Issue,
  publicUrl: string | undefined,
  shown: Shown,
  { references }: Place,
): string {
  const lines = listBrief(issue, shown.bullets).map(({ text, anchor }) => {
    const href = issueUrl(publicUrl, issue.slug, anchor);
    return wrapText(`${cleanText(text)}${href ? ` ${references.refer(href)}` : ''}`, '* ');
  });
  return lines.join('\n');
}

function recapBlocks(recap: Recap, shown: Shown, place: Place, language: string): string[] {
  const { posts, references } = place;
  const blocks: string[] = [];
  for (const section of recap.sections) {
    const bullets = section.bullets.filter((bullet) => shown.bullets.has(bullet.id));
    if (bullets.length === 0) continue;
    const items = bullets.map((bullet) => bulletBlock(bullet, place, '* ', platformIn(recap, bullet, posts)));
    const days = listDailyIssues(section, language, place.publicUrl).map(
      ({ day, url }) => `${day}${url ? references.refer(url) : ''}`,
    );
    const daily =
      days.length > 0 ? [fillPhrase(phrasesOf(language).issue.dailyIssues, { days: days.join(' · ') })] : [];
    blocks.push(underline(cleanText(section.title), '-'), ...items, ...daily, references.flush());
  }
  const tops = shown.topPosts.has(recap.id)
    ? recap.topPosts.flatMap((top) => buildTopPostParts(top, posts, language) ?? [])
    : [];
  if (tops.length > 0) {
    const lines = tops.map(({ line, note }) => {
      const text = spansToText(line, posts, references.refer);
      return [wrapText(text, '* '), note && wrapText(cleanText(note), '  ')].filter(Boolean).join('\n');
    });
    blocks.push(underline(phrasesOf(language).issue.topPosts, '-'), lines.join('\n'), references.flush());
  }
  return blocks.length > 0 ? [`\n${underline(cleanText(recap.title), '=')}`, ...blocks] : [];
}

function bulletBlock(bullet: Bullet, place: Place, mark: string, platform?: Platform): string {
  const lines = bulletLines(bullet, place, platform).map((line, index) =>
    wrapText(line, index === 0 ? mark : ' '.repeat(mark.length)),
  );
  const points = bullet.points.map((point) => bulletBlock(point, place, '  - '));
  return [...lines, ...points].join('\n');
}

/** One paragraph; a submission's title and its engagement are separate lines. */
function bulletLines(
  bullet: Bullet,
  { language, posts, publicUrl, references }: Place,
  platform?: Platform,
): string[] {
  const { claim, note, original, text, sources } = buildBulletParts(bullet, posts, platform, language);
  const plain = (spans: Span[]) => spansToText(spans, posts, references.refer);
  const earlier = bullet.updates && issueUrl(publicUrl, bullet.updates);
  const update = bullet.updates
    ? `${phrasesOf(language).issue.update}${earlier ? references.refer(earlier) : ''}:`
    : '';
  const head = [update, plain(claim)];
  const body = [plain(text), sources.length > 0 ? `— ${plain(sources)}` : ''];
  const lines = note ? [head, [cleanText(note)], [plain(original)], body] : [[...head, ...body]];
  return lines.map((parts) => parts.filter(Boolean).join(' ')).filter(Boolean);
}

function omittedBlocks(issue: Issue, { publicUrl }: TextOptions, shown: Shown): string[] {
  const omissions = listOmissions(issue, shown);
  if (omissions.length === 0) return [];
  const page = issueUrl(publicUrl, issue.slug);
  const places = omissions
    .map(({ title, count }) =>
      fillPhrase(phrasesOf(issue.language).mail.inRecap, { n: formatNumber(count), title: cleanText(title) }),
    )
    .join(', ');
  const line = `${describeOmitted(countOmitted(omissions), page !== undefined, issue.language)}: ${places}.`;
  return [`\n${wrapText(line)}${page ? `\n${page}` : ''}`];
}

function leftOutBlocks({ language }: Issue, options: TextOptions): string[] {
  const words = describeLeftOut(options.leftOut ?? [], language);
  if (!words) return [];
  const { preferences } = phrasesOf(language).mail;
  const link = hasReaderLinks(options) ? `\n${preferences}: ${READER_TOKENS.preferences}` : '';
  return [`\n${wrapText(cleanText(words))}${link}`];
}

function footBlocks(issue: Issue, options: TextOptions): string[] {
  const { mail } = phrasesOf(issue.language);
  const publication = cleanText(issue.publication);
  const leave = hasReaderLinks(options)
    ? [
        wrapText(fillPhrase(mail.youGet, { name: publication, cadence: READER_TOKENS.cadence })),
        `${mail.changeHowOften}: ${READER_TOKENS.preferences}`,
        `${mail.unsubscribe}: ${READER_TOKENS.unsubscribe}`,
      ].join('\n')
    : wrapText(
        `${fillPhrase(mail.youGet, { name: publication, cadence: formatCadence(issue.cadence, issue.language) })} ${mail.replyToLeave}`,
      );
  const tags = issue.tags.map(({ name }) => cleanText(name)).join(', ');
  return [
    `\n${'-'.repeat(40)}`,
    tags ? wrapText(`${phrasesOf(issue.language).issue.tags}: ${tags}`) : '',
    wrapText(
      `${phrasesOf(issue.language).issue.howMade}: ${describeMaking(issue, issue.language).map(cleanText).join(' ')}`,
    ),
    leave,
    options.address ? wrapText(cleanText(options.address)) : '',
  ];
}
