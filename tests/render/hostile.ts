// The sample issue with an attack in each of its texts, and checks whether one succeeded.
import type { Issue, Span } from '../../src/model.js';
import { makeIssue } from '../fixtures/issue.js';

export const ATTACK =
  `"'><script>alert(1)</script><img src=x onerror=alert(1)></p></li><mj-raw>[link](https://evil.example/a) ` +
  `<https://evil.example/b> https://evil.example/c www.evil.example **bold** _it_ \`code\` ~~s~~ # h {{foot}} {{< x >}} ` +
  `&lt;i&gt; \\ | \u202egnp.exe\u202c \u0002unsubscribe\u0003 \ud800 a\r\nBcc: x@evil.example\n\n# Heading\n- item\n1. item`;

/** Replaces all texts by `text`, and half of the addresses by ones that must not become links. */
export function makeHostileIssue(text = ATTACK): Issue {
  const issue = structuredClone(makeIssue());
  const attack = (spans: Span[]) => {
    for (const span of spans) span.text = text;
  };
  Object.assign(issue, { publication: text, headline: text, subtitle: text, language: text });
  const sections = issue.recaps.flatMap((recap) => recap.sections);
  for (const bullet of [...issue.lead, ...sections.flatMap((section) => section.bullets)]) {
    for (const each of [bullet, ...bullet.points]) {
      attack(each.claim);
      attack(each.text);
    }
  }
  for (const titled of [...issue.recaps, ...sections]) titled.title = text;
  for (const top of issue.recaps.flatMap((recap) => recap.topPosts)) top.line = text;
  for (const tag of issue.tags) tag.name = text;
  for (const failure of issue.checked.failed) failure.source = text;
  for (const skip of issue.checked.skipped) Object.assign(skip, { source: text, why: text });
  Object.assign(issue.model, { name: text, degraded: text });
  const bad = ['javascript:alert(1)', 'data:text/html,x', '//evil.example', 'https://a:b@evil.example/', ''];
  for (const [index, post] of Object.values(issue.posts).entries()) {
    Object.assign(post, { author: text, title: text, sourceName: text });
    if (index % 2 === 1) post.url = bad[index % bad.length] ?? '';
  }
  return issue;
}

/** Names of all tags in order, without links, whose number depends on the addresses. */
export function tagNames(html: string): string[] {
  return [...html.matchAll(/<(\/?[a-z!][\w-]*)/gi)]
    .map(([, name]) => name ?? '')
    .filter((n) => !/^\/?a$/.test(n));
}

export function hrefs(html: string): string[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}

/** The issue with the attack's addresses, and so its links, but without markup. */
export const HARMLESS = 'See https://evil.example/b';

/** The addresses of all posts in the issue. */
export function citedUrls(issue: Issue): string[] {
  return Object.values(issue.posts).map((post) => post.url);
}
