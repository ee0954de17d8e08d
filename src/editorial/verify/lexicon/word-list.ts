// Reads the word lists of this folder. All lists are general English; none is taken from evaluation data.
import { wordStem } from '../wording.js';

export const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));
export const stems = (list: string): Set<string> => new Set([...words(list)].map(stemOf));

/** Returns the stem by which words are compared. Irregular forms have the stem of their base form. */
export function stemOf(word: string): string {
  const lower = word.toLowerCase();
  return wordStem(IRREGULAR.get(lower) ?? lower);
}

/** Irregular forms and their base forms. */
const IRREGULAR = new Map(
  `rise rose risen; fall fell fallen; grow grew grown; sue sued suing; steal stole stolen; buy bought; sell sold;
  lose lost; win won; beat beaten beating; leave left; die died dying dead death deaths; shut shutting; quit quitting;
  break broke broken; make made; say said; begin began begun; drop dropped; ban banned banning; cut cutting;
  hire hired hiring; fire fired firing; speed sped; lead led; think thought; find found; build built; keep kept; pay paid;
  good well; bad worse worst badly; choose chose chosen; run ran running; hide hid hidden; catch caught; freeze froze frozen;
  spend spent spending; hold held; write wrote written; speak spoke spoken; send sent; bring brought; teach taught; feel felt;
  meet met; tell told; draw drew drawn; drive drove driven; know knew known; see saw seen; get got gotten; go went gone;
  become became; come came; mean meant; show shown; shrink shrank shrunk; throw threw thrown; fly flew flown;
  hypothesis hypotheses; analysis analyses; thesis theses; crisis crises; matrix matrices; index indices;
  withdraw withdrew withdrawn; fight fought; take took taken; give gave given; grow growth; lose loss losses; sell sale sales;
  arrive arrival; deny denied denial; marry married; lie lied lying; pull pulled; apply applied; reply replied; try tried;
  resign resignation; acquire acquisition; merge merger; convict conviction; accuse accusation; approve approval;
  refuse refusal; delay delayed; permit permission; fast faster fastest; slow slower slowest; cheap cheaper cheapest;
  large larger largest; small smaller smallest; low lower lowest; high higher highest; big bigger biggest;
  easy easier easiest; hard harder hardest; strong stronger strongest; weak weaker weakest; long longer longest;
  short shorter shortest; early earlier earliest; late later latest; new newer newest; old older oldest;
  safe safer safest; simple simpler simplest; great greater greatest; few fewer fewest; close closer closest`
    .split(/;\s*/)
    .flatMap((line) => {
      const [base = '', ...forms] = line.trim().split(/\s+/);
      return forms.map((form) => [form, base] as const);
    }),
);

/** Reads groups of words, separated by `;`. Returns the indexes of the groups that each stem belongs to. */
export function readGroups(table: string): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  table.split(';').forEach((line, index) => {
    for (const word of stems(line)) groups.set(word, [...(groups.get(word) ?? []), index]);
  });
  return groups;
}
