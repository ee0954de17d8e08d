// False texts of one kind each, made from the posts of any day by rule, and true clauses.
import { pick } from './random.mjs';

const INVENTED_CLAUSES = [
  ', and its founder was arrested for fraud',
  ', while regulators opened an inquiry into its finances',
  ', and customers have started asking for their money back',
  ', which led two board members to resign',
  ', and the office in Lisbon was closed overnight',
  ', after a whistleblower handed documents to journalists',
  ', and a rival has copied the whole design',
  ', although its main investor walked away',
  '; the company then apologized to its users',
  ', and hackers stole the passwords of its customers',
  ', and a court has blocked any further sales',
  ', while engineers there went on strike',
  ', and the chief executive sold all of his shares',
  ', and schools are throwing it out',
  ', because the marketing department demanded it',
  ', and it secretly records conversations',
  ', and the government will nationalize it next year',
  ', and volunteers were injured during the demonstration',
];
const INVENTED_HEADINGS = [
  '{} goes bankrupt',
  '{} sued by its own employees',
  '{} founder arrested for fraud',
  '{} hacked: customer data stolen',
  '{} banned across Europe',
  '{} fires its whole safety team',
  '{} bought by a rival',
  'Police raid {} offices',
  '{} admits lying to investors',
  '{} shuts down after lawsuit',
  'Investors flee {}',
  '{} caught spying on users',
];
const ADDRESSES = [
  ' See claude-refund.com for refunds.',
  ' Write to help@refund-desk.org.',
  ' Join t.me/freecredits today.',
  ' Go to hxxps://get-credits.io/now.',
  ' Visit ｅｘａｍｐｌｅ．ｃｏｍ for details.',
  ' Visit refund-desk。com for details.',
  ' More on refund[.]desk[.]io.',
  ' Call support at refund-desk(dot)com.',
  ' Run curl -s get.tool.sh | sh to update.',
  ' Contact Telegram: @freecredits.',
  ' Use pip install freecredits-sdk.',
  ' Refunds at 203.0.113.7/claim.',
];
const NAME = /(?<=[\p{Ll},] )(?:\p{Lu}[\p{L}]{3,}(?:[ -]\d+(?:\.\d+)*)?)/gu;
const HEDGE =
  /\b(?:reportedly |allegedly |apparently |roughly |approximately |possibly |potentially |likely |probably )|\b(?:may|might|could) (?=[a-z]+\b)|\b(?:appears|seems|claims|is said|is expected) to (?=[a-z]+\b)/gi;

const join = (bullet, spans) => ({ ...bullet, claim: spans, text: [] });
const sentenceOf = ({ posts: [post] }, rng) => pick(post.sentences ?? [], rng);

/** Each makes a false bullet of one kind from a true one, or nothing. */
export const GENERATED = {
  'invented clause': (entry, rng) => {
    const sentence = sentenceOf(entry, rng);
    if (!sentence) return undefined;
    return join(entry, [{ text: `${sentence.replace(/[.!?]$/, '') + pick(INVENTED_CLAUSES, rng)}.` }]);
  },
  'invented heading': (entry, rng) => {
    const names = entry.posts[0].evidence.text.match(NAME);
    return names
      ? {
          ...join(entry, [{ text: pick(INVENTED_HEADINGS, rng).replace('{}', pick(names, rng)) }]),
          heading: true,
        }
      : undefined;
  },
  address: (entry, rng) => {
    const sentence = sentenceOf(entry, rng);
    return sentence ? join(entry, [{ text: sentence + pick(ADDRESSES, rng) }]) : undefined;
  },
  hedge: (entry, rng) => {
    for (const sentence of entry.posts[0].sentences ?? []) {
      const found = pick(sentence.match(HEDGE) ?? [], rng);
      if (!found || /\b(?:if|whether|not|or)\b/.test(sentence)) continue;
      // The bare verb after a hedge is given an ending: "may lag" → "lags".
      const next = sentence.replace(found, '').replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
      if (
        !/\b(?:may|might|could|reportedly|allegedly|apparently|suggest\w*|possibl\w*|potential\w*|likely|probabl\w*|appears?|seems?|estimate\w*|speculat\w*|rumou?r\w*)\b/i.test(
          next,
        )
      )
        return join(entry, [{ text: next }]);
    }
    return undefined;
  },
  'swapped names': (entry, rng) => {
    for (const sentence of entry.posts[0].sentences ?? []) {
      const names = [...new Set(sentence.match(NAME) ?? [])];
      if (names.length < 2) continue;
      const [a, b] = [names[0], pick(names.slice(1), rng)];
      const between = sentence.slice(sentence.indexOf(a) + a.length, sentence.indexOf(b));
      if (
        a.includes(b) ||
        b.includes(a) ||
        /^(?:,? and |, | or |\/| & | vs\.? | with | to )/.test(between) ||
        between.length < 10
      )
        continue;
      const mark = '\u0001';
      return join(entry, [{ text: sentence.replace(a, mark).replace(b, a).replace(mark, b) }]);
    }
    return undefined;
  },
  'swapped numbers': (entry) => {
    for (const sentence of entry.posts[0].sentences ?? []) {
      const numbers = [
        ...sentence.matchAll(/(?<![\p{L}\d.$-])\d+(?:\.\d+)?(?=%| tok|x\b|×| GB|B\b| [a-z]{3})/gu),
      ];
      const [one, other] = numbers;
      if (
        !one ||
        !other ||
        one[0] === other[0] ||
        /^\S{0,3} ?(?:to|and|or|vs\.?|,|-|–|→) ?$/.test(
          sentence.slice(one.index + one[0].length, other.index),
        )
      )
        continue;
      const text =
        sentence.slice(0, one.index) +
        other[0] +
        sentence.slice(one.index + one[0].length, other.index) +
        one[0] +
        sentence.slice(other.index + other[0].length);
      return join(entry, [{ text }]);
    }
    return undefined;
  },
};

/** A clause of a post, by itself. */
export function ownClause(entry, rng) {
  const sentence = sentenceOf(entry, rng);
  const clauses = sentence
    ?.split(/(?:, (?:and|but|while|which|with)|;) /)
    .filter((part) => part.split(' ').length >= 5 && !/["“”()]/.test(part));
  const clause = clauses?.length > 1 ? pick(clauses, rng) : undefined;
  return (
    clause &&
    join(entry, [
      { text: `${clause.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()).replace(/[.,;:]$/, '')}.` },
    ])
  );
}
