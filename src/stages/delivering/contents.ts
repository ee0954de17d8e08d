// The content of each reader's mail: rendered once for all readers with the same preferences, then personalised.
import type { Content } from '../../deliver/compose.js';
import type { ReaderLinks } from '../../deliver/links.js';
import type { Cadence, Issue } from '../../model.js';
import { type RenderedEmail, renderEmail } from '../../render/email.js';
import { compileTemplate } from '../../render/mail/template.js';
import { createTopicFinder, tailorIssue } from '../../render/mail/topics.js';
import { fillReaderHtml, fillReaderText } from '../../render/reader.js';
import { renderText } from '../../render/text.js';
import { type Interests, NO_INTERESTS } from '../../store/subscribers/interests.js';
import type { PipelineContext } from '../context.js';

export interface ReaderOfIssue {
  cadence: Cadence;
  /** Titles of recaps to leave out. */
  omitted: string[];
  /** Default: follows and mutes nothing. */
  interests?: Interests;
  /** Absent without a public URL; the mail then has no personal links. */
  links?: ReaderLinks;
}

export type RenderingContext = Pick<PipelineContext, 'config' | 'templates'>;

export interface Contents {
  /** The mail of one reader. */
  contentOf(reader: ReaderOfIssue): Promise<Content>;
  /**
   * Whether the reader wants the issue: false if the reader only wants issues about followed topics, and this one has
   * none.
   */
  isFor(reader: Pick<ReaderOfIssue, 'omitted' | 'interests'>): boolean;
}

/** Maximum cached renderings, of about 100 KB each. */
const MAX_CACHED_RENDERINGS = 100;

/** Renders the issue once for all readers, with tokens in place of personal links. */
export function renderWhole({ config, templates }: RenderingContext, issue: Issue): Promise<RenderedEmail> {
  const publicUrl = config.env.PUBLIC_URL;
  const address = config.publication.address || undefined;
  return renderEmail(issue, { templates, publicUrl, address });
}

/** `whole` is the rendered full issue, if it exists already. */
export function createContents(
  { config, templates }: RenderingContext,
  issue: Issue,
  whole?: RenderedEmail,
): Contents {
  const publicUrl = config.env.PUBLIC_URL;
  const address = config.publication.address || undefined;
  const finder = createTopicFinder(issue);
  let shell: Promise<string> | undefined;

  /** The preferences that affect this issue: readers with equal ones get the same mail. */
  const relevantPreferences = ({
    omitted,
    interests = NO_INTERESTS,
  }: Pick<ReaderOfIssue, 'omitted' | 'interests'>) => ({
    titles: issue.recaps.map(({ title }) => title).filter((title) => omitted.includes(title)),
    follow: finder.listFound(interests.follow),
    mute: finder.listFound(interests.mute),
  });
  type Choices = ReturnType<typeof relevantPreferences>;
  const tailor = ({ titles, ...topics }: Choices) =>
    tailorIssue(
      { ...issue, recaps: issue.recaps.filter(({ title }) => !titles.includes(title)) },
      topics,
      finder,
    );
  const render = async (choices: Choices): Promise<Content> => {
    const isWhole = Object.values(choices).every((list) => list.length === 0);
    const { issue: shown, leftOut } = isWhole ? { issue, leftOut: [] } : tailor(choices);
    shell ??= compileTemplate(templates, 'issue.mjml');
    const email =
      (isWhole && whole) ||
      (await renderEmail(shown, { templates, shell: await shell, publicUrl, address, leftOut }));
    const text = renderText(shown, { shown: email.shown, publicUrl, address, leftOut });
    return { subject: email.subject, html: email.html, text };
  };
  const renderings = new Map<string, Promise<Content>>();
  const wanted = new Map<string, boolean>();
  return {
    async contentOf({ cadence, links, ...reader }) {
      const choices = relevantPreferences(reader);
      const key = JSON.stringify(choices);
      let rendering = renderings.get(key);
      if (!rendering) {
        rendering = render(choices);
        if (renderings.size >= MAX_CACHED_RENDERINGS) renderings.clear();
        renderings.set(key, rendering);
      }
      const { subject, html, text } = await rendering;
      if (!links) return { subject, html, text };
      const own = { ...links, cadence };
      return { subject, html: fillReaderHtml(html, own), text: fillReaderText(text, own) };
    },
    isFor(reader) {
      if (!reader.interests?.followedOnly) return true;
      const choices = relevantPreferences(reader);
      if (choices.follow.length === 0) return false;
      const key = JSON.stringify(choices);
      const known =
        wanted.get(key) ?? createTopicFinder(tailor(choices).issue).listFound(choices.follow).length > 0;
      wanted.set(key, known);
      return known;
    },
  };
}
