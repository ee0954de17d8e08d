// Words that relate two things in an order: one is ahead of the other, or acts on it.
export interface Relation {
  /** 1: the thing before the word is ahead of the thing after it; -1: the thing after it is. */
  direction: 1 | -1;
  family: string;
}

/** Family, direction and words of each relation. */
const TABLE: [string, 1 | -1, string][] = [
  [
    'rank',
    1,
    'beat beats beaten beating outperform outperforms outperformed outperforming surpass surpasses surpassed surpassing exceed exceeds exceeded exceeding lead leads leading top tops topped topping outrank outranks overtake overtakes overtook overtaking defeat defeats defeated outscore outscores outscored above ahead over better stronger outpace outpaces outpaced edge edges edged eclipse eclipses eclipsed dominate dominates crush crushes crushed',
  ],
  [
    'rank',
    -1,
    'trail trails trailed trailing lag lags lagged lagging behind below worse weaker lose loses lost losing underperform underperforms underperformed inferior',
  ],
  ['amount', 1, 'more higher greater above over exceed exceeds exceeded exceeding'],
  ['amount', -1, 'less fewer lower below under'],
  [
    'advice',
    1,
    'recommend recommends recommended recommending prefer prefers preferred favor favors favour favours choose chose over',
  ],
  ['advice', -1, 'against avoid avoids avoiding'],
  ['speed', 1, 'faster quicker'],
  ['speed', -1, 'slower'],
  ['price', 1, 'cheaper'],
  ['price', -1, 'pricier dearer costlier'],
  ['size', 1, 'bigger larger'],
  ['size', -1, 'smaller'],
  [
    'deal',
    1,
    'acquire acquires acquired acquiring buy buys bought buying purchases purchased hire hires hired hiring sue sues sued suing replace replaces replaced replacing poach poaches poached',
  ],
];

/** The relations of each word. */
export const RELATIONS: ReadonlyMap<string, readonly Relation[]> = (() => {
  const relations = new Map<string, Relation[]>();
  for (const [family, direction, list] of TABLE)
    for (const word of list.split(' '))
      relations.set(word, [...(relations.get(word) ?? []), { direction, family }]);
  return relations;
})();
