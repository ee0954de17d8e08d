// Who is the operator: by the token, as a bearer or for a session in a signed cookie.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { MINUTE_MS } from '../../base/time.js';
import { getSecret } from '../../store/secrets.js';
import { clientOf, createLimiter } from '../ui/limits.js';
import { absoluteUrl, type OperatorOptions, type Site } from '../ui/site.js';

const COOKIE = 'tidings_operator';
const SESSION_HOURS = 12;
/** Wrong tokens. Everybody together, too: addresses are cheap. */
const PER_CLIENT = { burst: 5, everyMs: MINUTE_MS, keys: 10_000 };
const OVERALL = { burst: 50, everyMs: 5_000, keys: 1 };

/** `in`: the operator. `wrong`: somebody with another token. `out`: nobody in particular. */
export type OperatorStatus = 'in' | 'out' | 'wrong' | { waitMs: number };

export interface OperatorAuth {
  /** By cookie or `Authorization: Bearer`. */
  standing(c: Context): Promise<OperatorStatus>;
  /** Begins a session when the token is the right one. */
  enter(c: Context, token: string): Promise<OperatorStatus>;
  leave(c: Context): void;
  /** What a form of this session carries, so that no other site can send it. */
  formKey(c: Context): Promise<string>;
  /** Whether a form carries it; what comes with the token itself needs none. */
  isOwnForm(c: Context, key: string): Promise<boolean>;
}

export function createOperatorAuth(site: Site, { token }: OperatorOptions): OperatorAuth {
  const perClient = createLimiter(PER_CLIENT, site.clock);
  const overall = createLimiter(OVERALL, site.clock);
  // Strangers' wrong tokens do not keep out whoever had the right one.
  const known = new Set<string>();
  let key: Promise<Buffer> | undefined;
  // Of both: who knows one of them can make no session, and a new token ends them all.
  const sign = async (what: string) => {
    key ??= getSecret(site.db).then((secret) =>
      createHmac('sha256', secret).update(`operator:${token}`).digest(),
    );
    return createHmac('sha256', await key)
      .update(what)
      .digest('base64url');
  };
  const tryToken = (c: Context, given: string): OperatorStatus => {
    const client = clientOf(c, site.trustProxy === true);
    const waitMs = Math.max(perClient(client, 0), known.has(client) ? 0 : overall('', 0));
    if (waitMs > 0) return { waitMs };
    if (isSame(given, token)) {
      known.add(client);
      return 'in';
    }
    perClient(client);
    overall('');
    return 'wrong';
  };
  const bearerOf = (c: Context) => /^Bearer +(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const session = async (c: Context) => {
    const cookie = getCookie(c, COOKIE) ?? '';
    const [, expiry = '', signature = ''] = /^(\d{10,12})\.([\w-]{43})$/.exec(cookie) ?? [];
    const valid = isSame(signature, await sign(`session:${expiry}`));
    return valid && Number(expiry) * 1000 > site.clock().getTime() ? cookie : undefined;
  };
  const formKey = async (c: Context) => sign(`form:${await session(c)}`);
  return {
    async standing(c) {
      const bearer = bearerOf(c);
      if (bearer !== undefined) return tryToken(c, bearer);
      return (await session(c)) === undefined ? 'out' : 'in';
    },
    async enter(c, given) {
      const standing = tryToken(c, given);
      if (standing !== 'in') return standing;
      const expiry = Math.floor(site.clock().getTime() / 1000) + SESSION_HOURS * 3600;
      setCookie(c, COOKIE, `${expiry}.${await sign(`session:${expiry}`)}`, {
        path: '/admin',
        httpOnly: true,
        sameSite: 'Strict',
        secure: absoluteUrl(site, c).startsWith('https:'),
        maxAge: SESSION_HOURS * 3600,
      });
      return 'in';
    },
    leave: (c) => void deleteCookie(c, COOKIE, { path: '/admin' }),
    formKey,
    isOwnForm: async (c, given) => bearerOf(c) !== undefined || isSame(given, await formKey(c)),
  };
}

/** Takes the same time whatever they have in common: it compares their hashes. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
