// Turns the editor's form into an issue, and decides which part of an issue the form shows.
import { UserError } from '../../../base/errors.js';
import { listBullets } from '../../../base/issue-bullets.js';
import { oneLine, truncate } from '../../../base/text.js';
import type { Bullet, Issue } from '../../../model.js';
import type { Form } from '../../http/forms.js';
import type { EditorActions } from '../../site/operator-actions.js';
import type { Change } from './edit-issue.js';

const MAX_SLUG_CHARACTERS = 100;
/** An issue with more bullets is edited one recap at a time, which keeps the page below 150 KB. */
const MAX_BULLETS_ON_PAGE = 40;
/** The part with the headline and the lead. */
export const TOP_PART = 'top';

type Manuscript = Pick<EditorActions, 'writeBullets' | 'readManuscript'>;

/** The part of a large issue that the page shows: `top` or a recap's id. Undefined if the page shows the whole issue. */
export function partOf(issue: Issue, wanted: string | undefined): string | undefined {
  if (listBullets(issue).length <= MAX_BULLETS_ON_PAGE) return undefined;
  return issue.recaps.some(({ id, sections }) => id === wanted && sections.length > 0) ? wanted : TOP_PART;
}

/** The form's fields as a complete manuscript. Parts that the form lacks are as stored. */
export function manuscriptOf(issue: Issue, form: Form | undefined, editor: Manuscript): string {
  const line = (text: string) => text.replace(/\s+/g, ' ').trim();
  const fieldOf = (name: string, stored: string) => (form?.has(name) ? form.get(name) : stored);
  const parts = [`# ${line(fieldOf('headline', issue.headline))}`];
  const subtitle = line(fieldOf('subtitle', issue.subtitle));
  if (subtitle) parts.push(`> ${subtitle}`);
  const lead = fieldOf('lead', editor.writeBullets(issue.lead)).trim();
  if (lead) parts.push('## Lead', lead);
  for (const recap of issue.recaps) {
    if (recap.sections.length === 0) continue;
    parts.push(`## ${line(fieldOf(`title-${recap.id}`, recap.title))} {${recap.id}}`);
    for (const section of recap.sections) {
      const stored = editor.writeBullets(section.bullets);
      const text = fieldOf(`text-${section.id}`, stored).replace(/\r\n?/g, '\n').trimEnd();
      const title = fieldOf(`title-${section.id}`, section.title);
      if (text.trim()) parts.push(`### ${line(title)} {${section.id}}`, text);
    }
  }
  return `${parts.join('\n\n')}\n`.replace(/\r\n?/g, '\n');
}

const introOf = (form: Form) => form.get('intro').replace(/\r\n?/g, '\n').trim();

/** Whether the form differs from what is stored. */
export function isChanged(issue: Issue, form: Form, editor: Manuscript): boolean {
  if (manuscriptOf(issue, form, editor) !== manuscriptOf(issue, undefined, editor)) return true;
  if (form.has('intro') && introOf(form) !== (issue.intro ?? '')) return true;
  return issue.status === 'draft' && form.has('slug') && form.get('slug').trim() !== issue.slug;
}

/** The issue with the form's words. Throws a UserError that names the line, or the slug. */
export function applyForm(issue: Issue, form: Form, editor: Manuscript): Issue {
  const read = editor.readManuscript(manuscriptOf(issue, form, editor), issue);
  // A manuscript leaves out recaps that have only top posts: keep them.
  const kept = issue.recaps.filter(
    ({ id, sections }) => sections.length === 0 && !read.recaps.some((recap) => recap.id === id),
  );
  const edited = { ...read, recaps: [...read.recaps, ...kept] };
  if (!form.has('intro')) return edited;
  const slug = form.get('slug').trim() || issue.slug;
  if (slug !== issue.slug && (slug.length > MAX_SLUG_CHARACTERS || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug)))
    throw new UserError('The slug is not usable', 'Use lower-case letters, digits and single hyphens.');
  return {
    ...edited,
    slug: issue.status === 'draft' ? slug : issue.slug,
    intro: introOf(form) || undefined,
  };
}

const CHANGE_NAMES: Record<Change, string> = {
  up: 'Moved up',
  down: 'Moved down',
  pin: 'Moved to the top',
  drop: 'Dropped',
};

/** `Dropped “Lantern 4 ships”, and edited the text` */
export function describeEdit(
  issue: Issue,
  change: { kind: Change; id: string } | undefined,
  isTyped: boolean,
): string {
  if (!change) return 'Edited the text';
  const name = nameOf(issue, change.id);
  return `${CHANGE_NAMES[change.kind]} ${name}${isTyped ? ', and edited the text' : ''}`;
}

/** A section's title or the beginning of a bullet, in quotation marks. */
export function nameOf(issue: Pick<Issue, 'lead' | 'recaps'>, id: string): string {
  const section = issue.recaps.flatMap(({ sections }) => sections).find((one) => one.id === id);
  if (section) return `section “${truncate(oneLine(section.title), 60)}”`;
  const bullet = listBullets(issue).find((one) => one.id === id);
  return bullet ? `“${beginningOf(bullet)}”` : id;
}

export function beginningOf({ claim, text }: Pick<Bullet, 'claim' | 'text'>): string {
  const words = [claim, text].map((spans) => spans.map((span) => span.text).join(''));
  return truncate(oneLine(words.join(' ')), 60);
}

/** Finds the bullet or section before or after a dropped one, where the page then scrolls to. */
export function findNeighbour({ lead, recaps }: Issue, id: string): string | undefined {
  const sections = recaps.flatMap((recap) => recap.sections);
  for (const list of [lead, sections, ...sections.map(({ bullets }) => bullets)]) {
    const at = list.findIndex((item) => item.id === id);
    if (at >= 0) return (list[at - 1] ?? list[at + 1])?.id;
  }
  return undefined;
}
