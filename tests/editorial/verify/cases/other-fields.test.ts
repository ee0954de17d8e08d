// The check in other fields than AI: a language's release, a town council, a telescope. All invented.
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
  createdAt: '2026-05-20T09:00:00.000Z',
  ...more,
});
const web = (sourceName: string, title: string): Partial<Evidence> => ({
  title,
  sourceName,
  platform: 'web',
  url: 'https://news.example/1',
});
const reddit = (title: string, subreddit: string, score: number, comments: number): Partial<Evidence> => ({
  title,
  sourceName: `r/${subreddit}`,
  platform: 'reddit',
  url: `https://www.reddit.com/r/${subreddit}/comments/1/`,
  metrics: { score, comments },
});

const posts = [
  post(
    'rust',
    'Rust Blog',
    'The Rust team is happy to announce a new version of Rust, 1.96.0. The headline feature is the stabilization of generic const expressions on the array types. Compile times for the rustc benchmark suite fell by 7.2% on average. Cargo now deduplicates target directories between workspaces, which saved 41 GB on our CI machines. Windows 7 is no longer supported. 312 people contributed to this release.',
    web('Rust Blog', 'Announcing Rust 1.96.0'),
  ),
  post(
    'macros',
    'mara_k',
    'rust 1.96 const generics are finally good enough that we deleted 3,400 lines of macros at work. build went from 6m10s to 4m02s 🎉',
  ),
  post(
    'bindgen',
    'op1',
    'If you pin bindgen 0.72 or 0.73 you get E0308 all over. Upgrading to 0.74 fixes it. Maintainers know, issue #3391. Took me 2 hours so you dont have to.',
    reddit('PSA: Rust 1.96 breaks bindgen < 0.74', 'rust', 689, 77),
  ),
  post(
    'lane',
    'Carlotta Reyes',
    'Lindholm city council voted 27 to 22 on Tuesday to build a protected cycle lane along Harbour Street. The 3.4 km lane will cost 5.8 million crowns and replace 210 parking spaces. Work begins in September and is due to finish by June 2027. "We have counted 9,000 riders a day since the trial started," said councillor Mette Dahl. The Moderates voted against, saying shops would lose customers.',
    web('Lindholm Courier', 'Council approves cycle lane on Harbour Street'),
  ),
  post(
    'shop',
    'op1',
    'Revenue was down 4% in the first month, up 11% in the third. Deliveries are a pain before 10am. I was against the lane. I no longer am.',
    reddit('Harbour Street shop owner here: my numbers from the trial', 'lindholm', 1876, 243),
  ),
  post(
    'water',
    'Ars Desk',
    'Astronomers using the Halden Space Telescope have detected water vapour in the atmosphere of K2-77c, a planet 110 light years away. The signal has a significance of 4.6 sigma. Lead author Dr Ines Okafor of Leiden University cautioned that "water is not life". The planet is 2.3 times as wide as Earth and orbits its star in 39 days. The results appear in Nature Astronomy.',
    web('Ars', 'Telescope spots water vapour on K2-77c'),
  ),
  post(
    'aliens',
    'inesokafor',
    'Our K2-77c paper is out!! 6 transits, 4.6σ, and 3 years of my life. No, we did not find aliens.',
  ),
  post(
    'flights',
    'jaxnews',
    'BREAKING: Nordwind Air cancels 340 flights through Sunday after pilots reject 6.5% pay offer. Union wanted 12. About 51,000 passengers affected.',
  ),
  post(
    'database',
    'vale_dev',
    'PostgreSQL 19 beta 1: async I/O for writes, 38% faster COPY in our tests, and UUIDv8. DO NOT run it in prod.',
  ),
  post(
    'cup',
    'lia',
    'my kid asked chatbots who won the 1998 cup final: 4 of 7 got it wrong, and one invented a penalty shootout',
  ),
];
const sources = new Map(posts.map((entry) => [entry.id, entry]));
const passes = (text: string, ids: string) => verifyText(text, ids.split(' '), sources).ok;

