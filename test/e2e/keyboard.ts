import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

interface Piece {
  tagName: string;
  textContent: string | null;
  parentElement: Piece | null;
  nextElementSibling: Piece | null;
  labels?: Piece[] | null;
  ownerDocument: {
    activeElement: Piece;
    body: Piece;
    elementFromPoint(x: number, y: number): Piece | null;
    defaultView: {
      innerWidth: number;
      innerHeight: number;
      getComputedStyle(piece: Piece): { outlineStyle: string; outlineWidth: string };
    };
  };
  contains(other: Piece | null): boolean;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { left: number; top: number; right: number; bottom: number };
}

/**
 * Presses Tab until the element has the focus, as somebody without a mouse does, and looks where it is on the way.
 * @param by in a menu the arrows lead on
 */
export async function pressTo(page: Page, wanted: Locator, by = 'Tab'): Promise<void> {
  // A radio of a segmented control is drawn by its label.
  await wanted.waitFor({ state: 'attached' });
  for (let presses = 0; presses < 150; presses++) {
    if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press(by);
    const unseen = await page.locator('html').evaluate(hidden as never);
    expect(unseen, `on the way to ${wanted}`).toBeNull();
  }
  throw new Error(`not reached with the keyboard: ${wanted}`);
}

/** To the element, and there the key that presses it. */
export async function press(page: Page, wanted: Locator, key = 'Enter'): Promise<void> {
  await pressTo(page, wanted);
  await page.keyboard.press(key);
}

/** What has the focus is that element. */
export async function expectFocus(wanted: Locator): Promise<void> {
  await expect
    .poll(() => wanted.evaluate((element) => element === element.ownerDocument.activeElement), {
      message: `the focus is at ${wanted}`,
    })
    .toBe(true);
}

/** Runs in the page: what has the focus and does not show it, or is not to be seen itself; null where all is well. */
function hidden(root: Piece): string | null {
  const { activeElement, body, elementFromPoint, defaultView: view } = root.ownerDocument;
  const at = activeElement;
  // Once around there is the window's own place.
  if (at === body || at === root) return null;
  const name = `${at.tagName} ${at.getAttribute('aria-label') ?? at.textContent?.slice(0, 40) ?? ''}`;
  const drawn = [at, at.nextElementSibling, at.labels?.[0], at.parentElement].filter((each) => each != null);
  const shows = drawn.some((each) => {
    const { outlineStyle, outlineWidth } = view.getComputedStyle(each);
    return outlineStyle !== 'none' && outlineWidth !== '0px';
  });
  if (!shows) return `${name}: no mark of the focus`;
  const place = drawn.find((each) => {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    return right - left > 2 && bottom - top > 2;
  });
  if (!place) return `${name}: nowhere`;
  const { left, top, right, bottom } = place.getBoundingClientRect();
  const [x, y] = [
    (Math.max(0, left) + Math.min(view.innerWidth, right)) / 2,
    (Math.max(0, top) + Math.min(view.innerHeight, bottom)) / 2,
  ];
  if (right <= 0 || bottom <= 0 || left >= view.innerWidth || top >= view.innerHeight)
    return `${name}: out of sight`;
  const seen = elementFromPoint.call(root.ownerDocument, x, y);
  const isSeen = drawn.some((each) => each.contains(seen) || seen?.contains(each));
  return isSeen ? null : `${name}: under ${seen?.tagName} ${seen?.getAttribute('class')}`;
}
