// Feeds of many hosts for bench/workers.mjs, in a process of their own: one on each of 127.0.0.2, 127.0.0.3 …, all
// with the same latency; every seventh answer is a 503.
import http from 'node:http';

const [hosts, latencyMs, day, faults] = process.argv.slice(2);
const counted = { first: 0, last: 0, asked: 0, failed: 0, most: 0, sameHost: 0 };
const open = new Map();
let openNow = 0;

const server = (host) =>
  http.createServer((request, response) => {
    counted.first ||= performance.now();
    counted.asked++;
    openNow++;
    counted.most = Math.max(counted.most, openNow);
    open.set(host, (open.get(host) ?? 0) + 1);
    // Politeness: nobody is asked twice at the same time.
    if (open.get(host) > 1) counted.sameHost++;
    setTimeout(() => {
      openNow--;
      open.set(host, open.get(host) - 1);
      counted.last = performance.now();
      if (faults === 'yes' && counted.asked % 7 === 0) {
        counted.failed++;
        response.writeHead(503).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feedOf(host, request.url));
    }, Number(latencyMs));
  });

function feedOf(host, path) {
  const items = [1, 2, 3].map((n) => {
    const at = new Date(Date.parse(day) + (n * 5 + (host % 5)) * 3_600_000).toUTCString();
    const link = `https://site${host}.example${path}/${n}`;
    return `<item><title>Measurement ${n} of laboratory ${host}${path}</title><link>${link}</link><guid>${link}</guid><pubDate>${at}</pubDate><description>Laboratory ${host} measured ${n * host} tokens a second with its engine ${path.slice(1)}, ${n}0% more than in the month before.</description></item>`;
  });
  return `<rss version="2.0"><channel><title>Laboratory ${host}${path}</title>${items.join('')}</channel></rss>`;
}

let port = 0;
const names = [];
for (let host = 2; host < Number(hosts) + 2; host++) {
  const listening = server(host);
  await new Promise((resolve, reject) => {
    listening.once('error', reject);
    listening.listen(port, `127.0.0.${host}`, resolve);
  });
  port ||= listening.address().port;
  names.push(`http://127.0.0.${host}:${port}`);
}
process.send({ hosts: names });
process.on('message', () => process.send({ counted }));
process.on('disconnect', () => process.exit());
