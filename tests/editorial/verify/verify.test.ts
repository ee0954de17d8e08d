import { describe, expect, it } from 'vitest';
import { type Evidence, learnCasing } from '../../../src/editorial/verify/evidence.js';
import { verifyBullet, verifyText } from '../../../src/editorial/verify/verify.js';
import type { Bullet } from '../../../src/model.js';

const evidence = (id: string, author: string, text: string, more: Partial<Evidence> = {}): Evidence => ({
  id,
  author,
  title: '',
  text,
  platform: 'x',
  url: `https://x.com/${author}/status/${id.slice(2)}`,
  createdAt: '2026-04-06T10:00:00.000Z',
  ...more,
});

const posts = [
  evidence(
    'x:1',
    'AnthropicAI',
    'Our run-rate revenue has surpassed $30 billion, up from about $9B at the end of 2025.',
  ),
  evidence('x:2', 'adrgrondin', 'Gemma 4 E2B running on my iPhone 17 Pro at ~40 tok/s with MLX'),
  evidence('reddit:3', 'someone', 'drains the battery in an hour though'),
  evidence('reddit:4', 'other', 'It prints <think> forever'),
  evidence('x:5', 'fern', 'Der Akku hält jetzt 93,4 Stunden und das ist nicht alles'),
];
const sources = new Map(posts.map((post) => [post.id, post]));
const reasons = (text: string, ids: string[]) => {
  const verdict = verifyText(text, ids, sources);
  return verdict.ok ? [] : verdict.reasons;
};

const bullet = (
  claim: Bullet['claim'],
  text: Bullet['text'],
  citations: string[],
  points: Bullet[] = [],
): Bullet => ({
  id: 'b1',
  claim,
  text,
  citations,
  points,
  origin: 'model',
});

describe('verifyText', () => {
  it('passes when it says what the post says', () => {
    expect(
      reasons('Anthropic says run-rate revenue passed $30B, up from $9B at the end of 2025.', ['x:1']),
    ).toEqual([]);
  });

  it('fails on a number that no cited post holds, and names it', () => {
    expect(reasons('Anthropic says run-rate revenue passed $31B.', ['x:1'])).toEqual([
      '"$31B" is not in the posts cited ([x:1])',
    ]);
  });

  it('knows the other names of authors and of what a post names', () => {
    const post = evidence('x:8', 'sama', 'codex limits 2x for everyone, HF too', {
      knownAs: ['Sam Altman', 'Hugging Face'],
    });
    const known = new Map([[post.id, post]]);
    expect(verifyText('Sam Altman doubles limits for Hugging Face.', ['x:8'], known)).toEqual({ ok: true });
    expect(verifyText('Greg Brockman doubles limits.', ['x:8'], known).ok).toBe(false);
  });

  it('learns from all posts of the day which words are names', () => {
    const casing = learnCasing([{ title: '', text: 'it has the instances that 3 instances had' }]);
    const text = 'Instances run at ~40 tok/s with MLX on an iPhone.';
    expect(verifyText(text, ['x:2'], sources, { casing })).toEqual({ ok: true });
    expect(reasons(text, ['x:2'])).toEqual(['"Instances" is not in the posts cited ([x:2])']);
  });

  it.each([
    ['it is better than 5, but no match for gpt-6', true],
    ['with 5 I had to ask twice, never again', true],
    ['it beats 5.', true],
    ['it is better with 5 agents', false],
    ['it fell from 5 to 3 errors', false],
    ['it took 5.', false],
  ])('takes a version that stands for itself beside another of its name: %s', (text, held) => {
    const post = evidence('x:8', 'theo', `sonnet 5.2 is what i ran today: ${text}`);
    const verdict = verifyText(
      'He compared Sonnet 5.2 with Sonnet 5 today.',
      ['x:8'],
      new Map([['x:8', post]]),
    );
    expect(verdict.ok).toBe(held);
  });

  it('reads "gave way to" as a denial', () => {
    const post = evidence('x:8', 'a', 'there is no more hybrid thinking mode, but two separate checkpoints');
    const text = 'Hybrid thinking gave way to two separate checkpoints.';
    expect(verifyText(text, ['x:8'], new Map([['x:8', post]]))).toEqual({ ok: true });
  });

  it('fails without a citation and with an unknown one', () => {
    expect(reasons('It works.', [])).toEqual(['it cites no post']);
    expect(reasons('It works.', ['x:9'])).toEqual(['[x:9] is none of the posts']);
  });

  it.each(['See https://evil.example', 'See www.evil.example', 'A <b>bold</b> claim', 'A [link](x) here'])(
    'fails on markup: %s',
    (text) => {
      expect(reasons(text, ['x:1'])[0]).toMatch(/write plain text/);
    },
  );
});

