// Signs the operator in: by token, as a bearer, or by a mailed link. Sessions are in the store.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { oneLine, truncate } from '../../base/text.js';
import { HOUR_MS, MINUTE_MS } from '../../base/time.js';
import { addSession, endSession, findSession, touchSession } from '../../store/operator/sessions.js';
import { getSecret } from '../../store/secrets.js';
import { clientOf, createLimiter } from '../http/limits.js';
import { absoluteUrl, type Site } from '../site/site.js';

const COOKIE_NAME = 'tidings_operator';
const SESSION_MS = 12 * HOUR_MS;
const LINK_MS = 15 * MINUTE_MS;
/** Limits of wrong tokens: for one client, and for all together, since an attacker may have many addresses. */
const CLIENT_TRIES = { burst: 5, everyMs: MINUTE_MS, keys: 10_000 };
const ALL_TRIES = { burst: 50, everyMs: 5_000, keys: 1 };
const LINK_REQUESTS = { burst: 3, everyMs: 5 * MINUTE_MS, keys: 1 };

/** `in`: the operator. `wrong`: somebody with another token. `out`: not signed in. */
export type OperatorStatus = 'in' | 'out' | 'wrong' | { waitMs: number };

export interface OperatorAuth {
  /** By cookie or `Authorization: Bearer`. */
  status(c: Context): Promise<OperatorStatus>;
  /** Starts a session if the token is right. The right token is never refused, even after many wrong ones. */
  signIn(c: Context, token: string): Promise<OperatorStatus>;
  /** Creates a sign-in link, or returns the milliseconds until another may be requested. */
  createLink(c: Context): Promise<{ url: string } | { waitMs: number }>;
  /** Uses up a sign-in link and starts a session. */
  useLink(c: Context, token: string): Promise<boolean>;
  signOut(c: Context): Promise<void>;
  /** The CSRF token of this session's forms. */
  csrfToken(c: Context): Promise<string>;
  /** Whether `key` is the session's CSRF token. Requests with a bearer token need none. */
  isOwnForm(c: Context, key: string): Promise<boolean>;
  /** The current session's id; undefined with a bearer token. */
  sessionOf(c: Context): Promise<string | undefined>;
}

export function createOperatorAuth(site: Site, token: string): OperatorAuth {
  const { db, clock } = site;
  const clientTries = createLimiter(CLIENT_TRIES, clock);
  const allTries = createLimiter(ALL_TRIES, clock);
  const linkRequests = createLimiter(LINK_REQUESTS, clock);
  const now = () => clock().toISOString();
  const later = (ms: number) => new Date(clock().getTime() + ms).toISOString();

  let key: Promise<Buffer> | undefined;
  // Signed with the store's secret and the token: a copy of the store cannot forge a session, and a new token ends all.
  const sign = async (text: string) => {
    key ??= getSecret(db).then((secret) => createHmac('sha256', secret).update(`operator:${token}`).digest());
    return createHmac('sha256', await key)
      .update(text)
      .digest('base64url');
  };

  const tryToken = (c: Context, given: string): OperatorStatus => {
    if (isSame(given, token)) return 'in';
    const client = clientOf(c, site.trustProxy === true);
    const waitMs = Math.max(clientTries(client), allTries(''));
    return waitMs > 0 ? { waitMs } : 'wrong';
  };
  const bearerOf = (c: Context) => /^Bearer +(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];

  const findOwn = async (c: Context) => {
    const cookie = getCookie(c, COOKIE_NAME);
    if (!cookie || cookie.length > 100) return undefined;
    const session = await findSession(db, await sign(`session:${cookie}`), { kind: 'session', now: now() });
    if (session && Date.parse(now()) - Date.parse(session.seen_at) > MINUTE_MS)
      await touchSession(db, session.id, now());
    return session;
  };
  const begin = async (c: Context) => {
    const cookie = randomBytes(24).toString('base64url');
    const client = truncate(oneLine(c.req.header('user-agent') ?? 'unknown'), 200);
    const session = { kind: 'session', client, now: now(), expiresAt: later(SESSION_MS) } as const;
    await addSession(db, { id: await sign(`session:${cookie}`), ...session });
    setCookie(c, COOKIE_NAME, cookie, {
      path: '/admin',
      httpOnly: true,
      sameSite: 'Strict',
      secure: absoluteUrl(site, c).startsWith('https:'),
      maxAge: SESSION_MS / 1000,
    });
  };
  const csrfToken = async (c: Context) => sign(`form:${(await findOwn(c))?.id}`);

  return {
    async status(c) {
      const bearer = bearerOf(c);
      if (bearer !== undefined) return tryToken(c, bearer);
      return (await findOwn(c)) ? 'in' : 'out';
    },
    async signIn(c, given) {
      const status = tryToken(c, given);
      if (status === 'in') await begin(c);
      return status;
    },
    async createLink(c) {
      const waitMs = linkRequests('');
      if (waitMs > 0) return { waitMs };
      const secret = randomBytes(24).toString('base64url');
      const link = { kind: 'link', client: '', now: now(), expiresAt: later(LINK_MS) } as const;
      await addSession(db, { id: await sign(`link:${secret}`), ...link });
      return { url: absoluteUrl(site, c, `/admin/link?token=${secret}`) };
    },
    async useLink(c, secret) {
      const id = await sign(`link:${secret}`);
      if (!(await findSession(db, id, { kind: 'link', now: now() })) || !(await endSession(db, id)))
        return false;
      await begin(c);
      return true;
    },
    async signOut(c) {
      const session = await findOwn(c);
      if (session) await endSession(db, session.id);
      deleteCookie(c, COOKIE_NAME, { path: '/admin' });
    },
    csrfToken,
    isOwnForm: async (c, given) => bearerOf(c) !== undefined || isSame(given, await csrfToken(c)),
    sessionOf: async (c) => (await findOwn(c))?.id,
  };
}

/** Compares hashes, so that the time does not depend on the values. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
