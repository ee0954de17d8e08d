// The fields of the editor: an issue's headings and texts, each text beside its preview.
import type { Issue, Recap, Section } from '../../../model.js';
import { BulletBody } from '../../archive/issue.js';
import type { Doubt, EditorActions } from '../../site/operator-actions.js';
import { DoubtNote } from './doubts.js';
import { beginningOf } from './editor-form.js';

interface FieldsProps {
  issue: Issue;
  doubts: Doubt[];
  editor: EditorActions;
}

export function Heading({ issue }: { issue: Issue }) {
  return (
    <div class="fields-wide">
      <Field name="headline" label="Headline" value={issue.headline} />
      <Field name="subtitle" label="Subtitle" value={issue.subtitle} />
      {issue.status === 'draft' && <Field name="slug" label="Slug (its address)" value={issue.slug} />}
      <Field name="intro" label="Introduction, Markdown" value={issue.intro ?? ''} rows={4} />
    </div>
  );
}

export function LeadFields(props: FieldsProps) {
  const { issue, editor } = props;
  return (
    <div class="beside-preview">
      <Field name="lead" label="Lead" value={editor.writeBullets(issue.lead)} rows={8} code />
      <Preview {...props} section={{ id: 'lead', bullets: issue.lead }} />
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

export function RecapFields(props: FieldsProps & { recap: Recap }) {
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
  props: FieldsProps & { section: Pick<Section, 'id' | 'bullets'> & { title?: string }; recap?: Recap },
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
              {doubt && <DoubtNote doubt={doubt} />}
              <Buttons id={bullet.id} what={`“${beginningOf(bullet)}”`} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const CHANGE_BUTTONS = [
  ['up', '↑', 'Move up'],
  ['down', '↓', 'Move down'],
  ['pin', 'Top', 'Top: move first'],
  ['drop', 'Drop', 'Drop'],
] as const;

function Buttons({ id, what }: { id: string; what: string }) {
  return (
    <p class="buttons small">
      {CHANGE_BUTTONS.map(([change, label, name]) => (
        <button type="submit" name="do" value={`${change}:${id}`} aria-label={`${name}: ${what}`}>
          {label}
        </button>
      ))}
    </p>
  );
}
