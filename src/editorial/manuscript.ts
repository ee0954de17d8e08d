// Writes an issue as Markdown for editing, and reads it back with its citations.

import { UserError } from '../base/errors.js';
import { listStatements } from '../base/issue-bullets.js';
import { oneLine } from '../base/text.js';
import type { Bullet, Issue, Recap, Section, Span } from '../model.js';

const EDITING_GUIDE = `<!--
Edit words, order and titles; delete what you do not want. A citation is [words](post id): move it, change its words,
or add one with the id of any post that the issue cites. A statement starts with "- ", its claim is in **bold**, and its
points are indented under it. Keep the mark {b12} of an existing statement; a new one needs none.
Save and close to apply your changes; empty the file to change nothing.
-->`;

/** Returns the issue's text as Markdown, with instructions on top. */
export function writeManuscript(issue: Issue): string {
  const blocks = [
    EDITING_GUIDE,
    `# ${escapeMarkup(issue.headline)}`,
    ...(issue.subtitle ? [`> ${escapeMarkup(issue.subtitle)}`] : []),
    ...(issue.lead.length > 0
      ? ['## Lead', issue.lead.map((bullet) => writeBullet(bullet, '')).join('\n')]
      : []),
    ...issue.recaps.flatMap((recap) => [
      `## ${escapeMarkup(recap.title)} {${recap.id}}`,
      ...recap.sections.flatMap((section) => [
        `### ${escapeMarkup(section.title)} {${section.id}}`,
        section.bullets.map((bullet) => writeBullet(bullet, '')).join('\n'),
      ]),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Bullets as lines of a manuscript, as `readManuscript` reads them. */
export function writeBullets(bullets: Bullet[]): string {
  return bullets.map((bullet) => writeBullet(bullet, '')).join('\n');
}

function writeBullet(bullet: Bullet, indent: string): string {
  const claim = bullet.claim.length > 0 ? `**${writeSpans(bullet.claim)}** ` : '';
  const line = `${indent}- ${claim}${writeSpans(bullet.text).trim()} {${bullet.id}}`;
  return [line, ...bullet.points.map((point) => writeBullet(point, '  '))].join('\n');
}

function writeSpans(spans: Span[]): string {
  return spans
    .map(({ text, cite }) => (cite ? `[${escapeMarkup(text)}](${cite})` : escapeMarkup(text)))
    .join('');
}

function escapeMarkup(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\[\]*{}]/g, '\\$&');
}

/**
 * Returns the issue with the text of the manuscript. Throws a UserError with the line number for a citation of a post
 * that the issue does not have, a statement without a citation, and a line in the wrong place.
 */
export function readManuscript(text: string, issue: Issue): Issue {
  const state = {
    issue,
    known: collectBullets(issue),
    lead: [] as Bullet[],
    recaps: [] as Recap[],
    headline: '',
    subtitle: '',
  };
  let list: Bullet[] | undefined;
  const lines = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, '')).split('\n');
  lines.forEach((line, index) => {
    const at = index + 1;
    if (line.trim() === '') return;
    const heading = /^(#{1,3}) (.*)$/.exec(line);
    if (heading?.[1] === '#') state.headline = unescapeMarkup(heading[2] ?? '');
    else if (heading?.[1] === '##') list = openRecap(heading[2] ?? '', state);
    else if (heading?.[1] === '###') list = openSection(heading[2] ?? '', state, at);
    else if (line.startsWith('> ')) state.subtitle = unescapeMarkup(line.slice(2));
    else if (/^\s*- /.test(line) && list) addBullet(line, list, state, at);
    else
      throw new UserError(
        `Line ${at} of the manuscript is in the wrong place: ${line.trim().slice(0, 60)}`,
        'A statement is one line that starts with "- ", under a heading.',
      );
  });
  if (!state.headline)
    throw new UserError('The manuscript has no headline', 'Add a line that starts with "# ".');
  const recaps = state.recaps
    .map((recap) => ({ ...recap, sections: recap.sections.filter((section) => section.bullets.length > 0) }))
    .filter((recap) => recap.sections.length > 0);
  return {
    ...issue,
    headline: state.headline,
    subtitle: state.subtitle,
    lead: state.lead,
    recaps,
    edited: true,
  };
}

interface ManuscriptState {
  issue: Issue;
  known: Map<string, Bullet>;
  lead: Bullet[];
  recaps: Recap[];
}

function openRecap(title: string, state: ManuscriptState): Bullet[] | undefined {
  const [words, id] = splitMark(title);
  if (!id && words === 'Lead') return state.lead;
  const before =
    state.issue.recaps.find((recap) => recap.id === id) ??
    state.issue.recaps.find((recap) => recap.title === words);
  const [first] = state.issue.recaps;
  const base = before ?? {
    id: `r${state.recaps.length + 1}`,
    platform: first?.platform ?? 'web',
    topPosts: [],
  };
  state.recaps.push({ ...base, title: words, sections: [] });
  return undefined;
}

function openSection(title: string, state: ManuscriptState, line: number): Bullet[] {
  const [words, id] = splitMark(title);
  const recap = state.recaps.at(-1);
  if (!recap)
    throw new UserError(
      `Line ${line} of the manuscript: a section without a recap above it`,
      'Add a line "## Title" above it.',
    );
  const before = state.issue.recaps.flatMap((each) => each.sections).find((section) => section.id === id);
  const count = state.recaps.reduce((sum, each) => sum + each.sections.length, 0);
  const section: Section = {
    ...(before ?? { id: `n${count + 1}`, weight: 0, postIds: [] }),
    title: words,
    bullets: [],
  };
  recap.sections.push(section);
  return section.bullets;
}

function addBullet(line: string, list: Bullet[], state: ManuscriptState, at: number): void {
  const point = /^\s+- /.test(line);
  const [words, id] = splitMark(line.replace(/^\s*- /, ''), true);
  const before = id ? state.known.get(id) : undefined;
  const [, bold, rest] = /^(?:\*\*((?:\\.|[^\\])*?)\*\*)?\s*(.*)$/s.exec(words) ?? [];
  const claim = readSpans(bold ?? '', state.issue, at);
  const text = readSpans(rest ?? '', state.issue, at);
  const cited = [...claim, ...text].flatMap((span) => span.cite ?? []);
  // Posts that the statement cited without a link stay cited.
  const linked = new Set(
    [...(before?.claim ?? []), ...(before?.text ?? [])].flatMap((span) => span.cite ?? []),
  );
  const silent = (before?.citations ?? []).filter((citation) => !linked.has(citation));
  const citations = [...new Set([...cited, ...silent])];
  if (citations.length === 0) {
    throw new UserError(
      `Line ${at} of the manuscript cites no post: ${words.slice(0, 60)}`,
      'Link some of its words to a post: [words](post id).',
    );
  }
  const bullet: Bullet = {
    ...(before ?? { id: `e${at}` }),
    origin: before && isSameText(before, { claim, text }) ? before.origin : 'edited',
    claim,
    text,
    citations,
    points: [],
  };
  const parent = list.at(-1);
  if (!point) list.push(bullet);
  else if (parent) parent.points.push(bullet);
  else
    throw new UserError(
      `Line ${at} of the manuscript: a point without a statement above it`,
      'Remove its indentation.',
    );
}

/** Whether the words are the same; links may differ. */
function isSameText(one: Pick<Bullet, 'claim' | 'text'>, other: Pick<Bullet, 'claim' | 'text'>): boolean {
  const wordsOf = ({ claim, text }: typeof one) =>
    oneLine([claim, text].map((spans) => spans.map((span) => span.text).join('')).join(' '));
  return wordsOf(one) === wordsOf(other);
}

function readSpans(text: string, issue: Issue, line: number): Span[] {
  const spans: Span[] = [];
  for (const [, words, target, plain] of text.matchAll(
    /\[((?:\\.|[^\\\]])+)\]\(([^)\s]+)\)|((?:\\.|[^\\[])+|\[)/gs,
  )) {
    if (words !== undefined && target !== undefined) {
      if (!Object.hasOwn(issue.posts, target)) {
        throw new UserError(
          `Line ${line} of the manuscript cites ${target}, which is not a post of this issue`,
          'Use the id of a post that the issue already cites.',
        );
      }
      spans.push({ text: unescapeMarkup(words), cite: target });
    } else if (plain) spans.push({ text: unescapeMarkup(plain) });
  }
  return spans;
}

/** Splits a mark such as `{b12}` off the end. */
function splitMark(text: string, raw = false): [string, string | undefined] {
  const [, words = '', id] = /^(.*?)\s*(?:(?<!\\)\{([\w-]+)\})?\s*$/s.exec(text) ?? [];
  return [raw ? words : unescapeMarkup(words), id];
}

function unescapeMarkup(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

function collectBullets(issue: Issue): Map<string, Bullet> {
  return new Map(listStatements(issue).map((bullet) => [bullet.id, bullet]));
}
