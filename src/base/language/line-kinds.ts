// Kinds of English lines that cannot stand alone as news: in the first person, vague, shouted, subjectless, a mood.

/** First person, also implied: "Built a tool". */
const FIRST_PERSON =
  /\b(?:[iI]|[iI]['’]m|[iI]['’]ve|[mM]y|[mM]e|[wW]e|[oO]ur|[yY]ou|[yY]our)\b|^(?:\p{Lu}\p{Ll}+ed|Built|Made|Got|Ran|Wrote|Found) (?:an?|the|this|\d+)\s/u;
/** Vague subjects. */
const VAGUE_SUBJECT =
  /^(?:well|so|ok(?:ay)?|anticipation|speculation|excitement|hype|oh|hey|btw|fyi|someone|somebody|anyone|everyone|nobody|people|users?|(?:an? )?(?:developer|dev|coder|programmer|guy|dude|redditor|man|woman)|(?:top )?comment(?:er|ator)?s|key sources|commentary|reactions?|(?:an?|one|another|some|many|most|several|multiple|third|early|case|community|external|outside|independent|initial) (?:\p{Ll}+ )?(?:reactions?|responses?|follow-ups?|runs|drops|tests|discussions?|studies|amplification|tweets?|posts?|posters?|users?|commenters?|testers?|builders|developers|engineers|practitioners|researchers|people|sources|parties|reports?))\b/iu;
/** Agreeing sources, which are not vague. */
const AGREEING_SOURCES = /^(?:multiple|several|many) sources (?:report|say|confirm)\b/i;
/** Openings of sentences without a subject. */
export const SUBJECTLESS_OPENING =
  /^(?:(?:Also )?(?:Says|Claims|Shows|Adds|Introduces|Argues|Notes|Reports|Suggests|Uses|Makes|Gets|Asks|Finds|Explains|Describes|Calls|Highlights|Includes|Supports|Features|Allows|Enables|Lets|Runs|Works|Has|Is|Are|Was|Were)|(?:\p{Lu}\p{Ll}+ly )?(?:Cited|cited|Described|described|Reported|reported|Known|known|Seen|seen|Priced|priced) (?:as|at|by|in))\s/u;
/** Questions, with or without a question mark. */
export const QUESTION_OR_OPENING =
  /\?|^(?:has|have|does|do|did|is|are|was|can|could|should|would|will|any|how|why|what|when|who|which|where)\b/i;
/** Remarks rather than sentences: "Finally it's near", "Been building a thing". */
export const REMARK_OPENING =
  /^(?:been|just|finally|genuinely|honestly|maybe|still|currently|anyways?|turns out|follow[ -]?ups?|hands down|apparently|guess|(?:big|huge|not a) fan)\b/i;
/** Expressions of feeling. */
export const MOOD_WORD =
  /\b(?:insane(?:ly)?|mind-?blowingly|legit|hilarious|gorgeous|beautiful|love|hate|fraud|amazing|awesome|superb|incredible|unbelievable|unhinged|idiot|dumb|stupid|crazy|mind-?blowing|wild|wow|wtf|lol|honestly|literally|beast|slaps|goat(?:ed)?|game[- ]?changer|by miles|banger|we.?re cooked)\b|\bthe best\b|!$/i;
/** References without a name ("Acme compressed the model", "Acme tests it on phones"), which a headline alone cannot resolve. */
export const UNNAMED_REFERENCE =
  /(?<=\S )(?:the|this|that|its|their) (?:(?:new|same|open|full) )?(?:models?|paper|tool|app|project|system|library|framework|benchmark|dataset|company)\b(?! (?:of|by|behind|in|for|that|which|called|from \p{Lu}|\p{Lu}|\d))|\b(?:announce[sd]?|add(?:s|ed)?|ship(?:s|ped)?|ha(?:s|ve)|with) (?:[\p{Ll}\d-]+ )?support\b(?! (?:for|of|in|to)\b)|(?<!\b(?:says?|said|that|claims?|if|as|because|when|while|and|but|how|once|makes?|take) )\b(?:it|them)(?= (?:for|on|in|at|as|with|into|from|to|\p{Ll}+ing)\b|$)/u;
/** Four or more capitals followed by another word in capitals, or no small letter at all. */
const SHOUTED_TITLE = /^(?:[^\p{Ll}]*\p{Lu}[^\p{Ll}]*|.*\b\p{Lu}{4,}(?: \p{Lu}{2,})+.*)$/u;

/** Whether the line opens with a vague subject: "Commenters speculate", "Some users". */
export function isVague(line: string): boolean {
  return VAGUE_SUBJECT.test(line) && !AGREEING_SOURCES.test(line);
}

/** Whether the line is in the first person: "I regret", "my setup". */
export function isPersonal(line: string): boolean {
  return FIRST_PERSON.test(withoutQuotation(line));
}

/** Whether the line expresses a feeling or shouts. */
export function isMood(line: string): boolean {
  return MOOD_WORD.test(line) || isShouted(line) || /^oh\b/i.test(line);
}

/** Whether the line is written in capitals; never in a script without them. */
export function isShouted(line: string): boolean {
  return SHOUTED_TITLE.test(line);
}

/** Removes a quotation with a named speaker: `Acme: "We found 40 faults"`. */
function withoutQuotation(line: string): string {
  return line.replace(/^([^"\u201c:]{2,40}:\s)["\u201c].*$/u, '$1');
}
