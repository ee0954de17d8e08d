// The words of a text: one spelling, light stems, which of them carry content, and the language they are in.

/**
 * The form in which texts are compared: NFKC, one kind of hyphen, em dashes spaced, no zero-width characters,
 * thin-space thousands as `7'000`. Never shown to anyone.
 */
export function plainText(text: string): string {
  return text
    .replace(/(\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))/g, "$1'")
    .replace(/[\u2122\u00ae\u00a9\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .normalize('NFKC')
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(/[\u2014\u2015]/g, ' - ');
}

/** Plain text on one line, without web addresses, which say nothing. */
export function spokenText(text: string): string {
  return plainText(text)
    .replace(/https?:\/\/\S+/gi, ' ')
    .replace(/\s+/g, ' ');
}

/** Without diacritics, lower case. */
export function foldCase(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

const list = (words: string) => new Set(words.split(/\s+/).filter(Boolean));

const STOP: Record<string, Set<string>> = {
  en: list(`a about above across after again all almost along also although always am among an and another any are
    around as at away back be because been before behind being below between both but by came can cannot come comes could did do does
    doing done down during each earlier either else enough etc even ever every few first for from further get gets getting
    give given gives giving go goes going gone got had has have having he her here hers him his how however i if in
    instead into is isn't it it's its itself just keep kept last later least less let like likely made make makes
    making many may maybe me might mine more most much must my near nearly neither never next no nor not now of off
    often on once one only onto or other others our out over own per perhaps put quite rather re really same second
    see seen several shall she should since so some something soon still such take taken takes taking than that
    that's the their them then there these they thing things this those though through thus to today together too
    toward towards two under until up upon us use used uses using very via was way we well went were what what's when
    where whether which while who whole whom whose why will with within without won't would yet you your don't doesn't
    didn't can't i'm you're they're we're isn wasn don doesn didn't aren't wasn't weren't aren`),
  de: list(`der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ist sind war waren
    wird werden wurde wurden hat haben hatte kann mit von vom zu zum zur auf für bei nach aus über unter durch um an am
    im in als wie auch noch nur schon mehr sich es er sie wir ihr ich du man dass daß wenn weil denn doch sehr so dann
    hier dort diese dieser dieses seine ihre bis seit vor zwischen gegen ohne laut etwa rund`),
  fr: list(`le la les un une des du de et ou mais ne pas est sont était ont avec pour par sur dans en au aux ce cette ces
    qui que quoi dont où plus moins très il elle ils elles nous vous je tu on se sa son ses leur leurs être avoir fait
    comme aussi après avant entre selon sans sous`),
  es: list(`el la los las un una unos unas y o pero no es son era fue han con para por en de del al que se su sus lo más
    menos muy como también después antes entre según sin sobre este esta estos estas ese esa hay ser estar`),
  it: list(`il lo la gli le un una uno di del della dei delle e o ma non è sono era ha hanno con per da dal dalla in nel
    nella che si su sul come anche dopo prima più meno molto questo questa secondo`),
  pt: list(`o a os as um uma uns umas e ou mas não é são foi tem com para por em no na nos nas de do da dos das que se
    seu sua mais menos muito como também depois antes entre segundo este esta`),
  nl: list(`de het een en of maar niet is zijn was waren heeft hebben met van voor op in aan bij naar uit over onder door
    om als ook nog al meer zich dat die dit deze wordt worden werd volgens`),
};

/** What a reporter adds to what was said. It needs no support. */
const REPORTING =
  list(`say says said saying report reports reported reporting argue argues argued arguing claim claims
  claimed claiming note notes noted noting post posts posted posting posting's tweet tweets tweeted thread threads share
  shares shared sharing announce announces announced announcing announcement write writes wrote writing describe describes
  described describing show shows showed shown showing highlight highlights highlighted point points pointed pointing
  according user users people author authors commenter commenters commentator comment comments reply replies replied
  respond responds responded answer answers add adds added adding find finds found finding suggest suggests suggested
  explain explains explained call calls called calling see sees mention mentions mentioned discuss discusses discussed
  discussion community reaction reactions ask asks asked meanwhile separately elsewhere however overall notably
  reportedly apparently new latest today yesterday week day recently currently update updates story news
  introduce introduces introduced release releases released launch launches launched unveil unveiled publish published
  sagt berichtet schreibt laut meldet zeigt`);

/** Whether the word has no content of its own in any language that we know, or is a reporter's word. */
export function isEmptyWord(word: string, language = 'en'): boolean {
  return (
    REPORTING.has(word) || (STOP[language] ?? STOP.en)?.has(word) === true || STOP.en?.has(word) === true
  );
}

/** Whether the word is a function word, in lower case. */
export function isFunctionWord(word: string, language = 'en'): boolean {
  return STOP.en?.has(word) === true || STOP[language]?.has(word) === true;
}

const ENDINGS: [RegExp, string][] = [
  [/ies$/, 'y'],
  [/(ss|sh|ch|x|zz)es$/, '$1'],
  [/([^su])s$/, '$1'],
  [/i[sz]ations?$/, 'iz'],
  [/ations?$/, 'at'],
  [/(?:ingly|edly|ments?|ness|ers?|ing|ed|ly|ors?)$/, ''],
];

function cut(word: string): string {
  let root = word.replace(/['\u2019]s?$/, '');
  if (root.length < 4 || root.length > 40) return root;
  for (const [ending, replacement] of ENDINGS) {
    const next = root.replace(ending, replacement);
    if (next.length >= 3 && /[aeiouyäöü]/.test(next)) root = next;
  }
  return root
    .replace(/([bdfgmnprt])\1$/, '$1')
    .replace(/(.{3,})e$/, '$1')
    .replace(/(.{2,})y$/, '$1i');
}

/** Words come again and again; a day's vocabulary fits several times. */
const MOST_STEMS = 50_000;
const known = new Map<string, string>();

/** A light English wordStem: releases, released and releasing are one. Short words stay as they are. */
export function wordStem(word: string): string {
  let root = known.get(word);
  if (root === undefined) {
    root = cut(word);
    if (known.size >= MOST_STEMS) known.clear();
    known.set(word, root);
  }
  return root;
}

const WORD = /[\p{L}\p{N}]+(?:['\u2019][\p{L}]+)*/gu;

/** Lower-cased words of a plain text, compounds in their parts. */
export function plainWords(text: string): string[] {
  return foldCase(text).match(WORD) ?? [];
}

/** The stems that carry content, once each, without numbers and measures. Compounds also count as one word. */
export function contentStems(text: string, language = 'en'): Set<string> {
  const stems = new Set<string>();
  for (const raw of plainWords(text)) {
    const word = raw.replace(/\u2019/g, "'");
    if (word.length < 2 || /^\d/.test(word) || isEmptyWord(word, language)) continue;
    stems.add(wordStem(word));
  }
  return stems;
}

/** Compounds of a text in one word: `reread` for "re-read". */
export function compoundStems(text: string): string[] {
  // From where a word begins only: a long one would take quadratic time.
  return (foldCase(text).match(/(?<!\p{L})\p{L}+-\p{L}+/gu) ?? []).map((compound) =>
    wordStem(compound.replace('-', '')),
  );
}

const SCRIPTS: [RegExp, string][] = [
  [/[\u3040-\u30ff]/gu, 'ja'],
  [/[\uac00-\ud7af]/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Devanagari}/gu, 'hi'],
];

/**
 * The language of a text by its script and its function words; undefined when there are too few of them to
 * tell. Good enough to know that two texts cannot be compared word by word, and no more.
 */
export function detectLanguage(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return undefined;
  for (const [script, language] of SCRIPTS)
    if ((text.match(script)?.length ?? 0) > letters * 0.25) return language;
  const found = plainWords(text);
  let best: string | undefined;
  let most = 1;
  for (const [language, stop] of Object.entries(STOP)) {
    const hits = found.filter((word) => stop.has(word)).length;
    if (hits > most) [best, most] = [language, hits];
  }
  return best;
}
