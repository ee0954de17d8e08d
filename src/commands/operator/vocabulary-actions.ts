// Vocabulary actions: lists unknown names that recur in posts, and adds, aliases or ignores them.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { UserError } from '../../base/errors.js';
import { DAY_MS } from '../../base/time.js';
import {
  acceptName,
  addAlias,
  ignoreName,
  stopIgnoringName,
  VOCABULARY_LISTS,
  type VocabularyKind,
} from '../../config/edit-vocabulary-file.js';
import { findVocabularyFile, readVocabularyFile } from '../../config/vocabulary-file.js';
import { type Context, fieldsFolder, reloadConfig } from '../../context.js';
import { findUnknownNames, type UnknownName } from '../../editorial/vocabulary/unknown-names.js';
import type { Post } from '../../model.js';
import { findPosts } from '../../store/posts.js';
import type { VocabularyActions } from '../../web/site/operator-actions.js';

export const LOOKBACK_DAYS = 30;
const MAX_PROPOSALS = 30;

export type VocabularyChange =
  | { action: 'accept'; name: string; kind: VocabularyKind }
  | { action: 'alias'; name: string; of: string }
  | { action: 'ignore'; name: string }
  | { action: 'show'; name: string };

export function createVocabularyActions(context: Context): VocabularyActions {
  const change = async (wanted: VocabularyChange) => {
    changeVocabulary(context, wanted);
    reloadConfig(context);
  };
  return {
    kinds: Object.keys(VOCABULARY_LISTS),
    isEditable: () => hasOwnFile(context.config),
    async proposals() {
      const { proposals, posts } = await listProposedNames(context);
      return proposals.map(({ name, posts: count, authors, days, examples }) => ({
        ...{ name, posts: count, authors, days },
        examples: examples.flatMap((id) => {
          const post = posts.get(id);
          return post ? [{ title: post.title || post.text, url: post.url }] : [];
        }),
      }));
    },
    accept: (name, kind) => change({ action: 'accept', name, kind: toKind(kind) }),
    ignored: () => listIgnored(context.config),
    ignore: (name) => change({ action: 'ignore', name }),
    show: (name) => change({ action: 'show', name }),
  };
}

/** The unknown names of the last 30 days, and the posts that contain them, by id. */
export async function listProposedNames({
  db,
  clock,
  config,
}: Context): Promise<{ proposals: UnknownName[]; posts: Map<string, Post> }> {
  const now = clock().getTime();
  const [from = '', to = ''] = [now - LOOKBACK_DAYS * DAY_MS, now].map((time) =>
    new Date(time).toISOString(),
  );
  const posts = await findPosts(db, { from, to });
  return {
    proposals: findUnknownNames(posts, listIgnored(config)).slice(0, MAX_PROPOSALS),
    posts: new Map(posts.map((post) => [post.id, post])),
  };
}

function listIgnored(config: Context['config']): string[] {
  return config.vocabulary ? readVocabularyFile(pathOf(config)).ignored : [];
}

/** Changes the publication's own file and returns its path. Throws a UserError when it has none. */
export function changeVocabulary({ config }: Pick<Context, 'config'>, change: VocabularyChange): string {
  if (!hasOwnFile(config))
    throw new UserError(
      'sources.yaml names no vocabulary file',
      'Set `vocabulary: ./vocabulary.yaml` there, and create the file with `tidings init`.',
    );
  const file = pathOf(config);
  const text = readFileSync(file, 'utf8');
  writeFileSync(`${file}.new`, editText(text, file, change));
  renameSync(`${file}.new`, file);
  return file;
}

/** Throws a UserError for an unknown kind. */
export function toKind(kind: string): VocabularyKind {
  if (Object.hasOwn(VOCABULARY_LISTS, kind)) return kind as VocabularyKind;
  throw new UserError(`Unknown kind "${kind}": expected one of ${Object.keys(VOCABULARY_LISTS).join(', ')}`);
}

function editText(text: string, file: string, change: VocabularyChange): string {
  if (change.action === 'accept') return acceptName(text, file, change.name, change.kind);
  if (change.action === 'alias') return addAlias(text, file, change.name, change.of);
  if (change.action === 'show') return stopIgnoringName(text, file, change.name);
  return ignoreName(text, file, change.name);
}

/** Whether sources.yaml names a file, rather than a shipped field or none. */
function hasOwnFile({ vocabulary }: Context['config']): boolean {
  return vocabulary !== undefined && !/^[a-z]*$/.test(vocabulary);
}

function pathOf({ dir, vocabulary = '' }: Context['config']): string {
  return findVocabularyFile(vocabulary, { dir, fields: fieldsFolder });
}
