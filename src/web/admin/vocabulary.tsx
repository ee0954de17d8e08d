// Names and tags: accepting unknown names that recur in posts, and merging tags.
import type { Context, Hono } from 'hono';
import { UserError } from '../../base/errors.js';
import { truncate } from '../../base/text.js';
import type { TagKind } from '../../model.js';
import {
  listTagMerges,
  listTags,
  mergeTags,
  splitTag,
  type TagCount,
  type TagMerge,
} from '../../store/tags.js';
import { sendPrivate } from '../http/forms.js';
import type { ProposedName } from '../site/operator-actions.js';
import { tagPath } from '../site/paths.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';
import { type Admin, addAction, describeError } from './actions.js';
import { ActionButton, ActionForm, AdminPage, type AdminProps, Problem } from './frame.js';

const VOCABULARY_PATH = '/admin/vocabulary';
/** Tags of each kind that the fields propose. */
const MAX_TAGS_PROPOSED = 150;
const MAX_EXAMPLE_CHARACTERS = 110;

export function vocabularyRoutes(app: Hono, admin: Admin): void {
  const { site, operator } = admin;
  const { db } = site;
  const { vocabulary } = operator;
  const show = async (c: Context, refused?: RefusedMerge) => {
    const page = {
      refused,
      proposals: await vocabulary?.proposals(),
      ignored: vocabulary?.ignored() ?? [],
      kinds: vocabulary?.kinds ?? [],
      isEditable: vocabulary?.isEditable() ?? false,
      tags: await listTags(db, MAX_TAGS_PROPOSED),
      merges: await listTagMerges(db),
    };
    return sendPrivate(c, <VocabularyPage {...(await admin.frame(c))} {...page} />, refused ? 422 : 200);
  };
  app.get(VOCABULARY_PATH, (c) => show(c));

  addAction(app, admin, `${VOCABULARY_PATH}/merge`, async (c, form) => {
    try {
      const tags = await listTags(db, MAX_TAGS_PROPOSED);
      const [from, into] = [readTag(form.get('from'), tags), readTag(form.get('into'), tags)];
      if (from.kind !== into.kind && !form.get('anyway')) {
        const question = `${describeTag(from, tags)}, ${describeTag(into, tags)}. Merge them anyway?`;
        return show(c, { question, from: form.get('from'), into: form.get('into') });
      }
      const target = await mergeTags(db, from, into, site.clock().toISOString());
      const detail = `into ${target.kind}/${target.slug}`;
      return {
        to: `${VOCABULARY_PATH}?done=merged`,
        action: 'merge tags',
        subject: `${from.kind}/${from.slug}`,
        detail,
      };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return show(c, { problem: describeError(error), from: form.get('from'), into: form.get('into') });
    }
  });
  addAction(app, admin, `${VOCABULARY_PATH}/split`, async (_, form) => {
    const tag = readTag(form.get('tag'), []);
    if (!(await splitTag(db, tag))) throw new UserError('This tag is no longer merged into another');
    return { to: `${VOCABULARY_PATH}?done=split`, action: 'split tags', subject: `${tag.kind}/${tag.slug}` };
  });
  if (!vocabulary) return;
  addAction(app, admin, `${VOCABULARY_PATH}/accept`, async (_, form) => {
    const [name, kind] = [form.get('name'), form.get('kind')];
    await vocabulary.accept(name, kind);
    return { to: `${VOCABULARY_PATH}?done=accepted`, action: 'accept name', subject: name, detail: kind };
  });
  addAction(app, admin, `${VOCABULARY_PATH}/ignore`, async (_, form) => {
    const name = form.get('name');
    await vocabulary.ignore(name);
    return { to: `${VOCABULARY_PATH}?done=ignored`, action: 'ignore name', subject: name };
  });
  addAction(app, admin, `${VOCABULARY_PATH}/show`, async (_, form) => {
    const name = form.get('name');
    await vocabulary.show(name);
    return { to: `${VOCABULARY_PATH}?done=shown`, action: 'show name', subject: name };
  });
  addAction(app, admin, `${VOCABULARY_PATH}/hide`, async (_, form) => {
    const tags = await listTags(db, MAX_TAGS_PROPOSED);
    const { kind, slug } = readTag(form.get('tag'), tags);
    const named = tags.find((tag) => tag.kind === kind && tag.slug === slug);
    if (!named) throw new UserError('No issue has this tag', 'Enter the name of a tag from the list.');
    await vocabulary.ignore(named.name);
    return { to: `${VOCABULARY_PATH}?done=hidden`, action: 'hide tag', subject: named.name };
  });
}

