// Pictures of issues and tags for link previews: SVG, and PNG rendered from it.
import { createRequire } from 'node:module';
import { escapeHtml, oneLine, truncate } from '../base/text.js';
import type { Issue } from '../model.js';
import { listBrief } from './brief.js';
import { formatPeriod } from './format.js';
import { cleanText } from './spans.js';

// The size that Open Graph clients show uncropped.
const PICTURE_WIDTH = 1200;
const PICTURE_HEIGHT = 630;
const PICTURE_MARGIN = 80;
/** Loaded from a package, so that the picture is the same on every machine. */
const PICTURE_FONT = 'DejaVu Serif';
/** Average width of a bold letter, as a share of the font size. */
const LETTER_WIDTH = 0.58;
const MAX_LINES = 3;
const MAX_CARD_LINES = 3;
const LINE_SIZE = 28;

export interface Card {
  /** The publication's name. */
  name: string;
  headline: string;
  /** At most three are shown, each truncated to the width. */
  lines: string[];
  /** The day or the period. */
  foot: string;
}

/** An issue's headline, its three lines and its day. */
export function issueCard(issue: Issue): Card {
  const lines = issue.summary ?? listBrief(issue).map(({ text }) => text);
  return {
    name: issue.publication,
    headline: issue.headline,
    lines: lines.length > 0 ? lines : [issue.subtitle].filter(Boolean),
    foot: formatPeriod(issue.period, issue.timeZone, issue.language),
  };
}

/** 1200 × 630. */
export function cardSvg({ name, headline, lines, foot }: Card): string {
  const title = oneLine(cleanText(headline));
  const size = title.length <= 60 ? 66 : title.length <= 100 ? 54 : 46;
  const rows = breakLines(title, Math.floor((PICTURE_WIDTH - 2 * PICTURE_MARGIN) / (size * LETTER_WIDTH)));
  const text = (y: number, fontSize: number, fill: string, words: string, bold = false) =>
    `<text x="${PICTURE_MARGIN}" y="${y}" font-size="${fontSize}"${bold ? ' font-weight="700"' : ''} fill="${fill}">${escapeHtml(words)}</text>`;
  const shown = lines
    .slice(0, MAX_CARD_LINES)
    .map((line) =>
      truncate(
        oneLine(cleanText(line)),
        Math.floor((PICTURE_WIDTH - 2 * PICTURE_MARGIN) / (LINE_SIZE * 0.55)),
      ),
    );
  const top = 200;
  const below = top + rows.length * size * 1.18 + 6;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${PICTURE_HEIGHT}" font-family="${PICTURE_FONT}">`,
    `<rect width="${PICTURE_WIDTH}" height="${PICTURE_HEIGHT}" fill="#fff"/>`,
    `<rect width="${PICTURE_WIDTH}" height="16" fill="#0b6075"/>`,
    text(110, 34, '#0b6075', truncate(oneLine(cleanText(name)), 40), true),
    ...rows.map((row, at) => text(top + at * size * 1.18, size, '#201f1c', row, true)),
    ...shown.map((line, at) => text(below + at * LINE_SIZE * 1.6, LINE_SIZE, '#4a4843', line)),
    text(PICTURE_HEIGHT - 50, 28, '#65635c', foot),
    '</svg>',
  ].join('\n');
}

/** The card as PNG. Takes about 50 ms, so cache it. */
export function cardPng(card: Card): Promise<Uint8Array> {
  return renderPng(cardSvg(card));
}

/** An SVG image as PNG, in the same size or `width` pixels wide. */
export async function renderPng(svg: string, width?: number): Promise<Uint8Array> {
  // A native library, so it is loaded on demand.
  const { Resvg } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: PICTURE_FONT };
  return new Resvg(svg, { font, ...(width && { fitTo: { mode: 'width', value: width } }) }).render().asPng();
}

function fontFiles(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return ['DejaVuSerif', 'DejaVuSerif-Bold'].map((name) => resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
}

function breakLines(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of truncate(text, width * MAX_LINES - 8).split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((one) => truncate(one, width)).slice(0, MAX_LINES);
}
