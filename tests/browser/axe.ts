// What axe-core finds wrong with a page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The small build: each page compiles it again. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Violations of WCAG 2.2 AA and axe's best practices on a page that is open. In the dark only colours differ. */
export async function findAxeViolations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found: string[] = [];
  for (const [colorScheme, type, values] of [
    ['light', 'tag', RULES],
    ['dark', 'rule', ['color-contrast']],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    // As text: a function would be evaluated in the page, which our pages forbid.
    const options = JSON.stringify({
      runOnly: { type, values },
      resultTypes: ['violations'],
      iframes: false,
      preload: false,
      elementRef: false,
    });
    const { violations } = (await page.evaluate(`axe.run(${options})`)) as axe.AxeResults;
    found.push(
      ...violations.map(
        ({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
      ),
    );
  }
  return found;
}
