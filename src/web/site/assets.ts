// The style sheet and the scripts: read once, addressed by content hash so that browsers can cache them for ever.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';

export interface Asset {
  body: string;
  /** The address that pages link to; it contains a hash of the content. */
  href: string;
}

/** Reads one file of the templates folder. Throws when it is missing. */
export function readAsset(folder: string, name: string): Asset {
  const body = readFileSync(join(folder, name), 'utf8');
  const version = createHash('sha256').update(body).digest('hex').slice(0, 10);
  return { body, href: `/${name}?v=${version}` };
}

export function assetRoutes(site: { style: Asset; script: Asset; staticSearch: Asset }): Hono {
  const app = new Hono();
  const assets = [
    { path: '/site.css', type: 'text/css; charset=utf-8', asset: site.style },
    { path: '/site.js', type: 'text/javascript; charset=utf-8', asset: site.script },
    { path: '/search.js', type: 'text/javascript; charset=utf-8', asset: site.staticSearch },
  ];
  for (const { path, type, asset } of assets) {
    app.get(path, (c) => {
      const current = c.req.path + new URL(c.req.url).search === asset.href;
      c.header('Cache-Control', current ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
      return c.body(asset.body, 200, { 'Content-Type': type });
    });
  }
  return app;
}

/** The publication's initial as an SVG image. */
export function iconSvg(name: string): string {
  const initial = [...name.trim()][0]?.toUpperCase().replace(/[<&]/, '') ?? '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#0b5a73"/><text x="16" y="23" font-family="Georgia,serif" font-size="21" font-weight="700" text-anchor="middle" fill="#fff">${initial}</text></svg>`;
}
