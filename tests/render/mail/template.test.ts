// The mail template: valid MJML, or an error that explains the problem.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileTemplate, fillTemplate } from '../../../src/render/mail/template.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-template-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the shipped template is valid, with its parts', async () => {
  const html = await compileTemplate(
    fileURLToPath(new URL('../../../templates', import.meta.url)),
    'issue.mjml',
  );
  expect(html).toContain('prefers-color-scheme');
  expect(html).not.toMatch(/<mj-/);
});
test('no font is fetched, even if the template names none', async () => {
  const plain =
    '<mjml><mj-body><mj-section><mj-column><mj-text>a</mj-text></mj-column></mj-section></mj-body></mjml>';
  await writeFile(join(folder, 'plain.mjml'), plain);
  expect(await compileTemplate(folder, 'plain.mjml')).not.toMatch(/https?:\/\/fonts/);
});
test.each([
  ['not MJML', '<mjml><mj-body><mj-texxt>a</mj-texxt></mj-body></mjml>', /mj-texxt/],
  ['a part is missing', '<mjml><mj-body><mj-include path="./none.mjml" /></mj-body></mjml>', /mj-include/],
])('refuses a template: %s', async (_, mjml, message) => {
  await writeFile(join(folder, 'bad.mjml'), mjml);
  await expect(compileTemplate(folder, 'bad.mjml')).rejects.toThrow(message);
  await expect(compileTemplate(folder, 'bad.mjml')).rejects.toMatchObject({ name: 'UserError' });
});
test('a missing template', () => expect(compileTemplate(folder, 'no.mjml')).rejects.toThrow(/no\.mjml/));

test('slots are filled once, and their content is not changed', () => {
  expect(fillTemplate('<p>{{a}}{{b}}{{a}}</p>', { a: '{{b}}$&', b: 'B' })).toBe('<p>{{b}}$&B{{b}}$&</p>');
  expect(() => fillTemplate('{{c}}', { a: '' })).toThrow('{{c}}');
});
