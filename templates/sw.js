// Keeps the front page and the issues that were read last for reading offline. Pages come from the network first. Stores
// nothing personal: only issues, and only if the server allows caching.
const CACHE = 'tidings-pages-1';
const MAX_ENTRIES = 40;
const scope = new URL(self.registration.scope);

/** Whether the address is the front page or an issue's page. */
function isKept(url) {
  return (
    url.origin === scope.origin &&
    url.pathname.startsWith(scope.pathname) &&
    /^(?:issues\/[^/]+\/?)?$/.test(url.pathname.slice(scope.pathname.length))
  );
}

const isAsset = (url) => url.origin === scope.origin && /\/site\.(?:css|js)$/.test(url.pathname) && url.search;

/** Stores the page and the files that it needs, and deletes the oldest entries. */
async function keep(address, answer) {
  if (answer.status !== 200 || /no-store/.test(answer.headers.get('cache-control') ?? '')) return;
  const cache = await caches.open(CACHE);
  const html = await answer.clone().text();
  const needed = [...html.matchAll(/(?:href|src)="([^"]*site\.(?:css|js)\?[^"]*)"/g)].map(([, path]) => path);
  await cache.delete(address);
  await cache.put(address, answer);
  for (const path of needed) {
    const asset = new URL(path, address).href;
    if (!(await cache.match(asset))) await cache.add(asset).catch(() => {});
  }
  const entries = await cache.keys();
  for (const old of entries.slice(0, Math.max(0, entries.length - MAX_ENTRIES))) await cache.delete(old);
}

async function answerPage(request) {
  const address = request.url.replace(/[?#].*$/, '');
  try {
    const answer = await fetch(request);
    // Browsers reject a redirected response for a later navigation.
    if (!answer.redirected) await keep(address, answer.clone()).catch(() => {});
    return answer;
  } catch (error) {
    const kept = (await caches.match(address)) ?? (await caches.match(scope.href));
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name.startsWith('tidings-') && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clean());
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate' && isKept(url)) event.respondWith(answerPage(request));
  else if (isAsset(url)) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
// Also store the page that started this worker: it was loaded earlier.
self.addEventListener('message', (event) => {
  const url = new URL(String(event.data));
  url.hash = '';
  url.search = '';
  if (isKept(url)) event.waitUntil(fetch(url).then((answer) => keep(url.href, answer)).catch(() => {}));
});