/** Reads `company/openai`, or the name of one of `tags`, such as `OpenAI`. Throws a UserError. */
function readTag(text: string, tags: TagCount[]): { kind: TagKind; slug: string } {
  const wanted = text.trim().toLowerCase();
  const named = tags.filter(({ name }) => name.toLowerCase() === wanted);
  const [only] = named;
  if (only && named.length === 1) return only;
  if (named.length > 1) {
    const choices = named.map((tag) => `${tag.kind}/${tag.slug}`).join(', ');
    throw new UserError(`Several tags have the name "${text.slice(0, 80)}"`, `Enter one of: ${choices}.`);
  }
  const [, name = '', slug = ''] = /^\s*(\w+)\/(\S+)\s*$/.exec(text.toLowerCase()) ?? [];
  const kind = TAG_KINDS.find(([known]) => known === name)?.[0];
  if (!kind)
    throw new UserError(
      `Unknown tag "${text.slice(0, 80)}"`,
      'Enter its name, or kind and name: company/openai.',
    );
  return { kind, slug };
}

/** `OpenAI is a company`. */
function describeTag({ kind, slug }: { kind: TagKind; slug: string }, tags: TagCount[]): string {
  const known = tags.find((tag) => tag.kind === kind && tag.slug === slug);
  return `${known?.name ?? slug} is a ${kind}`;
}

/** A merge that was not done, and what was typed: it was refused, or the operator must answer a question first. */
interface RefusedMerge {
  problem?: string;
  question?: string;
  from: string;
  into: string;
}

interface VocabularyProps extends AdminProps {
  proposals?: ProposedName[];
  kinds: string[];
  /** Names that are neither proposed nor tags. */
  ignored: string[];
  isEditable: boolean;
  tags: TagCount[];
  merges: TagMerge[];
  refused?: RefusedMerge;
}

function VocabularyPage(props: VocabularyProps) {
  const { proposals } = props;
  return (
    <AdminPage {...props} title="Names and tags">
      {proposals && (
        <section class="month">
          <h2>New names</h2>
          <Proposals {...props} proposals={proposals} />
        </section>
      )}
      <section class="month">
        <h2>Merge two tags</h2>
        <Merging {...props} />
      </section>
      {proposals && (
        <section class="month">
          <h2>Hide a tag</h2>
          <Hiding {...props} />
        </section>
      )}
    </AdminPage>
  );
}

