import { beforeEach, expect, test } from 'vitest';
import { readerToken } from '../../../src/deliver/tokens.js';
import { createDeliveries } from '../../../src/store/deliveries/deliveries.js';
import { saveIssue } from '../../../src/store/issues.js';
import { getSecret } from '../../../src/store/secrets.js';
import { suppressAddress } from '../../../src/store/subscribers/suppressions.js';
import { makeIssue } from '../../fixtures/issue.js';
import { addReader } from '../../fixtures/readers.js';
import { openReaders, wordsOf } from '../readers.js';

const ANN = 'ann@example.org';
const DAY = 86_400_000;
let site: Awaited<ReturnType<typeof openReaders>>;
beforeEach(async () => {
  site = await openReaders();
});
const later = (days: number) => {
  site.time.now = new Date(site.time.now.getTime() + days * DAY);
};
const join = async () => {
  const id = await addReader(site.db, ANN);
  return { id, token: await site.tokenOf(ANN) };
};
const queue = async () => {
  const issue = makeIssue();
  await saveIssue(site.db, issue);
  const now = site.time.now.toISOString();
  await createDeliveries(site.db, issue, { from: now, now });
};
const states = async () =>
  (await site.db.selectFrom('deliveries').select('state').execute()).map(({ state }) => state);

test('a confirmation link shows one button and changes nothing; the button confirms once', async () => {
  await site.post('/subscribe', { address: ANN });
  const path = await site.confirmPath(ANN);
  for (let visit = 0; visit < 2; visit++) {
    const { status, text, headers } = await site.get(path);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(text.match(/<button/g)).toHaveLength(1);
    expect(wordsOf(text)).toContain(`will go to ${ANN} every day at 07:00, Europe/Berlin time.`);
  }
  expect(await site.find(ANN)).toMatchObject({ status: 'pending' });
  expect(wordsOf((await site.post(path)).text)).toContain('You are subscribed');
  expect(await site.find(ANN)).toMatchObject({ status: 'active' });
  expect(wordsOf((await site.post(path)).text)).toContain('You are already subscribed');
  expect((await site.get(path)).text).toContain(`/preferences/${await site.tokenOf(ANN)}`);
});

test('expired, forged and used confirmation links explain why and change nothing', async () => {
  await site.post('/subscribe', { address: ANN });
  const path = await site.confirmPath(ANN);
  const forged = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A');
  for (const wrong of [forged, path.slice(0, 40), '/confirm/x', `/confirm/${'a'.repeat(5000)}`]) {
    const { status, text } = await site.post(wrong);
    expect([status, wordsOf(text)]).toEqual([404, expect.stringContaining('This link does not work')]);
  }
  later(7);
  for (const ask of [site.get, site.post]) {
    const { status, text } = await ask(path);
    expect([status, wordsOf(text)]).toEqual([410, expect.stringContaining('This link has expired')]);
  }
  expect(await site.find(ANN)).toMatchObject({ status: 'pending' });
  const fresh = await site.confirmPath(ANN);
  await site.post(fresh);
  await site.post(`/unsubscribe/${await site.tokenOf(ANN)}`);
  expect(wordsOf((await site.post(fresh)).text)).toContain('This link was already used');
  expect(await site.find(ANN)).toMatchObject({ status: 'unsubscribed' });
});

test('all preferences can be changed, and the page confirms it', async () => {
  const { token } = await join();
  const { status, headers } = await site.post(`/preferences/${token}`, [
    ['cadence', 'weekly'],
    ['zone', 'Pacific/Auckland'],
    ['hour', '21'],
    ['omit', 'Reddit Recap'],
  ]);
  expect([status, headers.get('location')]).toEqual([303, `/preferences/${token}?done=saved`]);
  expect(await site.find(ANN)).toMatchObject({
    cadence: 'weekly',
    timeZone: 'Pacific/Auckland',
    hour: 21,
    omitted: ['Reddit Recap'],
  });
  const { text } = await site.get(`/preferences/${token}?done=saved`);
  expect(text).toMatch(/role="status">\s*Saved\./);
  expect(wordsOf(text)).toContain(`goes to ${ANN} every week at 21:00, Pacific/Auckland time.`);
  expect(text).toMatch(/value="Reddit Recap" checked=""/);
  await site.post(`/preferences/${token}`, { cadence: 'weekly' });
  expect(await site.find(ANN)).toMatchObject({ hour: 21, omitted: [] });
});

