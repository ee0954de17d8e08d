// Finds addresses that mail clients may link or readers may follow: hosts, mailboxes, messengers, shell commands.
import { parse } from 'tldts';

export interface Address {
  /** As written. */
  raw: string;
  kind: 'host' | 'mailbox' | 'messenger' | 'command' | 'link';
}

/** Dots of other scripts, and dots in brackets that evade filters: `example。com`, `example[.]com`. */
const DOTS = /[\u3002\uff0e\uff61\u2024\u00b7\u2027\u0701\u06d4]|\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?/gi;
const SPOKEN_DOT =
  /(?<=[\p{L}\p{N}-]{2}) dot (?=(?:com|net|org|io|ai|app|dev|co|xyz|info|me|ly|gg)(?![\p{L}\p{N}]))/giu;
const SPOKEN_AT = /(?<=[\p{L}\p{N}]{2})\s?(?:[[({]\s?at\s?[\])}])\s?(?=[\p{L}\p{N}])/giu;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u180e]/g;

/** Returns the text with all addresses in one spelling: NFKC, plain dots, no invisible characters. */
export function plainAddress(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(DOTS, '.')
    .normalize('NFKC')
    .replace(DOTS, '.')
    .replace(SPOKEN_DOT, '.')
    .replace(SPOKEN_AT, '@');
}

const SCHEME =
  /(?<![\p{L}\p{N}])(?:h(?:tt|xx|\*\*)ps?|ftp|s?ftps?|wss?|mailto|javascript|data|file|tel|sms|tg|whatsapp|magnet|ipfs|bitcoin|ethereum):(?=\/\/|\S)\S*|:\/\/\S*/giu;
const MAILBOX =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu;
const MESSENGER =
  /(?<![\p{L}\p{N}])(?:(?:telegram|signal|whatsapp|wechat|discord|dm|kik|skype)\s?:?\s?(?:@[\p{L}\p{N}_]{3,}|\+\d[\d ]{5,})|(?:t|wa|fb|m)\.me\/\S+|discord\.gg\/\S+)/giu;
const HOST =
  /(?<![\p{L}\p{N}@_-])(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.){1,8}[\p{L}][\p{L}\p{N}-]{1,62}(?![\p{L}\p{N}@])(?:[/?#:][^\s,;)]*)?/giu;
const IP =
  /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d+|\/\S+)(?!\d)|(?<![\d.\p{L}])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/gu;
const COMMAND =
  /(?<![\p{L}\p{N}])(?:(?:curl|wget)\s+(?=\S{0,80}[-./])\S{1,80}|sudo\s+\p{L}+|(?:pip3?|npm|pnpm|yarn|brew|apt(?:-get)?|gem|cargo|go|uv|conda)\s+(?:install|i|add|get)\s+\S+|npx\s+(?=\S*[-@/])\S+|rm\s+-\p{L}+\s+\S+|bash\s+-c\b|\|\s?(?:ba|z)?sh\b|powershell\s+-\S+|chmod\s+\S+\s+\S+|git\s+clone\s+\S+|docker\s+(?:run|pull)\s+\S+|(?:eval|iex)\()/giu;
/** Returns everything in a text that looks like an address or a command. Takes time linear in the text's length. */
export function findAddresses(text: string): Address[] {
  const plain = plainAddress(text);
  const found: Address[] = [];
  const add = (pattern: RegExp, kind: Address['kind'], keep: (raw: string) => boolean = () => true) => {
    for (const [raw] of plain.matchAll(pattern)) if (keep(raw)) found.push({ raw, kind });
  };
  add(SCHEME, 'link');
  add(MAILBOX, 'mailbox');
  add(MESSENGER, 'messenger');
  add(COMMAND, 'command');
  add(IP, 'host');
  add(HOST, 'host', isHost);
  return found;
}

/** Suffixes of private networks, other name systems and examples, which are not registered. */
const RESERVED_SUFFIX = /[\p{L}\p{N}]{2}\.(?:example|invalid|onion|localhost|internal|eth)$/iu;

/** Whether a name ends in a suffix that hosts may have. */
export function isHost(raw: string): boolean {
  const host = raw.split(/[/?#:]/)[0] ?? '';
  // "e.g" and "U.S" are abbreviations: single letters do not make a host.
  if (/^(?:\p{L}\.)+\p{L}$/u.test(host)) return false;
  if (RESERVED_SUFFIX.test(host)) return true;
  const { isIcann, isPrivate, domain } = parse(host.toLowerCase());
  return (isIcann === true || isPrivate === true) && domain !== null;
}

/**
 * Returns the addresses that a text must not contain. A host without a path, port or query is allowed if a cited post
 * contains it in the same spelling, because it may be a name (`Node.js`, `README.md`).
 */
export function findForbiddenAddresses(text: string, posts: readonly string[]): Address[] {
  return findAddresses(text).filter(({ raw, kind }) => {
    if (kind !== 'host' || /[/?#:]/.test(raw)) return true;
    return !posts.some((post) => containsAlone(post, raw));
  });
}

/** Whether a post contains the name alone, not as part of an address. */
function containsAlone(post: string, name: string): boolean {
  for (let at = post.indexOf(name); at >= 0; at = post.indexOf(name, at + 1)) {
    const [before, after] = [post[at - 1] ?? ' ', post.slice(at + name.length, at + name.length + 2)];
    if (!/[\p{L}\p{N}@/._-]/u.test(before) && !/^(?:[\p{L}\p{N}@/_-]|\.[\p{L}\p{N}])/u.test(after))
      return true;
  }
  return false;
}
