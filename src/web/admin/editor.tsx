// The draft editor: an issue's Markdown beside what readers will see. One form: every button saves all of it.
import type { Context, Hono } from 'hono';
import { UserError } from '../../base/errors.js';
import { listBullets } from '../../base/issue-bullets.js';
import type { Issue, Recap, Section } from '../../model.js';
import { findIssue } from '../../store/issues.js';
import { BulletBody } from '../archive/issue.js';
import { type Form, sendPrivate } from '../ui/forms.js';
import type { Doubt, EditorActions } from '../ui/operator-actions.js';
import { type Admin, addAction, describeError, record } from './actions.js';
import { changeIssue, parseChange, recount } from './edit-issue.js';
import { AdminPage, type AdminProps, Problem } from './frame.js';
import { adminIssuePath, versionOf } from './issues.js';

const MAX_SLUG = 100;
/** An issue of more bullets is edited a recap at a time: the page stays below 150 KB. */
const MAX_BULLETS_ON_PAGE = 40;
/** The part with the headline and the lead. */
const TOP_PART = 'top';

export function editorPath(issue: Pick<Issue, 'id'>): string {
  return `${adminIssuePath(issue)}/edit`;
}

export function editorRoutes(app: Hono, admin: Admin): void {
  const { site, operator } = admin;
  const { editor } = operator;
  if (!editor) return;

  const show = async (
    c: Context,
    issue: Issue,
    problem?: { status: 409 | 422; text: string; written: string; form: Form },
  ) => {
    const { form } = problem ?? {};
    const doubts = await editor.findDoubts(issue);
    const part = partOf(issue, form?.get('part') ?? c.req.query('part'));
    const version = versionOf(issue);
    const page = { ...(await admin.frame(c)), issue, version, part, doubts, editor, ...problem };
    return sendPrivate(c, <EditorPage {...page} />, problem?.status ?? 200);
  };

  /** A published issue whose new words its posts do not support: nothing is saved before the operator insists. */
  const showUnsaved = async (
    c: Context,
    { stored, edited, doubts, form }: { stored: Issue; edited: Issue; doubts: Doubt[]; form: Form },
  ) => {
    const text = 'Not saved: this issue is published, and its posts do not support what you wrote.';
    const page = { issue: edited, version: versionOf(stored), doubts, editor, text, mustInsist: true };
    const part = partOf(stored, form.get('part'));
    return sendPrivate(c, <EditorPage {...(await admin.frame(c))} {...page} part={part} />, 422);
  };

  app.get('/admin/issues/:id/edit', async (c) => {
    const issue = await findIssue(site.db, c.req.param('id'));
    return issue && !issue.body ? show(c, issue) : c.notFound();
  });

  addAction(app, admin, '/admin/issues/:id/edit', async (c, form) => {
    const issue = await findIssue(site.db, c.req.param('id') ?? '');
    if (!issue) return c.notFound();
    const written = manuscriptOf(issue, form, editor);
    if (form.get('version') !== versionOf(issue)) {
      const text = 'Somebody changed this issue after you opened it. Below is what is stored now.';
      return show(c, issue, {
        status: 409,
        text: `${text} What you wrote is kept below.`,
        ...{ written, form },
      });
    }
    try {
      const typed = applyForm(issue, form, editor);
      const change = parseChange(form.get('do'));
      const edited = recount(change ? changeIssue(typed, change) : typed);
      if (issue.status === 'published' && form.get('anyway') !== 'yes') {
        const known = (await editor.findDoubts(issue)).map(describeDoubt);
        const doubts = await editor.findDoubts(edited);
        if (doubts.some((doubt) => !known.includes(describeDoubt(doubt))))
          return showUnsaved(c, { stored: issue, edited, doubts, form });
      }
      await editor.save(issue, edited);
      const detail = change ? `${change.change} ${change.id}` : '';
      await record(admin, c, { action: 'edit', subject: issue.id, detail });
      const place = change?.change === 'drop' ? findNeighbour(issue, change.id) : change?.id;
      const anchor = place ? `#edit-${place}` : '';
      const opened = form.get('open') || form.get('part');
      const part = opened && `&part=${encodeURIComponent(opened)}`;
      return c.redirect(`${editorPath(issue)}?done=saved${part}${anchor}`, 303);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return show(c, issue, { status: 422, text: `Not saved. ${describeError(error)}`, written, form });
    }
  });
}

/** The bullet or section before a dropped one, or after it: the page goes on there. */
function findNeighbour({ lead, recaps }: Issue, id: string): string | undefined {
  const sections = recaps.flatMap((recap) => recap.sections);
  for (const list of [lead, sections, ...sections.map(({ bullets }) => bullets)]) {
    const at = list.findIndex((item) => item.id === id);
    if (at >= 0) return (list[at - 1] ?? list[at + 1])?.id;
  }
  return undefined;
}

