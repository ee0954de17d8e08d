// What a size of Tidings takes: rows, bytes, calls, dollars, workers and time, from rates that were measured. Arithmetic
// only: every rate can be given, and the defaults say where they come from.
//
//   npm run bench:simulate [-- --sources 1000 --readers 100000] [--via smtp] [--RATE N]
import { parseArgs } from 'node:util';

/** [value, what it is, where it comes from] */
const RATES = {
  'x-share': [0.25, 'of the sources are X accounts', 'assumed'],
  'reddit-share': [0.01, 'of the sources are subreddits', 'assumed'],
  'posts-a-source': [2.5, 'posts a source and day', 'bench:workers, the day of 2026-04-07'],
  'feed-checks': [48, 'times a day a feed is asked, unless it asks for less', 'schedule.ts'],
  'reddit-calls': [48, 'calls a subreddit and day', 'schedule.ts, two an hour'],
  'fetch-rate': [8, 'feeds a second and worker', 'bench:workers, 500 ms an answer, two feeds a host'],
  'post-bytes': [1600, 'bytes a post with its indexes', 'docs/operate.md; 1,109 in bench:workers'],
  'delivery-bytes': [640, 'bytes a delivery with its indexes', 'bench:workers, after it was sent'],
  'reader-bytes': [400, 'bytes a subscriber with indexes', 'bench:workers'],
  'resend-rate': [
    300,
    'mails a second and worker by Resend',
    'bench:workers, 50 ms an answer, three on two cores',
  ],
  'smtp-rate': [93, 'mails a second and worker by SMTP', 'bench:workers, 50 ms a mail, 5 connections'],
  'resend-requests': [
    5,
    "Resend's requests a second a team, 100 mails each",
    'its documentation; ask for more',
  ],
  'fetch-minutes': [10, 'within which all feeds are fetched before an issue', 'schedule.ts waits for 15'],
  'deliver-minutes': [60, 'within which everybody of one hour shall have it', 'assumed'],
  'post-usd': [0.005, 'dollars a post read of X', 'x-prices.ts'],
  'thousand-usd': [0.4, 'dollars a thousand mails', 'assumed: put in yours'],
  'keep-days': [365, 'days that posts and deliveries are kept', 'retention in sources.yaml'],
};
const text = Object.keys(RATES).map((name) => [name, { type: 'string' }]);
const { values } = parseArgs({
  options: {
    ...Object.fromEntries(text),
    sources: { type: 'string' },
    readers: { type: 'string' },
    via: { type: 'string', default: 'resend' },
  },
});
const rate = (name) => Number(values[name] ?? RATES[name][0]);

function simulate(sources, readers) {
  const [x, reddit] = [sources * rate('x-share'), sources * rate('reddit-share')];
  const feeds = sources - x - reddit;
  const posts = sources * rate('posts-a-source');
  const calls = {
    feeds: feeds * rate('feed-checks'),
    reddit: reddit * rate('reddit-calls'),
    // Packed searches: some 24 accounts in one, four times a day, a hundred posts a page.
    x: (x / 24) * 4 + (x * rate('posts-a-source')) / 100,
    mail: values.via === 'resend' ? readers / 100 : readers,
  };
  const mailRate = rate(`${values.via}-rate`);
  const seconds = rate('deliver-minutes') * 60;
  const workers = {
    fetch: Math.ceil(feeds / (rate('fetch-minutes') * 60) / rate('fetch-rate')),
    deliver: Math.ceil(readers / seconds / mailRate),
  };
  const limit = values.via === 'resend' ? rate('resend-requests') * 100 : Number.POSITIVE_INFINITY;
  const delivery = readers / Math.min(limit, workers.deliver * mailRate);
  const days = rate('keep-days');
  return {
    'posts a day': posts,
    'rows of posts kept': posts * days,
    'rows of deliveries kept': readers * days,
    'database, GB':
      (posts * days * rate('post-bytes') +
        readers * days * rate('delivery-bytes') +
        readers * rate('reader-bytes')) /
      1e9,
    'calls to feeds a day': calls.feeds,
    'calls to Reddit a day': calls.reddit,
    'of those that Reddit allows': `${Math.round((100 * calls.reddit) / 144_000)}%`,
    'calls to X a day': calls.x,
    'X, dollars a day': x * rate('posts-a-source') * rate('post-usd'),
    'mail, requests a day': calls.mail,
    'mail, dollars a day': (readers / 1000) * rate('thousand-usd'),
    'workers that fetch': workers.fetch,
    'time to fetch all, minutes': feeds / (workers.fetch * rate('fetch-rate')) / 60,
    'workers that deliver': workers.deliver,
    'time to deliver, minutes': delivery / 60,
    'with one worker alone, minutes': readers / Math.min(limit, mailRate) / 60,
  };
}

const sizes = values.sources
  ? [[Number(values.sources), Number(values.readers ?? 0)]]
  : [
      [1000, 100_000],
      [10_000, 1_000_000],
      [100_000, 10_000_000],
    ];
const shown = (value) =>
  typeof value === 'string'
    ? value
    : value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
console.log(
  `| a daily issue, by ${values.via} | ${sizes.map(([s, r]) => `${shown(s)} sources, ${shown(r)} readers`).join(' | ')} |`,
);
console.log(`|---|${sizes.map(() => '---:').join('|')}|`);
const columns = sizes.map(([sources, readers]) => simulate(sources, readers));
for (const what of Object.keys(columns[0]))
  console.log(`| ${what} | ${columns.map((column) => shown(column[what])).join(' | ')} |`);
console.log('\nFrom:');
for (const [name, [, what, from]] of Object.entries(RATES))
  console.log(`  --${name} ${rate(name)}: ${what} (${values[name] === undefined ? from : 'given'})`);