function Proposals({
  proposals,
  kinds,
  isEditable,
  csrfToken,
}: VocabularyProps & { proposals: ProposedName[] }) {
  if (proposals.length === 0) return <p>No unknown name recurred in the last 30 days.</p>;
  return (
    <>
      <p class="soft few">
        These names recur in posts of the last 30 days and are unknown. Accept a name, and it becomes a tag of
        later issues; ignore it, and it is not proposed again.
      </p>
      {!isEditable && (
        <p class="warning few">
          <code>sources.yaml</code> uses a shipped vocabulary. To accept names, copy it to{' '}
          <code>vocabulary.yaml</code> and write <code>vocabulary: ./vocabulary.yaml</code>.
        </p>
      )}
      <ul class="findings">
        {proposals.map(({ name, posts, authors, days, examples }) => (
          <li>
            <p>
              <strong>{name}</strong>{' '}
              <span class="soft">
                {posts} posts by {authors} authors on {days} days
              </span>
            </p>
            <ul class="meta">
              {examples.map(({ title, url }) => (
                <li>
                  <a href={url} rel="noopener nofollow ugc">
                    {truncate(title.replace(/\s+/g, ' '), MAX_EXAMPLE_CHARACTERS)}
                  </a>
                </li>
              ))}
            </ul>
            {isEditable && (
              <div class="buttons">
                <ActionForm csrfToken={csrfToken} action={`${VOCABULARY_PATH}/accept`} class="row-form">
                  <input type="hidden" name="name" value={name} />
                  <select name="kind" aria-label={`What ${name} is`}>
                    {kinds.map((kind) => (
                      <option value={kind}>{kind}</option>
                    ))}
                  </select>
                  <button type="submit" aria-label={`Accept ${name}`}>
                    Accept
                  </button>
                </ActionForm>
                <ActionButton
                  csrfToken={csrfToken}
                  action={`${VOCABULARY_PATH}/ignore`}
                  label="Ignore"
                  name={`Ignore ${name}`}
                  fields={{ name }}
                  quiet
                />
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Hiding({ ignored, isEditable, csrfToken }: VocabularyProps) {
  return (
    <>
      <p class="soft few">
        Issues made from now on do not get a hidden tag; published ones keep it. You can show it again.
      </p>
      {isEditable && (
        <ActionForm csrfToken={csrfToken} action={`${VOCABULARY_PATH}/hide`} class="row-form">
          <label for="hide-tag">Hide</label>
          <input id="hide-tag" name="tag" list="tags" placeholder="OpenAI" required />
          <button type="submit">Hide the tag</button>
        </ActionForm>
      )}
      {ignored.length > 0 && (
        <ul class="findings" aria-label="Hidden names">
          {ignored.map((name) => (
            <li>
              {name}{' '}
              {isEditable && (
                <ActionButton
                  csrfToken={csrfToken}
                  action={`${VOCABULARY_PATH}/show`}
                  label="Show again"
                  name={`Show again: ${name}`}
                  fields={{ name }}
                  quiet
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Merging({ tags, merges, csrfToken, refused }: VocabularyProps) {
  if (tags.length === 0) return <p>There are no tags yet: they come with the first issue.</p>;
  return (
    <>
      <p class="soft few">
        When one thing has two tags, merge them: the first tag&apos;s page leads to the second&apos;s, which
        shows the statements of both. You can split them again.
      </p>
      <Problem text={refused?.problem} />
      {refused?.question && (
        <div class="warning" role="alert">
          {refused.question}{' '}
          <ActionButton
            csrfToken={csrfToken}
            action={`${VOCABULARY_PATH}/merge`}
            label="Merge anyway"
            fields={{ from: refused.from, into: refused.into, anyway: '1' }}
            quiet
          />
        </div>
      )}
      <datalist id="tags">
        {tags.map(({ kind, slug, name, issues }) => (
          <option value={`${kind}/${slug}`}>
            {name}, {issues}
          </option>
        ))}
      </datalist>
      <ActionForm csrfToken={csrfToken} action={`${VOCABULARY_PATH}/merge`} class="row-form">
        <label for="merge-from">Merge</label>
        <input id="merge-from" name="from" list="tags" value={refused?.from} placeholder="Open AI" required />
        <label for="merge-into">into</label>
        <input id="merge-into" name="into" list="tags" value={refused?.into} placeholder="OpenAI" required />
        <button type="submit">Merge</button>
      </ActionForm>
      {merges.length > 0 && (
        <ul class="findings" aria-label="Merged tags">
          {merges.map(({ from, into }) => (
            <li>
              {from.name} <span class="soft">{`${from.kind}/${from.slug}`}</span> →{' '}
              <a href={tagPath(into)}>{`${into.kind}/${into.slug}`}</a>{' '}
              <ActionButton
                csrfToken={csrfToken}
                action={`${VOCABULARY_PATH}/split`}
                label="Split"
                name={`Split ${from.name}`}
                fields={{ tag: `${from.kind}/${from.slug}` }}
                quiet
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
