// What axe-core finds wrong with a page.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Violations of WCAG 2.2 AA and axe's best practices on a page that is open. In the dark only colours differ. */
export async function findAxeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
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
