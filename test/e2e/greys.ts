import { expect } from 'vitest';
import { transitionsEnded } from './accessible.ts';
import type { Wizard } from './wizard.ts';

interface Piece {
  tagName: string;
  ownerDocument: { defaultView: { getComputedStyle(piece: Piece): Record<string, string> } };
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Piece[];
  getBoundingClientRect(): { width: number; height: number };
}

/** In the dark theme every grey that is seen is of one hue: a neutral one beside it looks like dirt. */
export async function expectOneGrey({ page }: Wizard, state: string): Promise<void> {
  const html = page.locator('html');
  const before = await html.getAttribute('data-mantine-color-scheme');
  await html.evaluate((root) => root.setAttribute('data-mantine-color-scheme', 'dark'));
  await transitionsEnded(page);
  const told = (await html.evaluate(strangers as never)) as string[];
  await html.evaluate((root, was) => root.setAttribute('data-mantine-color-scheme', was ?? 'light'), before);
  expect(told, state).toEqual([]);
}

/** Runs in the page: colours that are nearly grey and not of the family. */
function strangers(root: Piece): string[] {
  const view = root.ownerDocument.defaultView;
  const told = new Set<string>();
  const sides = ['Top', 'Right', 'Bottom', 'Left'];
  for (const piece of [root, ...root.querySelectorAll('body, body *')]) {
    const { width, height } = piece.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    const style = view.getComputedStyle(piece);
    const borders = sides.filter((side) => style[`border${side}Width`] !== '0px');
    // What is drawn has its colours elsewhere.
    const drawn = ['svg', 'path', 'rect', 'circle', 'line', 'polyline', 'text'].includes(piece.tagName)
      ? ['fill', 'stroke']
      : [];
    const bordered = borders.map((side) => `border${side}Color`);
    for (const name of ['color', 'backgroundColor', ...bordered, ...drawn]) {
      // A gradient is drawn by its own name.
      if (!style[name]?.startsWith('rgb')) continue;
      const [red = 0, green = 0, blue = 0, alpha = 1] = (style[name]?.match(/[\d.]+/g) ?? []).map(Number);
      const spread = Math.max(red, green, blue) - Math.min(red, green, blue);
      const isPure = spread === 0 && (red === 0 || red === 255);
      const isCool = red < green && green < blue;
      if (alpha === 0 || isPure || isCool || spread > 24) continue;
      told.add(`${name} ${style[name]}: ${piece.tagName}.${piece.getAttribute('class')}`);
    }
  }
  return [...told];
}
