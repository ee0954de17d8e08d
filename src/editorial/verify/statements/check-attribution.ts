// Checks that the speaker whom a text names for a statement is the speaker in its posts.
import { countShared, isSameName, type SentenceReading, type Token } from './reading.js';
import { hasSubject, segmentsOf } from './segments.js';

/** Reporting verbs. */
const VERBS =
  'says?|said|argue[sd]?|claims?|claimed|reports?|reported|announce[sd]?|note[sd]?|notes|called|calls|warn(?:s|ed)|admit(?:s|ted)|confirm(?:s|ed)|insist(?:s|ed)|measured?|found|estimate[sd]?|conclude[sd]?|explain(?:s|ed)|states?|stated|acknowledge[sd]?|complain(?:s|ed)|observe[sd]?|predict(?:s|ed)|recommend(?:s|ed)|clarif(?:y|ies|ied)|criticize[sd]?|praise[sd]?|suggest(?:s|ed)|highlight(?:s|ed)?|urge[sd]?|address(?:es|ed)?|stress(?:es|ed)?|emphasi[sz]e[sd]?|raise[sd]?|describe[sd]?|writes|wrote|tells|told|reveal(?:s|ed)|detail(?:s|ed)|believe[sd]?|thinks|expects|expected|propose[sd]?|blame[sd]?';
/** Reporting verbs whose participle may follow what it describes, before a preposition. */
const PARTICIPLE =
  /^(?:measured|found|praised|critici[sz]ed|described|called|blamed|estimated|addressed|raised|detailed)$/;
const REPORT = new RegExp(`^(?:${VERBS})$`, 'i');
/** Words for people without a name, whom any post may quote. */
const CROWD =
  /^(?:commenters?|users?|readers?|several|some|one|others?|op|poster|author|testers?|developers?|critics?|people|many|they|he|she|customers?|redditors?|analysts?|insiders?|observers?|fans?|members?)$/i;
/** Words between a name and its verb that are part of the speaker: "the Orrery team says". */
const GROUP =
  /^(?:team|staff|employees?|engineers?|researchers?|developers?|ceo|founders?|itself|officials?)$/i;

/**
 * Whether the speaker is one of a crowd, and the name only describes it: A in "a user running A reports" and "an A user
 * reports".
 */
function belongsToCrowd(tokens: Token[], at: number): boolean {
  if (CROWD.test(tokens[at + 1]?.word ?? '')) return true;
  const before = tokens.slice(Math.max(0, at - 8), at);
  const crowd = before.findLastIndex(({ word, kind }) => kind !== 'name' && CROWD.test(word));
  return (
    crowd >= 0 &&
    before.slice(crowd + 1).some(({ word }) => /ing$|^(?:who|with|of|on|from|at|in)$/.test(word))
  );
}

/** Returns a sentence's speakers: the tokens before reporting verbs and after phrases such as "according to". */
function speakersOf(sentence: SentenceReading): { token: Token; name: boolean }[] {
  const { tokens, text, start } = sentence;
  const found: { token: Token; name: boolean }[] = [];
  for (const [at, token] of tokens.entries()) {
    // In "It wrote 300 tokens" the verb does not report a statement.
    if (/^(?:writes|wrote)$/.test(token.word) && !/^(?:that|how|why|of)$/.test(tokens[at + 1]?.word ?? ''))
      continue;
    // In "Orrery 2 measured on a laptop" the name is what was measured.
    if (
      PARTICIPLE.test(token.word) &&
      /^(?:from|on|in|at|by|for|as|across|against)$/.test(tokens[at + 1]?.word ?? '')
    )
      continue;
    // Nor in "It says nothing about the limits".
    if (REPORT.test(token.word) && !/^(?:nothing|little)$/.test(tokens[at + 1]?.word ?? '')) {
      let i = at - 1;
      while (
        i >= 0 &&
        i >= at - 3 &&
        (/ly$|^(?:has|have|had|also|later|then|itself|himself|herself|that|which|who|team|staff|'s)$/.test(
          tokens[i]?.word ?? '',
        ) ||
          GROUP.test(tokens[i]?.word ?? ''))
      )
        i--;
      const subject = tokens[i];
      // Punctuation between the subject and the verb separates them.
      const between = subject ? text.slice(subject.end - start, token.start - start) : '';
      // The comma before a relative clause does not: "Orrery 2, which claims …".
      const gap = between.replace(/^,(?= (?:which|who)\b)/, '');
      // In "…, which suggests" the subject is the clause before, not a speaker.
      if (token.word.startsWith('suggest') && /^(?:which|that)$/.test(tokens[at - 1]?.word ?? '')) continue;
      if (subject && at - i <= 4 && !/[;:.,@]|\s{3}/.test(gap) && !belongsToCrowd(tokens, i))
        found.push({ token: subject, name: subject.kind === 'name' });
    }
    const before = text.slice(Math.max(0, token.start - start - 18), token.start - start);
    if (
      /\b(?:according to|(?:reported|said|told|noted|confirmed|cited) by|per|told|via) (?:the )?$/i.test(
        before,
      )
    )
      found.push({ token, name: token.kind === 'name' });
  }
  return found;
}

