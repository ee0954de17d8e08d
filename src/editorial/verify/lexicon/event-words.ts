// Words for events in the life of people, companies and products. A text may report one only if a post does.
import { readGroups, stemOf } from './word-list.js';

/**
 * Words of one group report the same kind of event. A word with `~` also has common meanings: in a post it supports the
 * others, in a text it needs no support.
 */
const TABLE = `
  fire fired dismiss sack oust layoff layoffs terminated~ axe;
  arrest detain custody jail prison imprison handcuff apprehend;
  sue lawsuit lawsuits litigation court~ plaintiff legal~ suit~;
  leak leaks leaked breach hack hacked hacker hackers exposed~ expose~ compromised compromise~;
  steal theft stealing thief plagiarize plagiarism copied~ pirated piracy;
  backdoor malware virus spyware trojan ransomware malicious;
  ban banned bans prohibit forbid outlaw blacklist block~ blocked~ restrict~ restricted~ unavailable~ bar~ barred barring;
  shut shutdown close~ closes~ closed~ closing closure discontinue sunset cease~ shutter shuttering wind-down offline~ retire~ end~;
  acquire acquired buy bought purchase takeover buyout merge~ acquisition sold~ sell~ snapped~;
  die died death dead killed kill fatal fatality deadly murder;
  bankrupt bankruptcy insolvent insolvency liquidation;
  resign resigned quit leave~ leaves~ leaving~ left~ depart departure steps~ stepping~ stepped~ exit~ join~;
  cancel cancelled canceled scrap scrapped abandon~ abandoned~ axed~ call-off~ drop~ dropped~;
  recall withdraw withdrawn withdrew retract pull~ pulled~ removed~ remove~ unavailable~ rescind;
  investigate investigation probe inquiry subpoena raid raided;
  fraud scam fraudulent embezzle embezzlement swindle bribe bribery corruption crime criminal criminals;
  fine fined penalty penalize sanction sanctions;
  delete~ deletes~ deleted~ wipe~ wiped~ erase~ erased~ destroy destroyed;
  crash crashed crashes outage down~ failure~;
  apologize apology apologise sorry;
  divorce marry married wedding pregnant;
  injure injured injury hurt~ wounded hospital hospitalized hospitalised;
  explode explosion exploded burn~ burned~ burnt~ overheat overheats overheating ignite fire;
  guilty convict convicted plead pleaded indicted indict charged~ trial~ verdict;
  accuse accused accuses blame~ blamed~ blames~ allegation allegations alleged alleging allegedly~;
  lie~ lied~ lies~ deceive deceived deception fake~ faked fabricated falsified forged forge hoax;
  spy spied spying espionage surveillance wiretap;
  boycott~ boycotted strike protest protesters riot;
  refund refunds refunded compensate compensation reimburse reimbursed;
  hostage kidnap abduct abducted; racist racism sexist harass harassment harassed abuse abused assault assaulted;
  evict evicted nationalize nationalized seize seized confiscate confiscated;
  blackmail extort extortion ransom; suicide overdose; poison poisoned poisoning compromised~ compromise~ malicious~ tainted tampered infect~ infected~;
  resurrect cure cures cured; sabotage sabotaged sabotages; steal-data exfiltrate exfiltrates exfiltrated;
  bailout bailed rescue~ rescued~; collapse collapsed collapses; plunge plunged plummet plummeted;
  ipo listing~ delisted; elected election vote~ voted~; war~ invade invaded invasion attack~ attacked~ attacks~
`;

export const EVENT_GROUPS = readGroups(TABLE.replace(/~/g, ''));

/** Stems that a text may use only where a post reports such an event. */
export const EVENT_STEMS: ReadonlySet<string> = new Set(
  TABLE.split(/[\s;]+/)
    .filter((word) => word && !word.endsWith('~'))
    .map(stemOf),
);

/** Verbs of two words, and the noun that reports the same event. */
export const PHRASAL_EVENTS: [phrase: RegExp, noun: string][] = [
  [/\bt(?:ak(?:e|es|en|ing)|ook) over\b/i, 'takeover'],
  [/\bb(?:uy|uys|uying|ought) out\b/i, 'buyout'],
  [/\bl(?:ay|ays|aid|aying) off\b/i, 'layoff'],
  [/\bshut(?:s|ting)? down\b/i, 'shutdown'],
];
