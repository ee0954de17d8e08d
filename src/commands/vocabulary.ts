// tidings vocabulary: lists unknown names that recur, and accepts, aliases or ignores them.
import { UserError } from '../base/errors.js';
import { truncate } from '../base/text.js';
import { VOCABULARY_LISTS } from '../config/edit-vocabulary-file.js';
import { type Context, openContext } from '../context.js';
import {
  changeVocabulary,
  LOOKBACK_DAYS,
  listProposedNames,
  toKind,
  type VocabularyChange,
} from './operator/vocabulary-actions.js';
import { type Command, type Input, type Output, optionOf } from './shared/command.js';

const COMMAND_USAGE = '[list | accept NAME --kind KIND | alias SPELLING NAME | ignore NAME | show NAME]';

export const command: Command = {
  usage: COMMAND_USAGE,
  summary:
    'Lists unknown names that recur over several days; accepts, aliases or ignores them. An ignored name is no tag of later issues; show undoes that.',
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
      return applyChange(context, input, action, names);
    } finally {
      await context.close();
    }
  },
};

async function listProposals(context: Context): Promise<Output> {
  const { proposals, posts: byId } = await listProposedNames(context);
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

function applyChange(context: Context, input: Input, action: string, names: string[]): Output {
  const [name] = names;
  if (!name) throw new UserError('Which name?', `Usage: tidings vocabulary ${COMMAND_USAGE}`);
  const file = changeVocabulary(context, readChange(input, action, name, names[1]));
  return { json: { action, name, file }, text: `${describeChange(action, name)} ${file} was changed.` };
}

/** What a change does, from when, and how to undo it. */
function describeChange(action: string, name: string): string {
  if (action === 'ignore')
    return `${name} is no longer proposed, and later issues do not get it as a tag; published ones keep it. To undo: \`tidings vocabulary show ${JSON.stringify(name)}\`.`;
  if (action === 'show') return `${name} can be proposed again, and be a tag of later issues.`;
  return `Later issues get the tag; published ones keep theirs.`;
}

function readChange(input: Input, action: string, name: string, other: string | undefined): VocabularyChange {
  if (action === 'accept') return { action, name, kind: toKind(optionOf(input, 'kind') ?? 'topic') };
  if (action === 'ignore' || action === 'show') return { action, name };
  if (action === 'alias' && other) return { action, name, of: other };
  throw new UserError(`Unknown action "${action}"`, `Usage: tidings vocabulary ${COMMAND_USAGE}`);
}
