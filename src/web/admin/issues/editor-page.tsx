// The draft editor: an issue's Markdown beside what readers will see. One form: every button saves all of it.
import { listBullets } from '../../../base/issue-bullets.js';
import type { Issue } from '../../../model.js';
import type { EditStep } from '../../../store/operator/edit-steps.js';
import type { Doubt, EditorActions } from '../../site/operator-actions.js';
import { AdminPage, type AdminProps, Problem } from '../frame.js';
import { describeReasons } from './doubts.js';
import { Heading, LeadFields, RecapFields } from './editor-fields.js';
import { nameOf, TOP_PART } from './editor-form.js';
import { adminIssuePath } from './issue-page.js';

export function editorPath(issue: Pick<Issue, 'id'>): string {
  return `${adminIssuePath(issue)}/edit`;
}

interface EditorProps extends AdminProps {
  issue: Issue;
  /** The stored issue's version. */
  version: string;
  part: string | undefined;
  doubts: Doubt[];
  editor: EditorActions;
  /** The last edit, if it can be undone, and the last undone edit. */
  undo: EditStep | undefined;
  redo: EditStep | undefined;
  text?: string;
  /** What was submitted but not saved. */
  written?: string;
  /** Whether the form asks to save in spite of doubts. */
  mustConfirm?: boolean;
}

export function EditorPage(props: EditorProps) {
  const { issue, version, part, csrfToken, text, written } = props;
  return (
    <AdminPage {...props} title={`Edit: ${issue.headline}`}>
      <p class="meta">
        {issue.id} · <a href={adminIssuePath(issue)}>Overview</a> ·{' '}
        <a href={`${adminIssuePath(issue)}/preview`}>Preview the mail</a>
      </p>
      <Problem text={text} />
      {issue.status === 'published' && (
        <p class="warning">
          This issue is published: what you save or drop changes the site immediately, and the issue’s page
          lists the correction. Mails that went out stay as they are.
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
        <input type="hidden" name="key" value={csrfToken} />
        <input type="hidden" name="version" value={version} />
        {/* Enter in a field presses the form's first button. */}
        <button class="hidden" type="submit" tabindex={-1}>
          Save
        </button>
        {part && <input type="hidden" name="part" value={part} />}
        {part && <PartButtons issue={issue} part={part} />}
        {(!part || part === TOP_PART) && <Heading issue={issue} />}
        {(!part || part === TOP_PART) && issue.lead.length > 0 && <LeadFields {...props} />}
        {issue.recaps
          .filter(({ id }) => !part || id === part)
          .map((recap) => (
            <RecapFields {...props} recap={recap} />
          ))}
        <SaveBar {...props} />
      </form>
    </AdminPage>
  );
}

/** The buttons that stay in view: save, undo and redo. */
function SaveBar({ undo, redo, mustConfirm }: EditorProps) {
  const steps = [
    ['undo', 'Undo', undo],
    ['redo', 'Redo', redo],
  ] as const;
  return (
    <div class="save-bar">
      <p class="buttons">
        <button type="submit">Save</button>
        {mustConfirm && (
          <label class="check">
            <input type="checkbox" name="anyway" value="yes" /> even though the posts do not support it
          </label>
        )}
        {steps.map(
          ([value, label, step]) =>
            step && (
              <button type="submit" name="do" value={value} class="quiet" title={step.what}>
                {label}: {step.what}
              </button>
            ),
        )}
      </p>
      <details>
        <summary>How to write here</summary>
        <p class="soft">
          A citation is <code>[words](post id)</code>; keep <code>{'{b1}'}</code> at the end of a bullet.
          Every button saves what you wrote; Top moves to the first place.
        </p>
      </details>
    </div>
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
        {doubts.map((doubt) => (
          <li>
            <a href={placeOf(doubt.bullet)}>{nameOf(issue, doubt.bullet)}</a>: {describeReasons(doubt)}
          </li>
        ))}
      </ul>
    </div>
  );
}
