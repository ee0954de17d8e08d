// tidings search: the site's search on the terminal.

import { UserError } from '../../base/errors.js';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import { isCalendarDay } from '../../base/time.js';
import { openContext } from '../../context.js';
import { PLATFORMS } from '../../model.js';
import { formatPeriodEnd, issueUrl } from '../../render/format.js';
import { SEARCH_SORTS } from '../../store/search/search.js';
import { answer, parseSearch } from '../../web/search/answer.js';
import type { SearchParams } from '../../web/search/params.js';
import { findSuggestions } from '../../web/search/suggestions.js';
import { type Command, type Input, optionOf, optionsOf } from '../shared/command.js';

const DATE_OPTIONS = ['since', 'until'] as const;

export const command: Command = {
  usage:
    'QUERY [--platform x|reddit|web] [--recap TITLE] [--source NAME] [--author NAME] [--tag KIND/SLUG]… ' +
    '[--since YYYY-MM-DD] [--until YYYY-MM-DD] [--sort relevance|date|oldest] [--limit N]',
  summary: 'Finds bullets of published issues: words, "phrases", prefix*, -excluded.',
  words: Number.POSITIVE_INFINITY,
  options: {
    platform: {
      type: 'string',
      value: PLATFORMS.join('|'),
      help: 'Only posts of this platform (default: all)',
    },
    recap: { type: 'string', value: 'TITLE', help: 'Only this recap (default: all)' },
    source: { type: 'string', value: 'NAME', help: 'Only posts of this source (default: all)' },
    author: { type: 'string', value: 'NAME', help: 'Only posts of this author (default: all)' },
    tag: {
      type: 'string',
      multiple: true,
      value: 'KIND/SLUG',
      help: 'Only issues with this tag; repeatable (default: all)',
    },
    since: { type: 'string', value: 'YYYY-MM-DD', help: 'The first day (default: no limit)' },
    until: { type: 'string', value: 'YYYY-MM-DD', help: 'The last day (default: no limit)' },
    sort: {
      type: 'string',
      value: 'relevance|date|oldest',
      help: 'The order of results (default: relevance)',
    },
    limit: { type: 'string', value: 'N', help: 'How many results to print (default: 20)' },
  },
  async run(input) {
    const text = input.positionals.join(' ');
    if (!text.trim()) throw new UserError('No query given', `Usage: tidings search ${this.usage}`);
    const { limit, ...asked } = readSearchParams(input, text);
    const context = await openContext(input.dir);
    try {
      const { db, config } = context;
      const { publication, env } = config;
      const site = { db, publication };
      const parsed = await parseSearch(site, asked);
      const none = asked.tags?.find(
        (tag) => !parsed.tags.some(({ kind, slug }) => `${kind}/${slug}` === tag),
      );
      if (none)
        throw new UserError(
          `No issue has the tag "${none}"`,
          'Write a tag as KIND/SLUG, such as company/openai.',
        );
      const { total, more, hits, instead } = await answer(site, parsed, limit);
      const near = total === 0 ? await findSuggestions(site, parsed, phrasesOf('en')) : [];
      const suggestions = near.map(({ label, total }) => ({ label, total }));
      const lines = hits.map(({ slug, anchor, period, recap, section, snippet }) => {
        const place = `${issueUrl(env.PUBLIC_URL, slug) ?? `/issues/${slug}`}${anchor && `#${anchor}`}`;
        const words = snippet.map((part) => part.text).join('');
        return `${formatPeriodEnd(period, publication.timeZone)}  ${recap} / ${section}\n  ${words}\n  ${place}`;
      });
      const count = `${more ? 'More than ' : ''}${total} found`;
      const heading =
        total > 0
          ? instead
            ? `No exact match. ${count} for ${instead}`
            : count
          : `Nothing found for ${text}. ${describeSuggestions(suggestions)}`;
      return {
        json: { query: text, total, more, hits, instead, ...(total === 0 && { suggestions }) },
        text: [heading, ...lines].join('\n\n'),
      };
    } finally {
      await context.close();
    }
  },
};

function readSearchParams(input: Input, q: string): SearchParams & { limit: number } {
  for (const name of DATE_OPTIONS) {
    const day = optionOf(input, name);
    if (day && !isCalendarDay(day))
      throw new UserError(`Invalid date "${day}" in --${name}: expected YYYY-MM-DD`);
  }
  const limit = Number(optionOf(input, 'limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 500)
    throw new UserError('Invalid --limit: expected a number from 1 to 500');
  const platform = oneOf(input, 'platform', [...PLATFORMS]);
  const sort = oneOf(input, 'sort', [...SEARCH_SORTS]);
  const others = ['recap', 'source', 'author', 'since', 'until'] as const;
  const tags = optionsOf(input, 'tag');
  const given = others.flatMap((name) => {
    const value = optionOf(input, name);
    return value ? [[name, value] as const] : [];
  });
  return {
    q,
    limit,
    page: 1,
    ...(platform && { platform }),
    ...(sort && sort !== 'relevance' && { sort }),
    ...(tags.length > 0 && { tags }),
    ...Object.fromEntries(given),
  };
}

function oneOf<T extends string>(input: Input, name: string, values: T[]): T | undefined {
  const given = optionOf(input, name);
  const value = values.find((one) => one === given);
  if (given && !value) throw new UserError(`Unknown --${name} "${given}": expected ${values.join(' or ')}`);
  return value;
}

/** Suggests similar searches that have results. */
function describeSuggestions(suggestions: { label: string; total: number }[]): string {
  if (suggestions.length === 0) return 'Try fewer words, or a prefix*.';
  return `These searches have results: ${suggestions.map(({ label, total }) => `${label} (${total})`).join(', ')}`;
}