/** The part of a large issue that the page shows: `top` or a recap's id. Undefined for an issue that it shows whole. */
function partOf(issue: Issue, wanted: string | undefined): string | undefined {
  if (listBullets(issue).length <= MAX_BULLETS_ON_PAGE) return undefined;
  return issue.recaps.some(({ id, sections }) => id === wanted && sections.length > 0) ? wanted : TOP_PART;
}

/** The form's fields as a whole manuscript; what the form does not have is as it is stored. */
function manuscriptOf(issue: Issue, form: Form, editor: EditorActions): string {
  const line = (text: string) => text.replace(/\s+/g, ' ').trim();
  const fieldOf = (name: string, stored: string) => (form.has(name) ? form.get(name) : stored);
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

function applyForm(issue: Issue, form: Form, editor: EditorActions): Issue {
  const read = editor.readManuscript(manuscriptOf(issue, form, editor), issue);
  // A recap of top posts alone has no place in a manuscript, and stays.
  const kept = issue.recaps.filter(
    ({ id, sections }) => sections.length === 0 && !read.recaps.some((recap) => recap.id === id),
  );
  const edited = { ...read, recaps: [...read.recaps, ...kept] };
  if (!form.has('intro')) return edited;
  const slug = form.get('slug').trim() || issue.slug;
  if (slug !== issue.slug && (slug.length > MAX_SLUG || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug)))
    throw new UserError('The slug is not usable', 'Use lower-case letters, digits and single hyphens.');
  const intro = form.get('intro').replace(/\r\n?/g, '\n').trim();
  return { ...edited, slug: issue.status === 'draft' ? slug : issue.slug, intro: intro || undefined };
}

function describeDoubt({ bullet, reasons }: Doubt): string {
  return `${bullet}: ${reasons.join('; ')}`;
}

interface EditorProps extends AdminProps {
  issue: Issue;
  /** Of the stored issue. */
  version: string;
  part: string | undefined;
  doubts: Doubt[];
  editor: EditorActions;
  text?: string;
  /** What was submitted and not saved. */
  written?: string;
  /** Whether the form asks to save in spite of doubts. */
  mustInsist?: boolean;
}

function EditorPage(props: EditorProps) {
  const { issue, version, part, editor, formKey, text, written, mustInsist } = props;
  return (
    <AdminPage {...props} title={`Edit: ${issue.headline}`}>
      <p class="meta">
        {issue.id} · <a href={adminIssuePath(issue)}>Overview</a> ·{' '}
        <a href={`${adminIssuePath(issue)}/preview`}>Preview the mail</a>
      </p>
      <Problem text={text} />
      {issue.status === 'published' && (
        <p class="warning">
          This issue is published: what you save or drop is on the site at once, and its page lists the
          correction. Mails that went out stay as they are.
        </p>
      )}
      {written !== undefined && (
        <details open>
          <summary>What you wrote</summary>
          <textarea class="code" readonly rows={12} aria-label="What you wrote">
            {written}
          </textarea>
        </details>
      )}
      <Doubts {...props} />
      <form class="editor" method="post" action={editorPath(issue)}>
        <input type="hidden" name="key" value={formKey} />
        <input type="hidden" name="version" value={version} />
        {/* Enter in a field presses the first button. */}
        <button class="hidden" type="submit" tabindex={-1}>
          Save
        </button>
        {part && <input type="hidden" name="part" value={part} />}
        {part && <PartButtons issue={issue} part={part} />}
        {(!part || part === TOP_PART) && <Heading issue={issue} />}
        {(!part || part === TOP_PART) && issue.lead.length > 0 && (
          <div class="beside-preview">
            <Field name="lead" label="Lead" value={editor.writeBullets(issue.lead)} rows={8} code />
            <Preview {...props} section={{ id: 'lead', bullets: issue.lead }} />
          </div>
        )}
        {issue.recaps
          .filter(({ id }) => !part || id === part)
          .map((recap) => (
            <RecapFields {...props} recap={recap} />
          ))}
        <p class="save-bar">
          <button type="submit">Save</button>{' '}
          {mustInsist && (
            <label class="check">
              <input type="checkbox" name="anyway" value="yes" /> although the posts do not support it
            </label>
          )}{' '}
          <span class="soft">
            A citation is <code>[words](post id)</code>; keep <code>{'{b1}'}</code> at the end of a bullet.
            Buttons save everything, too; Pin moves to the top.
          </span>
        </p>
      </form>
    </AdminPage>
  );
}

