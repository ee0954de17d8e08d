// The form of the search: the words, what narrows them down, and the chips by which that is taken off again.
import type { Tag } from '../model.js';
import { PLATFORM_NAMES } from './marks.js';
import { type Asked, FILTERS, type Filter, searchPath, withoutFilter } from './search-query.js';
import { TAG_KINDS } from './tag-kinds.js';

export interface Choices {
  recaps: string[];
  tags: Tag[];
}

/** `still`: the page is a file, and its script asks the index. */
export function SearchForm(props: { asked: Asked; choices: Choices; still: boolean }) {
  const { asked, choices, still } = props;
  const narrowed = FILTERS.some((name) => asked[name]) || asked.sort !== undefined;
  return (
    <search>
      <form class="search" action="/search" {...(still ? { 'data-still': '' } : { 'data-live': '' })}>
        <input
          type="search"
          name="q"
          value={asked.q}
          maxlength={200}
          aria-label="Search all issues"
          placeholder="What was said?"
          autofocus={!asked.q}
        />
        <button type="submit">Search</button>
        <details class="narrow" open={narrowed}>
          <summary>Narrow it down</summary>
          <Fields asked={asked} choices={choices} />
        </details>
      </form>
    </search>
  );
}

function Fields({ asked, choices }: { asked: Asked; choices: Choices }) {
  const recaps = [...new Set([...choices.recaps, ...(asked.recap ? [asked.recap] : [])])];
  const platforms = Object.entries(PLATFORM_NAMES);
  return (
    <div class="fields">
      <Select name="platform" label="Platform" options={platforms} chosen={asked.platform} />
      <Select name="recap" label="Recap" options={recaps.map((one) => [one, one])} chosen={asked.recap} />
      <TagSelect tags={choices.tags} chosen={asked.tag} />
      <label>
        Source
        <input name="source" value={asked.source ?? ''} maxlength={200} placeholder="r/name, a feed" />
      </label>
      <label>
        Author
        <input name="author" value={asked.author ?? ''} maxlength={200} placeholder="@handle" />
      </label>
      <label>
        From
        <input type="date" name="since" value={asked.since ?? ''} />
      </label>
      <label>
        To
        <input type="date" name="until" value={asked.until ?? ''} />
      </label>
      <Select
        name="sort"
        label="Order"
        any="best first"
        options={[['date', 'newest first']]}
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

function Select({ name, label, options, any = 'any', chosen }: SelectProps) {
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{any}</option>
        {options.map(([value, words]) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

function TagSelect({ tags, chosen }: { tags: Tag[]; chosen: string | undefined }) {
  const known = tags.some(({ kind, slug }) => `${kind}/${slug}` === chosen);
  return (
    <label>
      Tag
      <select name="tag">
        <option value="">any</option>
        {chosen && !known && (
          <option value={chosen} selected>
            {chosen.split('/')[1]}
          </option>
        )}
        {TAG_KINDS.map(([kind, label]) => {
          const some = tags.filter((tag) => tag.kind === kind);
          return (
            some.length > 0 && (
              <optgroup label={label}>
                {some.map(({ slug, name }) => (
                  <option value={`${kind}/${slug}`} selected={`${kind}/${slug}` === chosen}>
                    {name}
                  </option>
                ))}
              </optgroup>
            )
          );
        })}
      </select>
    </label>
  );
}

/** A chip for each filter, that takes it off. */
export function Chips({ asked, tags }: { asked: Asked; tags: Tag[] }) {
  const tag = tags.find(({ kind, slug }) => `${kind}/${slug}` === asked.tag)?.name ?? asked.tag;
  const labels: Record<Filter, string | undefined> = {
    platform: asked.platform && `on ${PLATFORM_NAMES[asked.platform]}`,
    recap: asked.recap && `in ${asked.recap}`,
    source: asked.source && `from ${asked.source}`,
    author: asked.author && `by ${asked.author}`,
    tag: asked.tag && `about ${tag}`,
    since: asked.since && `since ${asked.since}`,
    until: asked.until && `until ${asked.until}`,
  };
  const chips = FILTERS.flatMap((filter) => (labels[filter] ? [[filter, labels[filter]] as const] : []));
  if (chips.length === 0) return null;
  return (
    <p class="chips">
      {chips.map(([filter, label]) => (
        <a href={searchPath(withoutFilter(asked, filter))} aria-label={`Take off the filter ${label}`}>
          {label} ×
        </a>
      ))}
    </p>
  );
}
