// Hard cases made by hand: how a good editor puts what posts say, and lies that differ in one thing. All invented.
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../../src/editorial/verify/evidence.js';
import { verifyText } from '../../../../src/editorial/verify/verify.js';

const post = (id: string, author: string, text: string, more: Partial<Evidence> = {}): Evidence => ({
  id,
  author,
  title: '',
  text,
  platform: 'x',
  url: `https://x.com/${author}/status/1`,
  createdAt: '2026-04-06T10:00:00.000Z',
  ...more,
});
const thread = (id: string, title: string, text: string, score: number, comments: number): Evidence => ({
  id,
  author: 'quietfan',
  title,
  text,
  platform: 'reddit',
  url: `https://www.reddit.com/r/LocalModels/comments/${id}/`,
  createdAt: '2026-04-06T10:00:00.000Z',
  sourceName: 'r/LocalModels',
  metrics: { score, comments, upvoteRatio: 0.96 },
});

const posts = [
  post(
    'heron',
    'TesselAI',
    `Heron 3 is here 🪶 397B total / 17B active, trained on 27T tokens. 93.9% on SWE-Bench Verified, up from 88.1% for Heron 2.5. Apache-2.0, weights on Hugging Face today.`,
  ),
  post(
    'speed',
    'mk_runs',
    `ok so I got Heron-3-397B-A17B Q4_K_M going on 2x M4 Ultra (512GB each) w/ MLX: ~21.9 tok/s decode, TTFT 1.4s at 8k ctx. honestly usable!! not fast enough for agents tho`,
  ),
  post(
    'money',
    'orrerylabs',
    `We've raised $340M in Series C funding at a $2.9 billion valuation, led by Gannet Point with Larkspur and Northlight Capital. Run-rate revenue crossed $120M in March, versus $31M a year ago. 84 of us now, hiring in Zürich and Kraków.`,
  ),
  post(
    'outage',
    'orrery_status',
    `Between 14:05 and 15:50 UTC requests to the Orrery API failed with 529s. Root cause: a config push that doubled the retry budget. About 12% of traffic was affected. No customer data was lost.`,
  ),
  post(
    'paper',
    'lena_b',
    `New paper w/ @jonas_u and Ravi Chatterpool: "Forgetting on purpose". We drop 40% of the KV cache between turns and lose only 0.3 points on LongBench. Does not work for code (−6.1). Code: github.com/lenab/forget`,
  ),
  post(
    'price',
    'switchyard',
    `Price cut: Switchyard Pro goes from $40 to $25/month, Team stays at $60 per seat. API input tokens are now $1.10/M, output $4.40/M. Effective 15 April.`,
  ),
  post(
    'doubt',
    'tamsin_v',
    `Everybody's quoting 93.9 on SWE-Bench Verified for Heron 3. I reran it with the public harness: 86.2. The 93.9 needs their own scaffold + 5 attempts. Not saying it's fake, but it isn't pass@1.`,
  ),
  thread(
    'local',
    'Heron 3 27B beats everything I have on my 3090',
    `Been running the 27B dense one at Q5 for two days. 34 t/s with 32k context in 24GB VRAM. It fixed a race condition that Opus 4.6 and GPT-5.5 both missed. Tool calling still breaks after ~20 turns. Not affiliated.`,
    1240,
    310,
  ),
  thread(
    'cost',
    'My team burned $11,400 on agents last month, here is the breakdown',
    `6 engineers, 30 days. 71% of the cost was re-reading the same files. We turned on prompt caching and the second month was $3,900. Lesson: cache before you optimise prompts.`,
    12_449,
    1873,
  ),
  post(
    'german',
    'fernlicht_ai',
    `Wir haben Lumen 2 veröffentlicht: 8 Milliarden Parameter, 93,4 % auf dem Abitur-Test, 1.200 Testschüler. Die Gewichte sind frei, das Training kostete 2,1 Millionen Euro.`,
  ),
  post(
    'robot',
    'amblerrobotics',
    `Tolly folded 1,000 shirts in a row without a human touching it. 11,000 hours of teleop data, 3B-param policy at 20 Hz on board. Next: a dozen units at a hotel in Osaka this summer.`,
  ),
  post(
    'quote',
    'guspem',
    `"Benchmarks are the new press releases" — that's basically my whole talk. Slides tomorrow. Also: evals you can't rerun are marketing…`,
  ),
];
const sources = new Map(posts.map((entry) => [entry.id, entry]));
const check = (text: string, ids: string, language?: string) => {
  const verdict = verifyText(text, ids.split(' '), sources, language ? { language } : {});
  return verdict.ok ? [] : verdict.reasons;
};

