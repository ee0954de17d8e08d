// The matches of a search as a list.
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import { formatPeriod } from '../../render/format.js';
import { LEAD } from '../../store/search/passages.js';
import type { SearchTerm } from '../../store/search/query.js';
import type { SearchHit } from '../../store/search/search.js';
import { type Snippet, snippetOf } from '../../store/search/snippet.js';
import { issuePath } from '../site/paths.js';
import { useLanguage, usePhrases } from '../ui/language.js';
import { ImportedMark } from '../ui/marks.js';

interface HitsProps {
  hits: SearchHit[];
  timeZone: string;
  /** The terms to mark in the titles. */
  terms?: SearchTerm[];
}

/** Matching bullets with links to their places. The same text in several issues is shown once. */
export function Hits({ hits, timeZone, terms = [] }: HitsProps) {
  const distinct = new Map<string, SearchHit[]>();
  for (const hit of hits) {
    const words = hit.snippet.map(({ text }) => text).join('');
    distinct.set(words, [...(distinct.get(words) ?? []), hit]);
  }
  return (
    <ol class="results">
      {[...distinct.values()].map(([hit, ...again]) => hit && <Hit {...{ hit, again, timeZone, terms }} />)}
    </ol>
  );
}

interface HitProps {
  hit: SearchHit;
  /** The same text in other issues. */
  again: SearchHit[];
  timeZone: string;
  terms: SearchTerm[];
}

function Hit({ hit, again, timeZone, terms }: HitProps) {
  const language = useLanguage();
  const section = snippetOf(hit.section, terms);
  const recapOf = ({ recap }: SearchHit) => (recap === LEAD ? phrasesOf(language).page.lead : recap);
  return (
    <li>
      <h2 dir="auto">
        <a href={issuePath(hit.slug, hit.anchor)}>
          <Marked parts={section} />
        </a>
      </h2>
      <p dir="auto">
        <Marked parts={hit.snippet} />
      </p>
      <p class="meta">
        {formatPeriod(hit.period, timeZone, language)} · {!hit.imported && `${recapOf(hit)} · `}
        {hit.headline} {hit.imported && <ImportedMark />}
      </p>
      {again.map((other) => (
        <p class="meta">
          {usePhrases().page.seeAlso}{' '}
          <a href={issuePath(other.slug, other.anchor)}>{formatPeriod(other.period, timeZone, language)}</a> ·{' '}
          {!other.imported && `${recapOf(other)} · `}
          {other.headline} {other.imported && <ImportedMark short />}
        </p>
      ))}
    </li>
  );
}

function Marked({ parts }: { parts: Snippet }) {
  return <>{parts.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</>;
}
