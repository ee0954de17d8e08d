// Adds sources to a sources.yaml and keeps everything else.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addSources } from '../../src/config/edit-sources-file.js';
import { parseSourcesFile } from '../../src/config/sources-file.js';
import type { Addition } from '../../src/sources/index.js';

const head = 'publication: { name: T }   # the name\nrecaps: [{ title: F, from: feeds }]\n';
const entry = { url: 'https://new.example/feed', name: 'New: "one"' };
const one: Addition = { path: ['feeds'], entry };
const ITEM = '{ url: "https://new.example/feed", name: "New: \\"one\\"" }';
const edit = (sources: string, ...additions: Addition[]) =>
  addSources(head + sources, 'sources.yaml', additions);

test.each([
  [
    'a block, after its last item and that one’s comment',
    'sources:\n  feeds:\n    # Labs\n    - https://a.example/   # first\n    # end\n  subreddits: []\n',
    `sources:\n  feeds:\n    # Labs\n    - https://a.example/   # first\n    - ${ITEM}\n    # end\n  subreddits: []\n`,
  ],
  [
    'a block of blocks',
    'sources:\n  feeds:\n  - url: https://a.example/\n    name: A\n\n  subreddits: []\n',
    `sources:\n  feeds:\n  - url: https://a.example/\n    name: A\n  - ${ITEM}\n\n  subreddits: []\n`,
  ],
  [
    'a block at the end of the file',
    'sources:\n  feeds:\n    - https://a.example/',
    `sources:\n  feeds:\n    - https://a.example/\n    - ${ITEM}`,
  ],
  [
    'a list on one line',
    'sources: { feeds: [https://a.example/] }\n',
    `sources: { feeds: [https://a.example/, ${ITEM}] }\n`,
  ],
  ['an empty list', 'sources:\n  feeds: []  # none\n', `sources:\n  feeds:\n    - ${ITEM}  # none\n`],
])('adds a source to %s', (_, before, after) => expect(edit(before, one).text).toBe(head + after));

test('folders become comments; sources without a folder come first', () => {
  const feed = (name: string, folder?: string): Addition => ({
    path: ['feeds'],
    entry: `https://${name}.example/`,
    folder,
  });
  const additions = [feed('b', 'Labs'), feed('a'), feed('c', 'Labs / deeper: #2'), feed('d', 'Labs')];
  const { text } = edit('sources:\n  feeds:\n    - https://old.example/\n', ...additions);
  expect(text.split('\n').slice(4)).toEqual([
    '    - https://old.example/',
    '    - "https://a.example/"',
    '    # Labs',
    '    - "https://b.example/"',
    '    - "https://d.example/"',
    '    # Labs / deeper: #2',
    '    - "https://c.example/"',
    '',
  ]);
});

test('a missing list is added at the end', () =>
  expect(edit('sources:\n  # mine\n  subreddits:   [LocalLLaMA]   # one\nnetwork: {}\n', one).text).toBe(
    `${head}sources:\n  # mine\n  subreddits:   [LocalLLaMA]   # one\n  feeds:\n    - ${ITEM}\nnetwork: {}\n`,
  ));

test('a file on a single line is rewritten with its comments', () => {
  const { text } = edit('sources: { subreddits: [LocalLLaMA] } # mine\n', one);
  expect(text).toContain('# mine');
  expect(parseSourcesFile(text, 'f').sources.feeds).toEqual([entry]);
});

test('existing sources are not added again, in any spelling', () => {
  const { text, added, known } = edit(
    'sources: { feeds: [http://www.new.example/feed/] }\n',
    one,
    { path: ['feeds'], entry: 'https://b.example/' },
    { path: ['feeds'], entry: 'http://b.example' },
  );
  expect([added.length, known.length]).toEqual([1, 2]);
  expect(text).toContain('feeds: [http://www.new.example/feed/, "https://b.example/"]');
});

test('the shipped file accepts additions and loses nothing', () => {
  const shipped = readFileSync('sources.yaml', 'utf8');
  const channel: Addition = { path: ['youtube'], entry: 'UC0000000000000000000000' };
  const { text } = addSources(shipped, 'sources.yaml', [one, channel]);
  const lines = new Set(text.split('\n'));
  const gone = shipped.split('\n').filter((line) => !lines.has(line));
  expect(gone).toEqual(['  youtube: []']);
  expect(text.split('\n')).toHaveLength(shipped.split('\n').length + 2);
  expect(parseSourcesFile(text, 'f').sources.youtube).toEqual([channel.entry]);
});

test('an invalid file is refused', () =>
  expect(() => edit('sources: { feeds: [ftp://a] }', one)).toThrow(/line 3, sources.feeds.0/));
