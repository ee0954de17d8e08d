// Maps the spellings of units to one name each: `tok/s`, `tokens per second` and `tps` are `token/s`.

/**
 * Units of measure. Changing or dropping one changes the fact: 50% is not 50, 31 ms is not 31 s. Spellings are matched
 * in lower case, except for the single letters in `LETTERS`.
 */
const HARD: Record<string, string> = {
  percent: '% percent pct prozent',
  pp: 'pp ppt ppts',
  usd: '$ usd dollar dollars bucks',
  eur: '€ eur euro euros',
  gbp: '£ gbp pounds',
  cny: '¥ cny rmb yuan yen jpy',
  inr: '₹ inr rupees',
  krw: '₩ krw won',
  x: 'x × times fold mal 倍',
  us: 'µs μs microsecond microseconds',
  ms: 'ms msec millisecond milliseconds millisekunden',
  s: 'sec secs second seconds sekunde sekunden',
  min: 'min mins minute minutes minuten',
  h: 'hr hrs hour hours stunde stunden',
  day: 'day days tag tage tagen',
  week: 'wk wks week weeks woche wochen',
  month: 'mo mos month months monat monate monaten',
  year: 'yr yrs yo year years jahr jahre jahren',
  decade: 'decade decades',
  kb: 'kb kib kilobyte kilobytes',
  mb: 'mb mib megabyte megabytes',
  gb: 'gb gib gigs gigabyte gigabytes',
  tb: 'tb tib terabyte terabytes',
  pb: 'pb pib petabyte petabytes',
  bit: 'bit bits',
  byte: 'byte bytes',
  hz: 'hz hertz',
  khz: 'khz',
  mhz: 'mhz',
  ghz: 'ghz',
  w: 'watt watts',
  kw: 'kw kilowatt kilowatts',
  mw: 'mw megawatt megawatts',
  gw: 'gw gigawatt gigawatts',
  wh: 'wh kwh mwh gwh twh',
  nm: 'nm nanometer nanometers nanometre nanometres',
  mm: 'mm millimeter millimeters',
  cm: 'cm centimeter centimeters',
  km: 'km kilometer kilometers kilometre kilometres',
  mile: 'mile miles',
  kg: 'kg kilogram kilograms',
  fps: 'fps',
  tflops: 'tflops teraflops',
  pflops: 'pflops petaflops',
};

/** Things that are counted. A text may drop one of them from a number, but not replace it with another. */
const SOFT: Record<string, string> = {
  token: 'token tokens tok toks tk tks',
  parameter: 'parameter parameters param params parametern',
  person:
    'user users people person persons human humans developer developers customer customers member members employee employees voter voters student students nutzer menschen',
  download: 'download downloads pulls',
  star: 'star stars',
  point: 'point points pt pts upvote upvotes punkte',
  like: 'like likes favorites favourites reaction reactions',
  comment: 'comment comments kommentare',
  repost: 'repost reposts retweet retweets rts',
  reply: 'reply replies response responses antworten',
  view: 'view views impressions',
  quote: 'quotes',
  bookmark: 'bookmark bookmarks',
  gpu: 'gpu gpus accelerator accelerators',
  step: 'step steps',
  layer: 'layer layers',
  expert: 'expert experts',
  page: 'page pages',
  file: 'file files',
  repo: 'repo repos repositories',
  commit: 'commit commits',
  line: 'line lines loc',
  paper: 'paper papers',
  model: 'model models modelle',
  agent: 'agent agents subagents',
  task: 'task tasks',
  question: 'question questions',
  language: 'language languages',
  frame: 'frame frames',
  image: 'image images',
  elo: 'elo',
};

