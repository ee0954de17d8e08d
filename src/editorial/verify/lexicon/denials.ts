// Words and phrases that deny. General English.

/** Grammatical words that deny what follows them, whatever the verb. */
const PLAIN =
  /^(?:not|never|no|nor|neither|none|nobody|nothing|cannot|without|hardly|barely|rarely|seldom|scarcely|\w+n't|unable|absent|lack(?:s|ed|ing)?)$/;
/** Verbs that deny what follows them. */
const VERBS =
  /^(?:incapable|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|reject(?:s|ed|ing)?|ceas(?:e|es|ed|ing)|avoid(?:s|ed|ing)?|abandon(?:s|ed|ing)?|den(?:y|ies|ied|ying)|withh(?:old|olds|eld|olding)|omit(?:s|ted|ting)?|exclud(?:e|es|ed|ing)|ignor(?:e|es|ed|ing)|forgo(?:es|ne)?|neglect(?:s|ed)?|prevent(?:s|ed)?)$/;

/** Phrases that deny what follows them. Before a number they only compare: "3 minutes instead of 30". */
export const DENYING_PHRASES =
  /\b(?:rul(?:e|es|ed|ing) out|(?:rather than|instead of) (?!(?:(?:about|almost|nearly|over|around|roughly|just|under|only|more than|less than|the) )?(?:[$€£]?\d|an? (?:second|minute|hour|day|week|month|year|decade)|(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|hundreds?|thousands?|millions?)\b))|no longer|far from|yet to|fail(?:s|ed)? to|free of|nothing but|dispens(?:e|es|ed) with|d(?:o|oes|id) without|anything but|absence of|(?:keep|prevent|stop|save|spare)s? (?:\w+ ){1,4}from \w+ing|h(?:old|olds|eld) back|(?:advis\w+|warn\w*|argu\w+|recommend\w*|caution\w*) against)\b/i;
/** The phrases among them that are merely grammatical. */
export const PLAIN_PHRASES =
  /\b(?:rather than|instead of|no longer|far from|yet to|at the expense of|fail(?:s|ed)? to)\b/i;

/** Negative words. A post's sentence with one of them may support a denial. */
const NEGATIVE =
  /^(?:un(?!der|i[tfqv]|til|less)\w{4,}|in(?:complete|compatible|feasible|sufficient|ability|capab\w+|accurate|stab\w+)\w*|im(?:possible|practical\w*)|fail\w*|stop\w*|end(?:s|ed|ing)?|halt\w*|discontinu\w*|retir\w*|replac\w*|difficult\w*|restrict\w*|block\w*|missing|limit\w*|drop\w*|zero|0|los(?:e|es|s|ses|t|ing)|worse|shut\w*|broken?|breaks?|crash\w*|leav\w*|left|withdr\w+|pull\w*|kill\w*|cancel\w*|struggl\w*|poor\w*|weak\w*|remov\w*|ban\w*|eliminat\w*|only|offline|local(?:ly)?|private(?:ly)?)$/i;
/** Words of doubt, contrast or condition. A post's sentence with one of them may support a denial, too. */
const CONTRARY =
  /^(?:dis(?!cuss|cover|play|tribut|till|patch|tinct|k)\w{4,}|non\w*|challeng\w+|hard|harder|minim\w+|skeptic\w*|sceptic\w*|doubt\w*|critic\w*|oppos\w*|against|few|fewer|less|little|instead|except\w*|miss\w*|bypass\w*|skip\w*|short\w*|wrong|contra\w+|violat\w*|delay\w*|former\w*|insist\w*|resist\w*|retract\w*|revers\w*|revok\w*|suspend\w*|paus\w*|strip\w*|cut\w*|exclusiv\w*|solely|pre|but|despite|although|though|however|question\w*|whether|closed|unlike|shift\w*|switch\w*|concern\w*|issues?|problems?|trouble|expens\w+|too|yet|still|would|could|if)$/i;
/** Words after a denial that say when it ends: "no code is written until the plan is done" says that it is written later. */
export const UNTIL = /\bun(?:til|less)\b/i;
/** Words that cancel a denial before them: "not only", "no doubt". */
const HOLLOW = /^(?:only|just|merely|simply|necessarily|doubt|matter|wonder|exactly|alone|longer)$/;

/** Whether a lower-case word denies what follows it. `next` is the word after it. */
export const isDenying = (word: string, next = '') =>
  (PLAIN.test(word) || VERBS.test(word)) && !HOLLOW.test(next);
/** Whether a lower-case word is grammatical and denies what follows it. `next` is the word after it. */
export const isPlainDenial = (word: string, next = '') => PLAIN.test(word) && !HOLLOW.test(next);
/** Whether a lower-case word is negative: "missing", "cancelled". */
export const isNegation = (word: string) => NEGATIVE.test(word);
/** Whether a sentence with the lower-case word may support a denial. */
export const isNegativeWord = (word: string) => NEGATIVE.test(word) || CONTRARY.test(word);
/** Whether a lower-case word denies, in any way: "not", "without", "fails", "non". */
export const isDenial = (word: string) =>
  PLAIN.test(word) ||
  VERBS.test(word) ||
  /^(?:fail(?:s|ed|ing)?|stop(?:s|ped|ping)?|non|nowhere)$/.test(word);
