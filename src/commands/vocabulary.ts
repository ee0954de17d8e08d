// tidings vocabulary: names that recur and are not known, and what to do with each.
import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../base/errors.js';
import { truncate } from '../base/text.js';
import { DAY_MS } from '../base/time.js';
import {
  acceptName,
  addAlias,
  ignoreName,
  VOCABULARY_LISTS,
  type VocabularyKind,
} from '../config/edit-vocabulary-file.js';
import { findVocabularyFile, readVocabularyFile } from '../config/vocabulary-file.js';
import { type Context, fieldsFolder, openContext } from '../context.js';
import { findUnknownNames } from '../editorial/vocabulary/unknown-names.js';
import { findPosts } from '../store/posts.js';
import { type Command, type Input, type Output, optionOf } from './shared/command.js';

const LOOKBACK_DAYS = 30;
const MAX_PROPOSALS = 30;
const USAGE = '[list | accept NAME --kind KIND | alias SPELLING NAME | ignore NAME]';

export const command: Command = {
  usage: USAGE,
  summary: 'Proposes names that recur over days and are unknown; accepts, aliases or ignores them.',
  words: 3,
  options: {
    kind: {
      type: 'string',
      value: Object.keys(VOCABULARY_LISTS).join('|'),
      help: 'What an accepted name is (default: topic)',
    },
  },
  async run(input) {
    const [action = 'list', ...names] = input.positionals;
    const context = await openContext(input.dir);
    try {
      if (action === 'list') return await listProposals(context);
      return edit(context, input, action, names);
    } finally {
      await context.close();
    }
  },
};

async function listProposals({ db, clock, config }: Context): Promise<Output> {
  const now = clock().getTime();
  const [from, to] = [now - LOOKBACK_DAYS * DAY_MS, now].map((time) => new Date(time).toISOString());
  const posts = await findPosts(db, { from: from ?? '', to: to ?? '' });
  const ignored = config.vocabulary
    ? readVocabularyFile(findVocabularyFile(config.vocabulary, { dir: config.dir, fields: fieldsFolder }))
        .ignored
    : [];
  const proposals = findUnknownNames(posts, ignored).slice(0, MAX_PROPOSALS);
  const byId = new Map(posts.map((post) => [post.id, post]));
  const lines = proposals.map(({ name, days, posts: count, authors, examples }) => {
    const shown = examples.flatMap((id) => {
      const post = byId.get(id);
      return post
        ? [`    ${truncate((post.title || post.text).replace(/\s+/g, ' '), 100)}\n    ${post.url}`]
        : [];
    });
    return [`${name}: ${count} posts by ${authors} authors on ${days} days`, ...shown].join('\n');
  });
  return {
    json: { proposals },
    text: lines.length > 0 ? lines.join('\n') : `No unknown name recurred in the last ${LOOKBACK_DAYS} days.`,
  };
}

function edit({ config }: Context, input: Input, action: string, names: string[]): Output {
  const [name, other] = names;
  if (!name) throw new UserError('Which name?', `Usage: tidings vocabulary ${USAGE}`);
  const file = fileOf(config);
  const text = readFileSync(file, 'utf8');
  const edited = (() => {
    if (action === 'accept') return acceptName(text, file, name, kindOf(input));
    if (action === 'ignore') return ignoreName(text, file, name);
    if (action === 'alias' && other) return addAlias(text, file, name, other);
    throw new UserError(`Unknown action "${action}"`, `Usage: tidings vocabulary ${USAGE}`);
  })();
  writeFileSync(file, edited);
  return { json: { action, name, file }, text: `${file}: ${action} ${name}` };
}

function kindOf(input: Input): VocabularyKind {
  const kind = optionOf(input, 'kind') ?? 'topic';
  if (Object.hasOwn(VOCABULARY_LISTS, kind)) return kind as VocabularyKind;
  throw new UserError(`Unknown kind "${kind}": expected one of ${Object.keys(VOCABULARY_LISTS).join(', ')}`);
}

/** The publication's own file. Throws a UserError when it takes a shipped field as it is, or none. */
function fileOf({ dir, vocabulary }: Context['config']): string {
  if (!vocabulary || /^[a-z]+$/.test(vocabulary))
    throw new UserError(
      'sources.yaml names no vocabulary file of its own',
      'Write `vocabulary: ./vocabulary.yaml` there, and copy a shipped one: tidings init.',
    );
  return findVocabularyFile(vocabulary, { dir, fields: fieldsFolder });
}
