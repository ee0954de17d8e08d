// The function words of each supported language: words without meaning of their own, such as articles.

const parse = (words: string) => new Set(words.split(/\s+/));

const FUNCTION_WORDS: Record<string, ReadonlySet<string>> = {
  en: parse(`a about above across after again against all almost along also although always am among an and another
    any are aren aren't around as at away back be because been before behind being below between both but
    by came can can't cannot come comes could couldn did didn didn't do does doesn doesn't doing don don't
    done dont down during each earlier either else enough etc even ever every few first for from further
    get gets getting give given gives giving go goes going gone got had has hasn have haven having he her
    here hers him his how however i i'm if im in instead into is isn isn't it it's its itself ive just
    keep kept last later least less let like likely ll made make makes making many may maybe me might mine
    more most much must my near nearly neither never next no nor not now of off often on once one only
    onto or other others our out over own per perhaps put quite rather re really same second see seen
    several shall she should since so some something soon still such take taken takes taking than that
    that's the their them then there these they they're thing things this those though through thus to
    today together too toward towards two under until up upon us use used uses using ve very via was wasn
    wasn't way we we're well went were weren't what what's when where whether which while who whole whom
    whose why will with within without won't would yes yet you you're your`),
  de: parse(`der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine ist sind war
    waren wird werden wurde wurden hat haben hatte kann mit von vom zu zum zur auf für bei nach aus über
    unter durch um an am im in als wie auch noch nur schon mehr sich es er sie wir ihr ich du man dass daß
    wenn weil denn doch sehr so dann hier dort diese dieser dieses seine ihre bis seit vor zwischen gegen
    ohne laut etwa rund`),
  fr: parse(`le la les un une des du de et ou mais ne pas est sont était ont avec pour par sur dans en au aux ce
    cette ces qui que quoi dont où plus moins très il elle ils elles nous vous je tu on se sa son ses leur
    leurs être avoir fait comme aussi après avant entre selon sans sous`),
  es: parse(`el la los las un una unos unas y o pero no es son era fue han con para por en de del al que se su sus
    lo más menos muy como también después antes entre según sin sobre este esta estos estas ese esa hay
    ser estar`),
  it: parse(`il lo la gli le un una uno di del della dei delle e o ma non è sono era ha hanno con per da dal dalla
    in nel nella che si su sul come anche dopo prima più meno molto questo questa secondo`),
  pt: parse(`o a os as um uma uns umas e ou mas não é são foi tem com para por em no na nos nas de do da dos das
    que se seu sua mais menos muito como também depois antes entre segundo este esta`),
  nl: parse(`de het een en of maar niet is zijn was waren heeft hebben met van voor op in aan bij naar uit over
    onder door om als ook nog al meer zich dat die dit deze wordt worden werd volgens`),
};

/**
 * Whether a lower-cased word is a function word of the language (its two-letter code). English ones count in every
 * language, because posts about technology often mix them in.
 */
export function isFunctionWord(word: string, language = 'en'): boolean {
  return FUNCTION_WORDS.en?.has(word) === true || FUNCTION_WORDS[language]?.has(word) === true;
}