test('an omitted recap stays omitted while it is not part of the publication', async () => {
  await addReader(site.db, ANN, { omitted: ['Mastodon Recap'] });
  await site.post(`/preferences/${await site.tokenOf(ANN)}`, { omit: 'X Recap' });
  expect(await site.find(ANN)).toMatchObject({ omitted: ['Mastodon Recap', 'X Recap'] });
});

test('an invalid field shows its error, and nothing is saved', async () => {
  const { token } = await join();
  const { status, text } = await site.post(`/preferences/${token}`, { cadence: 'weekly', zone: 'Nowhere' });
  expect([status, wordsOf(text)]).toEqual([
    422,
    expect.stringContaining('Choose a time zone from the list.'),
  ]);
  expect(await site.find(ANN)).toMatchObject({ cadence: 'daily' });
});

test('a pause lasts the chosen days, skips queued mails, and can be ended', async () => {
  const { token } = await join();
  await queue();
  expect((await site.post(`/preferences/${token}/pause`, { days: '10' })).status).toBe(303);
  expect(await site.find(ANN)).toMatchObject({ status: 'paused', pausedUntil: '2026-03-28T08:00:00.000Z' });
  expect(await states()).toEqual(['skipped']);
  const paused = await site.get(`/preferences/${token}?done=paused`);
  expect(wordsOf(paused.text)).toContain('is paused until Saturday, 28 March 2026.');
  await site.post(`/preferences/${token}/resume`);
  expect(await site.find(ANN)).toMatchObject({ status: 'active' });
  await site.post(`/preferences/${token}/pause`, { days: '10' });
  later(10);
  expect(wordsOf((await site.get(`/preferences/${token}`)).text)).toContain(`goes to ${ANN} every day`);
});

test.each(['', '0', '366', '-1', '1.5', 'ten', '9'.repeat(400)])('%j days are no pause', async (days) => {
  const { token } = await join();
  const { status, text } = await site.post(`/preferences/${token}/pause`, { days });
  expect([status, wordsOf(text)]).toEqual([422, expect.stringContaining('a number of days from 1 to 365')]);
  expect(await site.find(ANN)).toMatchObject({ status: 'active' });
});

test('opening the unsubscribe page changes nothing; its button unsubscribes, even if pressed twice', async () => {
  const { token } = await join();
  await queue();
  const page = await site.get(`/unsubscribe/${token}`);
  expect(page.text.match(/<button/g)).toHaveLength(1);
  expect(await site.find(ANN)).toMatchObject({ status: 'active' });
  for (let click = 0; click < 2; click++) {
    const { status, text } = await site.post(`/unsubscribe/${token}`);
    expect([status, wordsOf(text)]).toEqual([200, expect.stringContaining('You are unsubscribed')]);
  }
  expect(await site.find(ANN)).toMatchObject({ status: 'unsubscribed' });
  expect(await states()).toEqual(['skipped']);
  expect((await site.get(`/unsubscribe/${token}`)).text).not.toContain('<button');
});

test('a mail program unsubscribes with one POST, whatever its headers (RFC 8058)', async () => {
  const { token } = await join();
  const { status, headers } = await site.post(
    `/unsubscribe/${token}`,
    { 'List-Unsubscribe': 'One-Click' },
    { headers: { Origin: 'https://mail.example', 'Sec-Fetch-Site': 'cross-site' } },
  );
  expect([status, headers.get('set-cookie'), headers.get('location')]).toEqual([200, null, null]);
  expect(await site.find(ANN)).toMatchObject({ status: 'unsubscribed' });
});

test('deleting asks first, then removes all data', async () => {
  const { token } = await join();
  await queue();
  expect((await site.get(`/preferences/${token}/delete`)).text.match(/<button/g)).toHaveLength(1);
  expect(await site.find(ANN)).toMatchObject({ status: 'active' });
  const { status, text } = await site.post(`/preferences/${token}/delete`);
  expect([status, wordsOf(text)]).toEqual([200, expect.stringContaining('All data is deleted')]);
  expect([await site.find(ANN), await states()]).toEqual([undefined, []]);
  for (const path of [`/preferences/${token}`, `/unsubscribe/${token}`])
    expect((await site.get(path)).status).toBe(404);
});

