// Fills a PostgreSQL store by SQL with what years leave behind: posts, runs, readers, deliveries and their issues.
import { saveIssue } from '../dist/store/issues.js';
import { makeIssue } from './delivery-issue.mjs';

const DAY = 86_400_000;
/** Each hour so many parts are fetched. */
const FETCH_PARTS = 40;
/** Issues whose deliveries are kept. */
const RELEASED = 10;

const iso = (ms) => new Date(ms).toISOString();
/** SQL that formats a timestamp as Tidings stores it. */
const stored = (time) => `to_char(${time}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * `ask` runs one statement. The latest issue has none of its deliveries yet: its release is measured. Returns the issues,
 * oldest first. All statistics are those of before that release.
 */
export async function fill(db, ask, { now, issues, posts, runs, readers, sources }) {
  const today = Math.floor(now / DAY) * DAY;
  const made = Array.from({ length: issues }, (_, n) => issueOf(today - (issues - n) * DAY));
  await ask(`insert into sources (id, kind, platform, name, checked_at, succeeded_at, failures)
    select 'web:s' || i, 'feed', 'web', 'Source ' || i, '${iso(now)}', '${iso(now)}', (i % 50 = 0)::int
    from generate_series(1, ${sources}) i`);
  await ask(`insert into posts (id, source_id, platform, url, author, title, text, created_at, first_seen_at, seen_at, metrics, links, media)
    select 'web:p' || i, 'web:s' || (1 + i % ${sources}), 'web', 'https://example.org/' || i, 'author ' || i % 5000, 'Post ' || i,
      repeat('Some words of the post with the number ' || i || '. ', 8), t, t, t, '{"likes":' || i % 997 || '}', '[]', '[]'
    from (select i, ${stored(`to_timestamp(${now / 1000} - i * ${(issues * 86_400) / posts}) at time zone 'UTC'`)} as t
      from generate_series(1, ${posts}) i) as made`);
  for (const issue of made) await db.transaction().execute((trx) => saveIssue(trx, issue));
  await ask(`insert into subscribers (id, address, key, status, cadence, time_zone, hour, created_at, confirmed_at)
    select md5(i::text), 'reader' || i || '@example.org', 'reader' || i || '@example.org', 'active', 'daily', zone, 7, t, t
    from (select i, (array['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + i % 4] as zone,
      ${stored(`to_timestamp(${now / 1000} - (i % 700) * 86400) at time zone 'UTC'`)} as t from generate_series(1, ${readers}) i) as made`);
  for (const { id, period } of made.slice(-RELEASED - 1, -1))
    await ask(`insert into deliveries (subscriber_id, issue_id, cadence, period, state, due_at, batch, batched_at, claimed_at,
        claimed_by, via, attempts, sent_at, error)
      select md5(i::text), '${id}', 'daily', '${id.slice(6)}',
        case when i % 5000 = 0 then 'failed' when i % 20000 = 1 then 'uncertain' else 'sent' end, '${period.to}',
        'batch ${id} ' || i / 100, '${period.to}', '${period.to}', 'gone/1/a/b', 'smtp', 1, '${period.to}', null
      from generate_series(1, ${readers}) i`);
  await ask(`insert into runs (id, kind, subject, owner, started_at, ended_at, outcome, figures)
    select md5(i::text), case when i % 1000 = 0 then 'issue' when i % 100 = 0 then 'delivery' else 'fetch' end,
      case when i % 100 = 0 then 'daily-' || left(t, 10) else 'web ' || 1 + i % ${FETCH_PARTS} || '/${FETCH_PARTS}' end, 'gone/1/a', t, t,
      'done', '{"posts":{"fetched":25,"added":1},"sources":{"asked":20,"failed":[]}}'
    from (select i, ${stored(`to_timestamp(${now / 1000} - i * ${3600 / FETCH_PARTS}) at time zone 'UTC'`)} as t
      from generate_series(1, ${runs}) i) as made`);
  await ask('vacuum analyze');
  return made;
}

function issueOf(from) {
  const issue = makeIssue(40);
  const day = iso(from).slice(0, 10);
  const number = from / DAY;
  return {
    ...issue,
    id: `daily-${day}`,
    slug: `${day}-measurements`,
    headline: `Measurement ${number} holds at a part of the former cost`,
    period: { from: iso(from), to: iso(from + DAY) },
    createdAt: iso(from + DAY + 600_000),
    tags: [
      { kind: 'company', slug: `maker-${number % 300}`, name: `Maker ${number % 300}` },
      { kind: 'topic', slug: 'measurements', name: 'Measurements' },
    ],
  };
}
