// Runs a file of labelled sentences through the check: how many false ones it refuses, how many true ones it accepts, by the
// rules and, when asked, by the second reading of those that the rules accept.
import { readFileSync } from 'node:fs';
import { gatherEvidence } from '../dist/editorial/check.js';
import { createSecondReading } from '../dist/editorial/model/read-again.js';
import { verifyText } from '../dist/editorial/verify/verify.js';

/** A post of a cases file as the pipeline knows posts. What its comments say counts as said by it. */
function readPost({ id, platform, author, subreddit, createdAt, title = '', text = '', comments = [] }) {
  const words = comments.map((comment) => (typeof comment === 'string' ? comment : comment.text));
  return {
    id,
    sourceId: subreddit ? `r/${subreddit}` : (author ?? ''),
    platform,
    author: author ?? `op_${id}`,
    url:
      platform === 'reddit'
        ? `https://www.reddit.com/r/${subreddit}/comments/${id}/`
        : `https://${platform}.example/${id}`,
    createdAt,
    title,
    text: [text, ...words].join('\n'),
    media: [],
    comments: [],
    metrics: {},
  };
}

/** Cases with what the rules say of each: `reasons` is empty where the sentence is accepted. */
export function judgeCases({ posts, cases }) {
  const read = new Map(posts.map((post) => [post.id, readPost(post)]));
  const evidence = gatherEvidence({ posts: read, nameOf: (name) => name });
  return cases.map((entry) => {
    const verdict = verifyText(entry.sentence, entry.cites, evidence, {
      language: 'en',
      heading: Boolean(entry.heading),
    });
    return {
      ...entry,
      reasons: verdict.ok ? [] : verdict.reasons,
      refusals: verdict.ok ? [] : verdict.refusals,
    };
  });
}

/** The same cases; those that the rules accept are refused when the model doubts them. */
export async function readCasesAgain({ posts }, judged, model) {
  const read = new Map(posts.map((post) => [post.id, readPost(post)]));
  const evidence = gatherEvidence({ posts: read, nameOf: (name) => name });
  const passed = judged.filter(({ reasons }) => reasons.length === 0);
  const readAgain = createSecondReading(model, readFileSync('templates/prompts/check.md', 'utf8').trim());
  const bullets = passed.map(({ sentence, cites }) => ({
    id: '',
    claim: [{ text: sentence }],
    text: [],
    citations: cites,
    points: [],
    origin: 'model',
  }));
  const doubts = await readAgain(bullets, evidence);
  const reasonsOf = new Map(passed.map((entry, at) => [entry, doubts[at]]));
  return judged.map((entry) => ({
    ...entry,
    wasRead: reasonsOf.has(entry),
    reasons: reasonsOf.get(entry) ?? entry.reasons,
  }));
}

const isFalse = ({ label }) => String(label) === 'false';
const rate = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)}%` : '');

/** Prints a table by kind, the wrongly judged cases when asked for and, at the end, one line of JSON. */
export function reportCases(judged, { fails = 0, isLast = true, usage }) {
  const kinds = {};
  for (const entry of judged) {
    kinds[entry.kind] ??= { falseCaught: 0, false: 0, trueAccepted: 0, true: 0 };
    const kind = kinds[entry.kind];
    const refused = entry.reasons.length > 0;
    kind[isFalse(entry) ? 'false' : 'true']++;
    if (isFalse(entry) && refused) kind.falseCaught++;
    if (!isFalse(entry) && !refused) kind.trueAccepted++;
  }
  for (const [name, kind] of Object.entries(kinds)) {
    const caught = kind.false
      ? `false caught ${kind.falseCaught}/${kind.false} ${rate(kind.falseCaught, kind.false)}`
      : '';
    const kept = kind.true
      ? `true accepted ${kind.trueAccepted}/${kind.true} ${rate(kind.trueAccepted, kind.true)}`
      : '';
    console.log(`  ${name.padEnd(46)} ${caught} ${kept}`);
  }
  const wrong = judged.filter((entry) => isFalse(entry) === (entry.reasons.length === 0));
  for (const entry of wrong.slice(0, fails))
    console.log(
      `- ${entry.label} [${entry.kind}] ${entry.sentence}${entry.reasons.map((reason) => `\n    ${reason}`).join('')}`,
    );
  const sum = (field) => Object.values(kinds).reduce((total, kind) => total + kind[field], 0);
  const totals = {
    falseCaught: sum('falseCaught'),
    false: sum('false'),
    trueAccepted: sum('trueAccepted'),
    true: sum('true'),
  };
  if (!isLast) {
    console.log(
      `  ${'together'.padEnd(46)} false caught ${totals.falseCaught}/${totals.false} true accepted ${totals.trueAccepted}/${totals.true}`,
    );
    return;
  }
  const read = judged.filter(({ wasRead }) => wasRead);
  const secondReading = usage && {
    falseRead: read.filter(isFalse).length,
    falseDoubted: read.filter((entry) => isFalse(entry) && entry.reasons.length > 0).length,
    trueRead: read.filter((entry) => !isFalse(entry)).length,
    trueKept: read.filter((entry) => !isFalse(entry) && entry.reasons.length === 0).length,
    calls: usage.calls,
    tokensIn: usage.tokensIn,
    tokensOut: usage.tokensOut,
  };
  console.log(JSON.stringify({ ...totals, kinds, secondReading }));
}

/** Reads a cases file. */
export const readCases = (file) => JSON.parse(readFileSync(file, 'utf8'));
