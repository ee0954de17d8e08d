// What must hold after the soak, each asked of the store in SQL of its own and of what the sinks took. A check gives
// { looked, wrong }: at how many things it looked, and what is wrong with some of them, in words.
import { duePeriods } from './soak-periods.mjs';

const MB = 2 ** 20;

/** Written, and its name shown, in the order in which they are printed. `w`: see soak.mjs. */
export const storeChecks = {
  'each period has its issue once, or its day is named': async (w) => {
    const made = await w.db.all('select id, cadence, created_at from issues');
    const wrong = [];
    const known = new Set(made.map(({ id }) => id));
    if (known.size !== made.length) wrong.push('an issue is there twice');
    const due = duePeriods(w);
    for (const { id, impossible } of due) {
      if (impossible) w.notes.add(`${id} is impossible: ${impossible}`);
      if (known.has(id) === Boolean(impossible))
        wrong.push(`${id} ${impossible ? 'is there' : 'is missing'}`);
    }
    for (const id of known) if (!due.some((one) => one.id === id)) wrong.push(`${id} is of no period`);
    return { looked: due.length, wrong };
  },
  'no orphan rows': async (w) => {
    const orphans = {
      'citations of no issue': 'select 1 from citations where issue_id not in (select id from issues)',
      'told of no issue': 'select 1 from told where issue_id not in (select id from issues)',
      'tags of no issue': 'select 1 from tags where issue_id not in (select id from issues)',
      'bullets of no issue': 'select 1 from bullets where issue_id not in (select id from issues)',
      'comments of no post': 'select 1 from comments where post_id not in (select id from posts)',
      'posts of no source': 'select 1 from posts where source_id not in (select id from sources)',
      'deliveries of no issue': 'select 1 from deliveries where issue_id not in (select id from issues)',
      'deliveries of nobody':
        'select 1 from deliveries where subscriber_id not in (select id from subscribers)',
      'told posts that are not stored': 'select 1 from told where post_id not in (select id from posts)',
      'claims of nobody': "select 1 from deliveries where state = 'claimed'",
      'settings of no issue':
        "select 1 from settings where name like 'paused:%' and substr(name, 8) not in (select id from issues)",
    };
    const wrong = [];
    for (const [what, query] of Object.entries(orphans)) {
      const { length } = await w.db.all(query);
      if (length > 0) wrong.push(`${length} ${what}`);
    }
    return { looked: Object.keys(orphans).length, wrong };
  },
  'foreign keys and the file itself are whole': async (w) => ({ looked: 2, wrong: await w.db.findBroken() }),
  'the search index holds the published issues and nothing else': async (w) => {
    const wrong = [];
    let looked = 0;
    const rows = await w.db.all("select issue_id, anchor from bullets where anchor like 'b%'");
    const published = await w.db.all("select id, body from issues where status = 'published'");
    for (const { id, body } of published) {
      const wanted = anchorsOf(JSON.parse(body));
      const present = rows
        .filter(({ issue_id, anchor }) => issue_id === id && /^b\d+$/.test(anchor))
        .map(({ anchor }) => anchor);
      looked += wanted.length;
      for (const anchor of wanted)
        if (!present.includes(anchor)) wrong.push(`${id}#${anchor} is not indexed`);
      for (const anchor of present)
        if (!wanted.includes(anchor)) wrong.push(`${id}#${anchor} is indexed, and not in the issue`);
    }
    const others = await w.db.value(
      "select count(*) from bullets where issue_id not in (select id from issues where status = 'published')",
    );
    if (others > 0) wrong.push(`${others} rows of issues that are not published`);
    return { looked, wrong: [...wrong, ...(await w.db.findUnindexed())] };
  },
  'every citation resolves to a stored post, and no link leads anywhere else': async (w) => {
    const stored = await w.db.all('select id, url from posts union all select id, url from comments');
    const posts = new Map(stored.map(({ id, url }) => [id, url]));
    const lost = await w.db.all(
      'select issue_id, post_id from citations where post_id not in (select id from posts union all select id from comments)',
    );
    const wrong = lost.map((row) => `${row.issue_id} cites ${row.post_id}`);
    let looked = await w.db.value('select count(*) from citations');
    for (const { id, body } of await w.db.all('select id, body from issues')) {
      const issue = JSON.parse(body);
      for (const cited of Object.values(issue.posts)) {
        looked++;
        if (posts.get(cited.id) !== cited.url)
          wrong.push(`${id} links ${cited.id} to ${cited.url}, stored is ${posts.get(cited.id)}`);
      }
      for (const bullet of bulletsOf(issue))
        for (const post of bullet.citations)
          if (!issue.posts[post]) wrong.push(`${id}#${bullet.id} cites ${post}, which the issue lacks`);
      const allowed = new Set(Object.values(issue.posts).map(({ url }) => url));
      const mail = w.sinks.samples.get(id);
      for (const [, href] of mail?.html.matchAll(/href="(https?:[^"]+)"/g) ?? []) {
        const url = href.replaceAll('&amp;', '&').replaceAll('&#39;', "'");
        looked++;
        if (!url.startsWith(w.publicUrl) && !allowed.has(url))
          wrong.push(`the mail of ${id} links to ${url}`);
      }
    }
    return { looked, wrong };
  },
  'no page failed, and no job of the schedule': async (w) => {
    const wrong = [...w.log]
      .filter(([message]) =>
        /page could not be made|confirmation mail could not|job of the schedule|schedule failed|ended with 2|Error/.test(
          message,
        ),
      )
      .map(([message, times]) => `${times}× ${message}`);
    for (const [status, times] of w.statuses)
      if (status >= 500) wrong.push(`${times} answers with ${status}`);
    for (const key of w.dead ?? []) wrong.push(`${key} failed for good`);
    return { looked: [...w.statuses.values()].reduce((sum, times) => sum + times, 0), wrong };
  },
  'each stop by SIGTERM ended by itself with exit code 0': (w) => ({
    looked: w.stops.length,
    wrong: w.stops
      .filter(({ code, seconds }) => code !== 0 || seconds > 15)
      .map((stop) => JSON.stringify(stop)),
  }),
  'memory and open files do not grow': async (w) => {
    const life = w.days.filter(({ life }) => life === w.days.at(-1).life);
    // What a process needs to get warm, caches of a growing archive included, is no growth.
    const [early, late] = [life.slice(2, 5), life.slice(-3)];
    if (life.length < 8) return { looked: 0, wrong: [], skipped: 'the last life has fewer than 8 days' };
    const middle = (rows, key) => rows.map((row) => row[key]).sort((a, b) => a - b)[1];
    const limits = { rss: 1.25, heapUsed: 1.2, files: 1, resources: 1 };
    const room = { rss: 24 * MB, heapUsed: 6 * MB, files: 3, resources: 3 };
    const wrong = Object.keys(limits).flatMap((key) => {
      const [from, to] = [middle(early, key), middle(late, key)];
      const [shown, unit] = key === 'rss' || key === 'heapUsed' ? [MB, ' MB'] : [1, ''];
      w.notes.add(
        `${key}: ${(from / shown).toFixed(0)}${unit} on day ${early[1].day}, ${(to / shown).toFixed(0)}${unit} on day ${late[1].day}`,
      );
      return to > from * limits[key] + room[key] ? [`${key} grew from ${from} to ${to}`] : [];
    });
    return { looked: life.length, wrong };
  },
  'the WAL stays small': (w) => ({
    looked: w.days.length,
    ...(w.dead && { skipped: 'PostgreSQL looks after its own' }),
    // SQLite copies it back every 1,000 pages of 8 KB; a long transaction may hold that up for a while.
    wrong: w.days
      .filter(({ wal }) => wal > 32 * MB)
      .map(({ day, wal }) => `${Math.round(wal / MB)} MB on day ${day}`),
  }),
};

/** Points are indexed with their bullets. */
function anchorsOf({ lead, recaps }) {
  const sections = recaps.flatMap((recap) => recap.sections);
  return [...lead, ...sections.flatMap(({ bullets }) => bullets)].map(({ id }) => id);
}

function bulletsOf(issue) {
  const flat = (bullet) => [bullet, ...(bullet.points ?? []).flatMap(flat)];
  return issue.recaps.flatMap(({ sections }) => sections.flatMap(({ bullets }) => bullets.flatMap(flat)));
}
