// What each reader's mail says: rendered once for all who get the same recaps, then filled in for each.
import type { Content } from '../../deliver/compose.js';
import type { ReaderLinks } from '../../deliver/links.js';
import type { Cadence, Issue } from '../../model.js';
import { type RenderedEmail, renderEmail } from '../../render/email.js';
import { fillReaderHtml, fillReaderText, type Reader, TOKENS } from '../../render/reader.js';
import { renderText } from '../../render/text.js';
import type { PipelineContext } from '../context.js';

export interface ReaderOfIssue {
  cadence: Cadence;
  /** Titles of recaps to leave out. */
  omitted: string[];
  /** Absent without a public URL: then a mail has no such links. */
  links?: ReaderLinks;
}

export type Rendering = Pick<PipelineContext, 'config' | 'templates'>;

/** A mail for all readers; without a reader, as it was rendered. */
interface Form {
  subject: string;
  html: (reader?: Reader) => string[];
  text: (reader?: Reader) => string[];
}

/** Renderings that are kept; an issue of four recaps has at most sixteen. */
const KEPT = 32;

/** The issue as a mail for all readers, with tokens where a reader's own links belong. */
export function renderWhole({ config, templates }: Rendering, issue: Issue): Promise<RenderedEmail> {
  const { PUBLIC_URL } = config.env;
  const { address } = config.publication;
  return renderEmail(issue, {
    templates,
    ...(PUBLIC_URL && { publicUrl: PUBLIC_URL }),
    ...(address && { address }),
  });
}

/** A function that gives each reader's mail. `whole` is the rendering of the whole issue, if there is one already. */
export function createContents(
  context: Rendering,
  issue: Issue,
  whole?: RenderedEmail,
): (reader: ReaderOfIssue) => Promise<Content> {
  const { PUBLIC_URL } = context.config.env;
  const { address } = context.config.publication;
  const render = async (shown: Issue, rendered?: RenderedEmail): Promise<Form> => {
    const email = rendered ?? (await renderWhole(context, shown));
    const text = renderText(shown, {
      shown: email.shown,
      ...(PUBLIC_URL && { publicUrl: PUBLIC_URL }),
      ...(address && { address }),
    });
    return {
      subject: email.subject,
      html: createFiller(email.html, fillReaderHtml),
      text: createFiller(text, fillReaderText),
    };
  };
  const forms = new Map<string, Promise<Form>>();
  return async ({ cadence, omitted, links }) => {
    const titles = issue.recaps.map(({ title }) => title).filter((title) => omitted.includes(title));
    const key = JSON.stringify(titles);
    let form = forms.get(key);
    if (!form) {
      const recaps = issue.recaps.filter(({ title }) => !titles.includes(title));
      form = titles.length > 0 ? render({ ...issue, recaps }) : render(issue, whole);
      if (forms.size >= KEPT) forms.clear();
      forms.set(key, form);
    }
    const { subject, html, text } = await form;
    if (!links) return { subject, html: html(), text: text() };
    const reader = { ...links, cadence };
    return { subject, html: html(reader), text: text(reader) };
  };
}

/** Fills only the tokens for each reader: what stands between them is the same strings in all mails. */
function createFiller(form: string, fill: (form: string, reader: Reader) => string): Form['html'] {
  const tokens: string[] = Object.values(TOKENS);
  const pieces = form.split(new RegExp(`(${tokens.join('|')})`));
  const whole = [form];
  return (reader) => {
    if (!reader) return whole;
    const values = fill(tokens.join('\n'), reader).split('\n');
    return pieces.map((piece) => values[tokens.indexOf(piece)] ?? piece);
  };
}
