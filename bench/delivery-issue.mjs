// An issue of any size and a list of any length, invented, for the benches of delivery.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noUsage } from '../dist/llm/usage.js';
import { saveIssue } from '../dist/store/issues.js';
import { openDatabase } from '../dist/store/open.js';

export const ISSUE = 'daily-2026-03-17';

export function makeIssue(bullets) {
  const posts = {};
  const sections = [];
  for (let n = 1; n <= bullets; n++) {
    const id = `x:${9_000_000 + n}`;
    posts[id] = {
      id,
      url: `https://posts.example/author_${n}/status/${9_000_000 + n}`,
      platform: 'x',
      sourceId: 'x:many',
      sourceName: `@author_${n}`,
      author: `author_${n}`,
      title: '',
      createdAt: '2026-03-17T10:00:00.000Z',
      metrics: { likes: 5000 - n },
    };
    if (n % 5 === 1)
      sections.push({ id: `s${n}`, title: `Theme ${n}`, weight: bullets - n, bullets: [], postIds: [] });
    const section = sections.at(-1);
    section.postIds.push(id);
    section.bullets.push({
      id: `b${n}`,
      claim: [{ text: `Measurement ${n} holds at ${n}% of the former cost.` }],
      text: [
        { text: 'The run was repeated on three machines with the same seeds, ' },
        { text: `@author_${n}`, cite: id },
        {
          text: ` says, and gave ${n} tokens a second within two per cent; others ask for the logs — in vain.`,
        },
      ],
      citations: [id],
      points: [],
      origin: 'extract',
    });
  }
  return {
    id: ISSUE,
    slug: '2026-03-17-measurements',
    cadence: 'daily',
    period: { from: '2026-03-17T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z' },
    timeZone: 'UTC',
    language: 'en',
    publication: 'Field Notes',
    headline: 'Measurements hold at a part of the former cost',
    subtitle: 'Three machines, the same seeds',
    lead: [],
    quiet: false,
    checked: { subreddits: 0, accounts: bullets, lists: 0, feeds: 0, failed: [], skipped: [] },
    recaps: [{ id: 'recap-1', title: 'X Recap', platform: 'x', sections, topPosts: [] }],
    tags: [],
    posts,
    audit: { bullets, rewritten: 0, replaced: 0, citations: bullets, reasons: [] },
    model: noUsage('offline'),
    status: 'published',
    createdAt: '2026-03-18T00:10:00.000Z',
  };
}

/** A folder with the issue and so many readers; `env` goes into its .env. */
export async function makeFolder({ readers, bullets, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-bench-'));
  writeFileSync(
    join(folder, 'sources.yaml'),
    'publication: { name: Field Notes }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["http://127.0.0.1:9/f"] }\n',
  );
  const all = {
    MAIL_FROM: 'Field Notes <notes@example.org>',
    PUBLIC_URL: 'https://notes.example.org',
    ...env,
  };
  writeFileSync(
    join(folder, '.env'),
    Object.entries(all)
      .map(([name, value]) => `${name}='${value}'`)
      .join('\n'),
  );
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  await saveIssue(db, makeIssue(bullets));
  await db.destroy();
  const { SqliteDatabase } = await import('../dist/store/database/sqlite.js');
  const sqlite = new SqliteDatabase(join(folder, 'data', 'tidings.db'));
  sqlite
    .prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
       insert into subscribers (id, address, key, status, cadence, time_zone, hour, created_at, confirmed_at)
       select lower(hex(randomblob(8))), 'reader' || i || '@example.org', 'reader' || i || '@example.org', 'active', 'daily', 'UTC', 7,
         '2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z' from n`,
    )
    .run(readers);
  sqlite.close();
  return folder;
}
