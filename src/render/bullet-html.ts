// One bullet, or one of the top posts, as HTML.
import { phrasesOf } from '../base/language/phrases/phrases.js';
import type { Bullet, Platform, TopPost } from '../model.js';
import { buildBulletParts, buildTopPostParts } from './bullet.js';
import { issueUrl, sourceMark } from './format.js';
import { type CitedPosts, findPost, linkHtml, spansToHtml, toHtml } from './spans.js';

/** Inline HTML of a bullet without its points. `platform` is that of its recap. */
export function bulletHtml(
  bullet: Bullet,
  posts: CitedPosts,
  publicUrl?: string,
  platform?: Platform,
  language = 'en',
): string {
  const { claim, note, original, text, sources } = buildBulletParts(bullet, posts, platform, language);
  const html: string[] = [];
  if (bullet.updates) {
    const { update } = phrasesOf(language).issue;
    const earlier = issueUrl(publicUrl, bullet.updates);
    html.push(`<span class="m">${earlier ? linkHtml(update, earlier) : toHtml(update)}:</span>`);
  }
  if (claim.length > 0) html.push(`<b>${spansToHtml(claim, posts)}</b>`);
  const small = [note && toHtml(note), spansToHtml(original, posts)].filter(Boolean).join('<br>');
  if (small) html.push(`<br><span class="m">${small}</span>${text.length > 0 ? '<br>' : ''}`);
  if (text.length > 0) html.push(spansToHtml(text, posts));
  if (sources.length > 0) html.push(`<span class="m">— ${spansToHtml(sources, posts)}</span>`);
  return html.join(' ');
}

/** A bullet of a section as a list item that contains its points as a list. */
export function itemHtml(
  bullet: Bullet,
  posts: CitedPosts,
  publicUrl?: string,
  platform?: Platform,
  language = 'en',
): string {
  const points = bullet.points.map((point) => itemHtml(point, posts, publicUrl, undefined, language));
  const list = points.length > 0 ? `\n<ul>\n${points.join('\n')}\n</ul>` : '';
  return `<li>${bulletHtml(bullet, posts, publicUrl, platform, language)}${list}</li>`;
}

/** A top post as a list item; empty if the issue does not contain the post. */
export function topPostHtml(top: TopPost, posts: CitedPosts, language = 'en'): string {
  const parts = buildTopPostParts(top, posts, language);
  const platform = findPost(posts, top.postId)?.platform;
  if (!parts || !platform) return '';
  const mark = `<span class="k">${sourceMark(platform)}</span>`;
  const note = parts.note ? `<br><span class="m">${toHtml(parts.note)}</span>` : '';
  return `<li>${mark}${spansToHtml(parts.line, posts)}${note}</li>`;
}
