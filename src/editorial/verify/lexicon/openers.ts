// Common words that often begin a sentence, where every word has a capital.

/** Common first words that are not names, in addition to function words and reporting words. */
const OPENERS = new Set(
  `according poster posters researchers developers engineers users critics practitioners commenters observers analysts readers supporters skeptics
  sceptics testers builders teams companies labs startups startup founders former open closed local cloud running built
  based trained tested compared early late longer shorter better worse best top high low fast slow free paid
  pricing price prices cost costs benchmark benchmarks results result scores score numbers performance training inference
  support access weights license licence code data demand work works performing independent independently third day days
  progress evidence asked using despite beyond following unlike similarly additionally finally nonetheless nevertheless
  instead still even most several many some all every each no yes why how what when where who which whether if as at by
  for from in into of on over per to under up with without and but or so yet nor it its this that these those there here
  someone somebody anyone anybody everyone everybody nobody another others something anything everything nothing
  he she they we you his her their our your my one two three four five six seven eight nine ten both only just also
  while though although because since until whenever wherever whatever whoever whichever given unless during before after once meanwhile separately elsewhere however
  overall notably reportedly apparently outside inside within across among alongside amid besides regardless throughout
  agents models tools hardware software security safety research papers memory
  context quality speed latency throughput availability adoption tool model agent paper version update feature`.split(
    /\s+/,
  ),
);

/** Whether a lower-case word often begins a sentence and is not a name. */
export const isOpener = (word: string) => OPENERS.has(word);