/** The base unit of each kind, and the value of one unit in it: 1.2 kW is 1,200 W. */
const SCALES: Record<string, [base: string, factor: number]> = {
  kw: ['w', 1e3],
  mw: ['w', 1e6],
  gw: ['w', 1e9],
  khz: ['hz', 1e3],
  mhz: ['hz', 1e6],
  ghz: ['hz', 1e9],
  byte: ['kb', 1e-3],
  mb: ['kb', 1e3],
  gb: ['kb', 1e6],
  tb: ['kb', 1e9],
  pb: ['kb', 1e12],
  ms: ['us', 1e3],
  s: ['us', 1e6],
  min: ['us', 6e7],
  h: ['us', 3.6e9],
  day: ['us', 8.64e10],
  week: ['us', 6.048e11],
  year: ['month', 12],
  decade: ['month', 120],
  pflops: ['tflops', 1e3],
};

/** Returns the unit in which quantities of this kind are compared, and the value of one `unit` in it. */
export function baseOf(unit: string | undefined): { unit: string | undefined; factor: number } {
  const scale = SCALES[unit ?? ''];
  return scale ? { unit: scale[0], factor: scale[1] } : { unit, factor: 1 };
}

/** Single-letter units, which are case-sensitive: `5s` is five seconds, `5S` is not. */
const LETTERS: Record<string, string> = { s: 's', h: 'h', d: 'day', W: 'w' };

const canonical = new Map<string, string>();
for (const table of [HARD, SOFT])
  for (const [unit, spellings] of Object.entries(table))
    for (const spelling of spellings.split(' ')) canonical.set(spelling, unit);

/** Returns the name of the unit that a word spells; undefined if it is not a known unit. */
export function findUnit(word: string): string | undefined {
  if (/^[a-z]$/i.test(word) && word.toLowerCase() !== 'x') return LETTERS[word];
  return canonical.get(word.toLowerCase());
}

export const CURRENCIES: ReadonlySet<string> = new Set(['usd', 'eur', 'gbp', 'cny', 'inr', 'krw']);

/** Whether the unit is a thing that is counted (`token`, `person`), not a unit of measure. */
export function isCounted(unit: string): boolean {
  return Object.hasOwn(SOFT, unit);
}

const PER =
  /^ ?(\/ ?|per |an? |each |every |pro |im )(?:1 ?|one )?(m(?:illion)?(?: (?:input|output|cached))? (?:tok|token)s?|m(?:tok|illion)s?|(?:k|thousand)(?: (?:input|output|cached))? (?:tok|token)s?|[\p{L}]+)(?![\p{L}\p{N}])/iu;
/** Words that contain a period, and its unit. */
export const PERIODS: Record<string, string> = {
  monthly: 'month',
  yearly: 'year',
  annually: 'year',
  annual: 'year',
  daily: 'day',
  weekly: 'week',
  hourly: 'h',
  mau: 'month',
  maus: 'month',
  wau: 'week',
  dau: 'day',
};
const TIMES = new Set(['s', 'min', 'h', 'day', 'week', 'month', 'year']);
const DIVISORS = new Set([...TIMES, 'token', 'person', 'gpu', 'image']);

/**
 * Reads the divisor at the start of the text after a quantity: `/mo`, ` per second`, ` monthly`, `/M tokens`. Returns
 * its unit and its length in characters; undefined if there is none.
 */
export function findPer(rest: string): { per: string; length: number } | undefined {
  const word = /^ ([a-z]+ly|annual)\b/i.exec(rest);
  const period = word?.[1] && PERIODS[word[1].toLowerCase()];
  if (word && period) return { per: period, length: word[0].length };
  const match = PER.exec(rest);
  if (!match?.[1] || !match[2]) return undefined;
  const name = match[2];
  // Prices are per million tokens: `/M`, `/1M tokens`, `per million tokens`.
  if (/^m(?:tok|illion|\s|$)/i.test(name) && name !== 'm') return { per: 'mtok', length: match[0].length };
  if (/^(?:k|thousand) /i.test(name)) return { per: 'ktok', length: match[0].length };
  const unit = name.toLowerCase() === 'seat' ? 'person' : findUnit(name);
  // After an article only periods are divisors: "$20 a month" is a rate, "3.6 Server. A user" is not.
  const divisors = /^(?:\/|p)/i.test(match[1]) ? DIVISORS : TIMES;
  return unit && divisors.has(unit) ? { per: unit, length: match[0].length } : undefined;
}
