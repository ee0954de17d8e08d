import { describe, expect, it } from 'vitest';
import {
  containsQuotation,
  findHandles,
  findMarkup,
  findQuotations,
  foldQuotation,
} from '../../../src/editorial/verify/claims.js';
import { plainText } from '../../../src/editorial/verify/wording.js';

const quoted = (text: string) => findQuotations(plainText(text)).map(({ raw }) => raw);
/** Whether the quotations of a text stand in a post. */
const holds = (text: string, post: string) =>
  findQuotations(plainText(text)).every(({ pieces }) =>
    containsQuotation(pieces, foldQuotation(plainText(post))),
  );

describe('findQuotations and containsQuotation', () => {
  it.each([
    ['He said “it works”.', ['“it works”']],
    ['He said "it works".', ['"it works"']],
    ['Er sagte „es läuft“.', ['„es läuft“']],
    ['Il dit «ça marche».', ['«ça marche»']],
    ["A 'scare' quote", ["'scare'"]],
    ['A ‘don’t’ here', ['‘don’t’']],
    ['“He said ‘no’ twice”', ['“He said ‘no’ twice”']],
    ['“never closed', ['“never closed']],
    ["It's the users' choice, isn't it", []],
    ["Rock in the '90s and the users' choice", []],
    ['A 13" screen and a 15" one', []],
  ])('of %s', (text, found) => {
    expect(quoted(text)).toEqual(found);
  });

  it.each([
    ['“It just works,” he said', 'it just works. Really.'],
    ['“the model … is fast”', 'Well, the model we shipped is fast'],
    ['“the model [Heron] is fast”', 'the model we shipped is fast'],
    ['“don’t panic”', "Don't panic!"],
    ['“it is ‘done’”', 'it is "done"'],
    ['“agentic”', 'An *agentic* thing'],
    ['“a — b”', 'a - b'],
  ])('%s stands in: %s', (text, post) => {
    expect(holds(text, post)).toBe(true);
  });

  it.each([
    ['“it worked”', 'it works'],
    ['“can”', 'scan'],
    ['“scores 78.5”', 'scores 78.5%'],
    ['“costs 20”', 'costs 20.50'],
    ['“20 a month”', '$20 a month'],
    ['“fast … model”', 'the model is fast'],
  ])('%s does not stand in: %s', (text, post) => {
    expect(holds(text, post)).toBe(false);
  });
});

describe('findHandles', () => {
  it('finds handles, Reddit names and subreddits', () => {
    expect(findHandles('@a_b and u/c-d in r/LocalModels').map(({ kind, name }) => [kind, name])).toEqual([
      ['handle', 'a_b'],
      ['handle', 'c-d'],
      ['subreddit', 'localmodels'],
    ]);
  });
  it('skips mail addresses and paths', () => {
    expect(findHandles('me@example.org, example.org/@x, src/r/x')).toEqual([]);
  });
});

describe('findMarkup', () => {
  it.each([
    'https://a.example',
    'www.a.example',
    'javascript:alert(1)',
    '<b',
    '</p>',
    '<!--',
    '[a](b)',
    '![x',
    '# A',
  ])('%s is found', (text) => {
    expect(findMarkup(text)).toBeDefined();
  });
  it.each([
    'HTTP 429 errors',
    'a < b and c > d',
    '[D] (4 points)',
    'an array[0] (of three)',
    'Data: it is here',
  ])('%s is plain', (text) => {
    expect(findMarkup(text)).toBeUndefined();
  });
});
