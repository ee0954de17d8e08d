// The editor: two at once, a run beside it, what is published, and taking edits back.
import { expect, test } from 'vitest';
import type { Bullet, Issue } from '../../../../src/model.js';
import { approveDraft } from '../../../../src/stages/editing/release.js';
import { findIssue, saveIssue } from '../../../../src/store/issues.js';
import { listAudit } from '../../../../src/store/operator/audit.js';
import { savePosts } from '../../../../src/store/posts.js';
import { saveSources } from '../../../../src/store/sources/sources.js';
import { makePost, makeRef } from '../../../fixtures/store.js';
import { draft, formOf, NOW, openServers } from '../servers.js';

test('edits of a published issue that its posts do not support are saved only after confirmation', async () => {
  const { db, get, post, signIn } = await openServers();
  await db.transaction().execute((trx) => saveIssue(trx, { ...draft, status: 'published' }));
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const page = await (await get(path, cookie)).text();
  expect(page).toContain('This issue is published');
  const form = formOf(page);
  const name = Object.keys(form).find((one) => one.startsWith('text-')) ?? '';
  const invented = { ...form, [name]: (form[name] ?? '').replace(' {b', ' It costs 8,417 dollars. {b') };
  const refused = await post(path, invented, cookie);
  expect(refused.status).toBe(422);
  const shown = await refused.text();
  expect(shown).toContain('Not saved');
  expect(formOf(shown)).toMatchObject({ [name]: invented[name], version: form.version });
  expect(JSON.stringify(await findIssue(db, draft.id))).not.toContain('8,417');
  expect((await post(path, { ...form, headline: 'Another title' }, cookie)).status).toBe(303);
  const again = formOf(await (await get(path, cookie)).text());
  expect((await post(path, { ...again, [name]: invented[name] ?? '', anyway: 'yes' }, cookie)).status).toBe(
    303,
  );
  expect(JSON.stringify(await findIssue(db, draft.id))).toContain('8,417');
});

