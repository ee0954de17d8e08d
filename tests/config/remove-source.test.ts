import { expect, test } from 'vitest';
import { listMuted, muteSource, removeSource, unmuteSource } from '../../src/config/remove-source.js';
import { parseSourcesFile } from '../../src/config/sources-file.js';
import { sourceRefs } from '../../src/sources/index.js';

const FILE = 'sources.yaml';
const TEXT = `# Ours
publication: { name: Field Notes }
recaps: [{ title: All, from: feeds }]
sources:
  subreddits: [LocalModels, Robots] # two
  feeds:
    # the best one
    - https://one.example/feed # never remove
    - url: https://two.example/feed
      name: Two
    - { url: "https://three.example/feed", name: Three }
  x:
    accounts:
      - anna
`;

const refsOf = (text: string) => sourceRefs(parseSourcesFile(text, FILE).sources);
const named = (name: string) => {
  const ref = refsOf(TEXT).find((one) => one.name === name || one.target.includes(name));
  if (!ref) throw new Error(name);
  return ref;
};
const targetsOf = (text: string) => refsOf(text).map(({ target }) => target);

test.each([
  ['one.example', 1],
  ['Two', 2],
  ['Three', 1],
])('removeSource removes %s and keeps all other lines', (name, lines) => {
  const text = removeSource(TEXT, FILE, named(name));
  expect(targetsOf(text)).toEqual(targetsOf(TEXT).filter((target) => target !== named(name).target));
  expect(TEXT.split('\n').length - text.split('\n').length).toBe(lines);
  expect(text).toContain('# the best one');
});

test.each(['Robots', 'anna'])(
  'removeSource removes %s from a list in brackets, or the last of its list',
  (name) => {
    const text = removeSource(TEXT, FILE, named(name));
    expect(targetsOf(text)).toHaveLength(targetsOf(TEXT).length - 1);
    expect(text).toContain('# the best one');
  },
);

test('a muted source becomes a comment, and unmuting restores it', () => {
  const muted = muteSource(TEXT, FILE, named('one.example'));
  expect(targetsOf(muted)).not.toContain('https://one.example/feed');
  const [entry] = listMuted(muted);
  expect(entry).toEqual({ line: 8, text: 'https://one.example/feed # never remove' });
  expect(unmuteSource(muted, FILE, 8)).toBe(TEXT);
  expect(() => unmuteSource(TEXT, FILE, 8)).toThrow('not a muted source');
});

test.each(['Robots', 'Two'])('muteSource puts %s on a line of its own first', (name) => {
  const muted = muteSource(TEXT, FILE, named(name));
  expect(targetsOf(muted)).toEqual(targetsOf(TEXT).filter((target) => target !== named(name).target));
  expect(muted).toContain('# two');
  expect(muted).toContain('# never remove');
  const [entry] = listMuted(muted);
  expect(targetsOf(unmuteSource(muted, FILE, entry?.line ?? 0)).toSorted()).toEqual(
    targetsOf(TEXT).toSorted(),
  );
});

test('the only source of its list cannot be muted', () =>
  expect(() => muteSource(TEXT, FILE, named('anna'))).toThrow('the only source in its list'));
