import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import type { Wizard } from './wizard.ts';

/** No serious or critical finding of axe on what is shown, neither in light nor in dark. */
export async function expectAccessible({ page, texts }: Wizard, step: string): Promise<void> {
  for (const scheme of ['dark', 'light'] as const) {
    await page.getByRole('button', { name: texts.scheme[scheme] }).click();
    await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const told = grave.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
    expect(told, `${step}, ${scheme}`).toEqual([]);
  }
}
