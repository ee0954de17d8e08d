// How readers report errors: with the form beside each statement, by writing to the contact, or not at all.

import { contactHref, type Site, takesReports } from '../site/site.js';
import { Filled, usePhrases } from '../ui/language.js';

/** One line on how to report an error. */
export function ReportHow({ site }: { site: Site }) {
  const { page } = usePhrases();
  const href = contactHref(site);
  if (takesReports(site)) return <p class="meta">{page.reportHow}</p>;
  if (!href) return <p class="meta">{page.noReports}</p>;
  const contact = <a href={href}>{site.publication.contact?.replace(/^https?:\/\//, '')}</a>;
  return (
    <p class="meta">
      <Filled phrase={page.reportTo} slots={{ contact }} />
    </p>
  );
}