describe('verifyText in other fields accepts what the posts say', () => {
  it.each([
    [
      'rust',
      'Rust 1.96.0 stabilizes generic const expressions on arrays and compiles the rustc benchmarks 7.2% faster on average.',
    ],
    [
      'rust',
      'Cargo shares target directories across workspaces, which freed 41 GB on the project’s CI machines; Windows 7 support ends.',
    ],
    ['rust', 'More than 300 people contributed.'],
    [
      'macros',
      '@mara_k deleted 3,400 lines of macros after the upgrade and cut the build from over six minutes to about four.',
    ],
    ['macros', 'One team threw out 3,400 lines of macros.'],
    [
      'bindgen',
      'Rust 1.96 breaks bindgen versions before 0.74; upgrading fixes the E0308 errors (689 points, 77 comments).',
    ],
    ['bindgen', 'The maintainers are aware of the problem, tracked as issue #3391.'],
    [
      'rust macros bindgen',
      'Rust 1.96 is out: faster builds, fewer macros, and one broken dependency, bindgen.',
    ],
    [
      'lane',
      'Lindholm’s council voted 27 to 22 for a protected cycle lane on Harbour Street, 3.4 kilometres long, at a cost of 5.8 million crowns and 210 parking spaces.',
    ],
    ['lane', 'Construction starts in September and should be done by June 2027.'],
    [
      'lane',
      '“We have counted 9,000 riders a day”, said Mette Dahl, a councillor; the Moderates opposed the lane because they fear for the shops.',
    ],
    [
      'shop',
      'A shop owner who opposed the lane has changed sides: revenue fell 4% in the first month of the trial but was up 11% in the third.',
    ],
    ['shop', 'Deliveries before 10 a.m. remain a problem.'],
    [
      'water',
      'The Halden Space Telescope found water vapour in the atmosphere of K2-77c, 110 light-years away, at 4.6 sigma.',
    ],
    ['water', '“Water is not life”, warned lead author Ines Okafor of Leiden University.'],
    ['water', 'K2-77c is 2.3 times as wide as Earth and circles its star every 39 days.'],
    [
      'aliens',
      'The paper rests on six transits and three years of work; no, the team did not find aliens, Okafor jokes.',
    ],
    ['water aliens', 'The detection of water on K2-77c rests on six transits and reaches 4.6σ.'],
    [
      'flights',
      'Nordwind Air cancelled 340 flights until Sunday, stranding some 51,000 passengers, after its pilots turned down a 6.5% raise.',
    ],
    [
      'database',
      'PostgreSQL 19 enters beta with asynchronous writes, UUIDv8 and a COPY that ran 38% faster in one test.',
    ],
    [
      'cup',
      'Four of seven chatbots named the wrong winner of the 1998 cup final; one made up a penalty shootout.',
    ],
    ['lane shop', 'Harbour Street gets its cycle lane, and a shop owner who was against it no longer is.'],
  ])('[%s] %s', (ids, text) => {
    expect(passes(text, ids)).toBe(true);
  });
});

describe('verifyText in other fields refuses what the posts do not say', () => {
  it.each([
    ['rust', 'Rust 1.95.0 stabilizes generic const expressions on arrays.'],
    ['rust', 'Compile times fell by 72% on average.'],
    ['rust', 'Cargo saved 41 TB on the CI machines.'],
    ['rust', 'Windows 10 is no longer supported.'],
    ['rust', 'Windows 7 is still supported by the new version.'],
    ['rust', '321 people contributed to this release.'],
    ['macros', '@mara_k deleted 34,000 lines of macros at work.'],
    ['macros', 'The build went from 4m10s to 4m02s.'],
    ['bindgen', 'Rust 1.96 breaks bindgen < 0.75.'],
    ['bindgen', 'Upgrading to 0.74 does not fix the errors.'],
    ['bindgen', 'The maintainers track it as issue #3319.'],
    ['lane', 'The council voted 29 to 22 for the cycle lane on Harbour Street.'],
    ['lane', 'The lane along Market Street is 3.4 km long.'],
    ['lane', 'The lane costs 5.8 billion crowns.'],
    ['lane', 'Work is due to finish by July 2027.'],
    ['lane', 'The Greens voted against, saying shops would lose customers.'],
    ['lane', '“We have counted 9,000 cyclists a day”, said Mette Dahl.'],
    ['lane', 'Councillor Mette Holm counted 9,000 riders a day.'],
    ['shop', 'Revenue was down 11% in the first month and up 41% in the third.'],
    ['shop', 'The shop owner from r/copenhagen was against the lane.'],
    ['water', 'The Webb telescope detected water vapour on K2-77c.'],
    ['water', 'Astronomers detected methane vapour on K2-77b.'],
    ['water', 'The planet is 110 light days away.'],
    ['water', 'The results appear in Science Astronomy.'],
    ['aliens', 'They did find aliens on K2-77c.'],
    ['flights', 'Nordwind Air cancelled 430 flights through Sunday.'],
    ['flights', 'Pilots rejected a 6.5% pay offer at Südwind Air.'],
    ['flights', 'About 51 million passengers are affected.'],
    ['database', 'PostgreSQL 18 beta 1 brings async I/O for writes.'],
    ['database', 'COPY is 3.8% faster in the tests.'],
    ['cup', '5 of 7 chatbots got the 1998 cup final wrong.'],
    ['cup', '4 of 7 chatbots got the 1988 cup final wrong.'],
    ['lane', 'Mette Dahl resigned from her seat in parliament over a housing scandal.'],
  ])('[%s] %s', (ids, text) => {
    expect(passes(text, ids)).toBe(false);
  });

  it('where an editor concludes what a reader must look up: known, and meant to be written again', () => {
    expect(passes('The union had asked for 12%.', 'flights')).toBe(false);
    expect(passes('It is not meant for production yet.', 'database')).toBe(false);
  });
});
