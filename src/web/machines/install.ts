// The files that make the site installable: the web manifest, its icon and the service worker.
import { Hono } from 'hono';
import { renderPng } from '../../render/picture.js';
import { iconSvg } from '../site/assets.js';
import { basePathOf } from '../site/paths.js';
import type { Site } from '../site/site.js';

/** Smaller icons look blurred on phones. */
const ICON_WIDTH = 512;

export function installRoutes(site: Site): Hono {
  const app = new Hono();
  const { name, tagline, language } = site.publication;
  const home = `${basePathOf(site.publicUrl)}/`;

  app.get('/manifest.webmanifest', (c) => {
    const manifest = {
      ...{ name, short_name: name.slice(0, 30), description: tagline, lang: language },
      ...{ id: home, start_url: home, scope: home, display: 'minimal-ui' },
      ...{ background_color: '#ffffff', theme_color: '#0b6075' },
      icons: [
        { src: `${home}icon.svg`, sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
        { src: `${home}icon.png`, sizes: `${ICON_WIDTH}x${ICON_WIDTH}`, type: 'image/png', purpose: 'any' },
      ],
    };
    c.header('Cache-Control', 'public, max-age=3600');
    return c.body(JSON.stringify(manifest), 200, { 'Content-Type': 'application/manifest+json' });
  });

  app.get('/icon.svg', (c) => {
    c.header('Cache-Control', 'public, max-age=86400');
    return c.body(iconSvg(name), 200, { 'Content-Type': 'image/svg+xml' });
  });

  let icon: Promise<Uint8Array> | undefined;
  app.get('/icon.png', async (c) => {
    icon ??= renderPng(iconSvg(name), ICON_WIDTH);
    c.header('Cache-Control', 'public, max-age=86400');
    return c.body(new Uint8Array(await icon), 200, { 'Content-Type': 'image/png' });
  });

  // Browsers fetch it on each visit, so that a change reaches readers at once.
  app.get('/sw.js', (c) => {
    c.header('Cache-Control', 'no-cache');
    return c.body(site.worker.body, 200, { 'Content-Type': 'text/javascript; charset=utf-8' });
  });
  return app;
}