describe('verifyText accepts what the posts say in other words', () => {
  it.each([
    [
      'heron',
      'Tessel released Heron 3, a 397B mixture with 17B active parameters trained on 27 trillion tokens, under Apache 2.0.',
    ],
    ['heron', 'Heron 3 scores 93.9% on SWE-Bench Verified, well above the 88.1% of Heron 2.5.'],
    ['heron', '@TesselAI put the weights of Heron 3 on Hugging Face the same day.'],
    [
      'speed',
      'Two M4 Ultra machines with 512 GB each run Heron-3-397B-A17B at about 22 tokens per second, @mk_runs reports, with 1.4 seconds to the first token.',
    ],
    ['speed', 'It is “honestly usable”, though too slow for agents.'],
    ['money', 'Orrery Labs raised $340 million at a valuation of $2.9B; Gannet Point led the round.'],
    [
      'money',
      'Run-rate revenue passed $120M, up from $31M a year earlier, and the company has grown to 84 people.',
    ],
    ['money', 'Orrery is hiring in Zurich and Krakow.'],
    [
      'outage',
      'The Orrery API failed for some 12% of traffic between 14:05 and 15:50 UTC after a configuration change doubled the retry budget; no customer data was lost.',
    ],
    [
      'paper',
      '@jonas_u and Ravi Chatterpool discard 40% of the KV cache between turns and give up only 0.3 points on LongBench.',
    ],
    ['paper', 'The trick fails on code, where it costs 6.1 points.'],
    ['price', 'Switchyard cut its Pro plan from $40 to $25 a month and left Team at $60 per seat.'],
    ['price', 'From April 15, input costs $1.10 and output $4.40 per million tokens.'],
    [
      'heron doubt',
      'Tessel claims 93.9% on SWE-Bench Verified; @tamsin_v got 86.2 with the public harness and says the higher figure takes five attempts and a scaffold of their own.',
    ],
    ['local', 'Heron 3 27B beats everything I have on my 3090 (1,240 points, 310 comments)'],
    [
      'local',
      'The 27B model does 34 tokens per second with a 32K context on a 24 GB card and fixed a race condition that both Opus 4.6 and GPT-5.5 had missed.',
    ],
    ['local', 'Tool calls break after roughly 20 turns (1.2k points, 96% upvoted).'],
    [
      'cost',
      'Agents cost a team of six $11,400 in a month; with prompt caching the next one came to $3,900.',
    ],
    [
      'cost',
      'Seventy-one percent of the bill was rereading the same files (over 12,000 points, nearly 1,900 comments).',
    ],
    [
      'german',
      'Lumen 2 has 8 billion parameters and scores 93.4% on the Abitur test; training cost 2.1 million euros.',
    ],
    [
      'robot',
      'Tolly folded a thousand shirts without human help; a 3B-parameter policy runs on board at 20 Hz.',
    ],
    ['robot', 'Twelve of them go to a hotel in Osaka this summer.'],
    [
      'quote',
      '@guspem calls benchmarks “the new press releases” and evals that nobody can rerun “marketing”.',
    ],
    ['quote', '“Benchmarks are … press releases”, in the words of @guspem.'],
    [
      'heron speed local',
      'Three posts from the first day: a release, a run on two M4 Ultra, and a 27B on a 3090.',
    ],
  ])('[%s] %s', (ids, text) => {
    expect(check(text, ids)).toEqual([]);
  });

  it('in another language', () => {
    expect(
      check(
        'Orrery Labs hat 340 Mio. Dollar eingesammelt, bei einer Bewertung von 2,9 Milliarden Dollar.',
        'money',
        'de',
      ),
    ).toEqual([]);
    expect(
      check('Heron 3 erreicht 93,9 % auf SWE-Bench Verified, nach 88,1 % bei Heron 2.5.', 'heron', 'de'),
    ).toEqual([]);
  });
});

