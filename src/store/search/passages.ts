// The passages of an issue that a search can find, in reading order: lead, bullets, blocks of an imported text.
import { isImported } from '../../base/imported-id.js';
import { bulletText } from '../../base/issue-bullets.js';
import type { Bullet, Cadence, Issue, Period, Platform, Section } from '../../model.js';
import { facetsIn } from './facets.js';
import { blocksOfHtml } from './html-blocks.js';

/** A place in a published issue. */
export interface Place {
  slug: string;
  cadence: Cadence;
  headline: string;
  period: Period;
  recap: string;
  platform: Platform;
  section: string;
  /** The bullet's anchor within the issue; empty for the issue as a whole. */
  anchor: string;
  /** Whether the issue was imported, so that its text was not checked. */
  imported: boolean;
}

/** A row of `bullets` joined with its issue. */
export interface PlaceRow {
  issue_id: string;
  slug: string;
  cadence: string;
  headline: string;
  period_from: string;
  period_to: string;
  recap: string;
  platform: string;
  section: string;
  anchor: string;
}

export function placeOf(row: PlaceRow): Place {
  return {
    slug: row.slug,
    cadence: row.cadence as Cadence,
    headline: row.headline,
    period: { from: row.period_from, to: row.period_to },
    recap: row.recap,
    platform: row.platform as Platform,
    section: row.section,
    anchor: row.anchor,
    imported: isImported(row.issue_id),
  };
}

export interface Passage {
  /** Its anchor within the issue; empty for the issue as a whole. */
  anchor: string;
  recap: string;
  platform: Platform;
  section: string;
  section_anchor: string;
  text: string;
  facets: string;
  /** Slug of the issue whose story it continues. */
  updates: string | null;
}

/** The values of `recap` for the lead and for an imported text. */
export const LEAD = 'Lead';
export const IMPORTED = 'Text';
/** Values of `recap` that are not titles of recaps. */
export const NO_RECAPS = [LEAD, IMPORTED];
type PassageSection = Pick<Section, 'title' | 'id' | 'bullets'>;

const NONE: Pick<Bullet, 'citations' | 'points'> = { citations: [], points: [] };

/** All passages of the issue. There is at least one, so that every issue can be found by its headline. */
export function passagesOf(issue: Issue): Passage[] {
  const passagesIn = (recap: { title: string; platform: Platform }, sections: PassageSection[]) => {
    const facetsOf = facetsIn(issue, recap);
    return sections.flatMap((section) =>
      section.bullets.map((bullet): Passage => {
        // A weekly recap mixes platforms, and so do leads.
        const first = bullet.citations.find((id) => Object.hasOwn(issue.posts, id));
        return {
          anchor: bullet.id,
          recap: recap.title,
          platform: (first && issue.posts[first]?.platform) || recap.platform,
          section: section.title,
          section_anchor: section.id,
          text: bulletText(bullet),
          facets: facetsOf(bullet),
          updates: bullet.updates || null,
        };
      }),
    );
  };
  const lead = passagesIn({ title: LEAD, platform: 'web' }, [
    { title: issue.headline, id: '', bullets: issue.lead },
  ]);
  const recaps = issue.recaps.flatMap((recap) => passagesIn(recap, recap.sections));
  const head = lead.length > 0 ? [] : [headOf(issue)];
  return [...head, ...lead, ...recaps, ...blocksOf(issue)];
}

function headOf(issue: Issue): Passage {
  const whole = { title: LEAD, platform: issue.recaps[0]?.platform ?? 'web' } as const;
  return {
    anchor: '',
    recap: whole.title,
    platform: whole.platform,
    section: issue.headline,
    section_anchor: '',
    text: issue.subtitle || issue.headline,
    facets: facetsIn(issue, whole)(NONE),
    updates: null,
  };
}

function blocksOf(issue: Issue): Passage[] {
  if (!issue.body) return [];
  const recap = { title: IMPORTED, platform: 'web' } as const;
  const facets = facetsIn(issue, recap)(NONE);
  return blocksOfHtml(issue.body).map(({ anchor, text, heading, headingAnchor }) => ({
    anchor,
    recap: recap.title,
    platform: recap.platform,
    section: heading || issue.headline,
    section_anchor: headingAnchor,
    text,
    facets,
    updates: null,
  }));
}