describe('verifyBullet', () => {
  it('starts at the text when there is no claim', () => {
    const lead = bullet([], [{ text: 'Benchmark runs of Gemma 4 E2B reach ~40 tok/s with MLX.' }], ['x:2']);
    expect(verifyBullet(lead, sources)).toEqual({ ok: true });
  });

  it('checks a sentence against the posts it links to', () => {
    const verdict = verifyBullet(
      bullet(
        [{ text: 'Anthropic says run-rate revenue passed $30B.' }],
        [
          { text: '@adrgrondin', cite: 'x:2' },
          { text: ' ran Gemma 4 E2B at 9B tok/s on an iPhone 17 Pro with MLX.' },
        ],
        ['x:1', 'x:2'],
      ),
      sources,
    );
    expect(verdict).toMatchObject({ ok: false, reasons: ['"9B tok/s" is not in the posts cited ([x:2])'] });
  });

  it('counts sources in brackets after a full stop to the sentence before', () => {
    const text = [
      { text: 'Gemma 4 E2B runs at 40 tok/s on an iPhone 17 Pro. (' },
      { text: '@adrgrondin', cite: 'x:2' },
      { text: ') Run-rate revenue at Anthropic passed $30B. (' },
      { text: '@AnthropicAI', cite: 'x:1' },
      { text: ')' },
    ];
    expect(verifyBullet(bullet([], text, ['x:1', 'x:2']), sources)).toEqual({ ok: true });
    const swapped = text.map((span) =>
      span.cite ? { text: 'here', cite: span.cite === 'x:1' ? 'x:2' : 'x:1' } : span,
    );
    expect(verifyBullet(bullet([], swapped, ['x:1', 'x:2']), sources)).toMatchObject({ ok: false });
  });

  it('accepts sentences that each have their own posts', () => {
    const verdict = verifyBullet(
      bullet(
        [{ text: 'Anthropic says run-rate revenue passed $30B.' }],
        [
          { text: '@adrgrondin', cite: 'x:2' },
          { text: ' ran Gemma 4 E2B at roughly 40 tokens/s on an iPhone 17 Pro.' },
        ],
        ['x:1', 'x:2'],
      ),
      sources,
    );
    expect(verdict).toEqual({ ok: true });
  });

  it('fails when a link names an account and leads to another post', () => {
    const verdict = verifyBullet(
      bullet(
        [{ text: '@adrgrondin', cite: 'x:1' }, { text: ' ran Gemma 4 E2B with MLX.' }],
        [],
        ['x:1', 'x:2'],
      ),
      sources,
    );
    expect(verdict).toMatchObject({
      ok: false,
      reasons: expect.arrayContaining(['@adrgrondin is not in the post linked ([x:1])']),
    });
  });

  it('checks its points', () => {
    const point = bullet([{ text: 'It runs at 50 tok/s.' }], [], ['x:2']);
    expect(
      verifyBullet(
        bullet([{ text: 'Gemma 4 E2B runs on an iPhone 17 Pro.' }], [], ['x:2'], [point]),
        sources,
      ),
    ).toMatchObject({
      ok: false,
      refusals: ['number'],
      reasons: ['"50 tok/s" is not in the posts cited ([x:2])'],
    });
  });

  it('lets points take names from the posts above them, but no numbers', () => {
    const above = [{ text: 'Gemma 4 E2B runs at 40 tok/s.' }];
    const point = (text: string) => bullet([{ text }], [], ['reddit:3']);
    const check = (text: string) => verifyBullet(bullet(above, [], ['x:2'], [point(text)]), sources);
    expect(check('Gemma 4 drains the battery in an hour.')).toEqual({ ok: true });
    expect(check('At 40 tok/s it drains the battery in an hour.')).toMatchObject({ ok: false });
    expect(verifyText('Gemma 4 drains the battery in an hour.', ['reddit:3'], sources).ok).toBe(false);
  });

  it.each([
    ['Testers call TRN-7.5 a step change.', true],
    ['TRN-7.5’s gains look small, testers say.', true],
    ['Testers call TRN-7.5 a step change at 7.5 times the price.', false],
    ['Testers call TRN-7.6 a step change.', false],
    ['Testers call it a step change at 7.5 times the price.', false],
  ])('takes a name with its digits from the other posts of the section, but no figure: %s', (text, ok) => {
    const launch = evidence('x:8', 'lab', 'Today we launch TRN-7.5, our new model.');
    const said = evidence('x:9', 'gil', 'Testers call it a step change, though the gains look small.');
    const all = new Map([launch, said].map((post) => [post.id, post]));
    const options = { language: 'en', nameLenders: [launch] };
    expect(verifyBullet(bullet([], [{ text }], ['x:9']), all, options).ok).toBe(ok);
  });

  it('refuses a link that is not among the citations', () => {
    expect(
      verifyBullet(bullet([{ text: 'It drains the battery.', cite: 'reddit:3' }], [], ['x:2']), sources),
    ).toMatchObject({ ok: false, reasons: ['[reddit:3] is linked but not among the citations'] });
  });

  it('accepts a tag of a cited post that is no HTML element, and other tags only in extracts', () => {
    const own = bullet([{ text: 'It prints <think> forever' }], [], ['reddit:4']);
    const other = bullet([{ text: 'It prints <thought> forever' }], [], ['reddit:4']);
    expect(verifyBullet({ ...own, origin: 'extract' }, sources)).toEqual({ ok: true });
    expect(verifyBullet(own, sources)).toEqual({ ok: true });
    expect(verifyBullet(other, sources)).toMatchObject({ ok: false });
  });
});

