// An issue's table of contents: beside the text where there is room, else folded above it.
import type { Recap } from '../model.js';
import { TOP_POSTS } from '../render/account.js';

/** Of the two forms that a page holds, the style sheet shows one; the other is hidden from everybody. */
export function Contents({ recaps, above = false }: { recaps: Recap[]; above?: boolean }) {
  if (recaps.length === 0) return null;
  const list = (
    <ol>
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
