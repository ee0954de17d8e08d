// Renders the confirmation mail, or the mail to people who are already subscribed. The wording is in
// base/language/phrases (`mail.confirm…`).

import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { escapeHtml, oneLine, truncate } from '../../base/text.js';
import type { Cadence, Instant } from '../../model.js';
import { isolateHtml, isolateText, mirrorLayout } from '../direction.js';
import { formatCadence, formatDay } from '../format.js';
import { wrapText } from '../layout.js';
import { cleanText, linkHtml, toHtml } from '../spans.js';
import { compileTemplate, fillTemplate } from './template.js';

export interface Confirmation {
  /** `confirm`: a click confirms the subscription. `known`: already subscribed; nothing changed. */
  kind: 'confirm' | 'known';
  /** The button's target: the confirmation page or the reader's preferences; http(s). */
  url: string;
  /** Days that the link of `confirm` is valid. */
  days: number;
  cadence: Cadence | 'both';
  /** 0–23, in the zone. */
  hour: number;
  timeZone: string;
  pausedUntil?: Instant;
}

export interface Letterhead {
  name: string;
  /** BCP 47 */
  language: string;
  /** The sender's postal line. */
  address?: string;
}

export interface RenderedConfirmation {
  subject: string;
  html: string;
  text: string;
}

/**
 * Compiles `confirm.mjml` of the folder once and returns a function that fills it. Throws a UserError for an invalid
 * template.
 */
export async function prepareConfirmation(
  templates: string,
  letterhead: Letterhead,
): Promise<(confirmation: Confirmation) => RenderedConfirmation> {
  const shell = await compileTemplate(templates, 'confirm.mjml');
  const { language } = letterhead;
  const frame = mirrorLayout(shell, language);
  return (confirmation) => {
    const words = wordsOf(confirmation, oneLine(cleanText(letterhead.name)), language);
    return {
      subject: isolateText(words.subject, language),
      html: fillTemplate(frame, slotsOf(words, confirmation, letterhead)),
      text: isolateText(textOf(words, confirmation, letterhead), language),
    };
  };
}

interface Words {
  subject: string;
  heading: string;
  story: string;
  button: string;
  after: string;
}

/** `every day at 07:00, Europe/Berlin time` */
export function formatRhythm(
  { cadence, hour, timeZone }: Pick<Confirmation, 'cadence' | 'hour' | 'timeZone'>,
  language = 'en',
): string {
  return fillPhrase(phrasesOf(language).mail.rhythm, {
    cadence: formatCadence(cadence, language),
    hour: formatHour(hour),
    zone: timeZone.replaceAll('_', '\u00a0'),
  });
}

/** `07:00` */
export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function wordsOf(confirmation: Confirmation, name: string, language: string): Words {
  const { kind, days, timeZone, pausedUntil } = confirmation;
  const { mail } = phrasesOf(language);
  const rhythm = formatRhythm(confirmation, language);
  if (kind === 'confirm') {
    return {
      subject: truncate(fillPhrase(mail.confirmSubject, { name }), 150),
      heading: mail.confirmHeading,
      story: fillPhrase(mail.confirmStory, { name, rhythm }),
      button: mail.confirmButton,
      after: fillPhrase(mail.confirmAfter, { days }),
    };
  }
  const known = fillPhrase(mail.knownStory, { name, rhythm });
  const pause =
    pausedUntil && fillPhrase(mail.knownPaused, { day: formatDay(pausedUntil, timeZone, language) });
  return {
    subject: truncate(fillPhrase(mail.knownSubject, { name }), 150),
    heading: fillPhrase(mail.knownSubject, { name }),
    story: pause ? `${known} ${pause}` : known,
    button: mail.preferences,
    after: mail.knownAfter,
  };
}

function slotsOf(words: Words, { url }: Confirmation, { name, language, address }: Letterhead) {
  const foot = [
    toHtml(words.after),
    fillPhrase(toHtml(phrasesOf(language).mail.buttonFails), { url: linkHtml(url, url) }),
  ];
  if (address) foot.push(toHtml(address));
  const isolate = (html: string) => isolateHtml(html, language);
  return {
    language: toHtml(language),
    subject: toHtml(words.subject),
    preheader: toHtml(words.story),
    masthead: isolate(`<p class="m"><b>${toHtml(name)}</b></p>`),
    body: isolate(`<h1>${toHtml(words.heading)}</h1>\n<p>${toHtml(words.story)}</p>`),
    button: isolate(toHtml(words.button)),
    url: escapeHtml(url),
    foot: isolate(foot.map((line) => `<p>${line}</p>`).join('\n')),
  };
}

function textOf(words: Words, { url }: Confirmation, { name, address }: Letterhead): string {
  const parts = [
    oneLine(cleanText(name)),
    wrapText(words.heading),
    wrapText(words.story),
    `${words.button}:\n${url}`,
    wrapText(words.after),
  ];
  if (address) parts.push(wrapText(oneLine(cleanText(address))));
  return `${parts.join('\n\n')}\n`;
}
