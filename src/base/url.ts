// Canonical URLs, URLs without secrets, and database URLs.
import { createHash } from 'node:crypto';
import { unwrapUrl } from './wrapped-url.js';

/** Whether the text is a valid URL of a PostgreSQL database. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//i.test(text) && URL.canParse(text);
}

/** Parameters that are always trackers. */
const TRACKER_PARAMETER =
  /^(utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi|mkt_tok|vero_id|oly_\w+_id|ref_src|ref_url|cmpid|share_id|rdt|guccounter|guce_\w+|spm|at_medium|at_campaign|pk_campaign|pk_kwd)$/i;
/** Parameters that are trackers only if the value names a referrer. */
const REFERRER_NAMES = /^(ref|source|src|via|from|cmp|trk)$/i;
const REFERRER_VALUE =
  /^(rss\d*|feeds?|atom|x|tw|twitter|t\.co|hn|hackernews|reddit|facebook|fb|linkedin|telegram|bluesky|mastodon|newsletter|e?mail|social|share|sharing|homepage|home|producthunt|ph|syndication|friends_link|(https?:\/\/)?[a-z\d-]+(\.[a-z\d-]+)*\.[a-z]{2,}\/?)$/i;
/** Parameters that are trackers on one site. */
const SITE_TRACKERS: [host: RegExp, names: RegExp][] = [
  [/(^|\.)(youtube\.com|youtu\.be)$/, /^(feature|si|pp|ab_channel)$/i],
  [/(^|\.)spotify\.com$/, /^si$/i],
  [/(^|\.)linkedin\.com$/, /^(trk|trackingid|refid)$/i],
  [/(^|\.)medium\.com$/, /^(source|sk)$/i],
];

function isTracker(host: string, name: string, value: string): boolean {
  if (TRACKER_PARAMETER.test(name) || (REFERRER_NAMES.test(name) && REFERRER_VALUE.test(value))) return true;
  return SITE_TRACKERS.some(([hosts, names]) => hosts.test(host) && names.test(name));
}

/** Whether the parameter marks an AMP copy: `?amp`, `?amp=1`, `?outputType=amp`. */
function isAmpMark(name: string, value: string): boolean {
  return (
    (/^_?amp$/i.test(name) && /^(1|true|)$/i.test(value)) || (/^outputtype$/i.test(name) && value === 'amp')
  );
}

/** Parses an absolute http(s) URL without credentials; undefined otherwise. Only these become links. */
export function parseHttpUrl(value: string | undefined, base?: string): URL | undefined {
  if (!value) return undefined;
  let url: URL;
  try {
    url = new URL(value.trim(), base);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username || url.password) return undefined;
  return url;
}

/**
 * Normalises the addresses of a page: https, no `www.`, mobile or AMP forms, no fragment (except routes: `#/a`), no
 * tracking parameters, sorted query, no trailing slash. Resolves redirects that contain their target, and known aliases
 * (youtu.be, twitter.com, old.reddit.com, arxiv.org/pdf). Returns undefined for anything but an http(s) URL. For
 * comparing and keying only: show readers the original.
 */
export function canonicalUrl(value: string | undefined): string | undefined {
  const written = parseHttpUrl(value);
  if (!written) return undefined;
  const url = unwrapUrl(written);
  let host = url.hostname.replace(/^(www\d?|m|mobile|amp)\./, '').replace(/\.$/, '');
  let path = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/\/(amp|index\.html?)\/?$/, '/')
    .replace(/^\/amp\/(?=.)/, '/')
    .replace(/\.amp(\.html)?$/, '$1');
  const query = new URLSearchParams(
    [...url.searchParams].filter(([name, text]) => !isTracker(host, name, text) && !isAmpMark(name, text)),
  );

  if (host === 'twitter.com' || host === 'nitter.net' || host === 'vxtwitter.com' || host === 'fxtwitter.com')
    host = 'x.com';
  if (host === 'x.com') {
    const status = /^\/(?:i\/web|[^/]+)\/status(?:es)?\/(\d+)/.exec(path)?.[1];
    if (status) return `https://x.com/i/status/${status}`;
    path = path.toLowerCase();
    query.delete('s');
    query.delete('t');
  }
  if (/(^|\.)reddit\.com$/.test(host) || host === 'redd.it') {
    const id =
      host === 'redd.it' ? /^\/(\w+)/.exec(path)?.[1] : /^\/(?:r\/\w+\/)?comments\/(\w+)/.exec(path)?.[1];
    if (id) return `https://reddit.com/comments/${id.toLowerCase()}`;
    host = 'reddit.com';
  }
  if (host === 'youtu.be') {
    query.set('v', path.slice(1));
    host = 'youtube.com';
    path = '/watch';
  }
  if (host === 'arxiv.org' || host === 'export.arxiv.org') {
    const paper = /^\/(?:abs|pdf|html)\/(\d{4}\.\d{4,5})/.exec(path)?.[1];
    if (paper) return `https://arxiv.org/abs/${paper}`;
  }
  if (host === 'github.com') path = path.replace(/^(\/[^/]+\/[^/]+?)\.git$/, '$1');

  query.sort();
  const search = query.toString();
  const port = url.port && url.port !== '80' && url.port !== '443' ? `:${url.port}` : '';
  const route = /^#!?\/./.test(url.hash) ? url.hash : '';
  return `https://${host}${port}${path.replace(/\/$/, '')}${search ? `?${search}` : ''}${route}`;
}

/** The canonical forms of the http(s) URLs, in order. */
export function canonicalUrls(urls: (string | null | undefined)[]): string[] {
  return urls.flatMap((url) => canonicalUrl(url ?? undefined) ?? []);
}

/** All http(s) URLs in a text, as written but without closing punctuation. */
export function findUrls(text: string): string[] {
  return (text.match(/https?:\/\/[^\s<>"'`\u201c\u201d]{1,2000}/gi) ?? []).map((url) => {
    let end = url.replace(/[.,;:!?\u2026]+$/, '');
    while (end.endsWith(')') && !end.includes('(')) end = end.slice(0, -1).replace(/[.,;:!?]+$/, '');
    return end;
  });
}

/** Names of parameters whose value is a secret. */
const SECRET_PARAMETER = /^(?:.*[_-])?(?:token|key|apikey|auth|secret|sig|signature|password|pass|pwd)$/i;
/** A UUID, 32 letters and digits (never a page's name), or the digest that replaced one. */
const SECRET_SEGMENT =
  /(?<![a-z\d])(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{32,}|key-[\da-f]{8})(?![a-z\d])/gi;

/**
 * Replaces each key in a URL's query or path (as in a paid newsletter's feed) with a digest, so that the URL can be
 * shown and URLs that differ only in their key still differ. Returns other text unchanged.
 */
export function withoutKeys(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  for (const [name, value] of [...url.searchParams])
    if (value && SECRET_PARAMETER.test(name)) url.searchParams.set(name, digestOf(value));
  url.pathname = url.pathname.replace(SECRET_SEGMENT, digestOf);
  url.search = url.search.replace(SECRET_SEGMENT, digestOf);
  return url.href === new URL(address).href ? address : url.href;
}

function digestOf(key: string): string {
  return `key-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}
