import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseAnswer } from '../../../src/llm/replies/structured.js';

const schema = z.object({ a: z.string().max(3), b: z.enum(['x', 'y']).nullable() });
const read = (text: string) => parseAnswer(text, schema);

test.each([
  ['{"a":"1","b":null}'],
  ['\n```json\n{"a":"1","b":null}\n```\n'],
  ['```\n{"a":"1","b":null}\n```'],
  ['Here: {"a":"1","b":null} Enjoy!'],
  ['A set {of words}.\n```json\n{"a":"1","b":null}\n```\nand {more}'],
  ['<think>{"a":"2"}</think>{"a":"1","b":null}'],
  ['I begin with {"a": [...]} and {models}.\n</think>\n{"a":"1","b":null}'],
  ['[THINK]maybe {"a":"9","b":null}[/THINK]{"a":"1","b":null}'],
  ['<|channel|>analysis<|message|>{x<|end|><|channel|>final<|message|>{"a":"1","b":null}'],
  ['{"a":"1","b":null}\n\nNote: {p3} was kept.'],
  ['{"answer":{"a":"1","b":null}}'],
  ['{"result":{"data":{"a":"1","b":null}}}'],
  ['[{"a":"1","b":null}]'],
  [JSON.stringify('{"a":"1","b":null}')],
  [JSON.stringify({ response: '{"a":"1","b":null}' })],
  [`${' '.repeat(4000)}{"a":"1","b":null}`],
])('%j is read', (text) => {
  expect(read(text)).toEqual({ ok: true, value: { a: '1', b: null }, json: '{"a":"1","b":null}' });
});

test('a fence inside a string does not end the answer', () => {
  expect(read('```json\n{"a":"```","b":null}\n```')).toMatchObject({ ok: true, value: { a: '```' } });
});

test.each([['{"a":"1",}'], ["{'a':'1'}"], ['{"a":"1"'], ['{"a":"1"} {"a":"2"}'], ['no'], ['']])(
  '%j is not mended',
  (text) => expect(read(text)).toMatchObject({ ok: false, misshapen: true }),
);

test.each([
  ['{"a":1,"b":null}', true],
  ['{"a":"1"}', true],
  ['{"a":"1","b":"z"}', true],
  ['[]', true],
  ['{"a":"1234","b":"x"}', false],
])('%j: misshapen is %s', (text, misshapen) => expect(read(text)).toMatchObject({ ok: false, misshapen }));

test('problems contain their path and are short', () => {
  const many = z.object({ list: z.array(z.number()) });
  const answer = parseAnswer(JSON.stringify({ list: Array(500).fill('no') }), many);
  expect(answer).toMatchObject({ ok: false, problem: expect.stringContaining('list[9]') });
  expect(!answer.ok && answer.problem.length).toBeLessThan(1_000);
});

test('a text far longer than expected is rejected', () => {
  const open = z.object({ list: z.array(z.string()) });
  const answer = parseAnswer(JSON.stringify({ list: ['a', 'b'.repeat(5_001)] }), open);
  expect(answer).toMatchObject({ ok: false, misshapen: false, problem: expect.stringContaining('5000') });
  expect(parseAnswer(JSON.stringify({ list: ['b'.repeat(5_000)] }), open)).toMatchObject({ ok: true });
});

test.each(['```\n', '```', '<think>', '{', '['])('many %j are parsed in little time', (piece) => {
  const began = performance.now();
  expect(read(`${piece}${'\n'.repeat(100_000)}x`).ok).toBe(false);
  expect(read(piece.repeat(100_000 / piece.length)).ok).toBe(false);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('lists that a model leaves out are empty, unless anything else is wrong', () => {
  const bullets = z.object({
    title: z.string(),
    bullets: z.array(z.object({ claim: z.string(), points: z.array(z.string()) })),
    dropped: z.array(z.string()),
  });
  expect(parseAnswer('{"title":"t","bullets":[{"claim":"c"}],"dropped":null}', bullets)).toMatchObject({
    ok: true,
    value: { title: 't', bullets: [{ claim: 'c', points: [] }], dropped: [] },
  });
  for (const text of [
    '{"title":"t"}',
    '{"bullets":[{"claim":"c"}]}',
    '{"title":"t","bullets":[{"points":"p"}]}',
  ])
    expect(parseAnswer(text, bullets)).toMatchObject({ ok: false });
});
