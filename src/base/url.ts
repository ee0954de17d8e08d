// What makes two addresses the same page, which addresses may be shown, and which name a database.
import { createHash } from 'node:crypto';

/** Whether the text is the URL of a PostgreSQL database, and one that can be read. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//i.test(text) && URL.canParse(text);
}

const TRACKING =
  /^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi|ref_src|ref_url|cmpid|share_id|rdt|guccounter|guce_\w+|spm|source|src|ref|feature|si|trk)$/i;

/** The URL when it is absolute and http(s) without credentials, else undefined. Only these become links. */
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
 * One spelling for all addresses of a page: https, no `www.`, mobile or AMP forms, no fragment, no tracking
 * parameters, sorted query, no trailing slash; known aliases (youtu.be, twitter.com, old.reddit.com,
 * arxiv.org/pdf) lead to their canonical page. Gives undefined for what is not an http(s) URL.
 * For comparing and keying; show readers the original.
 */
export function canonicalUrl(value: string | undefined): string | undefined {
  const url = parseHttpUrl(value);
  if (!url) return undefined;
  let host = url.hostname.replace(/^(www\d?|m|mobile|amp)\./, '').replace(/\.$/, '');
  let path = url.pathname.replace(/\/{2,}/g, '/').replace(/\/(amp|index\.html?)\/?$/, '/');
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !TRACKING.test(name)));

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
  return `https://${host}${port}${path.replace(/\/$/, '')}${search ? `?${search}` : ''}`;
}

/** All http(s) URLs that stand in a text, as written but without closing punctuation. */
export function findUrls(text: string): string[] {
  return (text.match(/https?:\/\/[^\s<>"'`\u201c\u201d]{1,2000}/gi) ?? []).map((url) => {
    let end = url.replace(/[.,;:!?\u2026]+$/, '');
    while (end.endsWith(')') && !end.includes('(')) end = end.slice(0, -1).replace(/[.,;:!?]+$/, '');
    return end;
  });
}

/** Names of parameters whose value opens what is not for everybody. */
const KEY = /^(?:.*[_-])?(?:token|key|apikey|auth|secret|sig|signature|password|pass|pwd)$/i;
/** A UUID, or 32 letters and digits, for nobody names a page so; or what stands for one. */
const RANDOM =
  /(?<![a-z\d])(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{32,}|key-[\da-f]{8})(?![a-z\d])/gi;

/**
 * An address that may be shown: a digest stands for each key in its query or path (a paid letter's feed has one), so that
 * two keys stay two addresses. What has none is given back as it is; what is no address, too.
 */
export function withoutKeys(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  for (const [name, value] of [...url.searchParams])
    if (value && KEY.test(name)) url.searchParams.set(name, digestOf(value));
  url.pathname = url.pathname.replace(RANDOM, digestOf);
  url.search = url.search.replace(RANDOM, digestOf);
  return url.href === new URL(address).href ? address : url.href;
}

function digestOf(key: string): string {
  return `key-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}
