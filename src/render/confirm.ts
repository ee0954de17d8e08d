// The mail that a request for the digest is answered with: it asks for a click, or says that it comes already.

import { escapeHtml, oneLine, truncate } from '../base/text.js';
import type { Cadence, Instant } from '../model.js';
import { formatCadence, formatDay } from './format.js';
import { wrapText } from './layout.js';
import { cleanText, linkHtml, toHtml } from './spans.js';
import { compileTemplate, fillTemplate } from './template.js';

export interface Confirmation {
  /** `confirm`: a click makes the subscription. `known`: there is one, and nothing was changed. */
  kind: 'confirm' | 'known';
  /** Where the button leads: the confirmation page or the reader's preferences; http(s). */
  url: string;
  /** For how many days the link of `confirm` holds. */
  days: number;
  cadence: Cadence;
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
 * Compiles `confirm.mjml` of the folder once and gives what fills it. Throws a UserError when the template is not
 * usable.
 */
export async function prepareConfirmation(
  templates: string,
  letterhead: Letterhead,
): Promise<(confirmation: Confirmation) => RenderedConfirmation> {
  const shell = await compileTemplate(templates, 'confirm.mjml');
  return (confirmation) => {
    const words = wordsOf(confirmation, oneLine(cleanText(letterhead.name)));
    return {
      subject: words.subject,
      html: fillTemplate(shell, slotsOf(words, confirmation, letterhead)),
      text: textOf(words, confirmation, letterhead),
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
export function formatRhythm({
  cadence,
  hour,
  timeZone,
}: Pick<Confirmation, 'cadence' | 'hour' | 'timeZone'>): string {
  const zone = timeZone.replaceAll('_', '\u00a0');
  return `${formatCadence(cadence)} at ${formatHour(hour)}, ${zone} time`;
}

/** `07:00` */
export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function wordsOf(confirmation: Confirmation, name: string): Words {
  const { kind, days, timeZone, pausedUntil } = confirmation;
  const rhythm = formatRhythm(confirmation);
  const asked = 'Somebody, probably you, asked for';
  if (kind === 'confirm') {
    return {
      subject: truncate(`Confirm your address for ${name}`, 150),
      heading: 'Is this your address?',
      story: `${asked} ${name} ${rhythm}, at this address. It comes once you have confirmed that.`,
      button: 'Confirm the address',
      after: `The link holds for ${days} days. If it was not you, do nothing: no issue comes without it.`,
    };
  }
  const pause = pausedUntil ? `, and is paused until ${formatDay(pausedUntil, timeZone)}` : '';
  return {
    subject: truncate(`You already get ${name}`, 150),
    heading: `You already get ${name}`,
    story: `${asked} ${name} at this address. It comes ${rhythm}${pause}; nothing was changed.`,
    button: 'Your preferences',
    after: 'If it was not you, there is nothing to do.',
  };
}

function slotsOf(words: Words, { url }: Confirmation, { name, language, address }: Letterhead) {
  const foot = [toHtml(words.after), `If the button does nothing, open ${linkHtml(url, url)}`];
  if (address) foot.push(toHtml(address));
  return {
    language: toHtml(language),
    subject: toHtml(words.subject),
    preheader: toHtml(words.story),
    masthead: `<p class="m"><b>${toHtml(name)}</b></p>`,
    body: `<h1>${toHtml(words.heading)}</h1>\n<p>${toHtml(words.story)}</p>`,
    button: toHtml(words.button),
    url: escapeHtml(url),
    foot: foot.map((line) => `<p>${line}</p>`).join('\n'),
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