test('a forged link and that of an unknown reader get the same page and change nothing', async () => {
  const { id, token } = await join();
  const stranger = readerToken(await getSecret(site.db), { id: 'nobody', generation: 0 });
  const wrong = [`${id}.${'A'.repeat(43)}`, stranger, 'x', `${id}.`, 'a'.repeat(5000), '%00', '..%2f..'];
  const answers = new Set<string>();
  for (const name of wrong) {
    for (const room of ['preferences', 'unsubscribe']) {
      for (const ask of [site.get, site.post]) {
        const { status, text } = await ask(`/${room}/${name}`);
        answers.add(`${status} ${text}`);
      }
    }
    await site.post(`/preferences/${name}/delete`);
    await site.post(`/preferences/${name}/pause`, { days: '3' });
  }
  expect([...answers]).toEqual([expect.stringMatching(/^404 [\s\S]+This link does not work/)]);
  await site.db.updateTable('subscribers').set({ generation: 1 }).where('id', '=', id).execute();
  await site.post(`/unsubscribe/${token}`);
  expect(await site.find(ANN)).toMatchObject({ status: 'active' });
});

test('a reader who gets no mail sees why and what to do', async () => {
  await site.post('/subscribe', { address: 'new@example.org' });
  const pending = await site.get(`/preferences/${await site.tokenOf('new@example.org')}`);
  expect(wordsOf(pending.text)).toContain('new@example.org is not confirmed yet');
  const { token } = await join();
  await suppressAddress(site.db, ANN, 'bounced', site.time.now.toISOString());
  const { text } = await site.get(`/preferences/${token}`);
  expect(wordsOf(text)).toContain(`We no longer send mail to ann@example.org`);
  expect(text).not.toContain('/subscribe">Subscribe again');
  expect(text).not.toContain('name="cadence"');
  expect(wordsOf((await site.post(`/preferences/${token}/delete`)).text)).toContain('A fingerprint');
});

test('a reader’s own pages are not indexed or cached', async () => {
  const { token } = await join();
  for (const path of [`/preferences/${token}`, `/unsubscribe/${token}`, `/preferences/${token}/delete`]) {
    const { text, headers } = await site.get(path);
    expect(text).toContain('<meta name="robots" content="noindex"/>');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toBeNull();
    expect(text.match(/href="https?:/g)).toBeNull();
  }
});

test('both cadences, followed and muted topics are saved, shown again and checked', async () => {
  const { token } = await join();
  const saved = await site.post(`/preferences/${token}`, [
    ['cadence', 'both'],
    ['follow', ' OpenAI, #gemma 4,openai ,'],
    ['followed-only', 'yes'],
    ['mute', 'crypto'],
  ]);
  expect(saved.status).toBe(303);
  const interests = { follow: ['OpenAI', 'gemma 4'], followedOnly: true, mute: ['crypto'] };
  expect(await site.find(ANN)).toMatchObject({ cadence: 'both', interests });
  const { text } = await site.get(`/preferences/${token}`);
  expect(text).toContain('value="OpenAI, gemma 4"');
  expect(wordsOf(text)).toContain('every day and every week');
  const wrong = await site.post(`/preferences/${token}`, [['mute', 'x'.repeat(61)]]);
  expect([wrong.status, wordsOf(wrong.text)]).toEqual([
    422,
    expect.stringContaining('at most 30 tags or words'),
  ]);
  await site.post(`/preferences/${token}`, [['hour', '8']]);
  expect(await site.find(ANN)).toMatchObject({ hour: 8, interests });
});

test('a sign-up for both cadences and a topic is confirmed with them', async () => {
  expect((await site.get('/subscribe?follow=OpenAI&cadence=both')).text).toContain('value="OpenAI"');
  await site.post('/subscribe', { address: ANN, cadence: 'both', follow: 'OpenAI', mute: '' });
  await site.post(await site.confirmPath(ANN));
  expect(await site.find(ANN)).toMatchObject({
    status: 'active',
    cadence: 'both',
    interests: { follow: ['OpenAI'], followedOnly: false, mute: [] },
  });
});

test('the unsubscribe link of one cadence ends only that one; its page offers both, and GET ends none', async () => {
  await addReader(site.db, ANN, { cadence: 'both' });
  const token = await site.tokenOf(ANN);
  const { text } = await site.get(`/unsubscribe/${token}/daily`);
  expect(text.match(/<button/g)).toHaveLength(2);
  expect(await site.find(ANN)).toMatchObject({ cadence: 'both' });
  expect(wordsOf((await site.post(`/unsubscribe/${token}/daily`)).text)).toContain(
    'You still get the weekly one.',
  );
  expect(await site.find(ANN)).toMatchObject({ status: 'active', cadence: 'weekly' });
  expect(wordsOf((await site.post(`/unsubscribe/${token}/weekly`)).text)).toContain('You are unsubscribed');
  expect(await site.find(ANN)).toMatchObject({ status: 'unsubscribed' });
  expect((await site.get(`/unsubscribe/${token}/monthly`)).status).toBe(404);
});
