import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** The usual window, the smallest one, and the smallest one with text at 150 %. */
const sizes = [
  { size: '1280', width: 1280, height: 800 },
  { size: '1024', width: 1024, height: 700 },
  { size: '150', width: 683, height: 467 },
];
const schemes = ['light', 'dark'] as const;

/** One picture of what is shown for every size and theme, to be looked at. Leaves the page as it was. */
export async function shootViews(page: Page, folder: string, name: string): Promise<void> {
  const html = page.locator('html');
  const before = { size: page.viewportSize(), scheme: await html.getAttribute('data-mantine-color-scheme') };
  const wear = (scheme: string) =>
    html.evaluate((root, wanted) => root.setAttribute('data-mantine-color-scheme', wanted), scheme);
  for (const { size, width, height } of sizes) {
    await page.setViewportSize({ width, height });
    for (const scheme of schemes) {
      await wear(scheme);
      await page.screenshot({ path: join(folder, `${name}-${size}-${scheme}.png`), animations: 'disabled' });
    }
  }
  await wear(before.scheme ?? 'light');
  if (before.size) await page.setViewportSize(before.size);
}