test('the second of two editors sees a warning and keeps what they wrote', async () => {
  const { db, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const [ann, bob] = [await signIn(0), await signIn(1)];
  const formOfAnn = formOf(await (await get(path, ann)).text());
  const formOfBob = formOf(await (await get(path, bob, 1)).text());
  expect((await post(path, { ...formOfAnn, headline: 'Of Ann' }, ann)).status).toBe(303);
  const late = await post(path, { ...formOfBob, headline: 'Of Bob' }, bob, 1);
  expect(late.status).toBe(409);
  const text = await late.text();
  expect(text).toContain('Somebody changed this issue');
  expect(text).toContain('# Of Bob');
  expect((await findIssue(db, draft.id))?.headline).toBe('Of Ann');
});

test('when a run remakes a draft, its editor sees a warning; an edited draft is not remade', async () => {
  const { db, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const form = formOf(await (await get(path, cookie)).text());
  await db.transaction().execute((trx) => saveIssue(trx, { ...draft, headline: 'Remade' }));
  expect((await post(path, { ...form, headline: 'Mine' }, cookie)).status).toBe(409);
  const fresh = formOf(await (await get(path, cookie)).text());
  expect((await post(path, { ...fresh, headline: 'Mine', slug: 'my-own-slug' }, cookie)).status).toBe(303);
  expect(await findIssue(db, 'my-own-slug')).toMatchObject({ headline: 'Mine', edited: true });
});

test('a large issue is edited one recap at a time, below 150 KB, and the other parts do not change', async () => {
  const { db, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const many = (bullets: Bullet[], from: number) =>
    Array.from({ length: 12 }, (_, n) => bullets.map((one) => ({ ...one, id: `b${from + n}` }))[0]).flatMap(
      (one) => one ?? [],
    );
  const large: Issue = {
    ...draft,
    intro: 'Mine.',
    recaps: draft.recaps.map((recap, r) => ({
      ...recap,
      sections: recap.sections.map((section, s) => ({
        ...section,
        bullets: many(section.bullets, 1000 + r * 200 + s * 20),
      })),
    })),
  };
  await db.transaction().execute((trx) => saveIssue(trx, large));
  const recap = large.recaps[1];
  for (const part of ['top', ...large.recaps.map(({ id }) => id)]) {
    const text = await (await get(`${path}?part=${part}`, cookie)).text();
    expect([part, Buffer.byteLength(text) < 150_000]).toEqual([part, true]);
  }
  const form = formOf(await (await get(`${path}?part=${recap?.id}`, cookie)).text());
  expect(form).not.toHaveProperty('headline');
  const title = `title-${recap?.sections[0]?.id}`;
  const saved = await post(path, { ...form, [title]: 'Retitled', open: 'top' }, cookie);
  expect(saved.headers.get('location')).toBe(`${path}?done=saved&part=top`);
  const stored = await findIssue(db, draft.id);
  expect(stored?.recaps[1]?.sections[0]?.title).toBe('Retitled');
  expect(stored).toMatchObject({
    headline: large.headline,
    intro: 'Mine.',
    slug: large.slug,
    lead: large.lead,
  });
  expect(stored?.recaps[0]).toEqual(large.recaps[0]);
});

test('an unusable manuscript is not saved, and what was written stays on the page', async () => {
  const { db, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const form = formOf(await (await get(path, cookie)).text());
  const answer = await post(path, { ...form, lead: '- Nothing is cited here {b1}' }, cookie);
  expect(answer.status).toBe(422);
  const text = await answer.text();
  expect(text).toContain('cites no post');
  expect(text).toContain('Nothing is cited here');
  expect(await findIssue(db, draft.id)).toEqual(draft);
});

test('edits are undone and redone one by one, on any server, until somebody else changes the draft', async () => {
  const { db, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const see = async () => (await get(path, cookie, 1)).text();
  const press = async (button: string, fields: Record<string, string> = {}, server: 0 | 1 = 0) =>
    post(path, { ...formOf(await see()), ...fields, do: button }, cookie, server);
  const stored = () => findIssue(db, draft.id);

  expect(await see()).not.toContain('value="undo"');
  const [first, second] = draft.recaps[0]?.sections ?? [];
  expect((await press(`drop:${first?.id}`)).status).toBe(303);
  const dropped = await stored();
  expect(await see()).toContain(`Undo: Dropped section “${first?.title}”`);
  expect((await press(`down:${second?.id}`, { headline: 'Another title' })).status).toBe(303);
  const both = await stored();
  expect(both?.slug).not.toBe(draft.slug);

  // Each button saves what is typed. Undo would lose it, and refuses.
  const refused = await press('undo', { headline: 'Typed and not saved' });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('# Typed and not saved');
  expect(await stored()).toEqual(both);

  expect((await press('undo', {}, 1)).headers.get('location')).toBe(`${path}?done=undo`);
  expect(await stored()).toEqual(dropped);
  expect((await press('undo')).status).toBe(303);
  // Exactly as it was: no edited draft, so a run may make it again.
  expect(await stored()).toEqual(draft);
  expect((await press('undo')).status).toBe(422);
  await press('redo');
  expect((await press('redo', {}, 1)).status).toBe(303);
  expect(await stored()).toEqual(both);
  await press('undo');
  await press('save', { headline: 'A new edit' });
  expect(await see()).not.toContain('value="redo"');

  const log = (await listAudit(db, { limit: 99 })).map(({ action, detail }) => `${action}: ${detail}`);
  expect(log).toContain('edit: Edited the text');
  expect(log).toContain(`redo: Dropped section “${first?.title}”`);

  const stale = formOf(await see());
  const changed = await stored();
  await db.transaction().execute((trx) => saveIssue(trx, { ...draft, edited: true, headline: 'Of Bob' }));
  expect(await see()).not.toContain('value="undo"');
  expect((await post(path, { ...stale, do: 'undo' }, cookie)).status).toBe(409);
  expect((await stored())?.headline).toBe('Of Bob');
  // The step is not used, even if the draft is some day as it was.
  await db.transaction().execute((trx) => saveIssue(trx, changed ?? draft));
  expect((await press('undo')).status).toBe(303);
});

test('undoing an edit of a published issue is a correction that its readers see', async () => {
  const { db, get, post, signIn } = await openServers();
  await db.transaction().execute((trx) => saveIssue(trx, { ...draft, status: 'published' }));
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  const press = async (button: string, fields: Record<string, string> = {}) =>
    post(path, { ...formOf(await (await get(path, cookie)).text()), ...fields, do: button }, cookie);
  await press('save', { headline: 'A wrong title' });
  expect((await press('undo')).status).toBe(303);
  expect(await findIssue(db, draft.id)).toMatchObject({
    headline: draft.headline,
    edited: true,
    corrections: [
      { changes: [{ before: draft.headline, after: 'A wrong title' }] },
      { changes: [{ before: 'A wrong title', after: draft.headline }] },
    ],
  });
  expect((await press('undo')).status).toBe(422);
});

test('after a draft is approved, its edits cannot be undone', async () => {
  const { db, time, config, get, post, signIn } = await openServers();
  const path = `/admin/issues/${draft.id}/edit`;
  const cookie = await signIn();
  await post(path, { ...formOf(await (await get(path, cookie)).text()), headline: 'Mine' }, cookie);
  await approveDraft({ db, config, clock: () => new Date(time.now) }, draft);
  expect(await (await get(path, cookie)).text()).not.toContain('value="undo"');
  expect(await db.selectFrom('edit_steps').selectAll().execute()).toEqual([]);
});

test('an unsupported sentence is shown beside its post’s text', async () => {
  const { db, get, signIn } = await openServers();
  const said = 'Lantern <b>4</b> runs on one card. The team measured 41 tokens a second.';
  const id = 'feed:00c0ffee00c0ffee';
  await saveSources(db, [makeRef('LocalModels')]);
  await savePosts(db, [makePost(id, { title: 'Lantern 4 ships', text: said, author: 'mira' })], NOW);
  const claim = [{ text: 'Lantern 4 needs 99 cards.', cite: id }];
  const comment = { id: 'reddit:t1_remark', author: 'joan', text: 'I measured 38 tokens a second here.' };
  await db
    .insertInto('comments')
    .values({ ...comment, post_id: id, url: 'https://lantern.example/remark', score: 3 })
    .execute();
  const point: Bullet = {
    ...{ id: 'b3', claim: [{ text: 'joan measured 8,000 tokens.', cite: comment.id }], text: [] },
    ...{ citations: [comment.id], points: [], origin: 'model' },
  };
  const bullet: Bullet = { id: 'b1', claim, text: [], citations: [id], points: [], origin: 'model' };
  const remarked: Bullet = {
    ...{ id: 'b2', claim: [{ text: 'Lantern 4 runs on one card.', cite: id }], text: [] },
    ...{ citations: [id], points: [point], origin: 'model' },
  };
  const cited = { ...Object.values(draft.posts)[0], id, author: 'mira', url: 'https://lantern.example/4' };
  const posts = {
    ...draft.posts,
    [id]: cited as Issue['posts'][string],
    [comment.id]: { ...cited, id: comment.id, author: 'joan' } as Issue['posts'][string],
  };
  await db.transaction().execute((trx) => saveIssue(trx, { ...draft, lead: [bullet, remarked], posts }));
  const cookie = await signIn();
  for (const path of [`/admin/issues/${draft.id}`, `/admin/issues/${draft.id}/edit`]) {
    const page = await (await get(path, cookie)).text();
    const note = page.slice(page.indexOf('Not supported: '), page.indexOf('</blockquote>'));
    expect([path, note]).toEqual([path, expect.stringContaining('href="https://lantern.example/4"')]);
    expect(note).toContain('The team measured 41 tokens a second.');
    expect(note).toContain('&lt;b&gt;4&lt;/b&gt;');
    expect(note).not.toContain(id);
    // A point under a bullet is checked with the comment that it cites.
    expect(page).toContain('8,000');
    expect(page.replace(/<[^>]+>/g, '')).toContain('joan: I measured 38 tokens a second here.');
  }
});
