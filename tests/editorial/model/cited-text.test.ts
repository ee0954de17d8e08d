import { expect, test } from 'vitest';
import { readCitedText } from '../../../src/editorial/model/cited-text.js';

const citable = new Map([
  ['p1', { id: 'x:1', label: '@ada' }],
  ['p2', { id: 'x:2', label: '@bob_2' }],
  ['c1', { id: 'reddit:c', label: 'u/eve' }],
]);
/** Links as `<text|id>`. */
const show = (text: string) =>
  readCitedText(text, citable)
    .spans.map((span) => (span.cite ? `<${span.text}|${span.cite}>` : span.text))
    .join('');

test.each([
  ['It runs at 40 tok/s [p1].', 'It runs at 40 tok/s (<@ada|x:1>).'],
  ['@ada reports 40 tok/s [p1], half of 80.', '<@ada|x:1> reports 40 tok/s, half of 80.'],
  ['Both agree [p1][p2].', 'Both agree (<@ada|x:1>, <@bob_2|x:2>).'],
  ['Both agree [p1, p2].', 'Both agree (<@ada|x:1>, <@bob_2|x:2>).'],
  ['@Ada and @bob_2 agree [P1] [P2]', '<@Ada|x:1> and <@bob_2|x:2> agree'],
  ['@adam is another [p1]', '@adam is another (<@ada|x:1>)'],
  ['On old cards it is 38 [c1]', 'On old cards it is 38 (<u/eve|reddit:c>)'],
  ['One [p1] and one more [p1].', 'One (<@ada|x:1>) and one more.'],
  ['One [p1]. Two [p1].', 'One (<@ada|x:1>). Two (<@ada|x:1>).'],
  ['[p1]', '(<@ada|x:1>)'],
  ['No citation', 'No citation'],
])('%j is shown as %j', (text, shown) => expect(show(text).trim()).toBe(shown));

test.each([
  ['One [p1]. Two [p1].', [], 'One (<@ada|x:1>). Two.'],
  ['One [p1]. Two [p2]. Three [p1].', [], 'One (<@ada|x:1>). Two (<@bob_2|x:2>). Three (<@ada|x:1>).'],
  ['One [p1]. @ada adds two [p1].', [], 'One (<@ada|x:1>). <@ada|x:1> adds two.'],
  ['Both agree [p1][p2].', ['x:1'], 'Both agree (<@bob_2|x:2>).'],
])('for readers, repeated names are left out of %j', (text, linked, shown) => {
  const { spans, citations } = readCitedText(text, citable, { linked: new Set(linked) });
  expect(spans.map((span) => (span.cite ? `<${span.text}|${span.cite}>` : span.text)).join('')).toBe(shown);
  expect(citations).toContain('x:1');
});

test('citations are counted once, and unknown ids are reported', () => {
  const { citations, unknown } = readCitedText('A [p1]. B [p9]. C [p1][p2].', citable);
  expect({ citations, unknown }).toEqual({ citations: ['x:1', 'x:2'], unknown: ['p9'] });
});

test('brackets without a marker do not change', () =>
  expect(show('An array [1] and [sic] [p 1]')).toBe('An array [1] and [sic] [p 1]'));
