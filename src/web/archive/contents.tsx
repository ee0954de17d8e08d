// An issue's table of contents: beside the text on wide screens, else folded above it.
import type { Issue } from '../../model.js';
import { TOP_POSTS } from '../../render/account.js';
import { headingsOf } from '../../render/imported.js';

/** A page contains both forms; the style sheet shows one and hides the other. */
export function Contents({
  issue,
  above = false,
}: {
  issue: Pick<Issue, 'recaps' | 'body'>;
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
                <a href={`#${recap.id}-top`}>{TOP_POSTS}</a>
              </li>
            )}
          </ol>
        </li>
      ))}
    </ol>
  );
  if (!above) {
    return (
      <nav class="toc beside" aria-label="Contents">
        {list}
      </nav>
    );
  }
  return (
    <nav class="toc above" aria-label="Contents">
      <details>
        <summary>Contents</summary>
        {list}
      </details>
    </nav>
  );
}
