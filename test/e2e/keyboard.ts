import type { Locator, Page } from 'playwright-core';

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
export async function pressTo(page: Page, wanted: Locator): Promise<void> {
  // A radio of a segmented control is drawn by its label.
  await wanted.waitFor({ state: 'attached' });
  for (let presses = 0; presses < 150; presses++) {
    if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached with the keyboard: ${wanted}`);
}