describe('verifyText refuses what the posts do not say', () => {
  it.each([
    ['heron', 'Heron 3 scores 93.6% on SWE-Bench Verified.', '93.6%'],
    ['heron', 'Heron 3 scores 93.9 on SWE-Bench Verified.', '93.9'],
    ['heron', 'Heron 3.5 scores 93.9% on SWE-Bench Verified.', '3.5'],
    ['heron', 'Heron 3 has 379B parameters in total and 17B active.', '379B'],
    ['heron', 'Heron 3 was trained on 27B tokens.', '27B'],
    ['heron', 'Heron 3 comes under MIT, with weights on Hugging Face.', 'MIT'],
    ['heron', 'Heron 3 is on ModelScope today, with the weights under Apache 2.0.', 'ModelScope'],
    ['heron', 'Northlight released Heron 3 under Apache 2.0, with weights on Hugging Face.', 'Northlight'],
    ['speed', 'Heron-3-397B-A22B runs on two M4 Ultra with MLX.', 'A22B'],
    ['speed', 'Heron 3 runs on two M3 Ultra with 512 GB each.', 'M3'],
    ['speed', 'Heron 3 decodes at 21.9 tokens per minute with MLX.', '21.9'],
    ['speed', 'Heron 3 needs 1.4 ms to the first token at 8k context.', '1.4 ms'],
    ['speed', 'It runs at Q8_0 on two M4 Ultra and is usable.', 'Q8_0'],
    ['speed', 'It is “honestly unusable”, even with MLX.', 'unusable'],
    ['speed', 'It is fast enough for agents, @mk_runs writes.', 'opposite'],
    ['money', 'Orrery Labs raised $340B in Series C funding.', '$340B'],
    ['money', 'Orrery Labs raised €340M in Series C funding.', '€340M'],
    ['money', 'Orrery Labs raised a Series D of $340M led by Gannet Point.', 'Series D'],
    ['money', 'Larkspur and Southlight Capital joined the Series C of Orrery.', 'Southlight'],
    ['money', 'Run-rate revenue crossed $120M in May, versus $31M a year ago.', 'May'],
    ['money', 'Run-rate revenue is over $100M, versus $31M a year ago.', '$100M'],
    ['outage', 'The Orrery API failed between 14:05 and 16:50 UTC.', '16'],
    ['outage', 'Customer data was lost when the retry budget doubled.', 'opposite'],
    ['outage', 'A config push tripled the retry budget of the Orrery API.', 'tripled'],
    ['paper', '@lena_b and @ravi_c drop 40% of the KV cache between turns.', '@ravi_c'],
    ['paper', 'It drops 40% of the KV cache and works for code.', 'opposite'],
    ['paper', 'The paper “Forgetting by accident” drops 40% of the KV cache.', 'Forgetting by accident'],
    ['price', 'Switchyard Pro costs $25 a year now, down from $40.', '$25 a year'],
    ['price', 'Switchyard cut the Team plan to $50 per seat.', '$50'],
    ['price', 'The new prices hold from 16 May.', '16 May'],
    ['price', 'API output costs $4.40 per thousand tokens.', '$4.40'],
    ['doubt', 'The public harness gave 86.2 for Heron 3 after ten attempts.', 'ten'],
    ['local', 'The 27B model fixed a race condition that Opus 4.7 and GPT-5.5 missed.', 'Opus 4.7'],
    ['local', 'The 27B runs at 34 t/s with 128k context in 24GB VRAM.', '128k'],
    ['local', 'Heron 3 27B beats everything on a 3090 (1,420 points, 310 comments).', '1,420'],
    ['local', 'Users of r/OpenWeights run the 27B dense model at Q5.', 'r/OpenWeights'],
    ['cost', 'Caching cut the cost of agents from $11,400 to $3,900 within two weeks.', 'two'],
    ['cost', 'Eight engineers spent $11,400 on agents in 30 days.', 'Eight'],
    ['robot', 'Tolly folded 1,000 shirts; a dozen units go to a hotel in Kyoto.', 'Kyoto'],
    ['robot', 'Tolly folded 1,000 shirts on 11,000 days of teleop data.', '11,000 days'],
    ['quote', '@guspem says “benchmarks are the old press releases”.', 'old'],
    [
      'quote',
      'Regulators in Brussels opened an inquiry into how vendors report their evaluation results.',
      '',
    ],
    ['german', 'Lumen 2 kostete 2,4 Millionen Euro.', '2,4'],
  ])('[%s] %s', (ids, text, said) => {
    expect(check(text, ids).join('\n')).toContain(said);
    expect(check(text, ids)).not.toEqual([]);
  });

  it('in another language', () => {
    expect(check('Orrery Labs hat 430 Mio. Dollar eingesammelt.', 'money', 'de').join()).toContain('430 Mio');
    expect(check('Heron 3 steht unter MIT-Lizenz auf Hugging Face.', 'heron', 'de').join()).toContain('MIT');
  });
});
