// How well the check tells what was said from what was not: true bullets of real posts, and changed ones.
// node bench/grounding.mjs [--data DIR] [--seed N] [--each N] [--fails N]; needs `npm run build`.
// --cases FILE judges a file of labelled sentences by the rules instead; --model adds the second reading by the model that
// the environment names (see grounding-cases.mjs).
import './field.mjs';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyBullet, verifyText } from '../dist/editorial/verify/verify.js';
import { createConfiguredModel } from './configured-model.mjs';
import { judgeCases, readCases, readCasesAgain, reportCases } from './grounding-cases.mjs';
import { CHANGES } from './grounding-changes.mjs';
import { GENERATED, ownClause } from './grounding-generated.mjs';
import { RULES, readDay } from './grounding-true.mjs';
import { random, shuffle } from './random.mjs';

const { values: args } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    seed: { type: 'string', default: '1' },
    each: { type: 'string', default: '150' },
    fails: { type: 'string', default: '0' },
    cases: { type: 'string' },
    model: { type: 'boolean', default: false },
  },
});
if (args.cases) {
  const file = readCases(args.cases);
  const judged = judgeCases(file);
  if (args.model) console.log('by the rules alone');
  reportCases(judged, { fails: Number(args.fails), isLast: !args.model });
  if (args.model) {
    const model = createConfiguredModel(3600);
    if (!model) throw new Error('--model needs OPENAI_API_KEY or OPENAI_BASE_URL');
    const read = await readCasesAgain(file, judged, model);
    console.log('with the second reading');
    reportCases(read, { fails: Number(args.fails), usage: model.usage() });
  }
  process.exit(0);
}
const folder = join(args.data, 'ainews');
if (!existsSync(folder)) {
  console.log(`No data in ${folder}: nothing measured.`);
  process.exit(0);
}
const each = Number(args.each);
const rng = random(Number(args.seed));
const days = new Map();
for (const file of readdirSync(folder).sort())
  if (file.endsWith('.json')) {
    const day = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    days.set(day.date, readDay(day, rng));
  }

// The names of each day by kind, found by rules of the bench's own.
const TOKEN =
  /(?<![\p{L}\p{N}@/])[A-Z][\p{L}\p{N}]*(?:[.-][\p{L}\p{N}]+)*|(?<=[a-z,] )[A-Z]\p{Ll}{3,}(?![\p{L}\p{N}])/gu;
const lowercased = new Map();
const all = [...days.values()].flat();
for (const { evidence } of all)
  for (const [word] of evidence.text.matchAll(/(?<![\p{L}\p{N}@])[a-z]{3,}(?![\p{L}\p{N}])/gu))
    lowercased.set(word, (lowercased.get(word) ?? 0) + 1);
const kindOf = (name) =>
  /\d/.test(name)
    ? /^\p{L}{2,}[- ]?\d/u.test(name)
      ? 'code'
      : undefined
    : /^[A-Z]{3,}$/.test(name)
      ? /^(?:LLM|API|CEO|SOTA|OSS)$/.test(name)
        ? undefined
        : 'acronym'
      : /\p{Ll}\p{Lu}/u.test(name) && !name.includes('-')
        ? 'camel'
        : /^[A-Z]\p{Ll}{3,}$/u.test(name) &&
            !lowercased.has(name.toLowerCase()) &&
            !/day$|uary$|^(?:March|April|June|July|August|\w+ber|Reddit|Twitter)$/.test(name)
          ? 'plain'
          : undefined;
const counts = new Map();
for (const { evidence, date } of all)
  for (const [name] of `${evidence.title} ${evidence.text}`.matchAll(TOKEN)) {
    const kind = kindOf(name);
    if (!kind) continue;
    const entry = counts.get(name) ?? { kind, dates: new Set() };
    entry.dates.add(date);
    counts.set(name, entry);
  }
const byKind = new Map();
for (const [name, { kind, dates }] of counts)
  if (dates.size >= 2) byKind.set(kind, [...(byKind.get(kind) ?? []), { name, dates }]);
const world = {
  days,
  pattern: TOKEN,
  kindOf: (name) => (counts.get(name)?.dates.size >= 2 ? kindOf(name) : undefined),
  names: (kind, date) =>
    byKind
      .get(kind)
      .filter(({ dates }) => [...dates].some((day) => day !== date))
      .map(({ name }) => name),
  words: [...lowercased].filter(([word, n]) => n > 20 && word.length > 3).map(([word]) => word),
  handles: [
    ...new Set(
      all.filter(({ evidence }) => evidence.platform === 'x').map(({ evidence }) => evidence.author),
    ),
  ],
};

/** True bullets: each rule in turn on posts in random order. */
const rules = Object.entries(RULES);
const trues = [];
const pool = shuffle(
  all.filter(({ sentences }) => sentences.length > 0),
  rng,
);
for (const [i, post] of pool.entries()) {
  post.rng = rng;
  const mates = days
    .get(post.date)
    .filter((other) => other !== post && other.section === post.section && other.sentences.length > 0);
  for (const mate of mates) mate.rng = rng;
  const entry = rules[i % rules.length][1](post, rng, mates);
  if (entry) trues.push({ ...entry, rng: undefined });
}
const plain = (entry) => ({
  ...entry,
  posts: entry.posts.map(({ rng: _, ...post }) => ({ ...post, comments: undefined })),
  points: entry.points.map(plain),
});
const entries = trues.map(plain);

