// Source actions of the operator's pages: finds a source by address, tries it once, and edits sources.yaml, keeping
// comments.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.js';
import { DAY_MS } from '../../base/time.js';
import { addSources } from '../../config/edit-sources-file.js';
import { listMuted, muteSource, removeSource, unmuteSource } from '../../config/remove-source.js';
import { type Context, createOwnSources, reloadConfig } from '../../context.js';
import type { SourceRef } from '../../model.js';
import { readOpml, writeOpml } from '../../sources/feed/opml.js';
import { findFeed, namesOfKind, recognizeSource, refOfEntry } from '../../sources/index.js';
import { assignRecaps } from '../../stages/editing/settings.js';
import { fetchAll } from '../../stages/fetching/fetch-all.js';
import type { SourceActions, TriedSource } from '../../web/site/operator-actions.js';
import { findSource } from '../shared/find-source.js';

const TRIED_DAYS = 14;
const TRY_TIMEOUT_MS = 30_000;
const SHOWN_POSTS = 3;

export function createSourceActions(context: Context): SourceActions {
  const path = join(context.config.dir, 'sources.yaml');
  const read = () => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  /** Changes the file. Throws a UserError if it changed since the page was loaded. */
  const change = (version: string, edit: (text: string) => string) => {
    const text = read();
    if (versionOfText(text) !== version)
      throw new UserError('sources.yaml has changed since this page was loaded', 'Reload the page.');
    const edited = edit(text);
    if (edited === text) return;
    writeFileSync(`${path}.new`, edited);
    renameSync(`${path}.new`, path);
    reloadConfig(context);
  };
  const find = (address: string) => findSource(context.config, address, AbortSignal.timeout(TRY_TIMEOUT_MS));
  return {
    list: () => {
      const text = read();
      const { recapOf } = assignRecaps(context.config);
      const sources = context.config.refs.map(({ id, kind, name, target }) => ({
        ...{ id, kind, name, target },
        isRead: recapOf.has(id),
        recap: namesOfKind(kind).recap,
      }));
      return { sources, muted: listMuted(text), version: versionOfText(text) };
    },
    async find(address) {
      const { addition, feed } = await find(address);
      const ref = refOfEntry(addition);
      const tried = await tryOnce(context, ref);
      const url = findFeed(ref);
      const isKnown = context.config.refs.some(({ id }) => id === ref.id);
      const notes = [
        tried.note,
        url && url !== address && !feed?.fault && `found at ${url}`,
        isKnown && 'already one of your sources',
      ];
      return {
        ...tried,
        note: notes.filter(Boolean).join(' · '),
        warning: feed?.fault && `${address}: ${feed.fault}. This is another feed of its site: ${url}`,
        address: isKnown ? undefined : address,
      };
    },
    async add(address, version) {
      const { addition } = await find(address);
      change(version, (text) => {
        const { text: edited, added } = addSources(text, path, [addition]);
        if (added.length === 0) throw new UserError(`${address} is already in sources.yaml`);
        return edited;
      });
      return refOfEntry(addition).name;
    },
    try: (id) => tryOnce(context, getRef(context, id)),
    async remove(id, version) {
      const ref = getRef(context, id);
      change(version, (text) => removeSource(text, path, ref));
    },
    async mute(id, version) {
      const ref = getRef(context, id);
      change(version, (text) => muteSource(text, path, ref));
    },
    async unmute(line, version) {
      change(version, (text) => unmuteSource(text, path, line));
    },
    exportOpml() {
      const { config, clock } = context;
      const feeds = config.refs.flatMap((ref) => {
        const url = findFeed(ref);
        return url ? [{ url, name: ref.name }] : [];
      });
      return writeOpml(feeds, config.publication.name, clock().toISOString());
    },
    async importOpml(opml, version) {
      const { feeds, refused } = readOpml(opml);
      if (feeds.length + refused.length === 0)
        throw new UserError('This text contains no feeds', 'An OPML file lists them as xmlUrl.');
      const additions = feeds.map(({ url, name, folder }) => ({
        ...recognizeSource(new URL(url), name),
        folder,
      }));
      let result = { added: 0, known: 0, refused };
      change(version, (text) => {
        const { text: edited, added, known } = addSources(text, path, additions);
        result = { added: added.length, known: known.length, refused };
        return edited;
      });
      return result;
    },
  };
}

function versionOfText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function getRef({ config }: Context, id: string): SourceRef {
  const ref = config.refs.find((one) => one.id === id);
  if (!ref) throw new UserError(`${id} is not in sources.yaml`, 'Reload the page.');
  return ref;
}

/** Fetches one source once. Stores nothing except what X charges. */
async function tryOnce(context: Context, ref: SourceRef): Promise<TriedSource> {
  const now = context.clock();
  const period = { from: new Date(now.getTime() - TRIED_DAYS * DAY_MS).toISOString(), to: now.toISOString() };
  const request = {
    period,
    // A feed's document holds its newest posts, whatever their age.
    lateFrom: new Date(0).toISOString(),
    now: now.toISOString(),
    cursors: new Map(),
    signal: AbortSignal.timeout(TRY_TIMEOUT_MS),
  };
  const { outcomes } = await fetchAll(createOwnSources(context, [ref]), request, { concurrency: 1 });
  const [outcome] = outcomes;
  const newest = (outcome?.posts ?? []).toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  return {
    name: ref.name,
    kind: namesOfKind(ref.kind).noun,
    posts: newest
      .slice(0, SHOWN_POSTS)
      .map(({ title, url, author, createdAt, text }) => ({ title, url, author, createdAt, text })),
    error: outcome?.error ?? outcome?.skipped,
    note: outcome?.note,
  };
}
