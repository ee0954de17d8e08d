// What each reader's mail says: rendered once for all who get the same recaps, then personalised.
import type { Content } from '../../deliver/compose.js';
import type { ReaderLinks } from '../../deliver/links.js';
import type { Cadence, Issue } from '../../model.js';
import { type RenderedEmail, renderEmail } from '../../render/email.js';
import { fillReaderHtml, fillReaderText } from '../../render/reader.js';
import { renderText } from '../../render/text.js';
import type { PipelineContext } from '../context.js';

export interface ReaderOfIssue {
  cadence: Cadence;
  /** Titles of recaps to leave out. */
  omitted: string[];
  /** Absent without a public URL: the mail then has no such links. */
  links?: ReaderLinks;
}

export type RenderingContext = Pick<PipelineContext, 'config' | 'templates'>;

/** How many renderings are kept; an issue of four recaps has at most sixteen. */
const MAX_CACHED_RENDERINGS = 32;

/** Renders the issue as a mail for all readers, with tokens in place of each reader's own links. */
export function renderWhole({ config, templates }: RenderingContext, issue: Issue): Promise<RenderedEmail> {
  const publicUrl = config.env.PUBLIC_URL;
  const address = config.publication.address || undefined;
  return renderEmail(issue, { templates, publicUrl, address });
}

/** Returns a function that makes each reader's mail. `whole` is the rendered whole issue, if there is one already. */
export function createContents(
  context: RenderingContext,
  issue: Issue,
  whole?: RenderedEmail,
): (reader: ReaderOfIssue) => Promise<Content> {
  const publicUrl = context.config.env.PUBLIC_URL;
  const address = context.config.publication.address || undefined;
  const render = async (shown: Issue, rendered?: RenderedEmail): Promise<Content> => {
    const email = rendered ?? (await renderWhole(context, shown));
    const text = renderText(shown, { shown: email.shown, publicUrl, address });
    return { subject: email.subject, html: email.html, text };
  };
  const renderings = new Map<string, Promise<Content>>();
  return async ({ cadence, omitted, links }) => {
    const titles = issue.recaps.map(({ title }) => title).filter((title) => omitted.includes(title));
    const key = JSON.stringify(titles);
    let rendering = renderings.get(key);
    if (!rendering) {
      const recaps = issue.recaps.filter(({ title }) => !titles.includes(title));
      rendering = titles.length > 0 ? render({ ...issue, recaps }) : render(issue, whole);
      if (renderings.size >= MAX_CACHED_RENDERINGS) renderings.clear();
      renderings.set(key, rendering);
    }
    const { subject, html, text } = await rendering;
    if (!links) return { subject, html, text };
    const reader = { ...links, cadence };
    return { subject, html: fillReaderHtml(html, reader), text: fillReaderText(text, reader) };
  };
}
