// Stems English words.

/**
 * The stem of a lower-cased word: releases, released and releasing share one. Words of up to three letters and words
 * with a digit are unchanged. Crude but consistent. Porter's stemmer (npm `stemmer`) groups worse: B-cubed F1 0.701
 * instead of 0.709 (docs/grouping.md).
 */
export function stemWord(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  let stem = word.replace(/'s?$/, '');
  if (stem.endsWith('ies') && stem.length > 4) stem = `${stem.slice(0, -3)}y`;
  else if (/(?:ss|sh|ch|x|zz)es$/.test(stem)) stem = stem.slice(0, -2);
  else if (/[^sui]s$/.test(stem)) stem = stem.slice(0, -1);
  if (stem.length > 5 && stem.endsWith('ing')) stem = removeDoubledLetter(stem.slice(0, -3));
  else if (stem.length > 4 && stem.endsWith('ed')) stem = removeDoubledLetter(stem.slice(0, -2));
  else if (stem.length > 5 && stem.endsWith('er')) stem = removeDoubledLetter(stem.slice(0, -2));
  else if (stem.length > 5 && stem.endsWith('ly')) stem = stem.slice(0, -2);
  if (stem.length > 6 && stem.endsWith('ation')) stem = stem.slice(0, -5);
  else if (stem.length > 6 && stem.endsWith('ion')) stem = stem.slice(0, -3);
  return stem.length > 4 && stem.endsWith('e') ? stem.slice(0, -1) : stem;
}

function removeDoubledLetter(stem: string): string {
  return /([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}
