// Words that say what a sum of money is: income, cost, value, funding. General English.

/** Kinds of sums, each with its words. */
export const SUM_KINDS: [kind: string, words: RegExp][] = [
  ['income', /^(?:revenues?|sales|arr|income|turnover|earn(?:s|ed|ing|ings)?|profits?|profitable)$/],
  [
    'cost',
    /^(?:costs?|costing|spend(?:s|ing)?|spent|expens\w+|capex|burn(?:s|ed|ing)?|bills?|pays?|paid|pric\w+|fees?|loss|losses|loses?|lost)$/,
  ],
  ['value', /^(?:valu(?:ation|ations|ed|es?)|worth|capitali[sz]ation)$/],
  [
    'funding',
    /^(?:rais(?:e|es|ed|ing)|fund(?:s|ed|ing)?|rounds?|financ(?:ing|ed)|invest(?:s|ed|ment|ments|ing)?)$/,
  ],
];
