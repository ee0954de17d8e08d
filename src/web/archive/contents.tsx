// An issue's table of contents: beside the text on wide screens, else folded above it.
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Issue } from '../../model.js';
import { headingsOf } from '../../render/imported.js';

/** A page contains both forms; the style sheet shows one and hides the other. */
export function Contents({
  issue,
  above = false,
}: {
  issue: Pick<Issue, 'recaps' | 'body' | 'language'>;
  above?: boolean;
}) {
  const { recaps, body } = issue;
  const headings = body ? headingsOf(body) : [];
  if (recaps.length + headings.length === 0) return null;
  const list = (
    <ol>
      {headings.map(({ id, title, parts }) => (
        <li>
          <a href={`#${id}`}>{title}</a>
          {parts.length > 0 && (
            <ol>
              {parts.map((part) => (
                <li>
                  <a href={`#${part.id}`}>{part.title}</a>
                </li>
              ))}
            </ol>
          )}
        </li>
      ))}
      {recaps.map((recap) => (
        <li>
          <a href={`#${recap.id}`}>{recap.title}</a>
          <ol>
            {recap.sections.map((section) => (
              <li>
                <a href={`#${section.id}`}>{section.title}</a>
              </li>
            ))}
            {recap.topPosts.length > 0 && (
              <li>
                <a href={`#${recap.id}-top`}>{phrasesOf(issue.language).issue.topPosts}</a>
              </li>
            )}
          </ol>
        </li>
      ))}
    </ol>
  );
  if (!above) {
    return (
      <nav class="toc beside" aria-label={phrasesOf(issue.language).page.contents}>
        {list}
      </nav>
    );
  }
  return (
    <nav class="toc above" aria-label={phrasesOf(issue.language).page.contents}>
      <details>
        <summary>{phrasesOf(issue.language).page.contents}</summary>
        {list}
      </details>
    </nav>
  );
}