/** Whether a sentence begins with the name. In a forum, such a sentence reports what that account says. */
const beginsWithName = ({ text }: SentenceReading, name: string) =>
  text.trimStart().toLowerCase().startsWith(`${name.toLowerCase()} `);

/** Whether the sentence is the named speaker's line in a dialogue: "Naomi: what did he say?" */
const isDialogueLine = ({ tokens, text, start }: SentenceReading, { key }: Token) => {
  const first = tokens.find(({ word }) => word !== 'the');
  return (
    first !== undefined &&
    /^\s*:/.test(text.slice(first.end - start)) &&
    isSameName(first.key || first.word, key)
  );
};

/** Text after a name that makes it the publisher of a report. */
const WORK =
  /^(?:['\u2019]s)? (?:\p{Ll}+ )?(?:report|story|article|post|interview|paper|study|survey|data|analysis|estimate)s?\b/u;
/** Text before a name that cites it. */
const CITED = /\b(?:cit(?:es?|ed|ing)|refer(?:s|red|ring)? to|quot(?:es?|ed|ing)|via|see) (?:the |an? )?$/i;

/** Whether the sentence cites a publication of the named source: "an Orrery report", "citing Orrery". */
const isCited = ({ tokens, text, start }: SentenceReading, { key }: Token) =>
  tokens.some(
    (token) =>
      token.kind === 'name' &&
      isSameName(token.key, key) &&
      (WORK.test(text.slice(token.end - start, token.end - start + 40)) ||
        CITED.test(text.slice(0, token.start - start))),
  );

/** A post's sentences and its author, who is the speaker of all of them. */
export interface SpokenPost {
  sentences: SentenceReading[];
  isAuthor: (name: string) => boolean;
  /** Whether the author is an account of a forum, who reports what others say. */
  isAnonymous: boolean;
}

/**
 * Checks each speaker that the claim names. Returns the first one who, in the posts, does not make the statement;
 * undefined if there is none.
 */
export function findWrongSpeaker(claim: SentenceReading, posts: SpokenPost[]): string | undefined {
  const speakers = speakersOf(claim).filter(
    ({ token, name }) =>
      name &&
      !CROWD.test(token.word) &&
      !/^(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/.test(
        token.word,
      ),
  );
  const areAnonymous = posts.every(({ isAnonymous }) => isAnonymous);
  for (const { token } of speakers) {
    if (posts.some(({ isAuthor }) => isAuthor(token.raw))) continue;
    const sentences = posts.flatMap((post) => post.sentences);
    if (areAnonymous && sentences.some((sentence) => beginsWithName(sentence, token.raw))) continue;
    const isSpeaker = (sentence: SentenceReading) =>
      speakersOf(sentence).some((other) => other.name && isSameName(other.token.key, token.key));
    // check-names.ts refuses names that no post contains. A name that it accepts from the vocabulary cannot be
    // the speaker in a forum.
    const named = (sentence: SentenceReading) =>
      sentence.tokens.some(({ kind, key }) => kind === 'name' && isSameName(key, token.key));
    if (!sentences.some(named)) {
      if (areAnonymous) return token.raw;
      continue;
    }
    const others = claim.tokens.filter(({ kind, key }) => kind !== 'empty' && !isSameName(key, token.key));
    const keys = new Set(others.map(({ key }) => key));
    const most = Math.max(0, ...sentences.map((sentence) => countShared(keys, sentence.keys)));
    const nearest = sentences.filter((sentence) => countShared(keys, sentence.keys) === most);
    // The post is about the speaker itself: "Ramp data showed …", "Qwen is a model that claims …".
    const acts = (sentence: SentenceReading) =>
      segmentsOf(sentence).some((segment) => hasSubject(segment, token));
    if (nearest.some(acts)) continue;
    if (
      nearest.some(isSpeaker) ||
      sentences.some((sentence) => isDialogueLine(sentence, token) || isCited(sentence, token))
    )
      continue;
    const related = sentences.filter((sentence) => countShared(keys, sentence.keys) >= 2);
    // The nearest sentences have another speaker, or no related sentence contains the name.
    if (nearest.every((sentence) => speakersOf(sentence).length > 0)) return token.raw;
    if (related.length > 0 && !related.some(named)) return token.raw;
    if (areAnonymous && !sentences.some((sentence) => isSpeaker(sentence) || acts(sentence)))
      return token.raw;
  }
  return undefined;
}
