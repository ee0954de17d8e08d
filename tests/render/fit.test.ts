// Which items are dropped first if a mail is too large.
import { expect, test } from 'vitest';
import { countOmitted, findGreatest, listItems, listOmissions, showFirst } from '../../src/render/fit.js';
import { makeIssue } from '../fixtures/issue.js';

const issue = makeIssue();
const items = listItems(issue);
const ids = items.map(({ id }) => id);

test('listItems lists all bullets and top posts once', () => {
  const bullets = issue.recaps.flatMap((recap) => recap.sections.flatMap((section) => section.bullets));
  expect(ids).toHaveLength(new Set(ids).size);
  expect(items.filter(({ kind }) => kind === 'bullet')).toHaveLength(issue.lead.length + bullets.length);
});
test('the lead, the first bullet of each recap and the top posts are kept longest', () => {
  const firsts = issue.recaps.map((recap) => recap.sections[0]?.bullets[0]?.id);
  const top = issue.recaps.filter((recap) => recap.topPosts.length > 0).map(({ id }) => id);
  expect(ids.slice(0, 3 + firsts.length + top.length)).toEqual([
    ...issue.lead.map(({ id }) => id),
    ...firsts,
    ...top,
  ]);
});
test('the last bullet of the lightest section is dropped first, whichever recap it is in', () => {
  const heavy = structuredClone(issue);
  const lightest = heavy.recaps[0]?.sections[1];
  if (!lightest) throw new Error('no section');
  lightest.weight = 0;
  const order = listItems(heavy).map(({ id }) => id);
  expect(order.slice(-lightest.bullets.length)).toEqual(lightest.bullets.map(({ id }) => id));
});

test.each([0, 1, 7, 99, 100])('findGreatest finds %i of 100', (most) => {
  let asked = 0;
  const fits = (count: number) => {
    asked++;
    return count <= most;
  };
  expect(findGreatest(100, fits)).toBe(most);
  expect(asked).toBeLessThan(10);
});

test('omissions are counted by recap, with the anchor of the first one', () => {
  const omissions = listOmissions(issue, showFirst(items, items.length - 2));
  expect(omissions).toEqual([{ title: 'Blogs and News', anchor: ids.at(-2), count: 2 }]);
  expect(countOmitted(listOmissions(issue, showFirst(items, 0)))).toBe(3 + 11 + 10 + 7);
  expect(listOmissions(issue, showFirst(items, items.length))).toEqual([]);
});