const sourcesByDate = new Map();
for (const [date, posts] of days)
  sourcesByDate.set(
    date,
    new Map(posts.flatMap((post) => [post, ...post.comments]).map(({ evidence }) => [evidence.id, evidence])),
  );
const times = [];
function check(entry) {
  let sources = sourcesByDate.get(entry.posts[0].date);
  if (entry.extra && !sources.has(entry.extra.id))
    sources = new Map([...sources, [entry.extra.id, entry.extra]]);
  if (!entry.extra) verifyBullet(entry, sources);
  const before = process.hrtime.bigint();
  const verdict = entry.heading
    ? verifyText(entry.claim[0].text, entry.citations, sources, { heading: true })
    : verifyBullet(entry, sources);
  if (!entry.extra) {
    times.push(Number(process.hrtime.bigint() - before) / 1000);
  }
  return verdict;
}
const fails = { truth: [], change: [], made: [] };
const tell = (entry) =>
  [...entry.claim, ...entry.text, ...entry.points.flatMap((point) => point.claim)]
    .map(({ text }) => text)
    .join('|');

const truth = Object.fromEntries(Object.keys(RULES).map((kind) => [kind, { n: 0, accepted: 0 }]));
for (const entry of entries) {
  const verdict = check(entry);
  const tally = truth[entry.kind];
  tally.n++;
  if (verdict.ok) tally.accepted++;
  else
    fails.truth.push(
      `${entry.kind}: ${tell(entry)}\n    ${verdict.reasons.join('; ')}\n    = ${entry.posts.map((p) => p.evidence.text.slice(0, 300)).join(' || ')}`,
    );
}
const clauses = { n: 0, accepted: 0 };
for (const entry of entries.filter(({ kind }) => kind === 'extract')) {
  const own = ownClause(entry, rng);
  if (!own) continue;
  clauses.n++;
  const verdict = check({ ...own, origin: 'model' });
  if (verdict.ok) clauses.accepted++;
  else fails.truth.push(`own clause: ${tell(own)}\n    ${verdict.reasons.join('; ')}`);
}
const change = {};
for (const [kind, make] of Object.entries({ ...CHANGES, ...GENERATED })) {
  const tally = { n: 0, found: 0 };
  change[kind] = tally;
  for (const entry of shuffle([...entries], rng)) {
    if (tally.n >= each) break;
    const changed = make(entry, rng, world);
    if (!changed) continue;
    tally.n++;
    if (!check(changed).ok) tally.found++;
    else
      (kind in GENERATED ? fails.made : fails.change).push(
        `${kind}: ${tell(changed)}\n    was ${tell(entry)}\n    = ${changed.posts.map((p) => p.evidence.text.slice(0, 400)).join(' || ')} ${changed.extra ? `\n    NOW ${changed.extra.text.slice(0, 300)}` : ''}`,
      );
  }
}

const percent = (part, whole) => (whole ? Math.round((part / whole) * 1e4) / 1e4 : null);
const sum = (table, field, kinds = Object.keys(table)) =>
  kinds.reduce((total, kind) => total + table[kind][field], 0);
const promised = Object.keys(CHANGES).filter((kind) => kind !== 'negation');
console.log('true bullets accepted');
for (const [kind, { n, accepted }] of Object.entries(truth))
  console.log(`  ${kind.padEnd(12)} ${accepted}/${n}  ${percent(accepted, n)}`);
console.log('changed bullets found');
for (const [kind, { n, found }] of Object.entries(change))
  console.log(`  ${kind.padEnd(12)} ${found}/${n}  ${percent(found, n)}`);
const [n, accepted] = [sum(truth, 'n'), sum(truth, 'accepted')];
const [m, found] = [sum(change, 'n', promised), sum(change, 'found', promised)];
// Of bullets flagged, the share truly changed, with as many changed as true ones.
const flaggedTrue = 1 - accepted / n;
const recall = found / m;
if (Number(args.fails))
  for (const list of [fails.truth, fails.change, fails.made])
    for (const line of list.slice(0, Number(args.fails))) console.log(`- ${line}`);
console.log(
  JSON.stringify({
    bench: 'grounding',
    seed: Number(args.seed),
    true: n,
    changed: m,
    acceptance: percent(accepted, n),
    recall: percent(found, m),
    precision: Math.round((recall / (recall + flaggedTrue)) * 1e4) / 1e4,
    recallByKind: Object.fromEntries(
      promised.map((kind) => [kind, percent(change[kind].found, change[kind].n)]),
    ),
    negation: percent(change.negation.found, change.negation.n),
    generated: Object.fromEntries(
      Object.keys(GENERATED).map((kind) => [kind, percent(change[kind].found, change[kind].n)]),
    ),
    ownClauses: percent(clauses.accepted, clauses.n),
    microsecondsABullet: Math.round(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]),
  }),
);
