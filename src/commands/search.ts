// tidings search: the archive's search on the terminal.
import { openContext } from '../context.js';
import { UserError } from '../errors.js';
import { isCalendarDay } from '../period.js';
import { searchBullets } from '../store/search.js';
import { type Command, optionOf } from './command.js';

export const command: Command = {
  usage: 'QUERY [--source NAME] [--since YYYY-MM-DD] [--limit N]',
  summary: 'Finds bullets of published issues: words, "phrases", prefix*, -excluded.',
  options: { source: { type: 'string' }, since: { type: 'string' }, limit: { type: 'string' } },
  async run(input) {
    const text = input.positionals.join(' ');
    const since = optionOf(input, 'since');
    const limit = Number(optionOf(input, 'limit') ?? 20);
    if (!text.trim())
      throw new UserError('What shall be searched for?', `Usage: tidings search ${this.usage}`);
    if (since && !isCalendarDay(since))
      throw new UserError(`--since ${since} is no day`, 'Give it as YYYY-MM-DD.');
    if (!Number.isInteger(limit) || limit < 1 || limit > 500)
      throw new UserError('--limit is a number from 1 to 500');
    const context = await openContext(input.dir);
    try {
      const source = optionOf(input, 'source');
      const result = await searchBullets(context.db, {
        text,
        limit,
        ...(source && { source }),
        ...(since && { since: `${since}T00:00:00.000Z` }),
      });
      const lines = result.hits.map(
        (hit) =>
          `${hit.period.from.slice(0, 10)}  ${hit.recap} / ${hit.section}\n  ${hit.snippet.map((part) => part.text).join('')}\n  /issues/${hit.slug}#${hit.anchor}`,
      );
      const heading =
        result.total === 0
          ? `Nothing found for ${text}. Fewer words, or a prefix*, find more.`
          : `${result.total} found`;
      return { json: { query: text, ...result }, text: [heading, ...lines].join('\n\n') };
    } finally {
      await context.close();
    }
  },
};
