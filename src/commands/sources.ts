// tidings sources: what is followed, with its health; `check` tries each once.
import { openContext } from '../context.js';
import { UserError } from '../errors.js';
import type { FetchOutcome } from '../model.js';
import { fetchAll } from '../sources/index.js';
import { countPosts } from '../store/posts.js';
import { listSources, saveOutcome, saveSources } from '../store/sources.js';
import type { Command, Input } from './command.js';

export const command: Command = {
  usage: '[check [NAME…]]',
  summary: 'Lists the sources with their health; check asks each once and stores nothing but its health.',
  options: {},
  async run(input) {
    const [verb, ...names] = input.positionals;
    if (verb === undefined) return listAll(input);
    if (verb === 'check') return checkEach(input, names);
    throw new UserError(`There is no "sources ${verb}"`, 'It is tidings sources, or tidings sources check.');
  },
};

async function listAll(input: Input) {
  const context = await openContext(input.dir);
  try {
    const stored = new Map((await listSources(context.db)).map((row) => [row.id, row]));
    const counts = await countPosts(context.db);
    const sources = context.config.refs.map(({ id, kind, name }) => {
      const row = stored.get(id);
      return {
        id,
        kind,
        name,
        posts: counts.get(id) ?? 0,
        checkedAt: row?.checked_at ?? null,
        succeededAt: row?.succeeded_at ?? null,
        failures: row?.failures ?? 0,
        error: row?.error ?? null,
        note: row?.note ?? null,
      };
    });
    const lines = sources.map(({ name, posts, failures, error, note, checkedAt }) => {
      const state = error ? `failed ${failures}×: ${error}` : checkedAt ? 'ok' : 'never asked';
      return `${name.padEnd(28)} ${String(posts).padStart(6)} posts  ${state}${note ? ` (${note})` : ''}`;
    });
    return { json: { sources }, text: lines.join('\n') };
  } finally {
    await context.close();
  }
}

async function checkEach(input: Input, names: string[]) {
  const context = await openContext(input.dir);
  try {
    const { config, db, clock } = context;
    const wanted = new Set(names.map((name) => name.toLowerCase()));
    const known = new Set(config.refs.flatMap((ref) => [ref.name.toLowerCase(), ref.target.toLowerCase()]));
    const stranger = names.find((name) => !known.has(name.toLowerCase()));
    if (stranger)
      throw new UserError(`${stranger} is no source of sources.yaml`, 'tidings sources lists them all.');
    const isWanted = (name: string, target: string) =>
      wanted.size === 0 || wanted.has(name.toLowerCase()) || wanted.has(target.toLowerCase());
    const now = clock();
    const refs = new Map(config.refs.map((ref) => [ref.id, ref]));
    const outcomes: FetchOutcome[] = [];
    await db.transaction().execute((trx) => saveSources(trx, config.refs));
    const sources = context.sources.filter((source) =>
      source.refs.some((ref) => isWanted(ref.name, ref.target)),
    );
    const period = { from: new Date(now.getTime() - 86_400_000).toISOString(), to: now.toISOString() };
    await fetchAll(
      sources,
      { period, now: now.toISOString(), cursors: new Map(), signal: input.signal },
      {
        concurrency: config.network.concurrency,
        onOutcome: async (outcome) => {
          // The posts are not stored, so the cursor must not be either.
          await db
            .transaction()
            .execute((trx) =>
              saveOutcome(trx, { ...outcome, posts: [], cursor: undefined }, now.toISOString()),
            );
          outcomes.push(outcome);
        },
      },
    );
    const shown = outcomes.filter(({ sourceId }) =>
      isWanted(refs.get(sourceId)?.name ?? '', refs.get(sourceId)?.target ?? ''),
    );
    const results = shown.map(({ sourceId, posts, error, skipped, note }) => ({
      source: refs.get(sourceId)?.name ?? sourceId,
      posts: posts.length,
      error: error ?? null,
      skipped: skipped ?? null,
      note: note ?? null,
      newest: posts
        .slice(0, 3)
        .map(({ createdAt, title, text, url }) => ({ createdAt, title: title || text.slice(0, 100), url })),
    }));
    const failed = results.filter((result) => result.error);
    const lines = results.flatMap(({ source, posts, error, skipped, note, newest }) => [
      `${error ? '✗' : skipped ? '–' : '✓'} ${source}: ${error ?? skipped ?? `${posts} posts`}${note ? ` (${note})` : ''}`,
      ...(names.length > 0
        ? newest.map((post) => `    ${post.createdAt.slice(0, 16)}  ${post.title.replace(/\s+/g, ' ')}`)
        : []),
    ]);
    const summary = `${results.length - failed.length} of ${results.length} answered`;
    return {
      json: { checked: results },
      text: [...lines, summary].join('\n'),
      exitCode: failed.length > 0 ? (1 as const) : (0 as const),
    };
  } finally {
    await context.close();
  }
}
