// tidings sources import, export and add: lists of feeds in and out, and a site's feed found.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UserError } from '../../base/errors.js';
import { oneLine, truncate } from '../../base/text.js';
import { parseHttpUrl } from '../../base/url.js';
import { addSources } from '../../config/edit-sources-file.js';
import { type Context, openContext } from '../../context.js';
import type { SourceRef } from '../../model.js';
import { discoverFeed } from '../../sources/feed/discover.js';
import { readOpml, writeOpml } from '../../sources/feed/opml.js';
import { SourceError } from '../../sources/http/failure.js';
import { type Addition, findFeed, recognizeSource } from '../../sources/index.js';
import type { Input, Output } from '../shared/command.js';

export async function importOpml(input: Input, [file]: string[]): Promise<Output> {
  if (!file) throw new UserError('Which file shall be imported?', 'tidings sources import FILE.opml');
  const feeds = readOpml(readText(file));
  if (feeds.length === 0) throw new UserError(`${file} names no feed`, 'An OPML file names them as xmlUrl.');
  return withContext(input, async (context) =>
    write(
      context,
      feeds.map(({ url, name }) => recognizeSource(new URL(url), name)),
    ),
  );
}

export async function exportOpml(input: Input): Promise<Output> {
  return withContext(input, async ({ config, clock }) => {
    const feeds = config.refs.flatMap((ref) => {
      const url = findFeed(ref);
      return url ? [{ url, name: ref.name }] : [];
    });
    if (feeds.length === 0)
      throw new UserError(
        'sources.yaml names no feed',
        'OPML is for feeds: `tidings sources add URL` adds one.',
      );
    const opml = writeOpml(feeds, config.publication.name, clock().toISOString());
    return { json: { feeds, opml }, text: opml.trimEnd() };
  });
}

export async function addSource(input: Input, [address]: string[]): Promise<Output> {
  const url = parseHttpUrl(address?.includes('://') ? address : `https://${address}`)?.href;
  if (!address || !url || !/\.|localhost/.test(url)) {
    throw new UserError(
      'Which site shall be added?',
      'tidings sources add URL. Subreddits and accounts are named in sources.yaml.',
    );
  }
  return withContext(input, async (context) => {
    const { network } = context.config;
    const options = {
      allowPrivateNetwork: network.allowPrivateNetwork,
      timeoutMs: network.timeoutSeconds * 1000,
      maxBytes: network.maxMegabytes * 1_000_000,
    };
    const found = await discoverFeed(url, options, input.signal).catch((error: unknown) => {
      if (!(error instanceof SourceError)) throw error;
      throw new UserError(`${url}: ${error.message}`, 'Give the address of the feed itself, if it has one.');
    });
    const { json, text } = write(context, [
      recognizeSource(new URL(found.url), truncate(oneLine(found.title), 100) || undefined),
    ]);
    const newest = found.newest ? `, the newest of ${found.newest.slice(0, 10)}` : '';
    return { json: { found, ...(json as object) }, text: `${found.entries} entries${newest}\n${text}` };
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
    throw new UserError(`There is no sources.yaml in ${config.dir}`, 'Run `tidings init` to write one.');
  const { text, added, known } = addSources(readFileSync(path, 'utf8'), path, additions);
  if (added.length > 0) {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
  const lines = added.map(({ target, name }) => `+ ${name}: ${target}`);
  const summary = `${added.length} added to sources.yaml, ${known.length} followed before`;
  const describe = ({ kind, name, target }: SourceRef) => ({ kind, name, target });
  return {
    json: { added: added.map(describe), known: known.map(describe) },
    text: [...lines, summary].join('\n'),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${messageOf(error)}`, 'Name an OPML file.', {
      cause: error,
    });
  }
}
