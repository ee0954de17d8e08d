import { expect, test } from 'vitest';
import {
  changeIssue,
  isHeadlineGone,
  parseChange,
  recountAudit,
} from '../../../../src/web/admin/issues/edit-issue.js';
import { makeIssue } from '../../../fixtures/issue.js';

const issue = makeIssue();
const sectionsOf = ({ recaps }: typeof issue) => recaps[0]?.sections.map(({ id }) => id) ?? [];
const bulletsOf = ({ recaps }: typeof issue) => recaps[0]?.sections[0]?.bullets.map(({ id }) => id) ?? [];

test('parseChange reads a button and refuses anything else', () => {
  expect(parseChange('up:s2')).toEqual({ kind: 'up', id: 's2' });
  for (const value of ['', 'up', 'up:', 'burn:s2', 's2']) expect(parseChange(value)).toBeUndefined();
});

test('changeIssue moves, pins and drops sections and bullets', () => {
  const sections = sectionsOf(issue);
  const bullets = bulletsOf(issue);
  expect(sections.length).toBeGreaterThan(1);
  const [first = '', second = ''] = sections;
  expect(sectionsOf(changeIssue(issue, { kind: 'down', id: first })).slice(0, 2)).toEqual([second, first]);
  expect(sectionsOf(changeIssue(issue, { kind: 'up', id: first }))).toEqual(sections);
  const last = sections.at(-1) ?? '';
  expect(sectionsOf(changeIssue(issue, { kind: 'pin', id: last }))[0]).toBe(last);
  expect(sectionsOf(changeIssue(issue, { kind: 'drop', id: first }))).toEqual(sections.slice(1));
  expect(bulletsOf(changeIssue(issue, { kind: 'drop', id: bullets[0] ?? '' }))).toEqual(
    bullets.length > 1 ? bullets.slice(1) : expect.anything(),
  );
  expect(changeIssue(issue, { kind: 'up', id: 'none' }).recaps).toEqual(issue.recaps);
});

test('recountAudit counts bullets and citations as they are now', () => {
  const [first = ''] = sectionsOf(issue);
  const { audit } = recountAudit(changeIssue(issue, { kind: 'drop', id: first }));
  expect(audit.bullets).toBeLessThan(recountAudit(issue).audit.bullets);
  expect(audit.rewritten).toBe(issue.audit.rewritten);
});

test('a dropped section leaves the subtitle and the summary, and the headline is named if it announces it', () => {
  const [section] = issue.recaps[0]?.sections ?? [];
  const [bullet] = section?.bullets ?? [];
  if (!section || !bullet) throw new Error('the fixture has no section');
  const claim = [...bullet.claim, ...bullet.text].map(({ text }) => text).join('');
  const announcing = {
    ...issue,
    language: 'en',
    headline: claim,
    subtitle: `Also: ${claim}; harbour fees fall to four dollars.`,
    summary: [claim, 'Harbour fees fall to four dollars.'],
  };
  const changed = changeIssue(announcing, { kind: 'drop', id: section.id });
  expect(changed.subtitle).toBe('Also: harbour fees fall to four dollars.');
  expect(changed.summary).toEqual(['Harbour fees fall to four dollars.']);
  expect(isHeadlineGone(announcing, changed)).toBe(true);
  const other = changeIssue(announcing, { kind: 'down', id: section.id });
  expect(other.subtitle).toBe(announcing.subtitle);
  expect(isHeadlineGone(announcing, other)).toBe(false);
});
