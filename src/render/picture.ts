// An issue's picture for link previews: SVG, and PNG rendered from it.
import { createRequire } from 'node:module';
import { escapeHtml, oneLine, truncate } from '../base/text.js';
import type { Issue } from '../model.js';
import { formatPeriod } from './format.js';
import { cleanText } from './spans.js';

// The size that Open Graph clients show uncropped.
const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 80;
/** From a package, so that the picture is the same on every machine. */
const FONT = 'DejaVu Serif';
/** Average width of a bold letter, as a share of the font size. */
const LETTER_WIDTH = 0.58;
const MAX_LINES = 4;

/** The headline with the publication's name and the day, 1200 × 630. */
export function issueSvg(issue: Pick<Issue, 'headline' | 'publication' | 'period' | 'timeZone'>): string {
  const headline = oneLine(cleanText(issue.headline));
  const size = headline.length <= 60 ? 72 : headline.length <= 100 ? 60 : 50;
  const lines = breakLines(headline, Math.floor((WIDTH - 2 * MARGIN) / (size * LETTER_WIDTH)));
  const top = 250 - (lines.length > 3 ? 30 : 0);
  const shown = lines.map(
    (line, index) =>
      `<text x="${MARGIN}" y="${top + index * size * 1.18}" font-size="${size}" font-weight="700" fill="#201f1c">${escapeHtml(line)}</text>`,
  );
  const name = truncate(oneLine(cleanText(issue.publication)), 40);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="${FONT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<rect width="${WIDTH}" height="16" fill="#0b6075"/>`,
    `<text x="${MARGIN}" y="130" font-size="34" font-weight="700" fill="#0b6075">${escapeHtml(name)}</text>`,
    ...shown,
    `<text x="${MARGIN}" y="${HEIGHT - 70}" font-size="30" fill="#65635c">${escapeHtml(formatPeriod(issue.period, issue.timeZone))}</text>`,
    '</svg>',
  ].join('\n');
}

/** The same as PNG. Takes about 50 ms: cache it. */
export async function issuePng(issue: Parameters<typeof issueSvg>[0]): Promise<Uint8Array> {
  // A native library, loaded when used.
  const { Resvg } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: FONT };
  return new Resvg(issueSvg(issue), { font }).render().asPng();
}

function fontFiles(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return ['DejaVuSerif', 'DejaVuSerif-Bold'].map((name) => resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
}

function breakLines(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of truncate(text, width * (MAX_LINES - 1)).split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((one) => truncate(one, width)).slice(0, MAX_LINES);
}
