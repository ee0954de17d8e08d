// Words that take a side: more or less of something, for or against, able or unable, open or closed, beginning or ending.
// Two words of one line on different sides of `|` cannot both hold of the same thing. General English.
export interface Side {
  /** The line that the word is in. */
  scale: number;
  /** 1: left of the bar; -1: right of it. */
  sign: 1 | -1;
}

const TABLE = `
  cope copes coped manage manages succeed succeeds succeeded excel excels excelled shine shines thrive thrives ace aces aced capable
  able work works worked reliable reliably robust flawless flawlessly smooth smoothly strong stronger strength strengths good great excellent impressive superior
  solid competent adept proficient usable stable masters mastered well
  | struggle struggles struggled struggling fail fails failed failing failure fails unable incapable unreliable brittle weak weaker weakness weaknesses
  weakest poor poorly bad badly terrible awful inferior broken buggy unusable unstable limited limitation limitations inadequate insufficient
  lacking lack lacks flounder flounders stumble stumbles falters trouble difficulty difficulties garbage useless wrong worse subpar;
  praise praises praised praising recommend recommends recommended endorse endorses endorsed applaud applauds welcome welcomes welcomed
  welcoming love loves loved like likes liked support supports supportive favor favour favors prefer prefers advocate advocates defend defends
  enthusiastic enthusiasm positive optimistic impressed pleased happy agree agrees agreed approve approves approved trust trusts delighted excited admire
  satisfied satisfying celebrate celebrates celebrated thank thanked friendly confident embrace embraces embraced
  | criticize criticizes criticized criticise criticises criticism critical against oppose opposes opposed dislike dislikes hate hates hated
  reject rejects rejected doubt doubts doubted doubtful skeptical sceptical skepticism scepticism concern concerns concerned worry worries worried
  negative pessimistic disappointed disappointing disappointment unhappy disagree disagrees disagreed disapprove distrust complain complains
  complained complaint complaints angry frustrated frustrating frustration hostile condemn condemns condemned mock mocks mocked blame blames
  blamed question questions questioned questioning dismiss dismisses dismissed warn warns warned dissatisfied dissatisfaction fear fears feared;
  increase increases increased increasing rise rises rose risen grow grows grew grown growth climb climbs climbed jump jumps jumped surge
  surges surged up gain gains gained boost boosts boosted raise raises raised expand expands expanded extend extends extended lengthen double doubles
  doubled triple tripled soar soared widen widens widened more higher larger bigger longer greater upgrade multiply multiplied accelerate
  | decrease decreases decreased decreasing fall falls fell fallen drop drops dropped decline declines declined reduce reduces reduced
  reducing reduction shrink shrinks shrank shrunk cut cuts slash slashes slashed lower lowers lowered lowering less fewer smaller shorter
  shorten shortens shortened halve halves halved narrow narrows narrowed plunge plunged plummet plummeted down downgrade minimize minimizes
  lessen lessens diminish diminishes diminished trim trims trimmed mitigate mitigates;
  fast faster fastest quick quicker quickly rapid rapidly swift speed speedup speedups speeds accelerate accelerates accelerated snappy brisk
  | slow slower slowest slowly slows slowed slowing sluggish delay delays delayed lag lags lagging crawl;
  cheap cheaper cheapest affordable inexpensive free save saves savings economical
  | expensive pricey pricier costly costlier overpriced;
  launched released releasing starts started begin begins began begun open opens opened opening introduce introduces
  introduced ship ships shipped join joins joined enter enters entered enable enables enabled add adds added adding resume resumes
  resumed restore restores restored revive revives revived adopt adopts adopted deploy deploys deployed hires hired
  | stop stops stopped stopping pause pauses paused halt halts halted ends ended close closes closed closing leave leaves left quit quits exit exits
  exited withdraw withdraws withdrew withdrawn cancel cancels canceled cancelled remove removes removed removing disable disables disabled suspend suspends
  suspended discontinue discontinued retire retires retired drop drops dropped abandon abandons abandoned scrap scrapped rescind
  rescinded pull pulled shut shuts shutdown fire fired cease ceased delete deleted revoke revoked;
  retain retains retained keep keeps kept keeping preserve preserves preserved maintain maintains maintained survive survives hold holds gain gains win wins won
  | lose loses lost losing loss forfeit forfeits delete deletes discard discards shed sheds abandon lapse miss misses rescinded revoked;
  allow allows allowed allowing open opens opened opening permit permits permitting permits permitted accept accepts accepted approve approves approved let lets grant grants granted authorize
  authorized legal available accessible unlock unlocks unlocked unrestricted unlimited
  | block blocks blocked ban bans banned forbid forbids forbidden deny denies denied refuse refuses refused reject rejects rejected
  prohibit prohibits prohibited restrict restricts restricted illegal unavailable inaccessible lock locked decline declines declined disallow;
  fix fixes fixed repair repairs repaired solve solves solved resolve resolves resolved patch patches patched cure cures eliminate eliminates
  | report reports reported break breaks broke suffer suffers suffered cause causes caused face faces persist persists remain remains;
  automatic automatically automate automates automated autonomous autonomously unattended | manual manually handmade;
  verbose wordy wordier longwinded lengthy chatty | terse terser concise brief succinct laconic curt;
  online cloud remote hosted | offline local locally ondevice;
  agreeable sycophantic sycophancy flattering compliant agree agrees | contrarian contrary contradict contradicts contradicted disagree disagrees skeptic obsessive argumentative;
  beat beats outperform outperforms outperformed surpass surpasses surpassed exceed exceeds exceeded ahead lead leads win wins tops overtake overtakes better superior
  | trail trails trailed trailing behind below underperform underperforms loses lag lags lagging inferior worse;
  confirm confirms confirmed prove proves proven proved verify verified validate validated | refute refuted disprove disproved debunk debunked unproven unverified unconfirmed deny denied;
  public publicly open openly | private privately secret secretly internal internally closed;
  new newly newer | old older former previous earlier
`;

const SIDES = new Map<string, Side[]>();
for (const [scale, line] of TABLE.split(';').entries())
  for (const [side, words] of line.split('|').entries())
    for (const word of words.split(/\s+/).filter(Boolean)) {
      const sign = side === 0 ? 1 : -1;
      const sides = SIDES.get(word) ?? [];
      if (!sides.some((other) => other.scale === scale && other.sign === sign)) sides.push({ scale, sign });
      SIDES.set(word, sides);
    }

/** The sides that a lower-case word takes; none for most words. Word forms, since stems are too coarse: a mission misses nothing. */
export const sidesOf = (word: string): readonly Side[] => SIDES.get(word) ?? [];
