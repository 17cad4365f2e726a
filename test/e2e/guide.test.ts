import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { shortCode } from '../../shared/short-codes/index.ts';
import { expectAccessible } from './accessible.ts';
import { chromiumPath } from './chromium.ts';
import { expectFits } from './fits.ts';
import { useStage } from './stage.ts';
import { chooseFile, fillServer, type Wizard } from './wizard.ts';

const unreachable = shortCode('error', 'target.unreachable') ?? '';

if (chromiumPath === null) console.log('The guide is not tested: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('the guide', { timeout: 600_000 }, () => {
  const stage = useStage((folder) =>
    writeSample({ out: join(folder, 'autocore.db'), rows: 300, dirty: true }).then(),
  );

  /** A connection that nobody answers, typed in and tried. */
  async function failed(wizard: Wizard): Promise<void> {
    await chooseFile(wizard, stage.host.folder, 'autocore.db');
    await fillServer(wizard, 'postgresql://maria:x@127.0.0.1:9/garagem');
    await wizard.button(wizard.texts.target.test).click();
    await wizard.page.getByText(wizard.texts.target.notReady).waitFor();
  }

  it('opens where an error is explained, closes to the page as it was, and stays when the language changes', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button } = wizard;
    await failed(wizard);
    const code = wizard.button(t('wizard.guide.code', { code: unreachable }));
    await code.click();
    const guideIn = page.getByRole('dialog');
    const guide = page.getByRole('dialog', { name: texts.guide.title });
    const heading = guide.getByRole('heading', { level: 4, name: unreachable });
    await heading.waitFor();
    await expect.poll(() => heading.evaluate(hasFocus as never)).toBe(true);
    await guide.getByText('target.unreachable', { exact: true }).waitFor();
    await expectAccessible(wizard, 'guide');
    await expectFits(wizard, 'guide');

    await page.keyboard.press('Escape');
    await guide.waitFor({ state: 'detached' });
    // What was typed, what was tried, and the focus are where they were.
    expect(await page.getByLabel(texts.target.database, { exact: true }).inputValue()).toBe('garagem');
    expect(await page.getByLabel(texts.target.password, { exact: true }).inputValue()).toBe('x');
    await page.getByText(texts.target.notReady).waitFor();
    await expect.poll(() => code.evaluate(hasFocus as never)).toBe(true);

    await page.locator('select').first().selectOption('en');
    await button(`code ${unreachable}: see the guide`).click();
    await guideIn.getByRole('heading', { level: 4, name: unreachable }).waitFor();
    await guideIn.getByText('What to do:').first().waitFor();
    await expectFits(wizard, 'guide');
  });

  it('finds by code and by words, follows links and steps back', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, button } = wizard;
    await button(texts.guide.title).click();
    const guide = page.getByRole('dialog', { name: texts.guide.title });
    await guide.getByRole('heading', { level: 2, name: 'Guia do instalador' }).waitFor();
    const search = guide.getByLabel(texts.guide.search);
    await search.fill('x 12');
    await guide.getByRole('button', { name: /^X12/ }).click();
    await guide.getByRole('heading', { level: 4, name: 'X12' }).waitFor();
    await search.fill('senha recusou usuario');
    await guide.getByRole('button', { name: /^Y08/ }).waitFor();
    await search.fill('palavra que ninguem escreveu');
    await guide.getByText(texts.guide.found_zero).waitFor();
    await search.fill('');
    await button(texts.guide.back).last().click();
    await guide.getByRole('link', { name: 'T03' }).first().click();
    await guide.getByRole('heading', { level: 4, name: 'T03' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
    // A picture of the guide is there without a network.
    await guide.getByLabel(texts.guide.page).selectOption({ index: 0 });
    const picture = guide.locator('img').first();
    await picture.scrollIntoViewIfNeeded();
    await expect
      .poll(() => picture.evaluate((element) => (element as never as { naturalWidth: number }).naturalWidth))
      .toBe(1280);
  });

  it('lies over a dialog, and Escape closes the guide alone', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, button } = wizard;
    await chooseFile(wizard, stage.host.folder, 'autocore.db');
    await fillServer(wizard, await stage.database());
    await button(texts.connect.next).click();
    await page.getByText(texts.audit.takeDefaults).click();
    await button(texts.audit.next).click();
    await button(texts.before.migrate).click();
    await button(texts.after.toValidation).click();
    await page.getByRole('tab', { name: /Exceções/ }).click();
    await page.locator('li.exception').first().getByRole('button').click();
    const dialog = page.getByRole('dialog', { name: texts.exceptions.one });
    await dialog.getByRole('button', { name: /^código [AW]\d\d/ }).click();
    await page.getByRole('dialog', { name: texts.guide.title }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: texts.guide.title }).waitFor({ state: 'detached' });
    expect(await dialog.isVisible()).toBe(true);
  });
});

/** Runs in the page. */
function hasFocus(element: { ownerDocument: { activeElement: unknown } }): boolean {
  return element.ownerDocument.activeElement === element;
}
