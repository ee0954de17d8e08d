// tidings search: the archive's search on the terminal.
import { openContext } from '../context.js';
import { UserError } from '../errors.js';
import { isCalendarDay, periodOf } from '../period.js';
import type { Db } from '../store/schema.js';
import { type SearchQuery, searchBullets } from '../store/search.js';
import { parseTerms, type SearchFilters } from '../store/search-query.js';
import { findTag } from '../store/tags.js';
import { findNearWords } from '../store/vocabulary.js';
import { type Command, type Input, optionOf } from './command.js';

const DAYS = ['since', 'until'] as const;
const WORDS = ['platform', 'recap', 'source', 'author', 'tag', 'since', 'until', 'sort', 'limit'] as const;

export const command: Command = {
  usage:
    'QUERY [--platform x|reddit|web] [--recap TITLE] [--source NAME] [--author NAME] [--tag KIND/SLUG] ' +
    '[--since YYYY-MM-DD] [--until YYYY-MM-DD] [--sort relevance|date] [--limit N]',
  summary: 'Finds bullets of published issues: words, "phrases", prefix*, -excluded.',
  options: Object.fromEntries(WORDS.map((name) => [name, { type: 'string' as const }])),
  async run(input) {
    const text = input.positionals.join(' ');
    if (!text.trim())
      throw new UserError('What shall be searched for?', `Usage: tidings search ${this.usage}`);
    const filters = readFilters(input);
    const context = await openContext(input.dir);
    try {
      const { db } = context;
      const { timeZone } = context.config.publication;
      const [kind = '', slug = ''] = optionOf(input, 'tag')?.split('/') ?? [];
      const tag = kind ? await findTag(db, kind, slug) : undefined;
      if (kind && !tag)
        throw new UserError(`No issue has the tag ${kind}/${slug}`, 'Write it as company/openai.');
      const [since, until] = DAYS.map((name) => optionOf(input, name));
      const result = await searchBullets(db, {
        text,
        ...filters,
        ...(tag && { tag }),
        ...(since && { since: periodOf(since, 'daily', timeZone).from }),
        ...(until && { until: periodOf(until, 'daily', timeZone).to }),
      });
      const lines = result.hits.map(
        (hit) =>
          `${hit.period.from.slice(0, 10)}  ${hit.recap} / ${hit.section}\n  ${hit.snippet.map((part) => part.text).join('')}\n  /issues/${hit.slug}${hit.anchor && `#${hit.anchor}`}`,
      );
      const heading =
        result.total === 0
          ? `Nothing found for ${text}. ${await advise(db, text)}`
          : `${result.more ? 'More than ' : ''}${result.total} found`;
      return { json: { query: text, ...result }, text: [heading, ...lines].join('\n\n') };
    } finally {
      await context.close();
    }
  },
};

function readFilters(input: Input): SearchFilters & Pick<SearchQuery, 'sort' | 'limit'> {
  for (const name of DAYS) {
    const day = optionOf(input, name);
    if (day && !isCalendarDay(day))
      throw new UserError(`--${name} ${day} is no day`, 'Give it as YYYY-MM-DD.');
  }
  const limit = Number(optionOf(input, 'limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 500)
    throw new UserError('--limit is a number from 1 to 500');
  const platform = oneOf(input, 'platform', ['x', 'reddit', 'web']);
  const sort = oneOf(input, 'sort', ['relevance', 'date']);
  const [recap, source, author] = ['recap', 'source', 'author'].map((name) => optionOf(input, name));
  return {
    limit,
    ...(platform && { platform }),
    ...(sort && { sort }),
    ...(recap && { recap }),
    ...(source && { source }),
    ...(author && { author }),
  };
}

function oneOf<T extends string>(input: Input, name: string, values: T[]): T | undefined {
  const given = optionOf(input, name);
  const value = values.find((one) => one === given);
  if (given && !value) throw new UserError(`--${name} ${given} is unknown`, `It is ${values.join(' or ')}.`);
  return value;
}

/** Words of the archive that may have been meant. */
async function advise(db: Db, text: string): Promise<string> {
  const near = await Promise.all(parseTerms(text).map((term) => findNearWords(db, term.text, 2)));
  const words = near.flat();
  return words.length > 0 ? `Was ${words.join(' or ')} meant?` : 'Fewer words, or a prefix*, find more.';
}
