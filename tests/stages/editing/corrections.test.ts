import { expect, test } from 'vitest';
import { compareIssues } from '../../../src/stages/editing/corrections.js';
import { makeIssue } from '../../fixtures/issue.js';

const issue = makeIssue();
const [recap, ...others] = issue.recaps;
if (!recap) throw new Error('the sample has recaps');
const withSections = (sections: typeof recap.sections) => ({
  ...issue,
  recaps: [{ ...recap, sections }, ...others],
});

test('moved texts and parts without text are not differences', () => {
  expect(compareIssues(issue, { ...issue, tags: [], slug: 'other' })).toEqual([]);
  expect(compareIssues(issue, withSections(recap.sections.toReversed()))).toEqual([]);
  // Anchors count from the top: a statement under another one's anchor has only moved.
  const [section, ...rest] = recap.sections;
  const ids = section?.bullets.map(({ id }) => id) ?? [];
  const bullets = section?.bullets.toReversed().map((bullet, at) => ({ ...bullet, id: ids[at] ?? '' })) ?? [];
  expect(
    compareIssues(issue, withSections([{ ...(section ?? recap.sections[0]), bullets } as never, ...rest])),
  ).toEqual([]);
});

test('changed, removed and added texts are listed with their anchors', () => {
  const [section, ...rest] = recap.sections;
  const [first, second, ...bullets] = section?.bullets ?? [];
  if (!section || !first || !second) throw new Error('the sample has bullets');
  const added = { ...second, id: 'b99', claim: [{ text: 'Quite new' }], text: [], points: [] };
  const changed = { ...first, claim: [{ text: 'Said otherwise' }], text: [] };
  const after = {
    ...withSections([{ ...section, title: 'Other', bullets: [changed, ...bullets, added] }, ...rest]),
    intro: 'Hello',
  };
  expect(compareIssues(issue, after)).toMatchObject([
    { part: 'introduction', after: 'Hello' },
    { part: 'title', anchor: section.id, before: section.title, after: 'Other' },
    { part: 'statement', anchor: first.id, after: 'Said otherwise' },
    { part: 'statement', anchor: 'b99', before: undefined, after: 'Quite new' },
    { part: 'statement', anchor: second.id },
  ]);
});
