// Words with opposite meanings.
import { stemOf } from './word-list.js';

/** `left | right`: each word on the left is an opposite of each word on the right. */
const TABLE = `
rise climb jump soar surge grow increase gain upward growth | fall drop decline decrease sink plunge shrink downward reduce reduction savings cut slash dip tumble;
fast quick rapid speedy accelerate | slow sluggish decelerate;
open | closed proprietary shut;
win won victory beat beats outperform outperforms surpass top | lose lost loses trail trails underperform;
positive favorable enthusiastic supportive optimistic bullish upbeat excited impressed | negative unfavorable critical hostile pessimistic bearish unimpressed disappointed;
cheap cheaper inexpensive affordable low-cost | expensive pricey;
strong robust powerful | weak fragile feeble;
big large huge massive | small tiny;
fewer | more;
better improve improved improvement improves | worse worsen worsened degrade degraded degradation regress regression deteriorate;
accept approve agree allow permit enable support | reject refuse deny decline disallow oppose forbid prohibit prevent;
early sooner | late delayed;
start begin launch open | stop end cease halt;
public | private secret;
success successful succeed succeeds | failure fail failed fails unsuccessful;
pass passed | fail failed flunk;
best | worst;
above ahead | below behind beneath;
hire recruit | fire dismiss;
buy purchase acquire | sell;
include including | exclude excluding except;
easy simple effortless | hard difficult complex complicated tricky;
safe secure | dangerous unsafe risky insecure vulnerable;
hot | cold;
free | paid;
true correct accurate valid | false wrong incorrect inaccurate invalid;
major significant substantial considerable | minor insignificant negligible trivial slight;
enable enabled | disable disabled;
add added | remove removed drop dropped;
expand extend broaden widen | shrink narrow contract limit;
local offline on-device | remote cloud online;
dense | sparse;
input | output;
encode encoder encoding | decode decoder decoding;
upload | download;
present | absent;
maximum max | minimum min;
rich wealthy | poor;
wide broad broadly | narrow;
high | low;
higher | reduction reduce reduced savings decrease decreased;
deep | shallow;
full complete entire fully completely entirely wholly | partial incomplete partially partly largely mostly nearly almost;
temporary temporarily | permanent permanently;
internal | external;
known | unknown;
explicit | implicit;
static | dynamic;
synchronous | asynchronous;
voluntary voluntarily optional | mandatory compulsory;
keep retain maintain preserve | discard delete drop abandon;
attack | defend;
love praise praised | hate dislike criticize criticized blame blamed;
friend friends ally allies | enemy enemies stranger strangers foe;
happy glad pleased satisfied | sad unhappy upset dissatisfied angry;
clean | dirty;
clear | opaque unclear;
thrive flourish | struggle struggling;
confident certain sure | unsure uncertain doubtful;
alive | dead;
guilty | innocent;
war | peace;
profit profitable | loss unprofitable;
male man men boy he | female woman women girl she;
mother | father;
brother | sister;
husband | wife;
son | daughter;
morning | evening night;
north northern | south southern;
east eastern | west western;
import imports | export exports;
common frequent often | rare seldom rarely;
selfish self-interested | selfless altruistic;
motivate encourage | demotivate discourage;
supervised | unsupervised;
single | multiple several;
optimal | suboptimal;
maximize maximise | minimize minimise;
lead leads leading | trail trails trailing lag lags lagging;
tighten strict stricter | loosen relax relaxed lenient;
confirm confirmed | deny denied refute refuted;
raise raised | lower lowered;
upgrade | downgrade;
teacher | student; buyer customer | seller vendor; employer | employee;
pre | post; overfit | underfit; overestimate | underestimate; overperform | underperform;
natural | artificial; theoretical | empirical; ancient | modern; domestic | foreign; liberal | conservative;
simplify | complicate; parent | child; master | slave; horizontal | vertical; linear | nonlinear
`;

const opposites = new Map<string, Set<string>>();
for (const line of TABLE.split(';')) {
  const [left = [], right = []] = line.split('|').map((side) => side.trim().split(/\s+/).map(stemOf));
  for (const [ones, others] of [
    [left, right],
    [right, left],
  ] as const)
    for (const one of ones) opposites.set(one, new Set([...(opposites.get(one) ?? []), ...others]));
}

const NEGATIVE_PREFIX = /^(?:un|in|im|ir|il|dis|non|de|mis|sub|anti)-?(?=\p{L}{4})/u;
const PREFIXES = ['un', 'in', 'im', 'ir', 'il', 'dis', 'non', 'mis', 'sub'];

/** Prefixes with opposite meanings. */
const PREFIX_PAIRS = [
  ['over', 'under'],
  ['pre', 'post'],
  ['up', 'down'],
  ['in', 'ex'],
  ['inter', 'intra'],
  ['hyper', 'hypo'],
  ['macro', 'micro'],
  ['en', 'dis'],
  ['en', 'de'],
  ['multi', 'single'],
] as const;

/** Returns the words that differ from a stem only in a prefix of opposite meaning: `underpriced` for `overpriced`. */
export function mirrorsOf(stem: string): Set<string> {
  const found = new Set<string>();
  for (const [one, other] of PREFIX_PAIRS) {
    if (stem.startsWith(one) && stem.length > one.length + 3) found.add(other + stem.slice(one.length));
    if (stem.startsWith(other) && stem.length > other.length + 3) found.add(one + stem.slice(other.length));
  }
  return found;
}

/** Returns the opposites of a stem, including regular ones (`unsuitable` for `suitable`). */
export function oppositesOf(stem: string): Set<string> {
  const found = new Set(opposites.get(stem));
  const bare = stem.replace(NEGATIVE_PREFIX, '');
  if (bare !== stem) found.add(bare);
  else if (stem.length > 3) for (const prefix of PREFIXES) found.add(prefix + stem);
  for (const mirror of mirrorsOf(stem)) found.add(mirror);
  if (stem.endsWith('less')) found.add(stem.slice(0, -4)).add(`${stem.slice(0, -4)}ful`);
  if (stem.endsWith('ful')) found.add(`${stem.slice(0, -3)}less`);
  return found;
}
