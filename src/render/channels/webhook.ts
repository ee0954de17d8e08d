// An issue as JSON for a webhook of the operator's own.
import type { Issue } from '../../model.js';
import type { Highlights } from './highlights.js';

/** The JSON body. `highlights` are plain text. docs/channels.md documents the fields. */
export function renderWebhook(issue: Issue, { url, lines }: Highlights): object {
  const { id, slug, cadence, period, publication, headline, subtitle, tags } = issue;
  return {
    type: 'issue.published',
    data: {
      id,
      slug,
      cadence,
      period,
      publication,
      headline,
      subtitle,
      url,
      highlights: lines,
      tags: tags.map(({ kind, name }) => ({ kind, name })),
    },
  };
}
