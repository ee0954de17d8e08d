// Renders an issue as a mail: subject, preheader, and an HTML part below the size at which Gmail clips. The footer is
// in issue-html.ts, the wording in base/language/phrases.

import { oneLine, truncate } from '../base/text.js';
import type { Bullet, Issue, Platform } from '../model.js';
import { itemHtml } from './bullet-html.js';
import { isolateHtml, isolateText, mirrorLayout } from './direction.js';
import { countOmitted, findGreatest, listItems, listOmissions, type Shown, showFirst } from './fit.js';
import { formatPeriod } from './format.js';
import {
  footerHtml,
  leftOutHtml,
  mastheadHtml,
  omittedHtml,
  openingHtml,
  recapHtml,
  type Scene,
} from './issue-html.js';
import { compileTemplate, fillTemplate } from './mail/template.js';
import { type LeftOut, platformIn } from './mail/topics.js';
import { countReaderBytes, fillReaderHtml, hasReaderLinks, type ReaderFields } from './reader.js';
import { cleanText, toHtml, withoutAutolinks } from './spans.js';

export interface EmailOptions {
  /** The folder that holds `issue.mjml` and its parts. */
  templates: string;
  /** The archive's address; without it, the mail has no links to our pages. */
  publicUrl?: string;
  /** Fills in one reader's links immediately; otherwise `personalise` does it for each. */
  reader?: ReaderFields;
  /** The sender's postal line. */
  address?: string;
  /** Items left out because of the reader's muted topics. */
  leftOut?: LeftOut[];
  /** The compiled `issue.mjml`; default: compiles it. */
  shell?: string;
  /** Maximum size of the HTML in bytes; default 100,000, because Gmail clips at 102 KB. */
  maxBytes?: number;
}

export interface RenderedEmail {
  /** The issue's cadence, or the reader's, in words. */
  language: string;
  subject: string;
  preheader: string;
  html: string;
  /** Of `html`, in UTF-8. */
  bytes: number;
  /** Number of bullets (without points) that did not fit. */
  omittedBullets: number;
  /** The parts shown, for `renderText`. */
  shown: Shown;
}

/**
 * Renders once for all readers. Tokens mark a reader's own links for `personalise`, unless `reader` is given or there
 * is no `publicUrl` (the mail then has no such links). Throws a UserError for an invalid template, and a RangeError if
 * the empty layout exceeds `maxBytes`.
 */
export async function renderEmail(issue: Issue, options: EmailOptions): Promise<RenderedEmail> {
  const { reader, maxBytes = 100_000 } = options;
  const { shell = await compileTemplate(options.templates, 'issue.mjml') } = options;
  const compose = prepareEmail(issue, options, shell);
  const items = listItems(issue);
  const fits = (count: number) => {
    const html = compose(showFirst(items, count));
    return Buffer.byteLength(html) + countReaderBytes(html) < maxBytes;
  };
  const count = findGreatest(items.length, fits);
  if (count === 0 && !fits(0)) {
    throw new RangeError(`the mail does not fit into ${maxBytes} bytes even without its bullets`);
  }
  const shown = showFirst(items, count);
  const email: RenderedEmail = {
    language: issue.language,
    subject: isolateText(subjectOf(issue), issue.language),
    preheader: preheaderOf(issue),
    html: compose(shown),
    bytes: 0,
    omittedBullets: countOmitted(listOmissions(issue, shown)),
    shown,
  };
  return reader ? personalise(email, reader) : { ...email, bytes: Buffer.byteLength(email.html) };
}

/** Inserts one reader's links and cadence into the mail. Fast: nothing is rendered again. */
export function personalise(email: RenderedEmail, reader: ReaderFields): RenderedEmail {
  const html = fillReaderHtml(email.html, reader, email.language);
  return { ...email, html, bytes: Buffer.byteLength(html) };
}

function prepareEmail(issue: Issue, options: EmailOptions, shell: string): (shown: Shown) => string {
  const { publicUrl, address, leftOut } = options;
  const scene: Scene = { issue, publicUrl, address, leftOut, readerLinks: hasReaderLinks(options) };
  const preheader = preheaderOf(issue);
  const items = new Map<Bullet, string>();
  // Finding the size that fits composes the mail about ten times, so each bullet is rendered once.
  const item = (bullet: Bullet, platform: Platform) => {
    const html = items.get(bullet) ?? itemHtml(bullet, issue.posts, publicUrl, platform, issue.language);
    items.set(bullet, html);
    return html;
  };
  return (shown) => {
    const recaps = issue.recaps.map((recap) =>
      recapHtml(
        recap,
        shown,
        issue.posts,
        issue.language,
        (bullet) => item(bullet, platformIn(recap, bullet, issue.posts)),
        publicUrl,
      ),
    );
    const isolate = (html: string) => isolateHtml(withoutAutolinks(html), issue.language);
    return fillTemplate(mirrorLayout(shell, issue.language), {
      language: toHtml(issue.language),
      subject: toHtml(subjectOf(issue)),
      // Blank characters keep the following text out of the inbox preview.
      preheader:
        withoutAutolinks(toHtml(preheader)) +
        '\u034f\u00a0'.repeat(Math.max(0, MAX_PREHEADER_CHARACTERS - preheader.length)),
      masthead: isolate(mastheadHtml(scene)),
      opening: isolate(openingHtml(scene, shown)),
      recaps: isolate([...recaps, omittedHtml(scene, shown), leftOutHtml(scene)].filter(Boolean).join('\n')),
      foot: isolate(footerHtml(scene)),
    });
  };
}

/** Maximum characters of a preheader that inboxes show. */
const MAX_PREHEADER_CHARACTERS = 150;

function subjectOf({ headline, publication, period, timeZone, language }: Issue): string {
  const subject =
    oneLine(cleanText(headline)) || `${publication}, ${formatPeriod(period, timeZone, language)}`;
  return truncate(subject, 150);
}

function preheaderOf({ subtitle, lead }: Issue): string {
  const first = lead[0]
    ? [...lead[0].claim, { text: ' ' }, ...lead[0].text].map(({ text }) => text).join('')
    : '';
  return truncate(oneLine(cleanText(subtitle)) || oneLine(cleanText(first)), MAX_PREHEADER_CHARACTERS);
}
