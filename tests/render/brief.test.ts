import { expect, test } from 'vitest';
import type { Bullet, Issue } from '../../src/model.js';
import { listBrief, readingMinutes } from '../../src/render/brief.js';

const bullet = (n: number, claim: string): Bullet => ({
  id: `b${n}`,
  claim: [{ text: claim }],
  text: [],
  citations: [`x:${n}`],
  points: [],
  origin: 'extract',
});
const section = (weight: number, ...bullets: Bullet[]) => ({
  id: `s${weight}`,
  title: 'T',
  weight,
  bullets,
  postIds: [],
});
const issue = (...sections: ReturnType<typeof section>[]): Pick<Issue, 'subtitle' | 'lead' | 'recaps'> => ({
  subtitle: '',
  lead: [bullet(1, 'The bridge opened.')],
  recaps: [{ id: 'r', title: 'R', platform: 'x', sections, topPosts: [] }],
});

test('listBrief has a line for each of the heaviest sections, and nothing from the lead', () => {
  const sections = [1, 2, 3].map((n) =>
    section(n, ...[n, n + 10, n + 20].map((id) => bullet(id, `Claim ${id}.`))),
  );
  expect(listBrief(issue(...sections))).toEqual([
    { text: 'Claim 3', anchor: 'b3' },
    { text: 'Claim 2', anchor: 'b2' },
    { text: 'Claim 11', anchor: 'b11' },
  ]);
});

test('listBrief repeats nothing from the subtitle', () => {
  const sections = [
    'The ferries stop in May.',
    'Two trams collided.',
    'A school burned down.',
    'Rents fell.',
  ].map((claim, n) => section(9 - n, ...[0, 1, 2].map((at) => bullet(10 * n + at + 2, claim))));
  const subtitle = 'The ferries stop in May, while rents rise.';
  expect(listBrief({ ...issue(...sections), subtitle }).map(({ text }) => text)).toEqual([
    'Two trams collided',
    'A school burned down',
    'Rents fell',
  ]);
});

test('listBrief skips lines in the first person, shouted lines and questions', () => {
  const alone = ['Built a scale for ferries.', 'WE DID IT AGAIN', 'Who moved the pier?', 'My boat sank.'];
  const claims = [
    ...alone,
    'Two trams collided.',
    'A school burned down.',
    '港の使用料が下がる',
    'Me siento bien, dice Ada.',
  ];
  const sections = claims.map((claim, n) =>
    section(90 - n, ...[0, 1].map((at) => bullet(10 * n + at + 2, claim))),
  );
  expect(listBrief(issue(...sections)).map(({ text }) => text)).toEqual([
    'Two trams collided',
    'A school burned down',
    '港の使用料が下がる',
    'Me siento bien, dice Ada',
  ]);
});

test('a line of the brief has no final stop', () => {
  const claims = [
    'Tarn pays to host it.',
    'The pier opens in 2031.',
    '港の使用料が下がる。',
    'Ferries leave the U.S.',
  ];
  const sections = claims.map((claim, n) =>
    section(90 - n, ...[0, 1].map((at) => bullet(10 * n + at + 2, claim))),
  );
  expect(listBrief(issue(...sections)).map(({ text }) => text)).toEqual([
    'Tarn pays to host it',
    'The pier opens in 2031',
    '港の使用料が下がる',
    'Ferries leave the U.S.',
  ]);
});

test('a short issue has no brief', () => {
  expect(listBrief(issue(section(1, bullet(2, 'A claim.')), section(2, bullet(3, 'A claim.'))))).toEqual([]);
});

test('readingMinutes includes the points', () => {
  const long = { ...bullet(2, 'word '.repeat(238)), points: [bullet(3, 'word '.repeat(238))] };
  expect(readingMinutes({ lead: [], recaps: issue(section(1, long)).recaps })).toBe(2);
});

test('a line of the brief ends with a clause', () => {
  const claims = [
    'The council opens the bridge over the harbour after nine years of work; the ferries go on until the end of the year, and then their captains steer trams',
    'A bridge,',
    `${'word '.repeat(40)}end`,
  ];
  const sections = claims.map((claim, at) =>
    section(9 - at, ...[0, 1, 2].map((n) => bullet(10 * at + n + 2, claim))),
  );
  expect(listBrief(issue(...sections)).map(({ text }) => text)).toEqual([
    'The council opens the bridge over the harbour after nine years of work; the ferries go on until the end of the year',
    'A bridge',
    expect.stringMatching(/^(?:word )+(?:word)?\u2026$/),
  ]);
});
