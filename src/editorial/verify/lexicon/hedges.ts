// Words that hedge: they leave open whether something is true, or how exact a number is.
import { words } from './word-list.js';

/** Words that leave open whether something is true. */
export const DOUBTS =
  words(`may might could possibly possible perhaps maybe potentially potential appear appears appeared apparently
  seem seems seemed seemingly suggest suggests suggesting likely unlikely probably presumably rumored rumoured rumor
  rumors rumour reportedly allegedly alleged supposedly purportedly purported speculate speculates speculated speculation speculating
  hypothetically arguably hint hints hinted hinting estimate estimates estimated expect expects expected hope hopes hoping
  unconfirmed unverified plausibly plausible conceivably wonder wonders wondered asking asked ask wish wishes wished want
  wants should would jokingly joke joked joking humorous sarcastic sarcastically satirical meme believed thought
  believes believe thinks think feels feel aims aim intends plans planning questioned question questioning if whether
  seeks hopefully tentative tentatively tentatively risk risks can`);

/** Words in `DOUBTS` that often hedge something other than the words next to them, and so prove nothing alone. */
export const WEAK_DOUBTS = words(
  'can want wants should would asking asked ask if whether plans planning aims aim intends hope hopes expect expects expected think thinks feel feels believe believes risk risks potential question meme humorous suggest suggests suggesting questioned',
);

/** Words that attribute a statement to somebody. */
export const REPORTS =
  words(`claim claims claimed claiming say says said saying argue argues argued arguing report reports reported reporting
  state states stated assert asserts asserted announce announced announces suggest suggests suggested according note notes noted
  observe observes observed contend contends contended describe describes described per via citing cites cited
  mention mentions mentioned believe believes think thinks thought feel feels felt frame frames framed warn warns warned
  highlight highlights highlighted emphasize emphasized emphasizes tell tells told write writes wrote quote quoted
  criticize criticizes criticized call calls called speculate complain complained complains insist insists insisted
  predict predicts predicted expect expects expected estimate estimates estimated estimating view views viewed see sees
  caution cautioned cautions confirm confirmed confirms deny denies denied accuse accuses accused concede conceded
  measure measured measures find finds found test tested put puts doubt doubts doubted praise praises praised
  guess guesses guessed suspect suspects suspected reckon reckons reckoned fear fears feared object objects objected
  imply implies implied dispute disputes disputed present presents presented bill bills billed tout touts touted
  propose proposes proposed questions questioned worry worries worried recommend recommends recommended self-reported`);

/** Phrases that hedge or attribute a statement: "is said to", "word has it". */
export const OPEN_PHRASES =
  /\b(?:(?:is|are|was|were|be|been) (?:\w+ly )?(?:said|thought|believed|rumou?red|reported|tipped|claimed|alleged|billed|touted|described|presented|supposed|meant|understood|seen) (?:to|as|that)|word has it|(?:looks?|sounds?|seems?) (?:as if|as though|like|set)|there (?:is|are) (?:talk|rumou?rs|speculation|hints|signs)|in theory|on paper|by (?:its|his|her|their) own (?:account|words)|(?:un|not )(?:clear|certain|confirmed|verified)|the (?:hope|fear|guess|view|suspicion|rumou?r|theory) (?:is|that|goes))\b/i;

/** Words that say how exact a number is. */
export const APPROXIMATORS =
  words(`about around roughly approximately approx nearly almost circa some ca close up over under least most
  more less than below above exceeding estimated`);
