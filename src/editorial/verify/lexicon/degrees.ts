// Words that say how much, how often, why or when something is true. A text may use one only if its posts do.

/** A group of degree words: those that a text may use (`says`), and those of a post that support them (`covers`). */
export interface Trigger {
  name: string;
  says: RegExp;
  covers: RegExp;
  /** Contexts in which the words have another meaning. */
  except?: RegExp;
  /** Whether any related sentence of the posts may cover it, not only the near ones. */
  anywhere?: true;
  /** The kind, by which `check-degree.ts` accepts other support, such as a computed fraction. */
  kind: 'quantifier' | 'cause' | 'time' | 'fraction';
}

const whole = (list: string) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}-])(?<!(?:nearly|almost|virtually|practically) )(?:${list.trim().replace(/\s*\|\s*/g, '|')})(?![\\p{L}\\p{N}])`,
    'iu',
  );

const PERIOD =
  'weeks?|months?|years?|quarters?|summer|winter|spring|autumn|fall|decades?|nights?|weekend|days?|hours?|morning|evening|afternoon';

const TABLE: Trigger[] = [
  {
    name: 'first',
    kind: 'quantifier',
    says: whole(
      "(?:is|was|are|were|be|became|becomes|as) (?:[\\p{L}]+[\u2019']s |its |their )?(?:the )?(?:world[\u2019']s )?first|the world[\u2019']s first|first[- ]ever|first to|the earliest",
    ),
    covers: whole('first|1st|earliest|debut\\w*|pioneer\\w*|never before|#1|maiden|initial(?:ly)?|inaugural'),
  },
  {
    name: 'only',
    kind: 'quantifier',
    says: whole(
      '(?:sole|solely|exclusive|exclusively|uniquely)|only (?:works?|runs?|available|supported|possible|open|usable|offered|sold|for|on|to|through|via|with|from|by)',
    ),
    except: /\bnot only\b/i,
    covers: whole(
      'only|sole|solely|exclusive\\w*|unique\\w*|just|no other|nobody else|no one else|alone|without|nothing else|merely|but one|one of|limited|restricted|require[sd]?|must',
    ),
  },
  {
    name: 'the only one',
    kind: 'quantifier',
    says: whole(
      '(?:the|its|their|his|her) (?:only|sole)|only one|nobody else|no one else|no other|unrivall?ed|alone among',
    ),
    covers: whole(
      'only|sole|solely|exclusive\\w*|unique\\w*|no other|nobody else|no one else|alone|nothing else|but one|first|unrivall?ed|unmatched',
    ),
  },
  {
    name: 'all',
    kind: 'quantifier',
    says: whole(
      'all|every|everyone|everybody|everything|each and every|any and all|entire|whole|unanimous\\w*|across the board|100 ?%',
    ),
    except:
      /, all (?:of (?:them|which|whom) )?(?:\w+ly )?\w+(?:ed|en)\b|\b(?:at all|after all|all-?(?:in|time|round|star|out|new|day)|above all|all about|all the (?:same|more|while)|for all|each of|all (?:day|night|week)|almost (?:all|every\w*)|nearly (?:all|every\w*)|not (?:all|every\w*|fully|entirely|completely)|overall|all (?:over|across|around)|all of (?:this|that|it)|every (?:\d+|other|day|week|month|year|hour|time|second|minute|few|now))\b/i,
    covers: whole(
      'all|every|everyone|everybody|everything|each|any|anyone|anybody|entire|entirely|whole|wholly|complete|completely|unanimous\\w*|throughout|fully|universal\\w*|always|100 ?%|0 ?%|none|no|zero|both|wherever|whenever|whatever|end-to-end|saturat\\w*',
    ),
  },
  {
    name: 'wholly',
    kind: 'quantifier',
    anywhere: true,
    says: whole('entirely|wholly|completely|totally|fully'),
    except: /\bnot (?:entirely|wholly|completely|totally|fully)\b|\bfully open\b/i,
    covers: whole(
      'all|every|everyone|everybody|everything|entire|entirely|whole|wholly|complete|completely|total|totally|unanimous\\w*|throughout|fully|full|always|100 ?%|0 ?%|none|zero|end-to-end|without|only|stock|self-contained|standalone|local(?:ly)?',
    ),
  },
  {
    name: 'given up',
    kind: 'quantifier',
    anywhere: true,
    says: whole(
      'g(?:ive|ives|ave|iven|iving) up(?! to)|walk(?:s|ed)? away|turn(?:s|ed)? down|back(?:s|ed)? out',
    ),
    covers: whole(
      'g(?:ive|ives|ave|iven|iving) up|walk(?:s|ed|ing)? away|turn(?:s|ed|ing)? down|back(?:s|ed|ing)? out|abandon\\w*|quit\\w*|stop\\w*|drop\\w*|switch\\w*|left|leav\\w*|cancel\\w*|ditch\\w*|replac\\w*|instead|refus\\w*|declin\\w*|reject\\w*|withdr\\w*|retir\\w*|no longer|ended|lost|los(?:es|ing)|sacrific\\w*|gave|mov(?:ed|es|ing)|done with|worth|no more',
    ),
  },
  {
    name: 'confirmed',
    kind: 'quantifier',
    anywhere: true,
    says: whole('confirm(?:s|ed)?|prove[sd]?|proven|verif(?:y|ies|ied)|validate[sd]?'),
    except:
      /\b(?:not|n[\u2019']t|never|cannot|un|to|nobody|no one|without)(?: (?:has|have|had|been|be|yet|to|\w+ly))* (?:confirm|prove|verif|validate)/i,
    covers: whole(
      'confirm\\w*|prove\\w*|proof|verif(?:y|ies|ied|ication)|validat\\w*|demonstrat\\w*|evidence|official\\w*|announc\\w*|acknowledg\\w*|admit\\w*|clarif\\w*|reproduc\\w*',
    ),
  },
  {
    name: 'each',
    kind: 'quantifier',
    says: whole(
      'each (?:of the )?(?:[\\p{L}\\p{N}.-]+ ){1,3}(?:has|have|had|costs?|gets?|holds?|uses?|needs?|carr(?:y|ies)) [$€£]?\\d[\\p{L}\\d.,]*',
    ),
    covers: whole('each|every|per|apiece|all|both|respectively|individual\\w*|\\d+ ?[x×]|either|any'),
  },
  {
    name: 'all of those named',
    kind: 'quantifier',
    anywhere: true,
    says: whole('(?<=, )all (?:of (?:them|which|whom) )?(?:[\\p{L}]+ly )?[\\p{L}]+(?:ed|en)'),
    covers: whole('all|every|each|any|both|these|those|they|none|no'),
  },
  {
    name: 'everybody',
    kind: 'quantifier',
    says: whole(
      '(?:every|all|each|all the|all of the) (?:(?!other|day|week|month|year|time|single)[\\p{L}-]+ ){0,2}(?:users?|commenters?|readers?|researchers?|developers?|customers?|employees?|models?|engineers?|testers?|experts?|companies|labs?|benchmarks?|tasks?|tests?|agents?|devices?|gpus?|phones?|languages?|quantizations?|versions?|posts?|people|person|teams?|users|members?)|everyone|everybody',
    ),
    covers: whole(
      'all|every|everyone|everybody|each|anyone|entire|whole|unanimous\\w*|universal\\w*|consensus|100 ?%|0 ?%|none|nobody|both',
    ),
  },
  {
    name: 'always',
    kind: 'quantifier',
    says: whole(
      'always|invariably|without exception|every time|at all times|for good|forever|permanently|constantly|consistently|guarantee[sd]?|guaranteed',
    ),
    covers: whole(
      'always|invariably|without exception|every time|whenever|forever|permanent\\w*|constant\\w*|consistent\\w*|guarante\\w*|every|all|never|continu\\w*|stable|reliab\\w*|steady|24/7',
    ),
  },
  {
    name: 'never',
    kind: 'quantifier',
    says: whole('never|at no time|not once'),
    covers: whole(
      "never|no|not|none|without|cannot|zero|nothing|nobody|n[\u2019']t|\\w+n[\u2019']t|avoid\\w*|instead|rather|unable|fail\\w*|first|unprecedented|offline|local(?:ly)?|on-device|private(?:ly)?",
    ),
  },
  {
    name: 'most',
    kind: 'quantifier',
    says: whole(
      'most (?:of )?(?:the )?(?:[\\p{L}-]+ ){0,2}(?:users?|commenters?|people|developers?|customers?|readers?|researchers?|companies|models?|tasks?|benchmarks?|metrics?|engineers?|employees?|posts?)|a majority|the majority|majority|mostly|the bulk|predominantly|mainly',
    ),
    covers: whole(
      'most|mostly|majority|bulk|predominant\\w*|main|mainly|largely|broad|broadly|overwhelming\\w*|almost (?:all|every)|nearly (?:all|every)|general|generally|typical\\w*|usual\\w*|all|every|primar\\w*|[5-9]\\d(?:\\.\\d+)? ?%|99%|consensus|common\\w*|focus\\w*',
    ),
  },
  {
    name: 'superlative',
    kind: 'quantifier',
    says: whole(
      "the (?:best|worst|largest|biggest|fastest|slowest|cheapest|smallest|strongest|weakest|highest|lowest|most [\\p{L}-]+|least [\\p{L}-]+|top|leading|greatest|smartest|hardest|safest|oldest|newest|longest|shortest|richest)|world[\u2019']s (?:best|largest|biggest|fastest|strongest|leading|most [\\p{L}-]+)|record-breaking|all-time (?:high|low|best)|ever made|ever built|number one|unbeatable|second to none",
    ),
    except:
      /\b(?:at the (?:top|best|latest)|the best of|best of|the top of|the most of|most of|top[- ]\d+|the top \d+|the leading \d+)\b/i,
    covers: whole(
      '(?!test|latest|request|interest|suggest|invest|honest|contest|protest|digest|guest|forest)[\\p{L}]{3,}est|best|worst|most|least|top|topped|topping|tops|leading|leads?|leader\\w*|first|#1|1st|record\\w*|sota|state[- ]of[- ]the[- ]art|frontier|flagship|beat\\w*|outperform\\w*|surpass\\w*|ahead|exceed\\w*|number one|unprecedented|ever|history|never|dominat\\w*|max\\w*|min\\w*|premier|no other|only|unmatched|peak|crown|king|ranked|ranks',
    ),
  },
  {
    name: 'ever',
    kind: 'quantifier',
    says: whole(
      'ever|in history|of all time|all-time|(?:that |which )?(?:anyone|anybody|any (?:lab|company|model|team|user)) (?:has|have|had)',
    ),
    except: /\b(?:ever (?:since|more|so)|hardly ever|if ever|ever-\w+|what ?ever|for ever|than ever)\b/i,
    covers: whole(
      'ever|history|historic\\w*|all[- ]time|never|first|record\\w*|unprecedented|to date|so far|yet|any|anyone|anybody|no other|world',
    ),
  },
  {
    name: 'any',
    kind: 'quantifier',
    anywhere: true,
    says: whole('(?:on|at|in|for|with|of|across) any(?! (?:more|other|case|event|time|given|kind|of|means))'),
    except: /\b(?:not|no|never|without|n[\u2019']t|nor|if|whether|un\w+|lack\w*|fail\w*|before|refus\w+)\b/i,
    covers: whole(
      'any|anyone|anything|anywhere|all|every|each|whatever|whichever|regardless|no matter|universal\\w*|arbitrary|always|both|agnostic|general\\w*',
    ),
  },
  {
    name: 'second to another',
    kind: 'quantifier',
    says: whole(
      '(?<!second[- ]|third[- ]|next[- ]|fourth[- ]|one of )(?:the )?most (?:popular|common|used|important|active|cited|valuable|downloaded)|(?<!second[- ]|third[- ]|fourth[- ])(?:largest|biggest|best|fastest)(?= \\w)',
    ),
    covers: whole(
      '(?<!second[- ]|third[- ]|next[- ]|fourth[- ])(?:most|\\w{3,}est|best)|top|leading|first|#1|record\\w*|sota|state[- ]of[- ]the[- ]art|max\\w*|lead\\w*|beat\\w*|outperform\\w*|surpass\\w*|number one|highest',
    ),
  },
  {
    name: 'cause',
    kind: 'cause',
    says: whole(
      'because|because of|due to|owing to|thanks to|caused?|causes|causing|led to|leads to|leading to|forced|forces|forcing|prompted|prompting|as a result|resulted in|resulting in|results? from|stems from|triggered|triggers|triggering|consequently|therefore|hence|thereby|made .{1,40} (?:cheaper|faster|slower|worse|better|possible|impossible|obsolete)|after pressure|under pressure|in response to|in retaliation|drove|blamed on|is to blame|to blame for|reason why',
    ),
    covers: whole(
      'because|due to|owing to|thanks to|since|caus\\w*|lead(?:s|ing)? (?:\\w+ ){0,2}to|led (?:\\w+ ){0,2}to|argu\\w*|rather than|forc\\w*|prompt\\w*|result\\w*|stem\\w*|trigger\\w*|consequen\\w*|therefore|hence|thereby|thus|so|so that|by|via|through|from|after|respon\\w*|retaliat\\w*|dr[oi]v\\w+|blam\\w*|reason\\w*|driven|attribut\\w*|enabl\\w*|allow\\w*|let|lets|make|makes|making|made|which|to|contribut\\w*|impl\\w+|means|meaning|suggest\\w*|as|why|help\\w*|lead\\w*|bottleneck\\w*|root',
    ),
  },
  {
    name: 'change over time',
    kind: 'time',
    says: whole(
      'no longer|(?<!(?:is|are|was|were|be|been|being|get|gets) )used to|not any ?more|anymore|formerly|once was|until recently|has ceased|back then|in the past|was once|were once|ex-|discontinued',
    ),
    covers: whole(
      "\\w+n[\u2019']t|not|cannot|no longer|(?<!(?:is|are|was|were|be|been|being|get|gets) )used to|not any ?more|any ?more|former\\w*|once|until|ceas\\w*|previous\\w*|past|earlier|prior|before|was|were|had|old|now|ex|replac\\w*|retir\\w*|discontinu\\w*|stop\\w*|end\\w*|remov\\w*|drop\\w*|unavailable|gave way|instead|abandon\\w*|leav\\w*|left|switch\\w*|deprecat\\w*|pre|normal\\w*|typical\\w*|usual\\w*|without|go\\w* away|gone|become\\w*|became|un\\w+able",
    ),
  },
  {
    name: 'time gone by',
    kind: 'time',
    anywhere: true,
    says: whole(
      `(?:last|past|previous|earlier this) (?:${PERIOD})|yesterday|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\\d+|several|many|some) (?:${PERIOD}) (?:ago|earlier)|(?:years|months|weeks|days) ago|overnight|last night`,
    ),
    covers: whole(
      `(?:last|past|previous|earlier|recent|this|since|over the|for|in) ?(?:few |several |\\w+ )?(?:${PERIOD})|yesterday|ago|earlier|recent\\w*|overnight|previous\\w*|20\\d\\d|yoy|year[- ]over[- ]year|year[- ]on[- ]year|annual\\w*|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:${PERIOD})[- ]old`,
    ),
  },
  {
    name: 'long ago',
    kind: 'time',
    anywhere: true,
    says: whole('(?:last|past|previous) (?:years?|quarters?|summer|winter|spring|autumn|fall|decades?)'),
    covers: whole(
      'years?|quarters?|summer|winter|spring|autumn|fall|decades?|20\\d\\d|yoy|annual\\w*|months?|q[1-4]',
    ),
  },
  {
    name: 'time to come',
    kind: 'time',
    anywhere: true,
    says: whole(
      '(?:next|coming|later this) (?:weeks?|months?|years?|quarters?|summer|winter|spring|autumn|fall|decades?|nights?|weekend|days?|hours?|morning|evening|afternoon)|tomorrow|tonight|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\\d+) (?:years?|months?|weeks?|days?|hours?) (?:later|from now)|(?<!\\bas )soon|shortly|imminent(?:ly)?|in the coming|by the end of|at midnight',
    ),
    covers: whole(
      '(?:next|coming|later|upcoming|following|within|end of|this) ?(?:few |several |the |\\w+ )?(?:weeks?|months?|years?|quarters?|summer|winter|spring|autumn|fall|decades?|nights?|weekend|days?|hours?|morning|evening|afternoon)|tomorrow|tonight|later|soon|shortly|imminent\\w*|upcoming|coming|before long|midnight|by the end|in progress|planned|plans?|expected|eventually|will|to be|await\\w*|forthcoming|tease[sd]?|teasing|through end|close to|near(?:s|ing)|about to|impending',
    ),
  },
  {
    name: 'end of the year',
    kind: 'time',
    anywhere: true,
    says: whole(
      "(?:end|close|start|beginning|middle|rest) of (?:the|this|next|last) year|year[\u2019']s end|year-end",
    ),
    covers: whole(
      'years?|(?:end|close|start|beginning|middle|rest|through|by|late|early|mid) (?:of )?20\\d\\d|annual\\w*|december|january|q[1-4]|h[12]|year-end',
    ),
  },
  {
    name: 'time of day',
    kind: 'time',
    anywhere: true,
    says: whole(
      'at night|late at night|in the (?:morning|evening|afternoon)|at noon|after midnight|overnight',
    ),
    covers: whole('nights?|overnight|mornings?|evenings?|afternoons?|noon|midnight|daily|hours?'),
  },
  {
    name: 'future',
    kind: 'time',
    says: whole(
      'will|going to|is set to|are set to|plans to|is about to|are about to|upcoming|soon|is building|is developing|is working on|is making|are building',
    ),
    except: /\b(?:will(?:ing|power)|last will)\b/i,
    covers: whole(
      "will|[\\p{L}]+[\u2019']ll|won[\u2019']t|going to|gonna|set to|plan\\w*|about to|upcoming|soon|future|next|coming|expect\\w*|intend\\w*|aim\\w*|later|by \\d{4}|tomorrow|shall|schedul\\w*|eventual\\w*|toward|hope\\w*|roadmap|forthcoming|prepar\\w*|working|making|wants?|teas\\w*|hint\\w*|in progress|predict\\w*|propos\\w*|agree\\w*|deals?|close to|near(?:s|ing)|impending|imminent|for a long time|(?:is|are|am|be|[\u2019'](?:re|m|s)) [\\p{L}]+ing",
    ),
  },
  {
    name: 'ahead',
    kind: 'quantifier',
    says: whole(
      'beats?|beaten|beating|outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|outscores?d?|tops|topped|outranks?|overtak(?:es|en|ing)|overtook|dominat(?:es|ed|ing)|leads (?:all|every|the|both|each)',
    ),
    covers: whole(
      'beat\\w*|outperform\\w*|surpass\\w*|outscor\\w*|top|tops|topped|topping|outrank\\w*|overt\\w+|dominat\\w*|leads?|led|leading|leader\\w*|ahead|above|over|exceed\\w*|better|best|higher|highest|superior|win|wins|won|winning|first|#1|faster|fastest|stronger|strongest|more|most|improv\\w*|record|sota|state[- ]of[- ]the[- ]art|gains?|edge\\w*|excel\\w*|shin(?:es|ing)|cheaper|smarter|lower|behind|below|worse|trail\\w*|lag\\w*|lose|loses|lost|defeat\\w*|crush\\w*|rank\\w*|than',
    ),
  },
  {
    name: 'hourly',
    kind: 'time',
    says: whole('hourly'),
    covers: whole('hourly|(?:an?|per|each|every|the|this|last|\\d+|few)[ -]hours?|hours?|/ ?h'),
  },
  {
    name: 'daily',
    kind: 'time',
    says: whole('daily'),
    covers: whole('daily|(?:an?|per|each|every|the|this|last|\\d+|few)[ -]days?|days?|/ ?d'),
  },
  {
    name: 'weekly',
    kind: 'time',
    says: whole('weekly'),
    covers: whole('weekly|(?:an?|per|each|every|the|this|last|\\d+|few)[ -]weeks?|weeks?|/ ?week'),
  },
  {
    name: 'monthly',
    kind: 'time',
    says: whole('monthly'),
    covers: whole('monthly|(?:an?|per|each|every|the|this|last|\\d+|few)[ -]months?|months?|/ ?mo(?:nth)?'),
  },
  {
    name: 'yearly',
    kind: 'time',
    says: whole('(?:yearly|annual(?:ly)?)'),
    covers: whole(
      'yearly|(?:an?|per|each|every|the|this|last|\\d+|few)[ -]years?|years?|/ ?y(?:ea)?r?|arr|run[- ]rate|annual\\w*|yearly',
    ),
  },
  {
    name: 'nightly',
    kind: 'time',
    says: whole('nightly'),
    covers: whole('nightly|(?:an?|per|each|every|the|this|last|\\d+|few)[ -]nights?|nights?|/ ?night'),
  },
  {
    name: 'price',
    kind: 'quantifier',
    says: whole(
      '(?:is|are|was|were|for|be|become|becomes) (?:(?:now|entirely|completely)\\s)?free|free of charge|at no cost|gratis|costs nothing',
    ),
    except: /\bfree (?:of (?!charge)|from|to)\b/i,
    covers: whole(
      'free\\w*|gratis|no cost|without (?:charge|cost|paying)|[$€£]0|open[- ]?(?:source\\w*|weights?)|costs? nothing|zero cost',
    ),
  },
  {
    name: 'availability',
    kind: 'quantifier',
    says: whole(
      'generally available|widely available|available to (?:all|everyone|everybody|anyone)|general availability|ga',
    ),
    covers: whole(
      'generally available|general availability|ga|widely|broad(?:ly)?|everyone|everybody|all|anyone|public(?:ly)?|rolled out',
    ),
  },
  {
    name: 'ordinal',
    kind: 'quantifier',
    anywhere: true,
    says: whole(
      '(?:the|its|their|a|his|her) (?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?! of )',
    ),
    except:
      /\b(?:second|third|fourth) (?:half|quarter|time|place|party|option|way|person|one)\b|\bsecond[- ](?:hand|guess|opinion)|\ba (?:third|fifth|tenth|second)\b/i,
    covers: whole(
      'second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\\d+(?:nd|rd|th)|#\\d+|two|three|four|five',
    ),
  },
  {
    name: 'independent',
    kind: 'quantifier',
    anywhere: true,
    says: whole('independent(?:ly)?|third[- ]party|peer[- ]reviewed|officially|official'),
    covers: whole(
      'independent\\w*|third[- ]part\\w*|peer[- ]review\\w*|external\\w*|official\\w*|announc\\w*|own',
    ),
  },
  {
    name: 'fraction',
    kind: 'fraction',
    says: whole(
      'half|halves|one third|a third|two[- ]thirds|three[- ]quarters|a quarter|one quarter|a fifth|one fifth|a tenth|one tenth|(?:two|three|four|five|six|seven|eight|nine)[- ](?:fifths|sixths|sevenths|eighths|ninths|tenths)|dozens|hundreds|thousands|millions|billions|tens of|a handful|one in (?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\\d+)|(?:two|three|four|five|six|seven|eight|nine) (?:in|out of) (?:ten|five|twelve|twenty|\\d+)',
    ),
    except:
      /\ban? [mbt]r?illion\b|\band a half\b|\b(?:in (?:the )?(?:first|second) half|second half|better half|half (?:a )?dozen|half-?(?:life|hour|time)|a third[- ](?:party|time|place|option|way|model|person)|quarter[- ](?:over|end|final)|a quarter ago)\b/i,
    covers: whole(
      'half|halves|halv\\w+|third|thirds|quarters?|fifth|tenth|dozens?|hundreds?|thousands?|millions?|billions?|tens|handful',
    ),
  },
];

/** For each period, the words of a post that give such a time. */
const LENGTHS: Record<string, string> = {
  hour: 'hours?|minutes?|mins?|hrs?|\\d+ ?(?:h|m|min)',
  day: 'days?|daily|hours?|hrs?|overnight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|\\d+ ?h',
  week: 'weeks?|weekly|days?',
  month: 'months?|monthly|weeks?|days?',
  year: 'years?|annual\\w*|yearly|months?|yoy',
};

/** "Within a week", "in under a year": the posts must give a time of that length. */
const DURATIONS = Object.entries(LENGTHS).map(
  ([period, covers]): Trigger => ({
    name: `within a ${period}`,
    kind: 'time',
    anywhere: true,
    says: whole(`(?:within|in(?: just)? (?:under|less than|over|about)) (?:an?|one) (?:single )?${period}`),
    covers: whole(covers),
  }),
);

/** All groups. `says` has the global flag, to find every match. */
export const TRIGGERS: readonly Trigger[] = [...TABLE, ...DURATIONS].map((trigger) => ({
  ...trigger,
  says: new RegExp(trigger.says, 'giu'),
}));
