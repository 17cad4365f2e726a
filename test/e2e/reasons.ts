import { expect } from 'vitest';
import type { Wizard } from './wizard.ts';

interface Piece {
  id: string;
  labels?: Piece[] | null;
  disabled?: boolean;
  tabIndex: number;
  textContent: string | null;
  ownerDocument: { getElementById(id: string): Piece | null };
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Piece[];
}

/** Every button, switch, field or tab that cannot be used is within the keyboard's reach and says why. */
export async function expectReasons({ page }: Wizard, state: string): Promise<void> {
  expect(await page.locator('html').evaluate(silent as never), state).toEqual([]);
}

/** Runs in the page. What is loading says so by itself. */
function silent(root: Piece): string[] {
  const told: string[] = [];
  const refused = [':disabled', '[aria-disabled=true]', '[data-disabled=true]'];
  const controls = [
    'button',
    'input',
    'select',
    'textarea',
    '[role=button]',
    '[role=tab]',
    '[role=menuitem]',
  ];
  for (const button of root.querySelectorAll(
    controls.flatMap((control) => refused.map((state) => control + state)).join(),
  )) {
    if (button.getAttribute('data-loading') === 'true') continue;
    const ids = (button.getAttribute('aria-describedby') ?? '').split(' ');
    const why = ids.map((id) => root.ownerDocument.getElementById(id)?.textContent ?? '').join('');
    if (button.disabled || button.tabIndex < 0 || why.trim() === '')
      told.push(button.labels?.[0]?.textContent || button.textContent || button.id);
  }
  return told;
}
