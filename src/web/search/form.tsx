// The search form: the words, the filters, and a chip to remove each filter.
import { fillPhrase } from '../../base/language/phrases/phrases.js';
import type { Phrases } from '../../base/language/phrases/type.js';
import type { Tag, TagKind } from '../../model.js';
import { useLanguage, usePhrases } from '../ui/language.js';
import { platformNames } from '../ui/marks.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';
import { describeFilter } from './filters.js';
import { filtersOf, type SearchParams, searchPath, withoutFilter } from './params.js';

export interface Choices {
  recaps: string[];
  tags: Tag[];
  /** The tags of the search. */
  chosen: Tag[];
}

/** In a static copy of the site, a script answers the form. */
export function SearchForm(props: { asked: SearchParams; choices: Choices; still: boolean }) {
  const { asked, choices, still } = props;
  const { page: phrases } = usePhrases();
  const count = filtersOf(asked).length;
  return (
    <search>
      <form
        class="search"
        action="/search"
        {...(still
          ? staticTexts(usePhrases())
          : { 'data-live': '', 'data-failed': usePhrases().search.searchFailed })}
      >
        <input
          type="search"
          name="q"
          value={asked.q}
          maxlength={200}
          aria-label={phrases.searchAll}
          placeholder={phrases.searchHint}
          autofocus={!asked.q}
        />
        <button type="submit">{phrases.search}</button>
        <details class="narrow">
          <summary>{count > 0 ? `${phrases.narrow} (${count})` : phrases.narrow}</summary>
          <Fields asked={asked} choices={choices} />
        </details>
      </form>
    </search>
  );
}

/** The texts that the script of a static copy shows. */
function staticTexts({ page, search }: Phrases): Record<string, string> {
  return {
    'data-still': '',
    'data-counts': JSON.stringify(page.results),
    'data-none': page.tryOther,
    'data-more': page.moreResults,
    'data-failed': search.searchFailed,
  };
}

function Fields({ asked, choices }: { asked: SearchParams; choices: Choices }) {
  const recaps = [...new Set([...choices.recaps, ...(asked.recap ? [asked.recap] : [])])];
  const { page: phrases } = usePhrases();
  const platforms = Object.entries(platformNames(phrases));
  return (
    <div class="fields">
      <Select name="platform" label={phrases.platform} options={platforms} chosen={asked.platform} />
      <Select
        name="recap"
        label={phrases.recap}
        options={recaps.map((one) => [one, one])}
        chosen={asked.recap}
      />
      {TAG_KINDS.map(([kind, label]) => (
        <TagSelect kind={kind} label={phrases[label]} choices={choices} asked={asked.tags ?? []} />
      ))}
      <label>
        {phrases.source}
        <input name="source" value={asked.source ?? ''} maxlength={200} placeholder="r/name" />
      </label>
      <label>
        {phrases.author}
        <input name="author" value={asked.author ?? ''} maxlength={200} placeholder="@handle" />
      </label>
      <label>
        {phrases.from}
        <input type="date" name="since" value={asked.since ?? ''} />
      </label>
      <label>
        {phrases.to}
        <input type="date" name="until" value={asked.until ?? ''} />
      </label>
      {useLanguage().startsWith('en') && (
        <label class="check">
          <input type="checkbox" name="doubts" value="1" checked={asked.doubts} />
          <span>{phrases.doubts}</span>
        </label>
      )}
      <Select
        name="sort"
        label={phrases.order}
        any={phrases.bestFirst}
        options={[
          ['date', phrases.newestFirst],
          ['oldest', phrases.oldestFirst],
        ]}
        chosen={asked.sort}
      />
    </div>
  );
}

interface SelectProps {
  name: string;
  label: string;
  options: [string, string][];
  any?: string;
  chosen: string | undefined;
}

function Select({ name, label, options, any, chosen }: SelectProps) {
  const { page: phrases } = usePhrases();
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{any ?? phrases.any}</option>
        {options.map(([value, words]) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Selects one tag of a kind. If the address names several, the others stay as hidden fields. */
function TagSelect(props: { kind: TagKind; label: string; choices: Choices; asked: string[] }) {
  const { kind, label, choices, asked } = props;
  const [chosen, ...more] = asked.filter((tag) => tag.startsWith(`${kind}/`));
  const options = new Map(
    [...choices.tags, ...choices.chosen].map((tag) => [`${tag.kind}/${tag.slug}`, tag]),
  );
  const offered = [...options].filter(([, tag]) => tag.kind === kind);
  const names = offered.map(([value, { name }]): [string, string] => [value, name]);
  if (chosen && !options.has(chosen)) names.push([chosen, chosen.slice(kind.length + 1)]);
  if (names.length === 0) return null;
  return (
    <>
      <Select name="tag" label={label} options={names} chosen={chosen} />
      {more.map((tag) => (
        <input type="hidden" name="tag" value={tag} />
      ))}
    </>
  );
}

/** A chip for each filter; its link removes it. */
export function Chips({ asked, tags }: { asked: SearchParams; tags: Tag[] }) {
  const phrases = usePhrases();
  const filters = filtersOf(asked);
  if (filters.length === 0) return null;
  return (
    <p class="chips">
      {filters.map((filter) => {
        const label = describeFilter(filter, tags, phrases);
        return (
          <a
            href={searchPath(withoutFilter(asked, filter))}
            aria-label={fillPhrase(phrases.page.removeFilter, { filter: label })}
          >
            {label} ×
          </a>
        );
      })}
    </p>
  );
}
