import { expect } from 'vitest';
import type { Wizard } from './wizard.ts';

/** The smallest window, and the same with text at 150 %. */
const sizes = [
  { width: 1024, height: 700 },
  { width: 683, height: 467 },
];

/** Nothing is cut off or pushed out of the window, at any of the small sizes. Leaves the page at its size. */
export async function expectFits({ page }: Wizard, state: string): Promise<void> {
  const before = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    const told = await page.locator('html').evaluate(misfits as never);
    expect(told, `${state}, ${size.width} x ${size.height}`).toEqual([]);
  }
  if (before) await page.setViewportSize(before);
}

/** As much of the page's elements as is looked at. */
interface Piece {
  tagName: string;
  className: string;
  textContent: string | null;
  scrollWidth: number;
  clientWidth: number;
  clientHeight: number;
  parentElement: Piece | null;
  ownerDocument: { documentElement: Piece; defaultView: { getComputedStyle(piece: Piece): Style } };
  closest(selector: string): Piece | null;
  querySelector(selector: string): Piece | null;
  querySelectorAll(selector: string): Piece[];
  getBoundingClientRect(): { width: number; height: number; left: number; right: number; bottom: number };
}

interface Style {
  position: string;
  overflowX: string;
}

/** Runs in the page: what is wider than its place. */
function misfits(root: Piece): string[] {
  const { documentElement: html, defaultView } = root.ownerDocument;
  const told: string[] = [];
  const tell = (what: string, piece: Piece): unknown =>
    told.push(`${what}: ${piece.tagName}.${piece.className} "${(piece.textContent ?? '').slice(0, 60)}"`);
  const style = (piece: Piece): Style => defaultView.getComputedStyle(piece);
  const scrolls = (piece: Piece | null): boolean =>
    piece !== null && (['auto', 'scroll'].includes(style(piece).overflowX) || scrolls(piece.parentElement));
  if (html.scrollWidth > html.clientWidth) told.push('the page scrolls sideways');
  const texts = 'button, h1, h2, h3, label, dt, dd, th, td, p, li, a, [role=tab], .mantine-Badge-label';
  for (const piece of html.querySelectorAll(texts)) {
    const { width, left, right } = piece.getBoundingClientRect();
    if (width === 0 || style(piece).position === 'absolute') continue;
    // What is cut with "…" on purpose has its whole text as a title.
    const shortened = piece.closest('.cut') !== null || piece.querySelector('.cut') !== null;
    const hides = style(piece).overflowX === 'hidden';
    if (hides && !shortened && piece.scrollWidth > piece.clientWidth + 1) tell('cut', piece);
    if ((left < -1 || right > html.clientWidth + 1) && !scrolls(piece.parentElement)) tell('outside', piece);
  }
  const foot = html.querySelector('.foot')?.getBoundingClientRect();
  if (foot && foot.bottom > html.clientHeight + 1) told.push('the actions are below the window');
  // Where there is room for all of them, they are at the same place on every step.
  if (foot && html.clientWidth >= 1024 && Math.abs(foot.height - 57) > 1) told.push('the actions have moved');
  for (const piece of html.querySelectorAll('.number')) {
    if (piece.scrollWidth > piece.clientWidth + 1) tell('overhangs', piece);
  }
  return told;
}
