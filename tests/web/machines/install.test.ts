// The site as an application: manifest, icon and service worker, also below a path of its host.
import { expect, test } from 'vitest';
import { makeIssue } from '../../fixtures/issue.js';
import { openSite } from '../setup.js';

test('the manifest names the scope that the worker serves, and everything it names exists', async () => {
  const { get } = await openSite([makeIssue()], { publicUrl: 'https://notes.example/news' });
  const { text, headers } = await get('/manifest.webmanifest');
  expect(headers.get('content-type')).toContain('application/manifest+json');
  const manifest = JSON.parse(text) as Record<string, unknown> & { icons: { src: string; type: string }[] };
  expect(manifest).toMatchObject({ name: 'Field Notes', start_url: '/news/', scope: '/news/', lang: 'en' });
  for (const { src, type } of manifest.icons) {
    const icon = await get(src.replace(/^\/news/, ''));
    expect(icon.headers.get('content-type')).toBe(type);
  }
  const worker = await get('/sw.js');
  expect(worker.headers.get('content-type')).toContain('javascript');
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  expect((await get('/')).text).toContain('<link rel="manifest" href="/news/manifest.webmanifest"/>');
});
