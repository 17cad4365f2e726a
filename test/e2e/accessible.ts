import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import { firstOf, isLong } from '../helpers/long.ts';
import type { Wizard } from './wizard.ts';

/**
 * No serious or critical finding of axe on what is shown, in dark and in light. The themes differ in nothing but their
 * colours, so the second one is asked about these alone; every day the first one is enough, as every state is looked at in
 * both by the long proofs.
 * @param when a page that differs in its words alone from another one is looked at by the long proofs only
 */
export async function expectAccessible(
  { page }: Wizard,
  state: string,
  when: 'every day' | 'at length' = 'every day',
): Promise<void> {
  if (when === 'at length' && !isLong) return;
  const html = page.locator('html');
  for (const scheme of firstOf(['dark', 'light'] as const)) {
    // As the button does it, which a dialog may cover.
    await html.evaluate((root, wanted) => root.setAttribute('data-mantine-color-scheme', wanted), scheme);
    await transitionsEnded(page);
    // What passes is not told in full, which is a third of the work.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
    const { violations } = await (scheme === 'light' ? axe.withRules('color-contrast') : axe).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const told = grave.flatMap(({ id, nodes }) =>
      nodes.map(({ html: node, failureSummary }) => `${id}: ${node} ${failureSummary}`),
    );
    expect(told, `${state}, ${scheme}`).toEqual([]);
  }
}

interface Page {
  ownerDocument: { getAnimations(): { constructor: { name: string }; finished: Promise<unknown> }[] };
}

/** Until no colour is on its way to another one. */
export async function transitionsEnded(page: Wizard['page']): Promise<void> {
  await page.locator('html').evaluate(ended as never);
}

/** Runs in the page. What only turns round, as a loader does, never ends. */
async function ended({ ownerDocument }: Page): Promise<void> {
  const changing = ownerDocument.getAnimations().filter((each) => each.constructor.name === 'CSSTransition');
  await Promise.allSettled(changing.map(({ finished }) => finished));
}
