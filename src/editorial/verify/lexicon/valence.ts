// Words that take a side: more or less of something, for or against, able or unable, open or closed, beginning or ending.
// Two words on different sides of the `|` of one line cannot both be true of the same thing.
export interface Side {
  /** Index of the line that contains the word. */
  scale: number;
  /** 1: left of the `|`; -1: right of it. */
  sign: 1 | -1;
}

const TABLE = `
  cope copes coped manage manages succeed succeeds succeeded excel excels excelled shine shines thrive thrives ace aces aced capable
  able work works worked reliable reliably robust flawless flawlessly smooth smoothly strong stronger strength strengths good great excellent impressive superior
  handle handles handled handling effective effectively efficient efficiently solid competent adept proficient usable stable masters mastered well
  | struggle struggles struggled struggling fail fails failed failing failure fails unable incapable unreliable brittle weak weaker weakness weaknesses
  weakest poor poorly bad badly terrible awful inferior broken buggy unusable unstable limited limitation limitations inadequate insufficient
  crash crashes crashed crashing challenging challenge challenges difficult issue issues problem problems bug bugs error errors flaw flaws flawed glitch glitches defect defects faulty
  lacking lack lacks flounder flounders stumble stumbles falters trouble difficulty difficulties garbage useless wrong worse subpar;
  praise praises praised praising recommend recommends recommended endorse endorses endorsed applaud applauds welcome welcomes welcomed
  welcoming love loves loved like likes liked support supports supportive favor favour favors prefer prefers advocate advocates defend defends
  enthusiastic enthusiasm positive optimistic impressed pleased happy agree agrees agreed approve approves approved trust trusts delighted excited admire admires admired pleasant pleasurable enjoyable enjoy enjoys enjoyed
  patient appreciate appreciates appreciated glad satisfied satisfying celebrate celebrates celebrated thank thanked friendly confident embrace embraces embraced
  | criticize criticizes criticized criticise criticises criticism critical against oppose opposes opposed dislike dislikes hate hates hated
  reject rejects rejected doubt doubts doubted doubtful skeptical sceptical skepticism scepticism concern concerns concerned worry worries worried
  scold scolds scolded ridicule ridicules ridiculed deride derides derided slam slams slammed bash bashes bashed rant rants annoyed annoying
  unimpressed disappoint disappoints frustrate frustrates negative pessimistic disappointed disappointing disappointment unhappy disagree disagrees disagreed disapprove distrust complain complains
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
  intact retain retains retained retaining maintaining keep keeps kept keeping preserve preserves preserved maintain maintains maintained survive survives hold holds gain gains win wins won
  | lose loses lost losing loss forfeit forfeits delete deletes discard discards shed sheds broke broken breaks break abandon lapse miss misses rescinded revoked;
  allow allows allowed allowing open opens opened opening permit permits permitting permits permitted accept accepts accepted approve approves approved let lets grant grants granted authorize
  authorized legal available accessible unlock unlocks unlocked unrestricted unlimited
  | block blocks blocked blocking ban bans banned forbid forbids forbidden deny denies denied refuse refuses refused reject rejects rejected
  prohibit prohibits prohibited restrict restricts restricted illegal unavailable inaccessible lock locked decline declines declined disallow;
  fix fixes fixed repair repairs repaired solve solves solved resolve resolves resolved patch patches patched cure cures eliminate eliminates
  | report reports reported break breaks broke suffer suffers suffered cause causes caused face faces persist persists remain remains;
  automatic automatically automate automates automated autonomous autonomously unattended | manual manually handmade;
  verbosity verbose wordy wordier longwinded lengthy chatty | terse terser concise brief succinct laconic curt;
  online cloud remote hosted | offline local locally ondevice;
  agreeable sycophantic sycophancy flattering compliant agree agrees | contrarian contrary contradict contradicts contradicted disagree disagrees skeptic obsessive argumentative;
  beat beats outperform outperforms outperformed surpass surpasses surpassed exceed exceeds exceeded ahead lead leads win wins tops overtake overtakes better superior
  | trail trails trailed trailing behind below underperform underperforms loses lag lags lagging inferior worse;
  confirm confirms confirmed prove proves proven proved verify verified validate validated | refute refuted disprove disproved debunk debunked unproven unverified unconfirmed deny denied;
  public publicly open openly | private privately secret secretly internal internally closed;
  new newly newer | old older former previous earlier;
  convinced certain certainly sure surely confident confidently assured definite definitely undoubtedly
  | skeptical sceptical skepticism scepticism doubt doubts doubted doubtful unsure uncertain uncertainty unconvinced hesitant hesitate wary;
  strengthen strengthens strengthened strengthening reinforce reinforces reinforced bolster bolsters bolstered uphold upholds upheld tighten tightens tightened
  | weaken weakens weakened weakening abandon abandons abandoned abandoning drop drops dropped loosen loosens loosened relax relaxes relaxed
  scrap scraps scrapped dilute dilutes diluted undermine undermines undermined erode erodes eroded;
  continue continues continued continuing continuously continuous continual endless endlessly persist persists persisted ongoing repeatedly loop loops looping
  | stop stops stopped stopping halt halts halted abruptly cease ceases ceased ended quit interrupted;
  simplify simplifies simplified simplifying streamline streamlines streamlined ease eases eased easier simple simpler simplest easy easily straightforward effortless
  | complicate complicates complicated complicating complex complexity harder hardest hard tricky cumbersome tedious;
  allow allows allowed allowing permit permits permitted permitting comply complies complied compliant
  | contravene contravenes contravened violate violates violated violating violation breach breaches breached infringe infringes forbid forbids forbade forbidden;
  enough sufficient sufficiently adequate adequately ample plenty abundant
  | insufficient insufficiently inadequate inadequately scarce scarcity shortage lacking;
  join joins joined joining arrive arrives arrived arrival arrivals recruit recruits recruited hire hires hired hiring
  | leave leaves left leaving depart departs departed departing departure departures resign resigns resigned resignation quit quits exit exits exited;
  agree agrees agreed agreeing concur concurs concurred endorse endorses endorsed consensus
  | disagree disagrees disagreed disagreeing dispute disputes disputed argue argues argued arguing oppose opposes opposed;
  many numerous most plenty widespread common commonly | few rare rarely handful uncommon underutilized unusual;
  protect protects protected secure secures secured defend defends defended | expose exposes exposed endanger endangers endangered threaten threatens threatened;
  attract attracts attracted draw draws drew | repel repels deter deters deterred discourage discourages discouraged;
  calm calmed reassure reassures reassured reassuring | alarm alarms alarmed alarming shock shocked panic;
  willing willingly eager eagerly keen agree agrees agreed | refuse refuses refused reluctant reluctantly unwilling resist resists resisted resisting decline declines declined;
  reveal reveals revealed disclose discloses disclosed publish publishes published share shares shared announce announces announced
  | hide hides hid hidden conceal conceals concealed withhold withholds withheld undisclosed secret;
  include includes included including contain contains contained | exclude excludes excluded excluding omit omits omitted lack lacks lacked lacking;
  accident accidental accidentally unintentional unintentionally inadvertent inadvertently | deliberate deliberately intentional intentionally purposely;
  proven mature established production battle-tested | experimental unproven prototype immature preliminary early;
  active actively | inactive idle dormant passive; bring brings brought return returns returned restore restores restored | remove removes removed discontinue discontinued;
  build builds built create creates created | destroy destroys destroyed demolish dismantle dismantles dismantled;
  speedup speedups | slowdown slowdowns; upgrade upgrades upgraded upgrading | downgrade downgrades downgraded downgrading;
  richer | poorer; brighter | darker; broader wider | narrower; cleaner | dirtier messier; deeper | shallower; smarter | dumber; safer | riskier; earlier sooner | later;
  handle handles handled handling answer answers answered accept accepts accepted | refuse refuses refused refusing balk balks;
  hotter warmer | cooler colder; heavier | lighter; thicker | thinner; louder | quieter; sharper | blurrier; stricter | looser laxer
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

/** Lines with praise or success on the left and blame or failure on the right. Their words also oppose each other. */
const JUDGING = /^\s*(?:cope|praise|convinced|simplify|enough|agree|fast|cheap|calm|protect|willing)\b/;
const judging = TABLE.split(';').flatMap((line, scale) => (JUDGING.test(line) ? [scale] : []));
const JUDGEMENT = 1000;
for (const sides of SIDES.values()) {
  const sign = sides.find(({ scale }) => judging.includes(scale))?.sign;
  if (sign) sides.push({ scale: JUDGEMENT, sign });
}

/**
 * Returns the sides that a lower-case word takes; an empty list for most words. The lists have word forms, because stems
 * are too coarse: "mission" and "miss" have the same one.
 */
export const sidesOf = (word: string): readonly Side[] => SIDES.get(word) ?? [];