/** The parts of a large issue as buttons: opening another saves this one. */
function PartButtons({ issue, part }: { issue: Issue; part: string }) {
  const recaps = issue.recaps.filter(({ sections }) => sections.length > 0);
  const parts = [{ id: TOP_PART, title: 'Headline and lead' }, ...recaps];
  return (
    <p class="buttons">
      {parts.map(({ id, title }) => (
        <button
          type="submit"
          name="open"
          value={id}
          class={id === part ? undefined : 'quiet'}
          aria-current={id === part ? 'true' : undefined}
        >
          {title}
        </button>
      ))}
      <span class="soft">Each button saves what you wrote.</span>
    </p>
  );
}

function partPath(issue: Issue, part: string | undefined): string {
  return part ? `${editorPath(issue)}?part=${encodeURIComponent(part)}` : editorPath(issue);
}

function Doubts({ issue, part, doubts }: EditorProps) {
  if (doubts.length === 0) return null;
  const placeOf = (bullet: string) => {
    const recap = issue.recaps.find((one) => listBullets({ recaps: [one] }).some(({ id }) => id === bullet));
    return `${part ? partPath(issue, recap?.id ?? TOP_PART) : ''}#edit-${bullet}`;
  };
  return (
    <div class="warning" role="status">
      <p>
        <strong>The posts that they cite do not support these bullets:</strong>
      </p>
      <ul>
        {doubts.map(({ bullet, reasons }) => (
          <li>
            <a href={placeOf(bullet)}>{bullet}</a>: {reasons.join('; ')}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Heading({ issue }: { issue: Issue }) {
  return (
    <div class="fields-wide">
      <Field name="headline" label="Headline" value={issue.headline} />
      <Field name="subtitle" label="Subtitle" value={issue.subtitle} />
      {issue.status === 'draft' && <Field name="slug" label="Slug (its address)" value={issue.slug} />}
      <Field name="intro" label="Introduction, Markdown" value={issue.intro ?? ''} rows={4} />
    </div>
  );
}

function Field(props: { name: string; label: string; value: string; rows?: number; code?: boolean }) {
  const { name, label, value, rows, code } = props;
  return (
    <div class="field">
      <label for={`field-${name}`}>{label}</label>
      {rows ? (
        <textarea id={`field-${name}`} name={name} rows={rows} class={code ? 'code' : undefined}>
          {`\n${value}`}
        </textarea>
      ) : (
        <input id={`field-${name}`} name={name} value={value} />
      )}
    </div>
  );
}

function RecapFields(props: EditorProps & { recap: Recap }) {
  const { recap, editor } = props;
  if (recap.sections.length === 0) return null;
  return (
    <fieldset>
      <legend>{recap.title}</legend>
      <Field name={`title-${recap.id}`} label="Title of the recap" value={recap.title} />
      {recap.sections.map((section) => (
        <div class="beside-preview" id={`edit-${section.id}`}>
          <div>
            <Field name={`title-${section.id}`} label="Title of the section" value={section.title} />
            <Field
              name={`text-${section.id}`}
              label={`Bullets of “${section.title}”`}
              value={editor.writeBullets(section.bullets)}
              rows={Math.min(16, 4 + section.bullets.length * 3)}
              code
            />
            <Buttons id={section.id} what={`section “${section.title}”`} />
          </div>
          <Preview {...props} section={section} recap={recap} />
        </div>
      ))}
    </fieldset>
  );
}

function Preview(
  props: EditorProps & { section: Pick<Section, 'id' | 'bullets'> & { title?: string }; recap?: Recap },
) {
  const { issue, doubts, section, recap } = props;
  return (
    <div class="preview">
      {section.title && <p class="preview-title">{section.title}</p>}
      <ul class="bullets">
        {section.bullets.map((bullet) => {
          const doubt = doubts.find((one) => one.bullet === bullet.id);
          return (
            <li id={`edit-${bullet.id}`} class={doubt ? 'doubt' : undefined}>
              <BulletBody bullet={bullet} posts={issue.posts} platform={recap?.platform ?? 'web'} />
              {doubt && <p class="wrong">Not supported: {doubt.reasons.join('; ')}</p>}
              <Buttons id={bullet.id} what={`bullet ${bullet.id}`} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const LABELS = [
  ['up', '↑', 'Move up'],
  ['down', '↓', 'Move down'],
  ['pin', 'Pin', 'Pin to the top'],
  ['drop', 'Drop', 'Drop'],
] as const;

function Buttons({ id, what }: { id: string; what: string }) {
  return (
    <p class="buttons small">
      {LABELS.map(([change, label, name]) => (
        <button type="submit" name="do" value={`${change}:${id}`} aria-label={`${name}: ${what}`}>
          {label}
        </button>
      ))}
    </p>
  );
}