describe('verifyText: names', () => {
  it('accepts another spelling', () => {
    const aliases = (name: string) => (name === 'Gemma' ? ['E2B'] : []);
    expect(verifyText('Gemma drains it.', ['reddit:4'], sources, { aliases }).ok).toBe(false);
    expect(verifyText('Gemma runs with MLX on an iPhone.', ['x:2'], sources, { aliases }).ok).toBe(true);
  });

  it('tells names from common words at the start of a sentence', () => {
    expect(reasons('Google says run-rate revenue passed $30B.', ['x:1'])).toEqual([
      '"Google" is not in the posts cited ([x:1])',
    ]);
    expect(reasons('Yearly revenue, so Anthropic, passed $30B at its run-rate.', ['x:1'])).toEqual([]);
  });

  it('finds names in headings with capitals everywhere', () => {
    const heading = (text: string) => verifyText(text, ['x:1'], sources, { heading: true }).ok;
    expect(heading('Anthropic Reports Soaring Revenue')).toBe(true);
    expect(heading('OpenAI Reports Soaring Revenue')).toBe(false);
    expect(heading('Anthropic Reports $31B')).toBe(false);
  });
});

describe('verifyText: a post in another language', () => {
  it('checks names and numbers only', () => {
    expect(reasons('The battery lasts 93.4 hours, says @fern.', ['x:5'])).toEqual([]);
    expect(reasons('The battery lasts 94.3 hours, says @fern.', ['x:5'])).toHaveLength(1);
  });
});

it('the name of a source that begins with a digit is no claim about that number', () => {
  const bullet: Bullet = {
    id: '',
    claim: [],
    text: [{ text: '404 Harbour', cite: 'feed:404' }, { text: ': “The bridge opened on Friday.”' }],
    citations: ['feed:404'],
    points: [],
    origin: 'extract',
  };
  const evidence = {
    id: 'feed:404',
    author: 'Ada',
    title: 'Bridge',
    text: 'The bridge opened on Friday.',
    platform: 'web' as const,
    url: 'https://a.example/',
    sourceName: '404 Harbour',
  };
  expect(verifyBullet(bullet, new Map([['feed:404', evidence]]))).toEqual({ ok: true });
  const other = { ...bullet, text: [{ text: '405 Harbour', cite: 'feed:404' }, ...bullet.text.slice(1)] };
  expect(verifyBullet(other, new Map([['feed:404', evidence]])).ok).toBe(false);
});
