// Both stores find the same for the same words: endings are cut off before either of them sees a word.
import { expect, test } from 'vitest';
import { saveIssue } from '../../../src/store/issues.js';
import { openDatabase } from '../../../src/store/open.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { makeIssue } from '../../fixtures/issue.js';
import { onPostgres, openTestStore } from '../../fixtures/store.js';

/** What is written, and what a reader asks for. */
const ENDINGS = `GPU gpus|NPUs npu|LLM llms|VLMs vlm|API apis|CEOs ceo|SDK sdks|TPUs tpus|PR prs|PhDs phd
  policy policies|studies study|batches batch|boxes box|wolves wolf|matrices matrix|indices index|crises crisis
  running runs|stopped stopping|tried trying|lying lies|writes writing|written writes|agreed agreeing
  faster fast|happily happy|national nation|relational relate|conditional condition|hopefulness hopeful
  generalization generalize|oscillators oscillate|adjustable adjust|dependent depend|electricity electrical
  university universities|universe universal|news news|series series|physics physic|sky skies|dying die
  inning innings|outing outings|canning can|herring herrings|earring earrings|proceeds proceed|exceeded exceed
  succeeding succeed|organisation organise|colour colours|naïve naive|café cafes|Zürich zurich|co-operate cooperate
  fine-tuned fine-tuning|on-device devices|don't dont|models' model|o1 o1s|4090s 4090|GPT-5 gpt5|3D 3d`
  .split(/[|\n]/)
  .map((pair) => pair.trim().split(' ') as [string, string]);
const PHRASES = [
  '"running agents"',
  '"open models"',
  '"batch of studies"',
  '"gpus and llms"',
  'agent* -policy',
];

test.runIf(onPostgres)('words, their other forms and phrases', async () => {
  const stores = { sqlite: await openDatabase(':memory:'), postgres: await openTestStore() };
  const sections = ENDINGS.map(
    ([written, asked], n) =>
      `<h2 id="s${n}">Part ${n}</h2><p id="b${n}">The ${written} of part ${n}, an open model.</p>
      <p id="c${n}">Running agents: ${asked}, in a batch of studies on GPUs and LLMs.</p>`,
  );
  const issue = makeIssue({ lead: [], recaps: [], posts: {}, tags: [], body: sections.join('') });
  for (const db of Object.values(stores)) await db.transaction().execute((trx) => saveIssue(trx, issue));
  const questions = [...ENDINGS.map(([, asked]) => asked), 'GPU', 'LLM', ...PHRASES];
  const ask = async (db: (typeof stores)['sqlite']) => {
    const answers: Record<string, { total: number; first: string[] }> = {};
    for (const text of questions) {
      const { total, hits } = await searchBullets(db, { terms: parseTerms(text), limit: 10 });
      answers[text] = { total, first: hits.map(({ anchor }) => anchor) };
    }
    return answers;
  };
  const [here, there] = [await ask(stores.sqlite), await ask(stores.postgres)];
  expect(questions.length).toBeGreaterThan(60);
  expect(there).toEqual(here);
  // Plurals of acronyms are their singulars, too.
  expect(here.gpus?.total).toBe(here.GPU?.total);
  expect(here.llms?.total).toBe(here.LLM?.total);
  await stores.sqlite.destroy();
});
