// The frame of a mail: an MJML file compiled once, with {{slots}} for HTML that never passes through MJML.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, UserError } from '../../base/errors.js';

/**
 * The template as HTML, its slots still open. Parts are included from the template's folder; no fonts are fetched.
 * Throws a UserError if the file is missing or invalid.
 */
export async function compileTemplate(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  // Loaded on demand, because loading MJML takes a second.
  const { default: mjml2html } = await import('mjml');
  try {
    const { html, errors } = await mjml2html(await readFile(path, 'utf8'), {
      filePath: path,
      ignoreIncludes: false,
      validationLevel: 'strict',
      keepComments: false,
      fonts: {},
    });
    if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('; '));
    // MJML does not report an unreadable part; it leaves a comment.
    const unread = /<!-- (mj-include .*?) -->/.exec(html)?.[1];
    if (unread) throw new Error(unread);
    // MJML indents by its own nesting: a fifth of the frame's bytes.
    return wrapPreheader(html.replace(/^[ \t]+/gm, '').replace(/\n{2,}/g, '\n'));
  } catch (error) {
    throw new UserError(`The mail template ${name} is invalid: ${messageOf(error)}`, `Fix ${path}.`, {
      cause: error,
    });
  }
}

/** MJML puts the preheader before the wrapper, where neither language nor direction apply to it. */
function wrapPreheader(html: string): string {
  return html.replace(
    /(<div style="display:none;[^>]*>\{\{\w+\}\}<\/div>\s*)(<div\s[^>]*\blang=[^>]*>)/,
    '$2\n$1',
  );
}

/** Replaces every `{{slot}}` with its HTML in one pass; slots in the inserted HTML are not replaced. */
export function fillTemplate(shell: string, slots: Record<string, string>): string {
  return shell.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const html = slots[name];
    if (html === undefined) throw new UserError(`The mail template has an unknown slot {{${name}}}`);
    return html;
  });
}
