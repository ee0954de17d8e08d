// tidings sources import, export and add: reads and writes OPML, and finds a site's feed.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UserError } from '../../base/errors.js';
import { addSources } from '../../config/edit-sources-file.js';
import { type Context, openContext } from '../../context.js';
import type { SourceRef } from '../../model.js';
import { readOpml, writeOpml } from '../../sources/feed/opml.js';
import { type Addition, findFeed, recognizeSource } from '../../sources/index.js';
import type { Input, Output } from '../shared/command.js';
import { findSource } from '../shared/find-source.js';

export async function importOpml(input: Input, [file]: string[]): Promise<Output> {
  if (!file) throw new UserError('import needs an OPML file', 'tidings sources import FILE.opml');
  const { feeds, refused } = readOpml(readBytes(file));
  if (feeds.length + refused.length === 0)
    throw new UserError(`${file} contains no feeds`, 'An OPML file lists them as xmlUrl.');
  return withContext(input, async (context) => {
    const additions = feeds.map(({ url, name, folder }) => ({
      ...recognizeSource(new URL(url), name),
      folder,
    }));
    const { json, text } = write(context, additions);
    const left = refused.map(({ name, reason }) => `– ${name}: ${reason}`);
    const summary = refused.length > 0 ? [`${refused.length} left out`] : [];
    return { json: { ...(json as object), refused }, text: [...left, text, ...summary].join('\n') };
  });
}

export async function exportOpml(input: Input): Promise<Output> {
  return withContext(input, async ({ config, clock }) => {
    const feeds = config.refs.flatMap((ref) => {
      const url = findFeed(ref);
      return url ? [{ url, name: ref.name }] : [];
    });
    if (feeds.length === 0)
      throw new UserError(
        'sources.yaml contains no feeds',
        'OPML lists feeds only: `tidings sources add URL` adds one.',
      );
    const opml = writeOpml(feeds, config.publication.name, clock().toISOString());
    return { json: { feeds, opml }, text: opml.trimEnd() };
  });
}

export async function addSource(input: Input, [address]: string[]): Promise<Output> {
  if (!address)
    throw new UserError('add needs a site or a feed', 'tidings sources add URL, or r/name, or @handle');
  return withContext(input, async (context) => {
    const { addition, feed } = await findSource(context.config, address, input.signal);
    const { json, text } = write(context, [addition]);
    const newest = feed?.newest ? `, the newest of ${feed.newest.slice(0, 10)}` : '';
    const other = feed?.fault
      ? `${address}: ${feed.fault}. Found another feed of its site: ${feed.url}\n`
      : '';
    const described = feed ? `${other}${feed.entries} entries${newest}\n${text}` : text;
    return { json: { found: feed, ...(json as object) }, text: described };
  });
}

async function withContext(input: Input, work: (context: Context) => Promise<Output>): Promise<Output> {
  const context = await openContext(input.dir);
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

function write({ config }: Context, additions: Addition[]): Output {
  const path = join(config.dir, 'sources.yaml');
  if (!existsSync(path))
    throw new UserError(`No sources.yaml in ${config.dir}`, 'Run `tidings init` to write one.');
  const { text, added, known } = addSources(readFileSync(path, 'utf8'), path, additions);
  if (added.length > 0) {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
  const lines = added.map(({ target, name }) => `+ ${name}: ${target}`);
  const summary = `${added.length} added to sources.yaml, ${known.length} already followed`;
  const describe = ({ kind, name, target }: SourceRef) => ({ kind, name, target });
  return {
    json: { added: added.map(describe), known: known.map(describe) },
    text: [...lines, summary].join('\n'),
  };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${messageOf(error)}`, 'Name an OPML file.', {
      cause: error,
    });
  }
}
