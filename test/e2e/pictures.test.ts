import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumPath } from './chromium.ts';
import { writeTroubled } from './files.ts';
import { expectFits } from './fits.ts';
import { slowDatabase } from './slow.ts';
import { useStage } from './stage.ts';
import { loading } from './way.ts';
import { chooseFile, fillServer } from './wizard.ts';

const name = `${'oficina-são-josé-'.repeat(8)}.db`;

if (chromiumPath === null) console.log('The pictures are not tested: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('the pictures of a migration', { timeout: 900_000 }, () => {
  const stage = useStage((folder) => writeTroubled(join(folder, name), 30_000));

  it('show the way and how far it is, and the speed from the beginning on, also after a reload', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button, heading } = wizard;
    await page.getByRole('img', { name: new RegExp(`^Do arquivo ${texts.way.file} `) }).waitFor();
    const slow = await slowDatabase(await stage.database());
    await chooseFile(wizard, stage.host.folder, name);
    await fillServer(wizard, slow.url);
    await button(texts.connect.next).click();
    await button(texts.audit.takeDefaults).click();
    await button(texts.audit.next).click();
    const way = page.getByRole('img', { name: `Do arquivo ${name} (` });
    await way.waitFor();
    expect(await way.getAttribute('aria-label')).toContain(t('wizard.schemaName', { name: 'public' }));
    await expectFits(wizard, 'a very long name');

    slow.slowDown(150);
    await button(texts.before.migrate).click();
    await loading(wizard);
    await page.getByRole('img', { name: /^Do arquivo .*: \d+ %$/ }).waitFor();
    const bands = page.locator('.speedBand');
    await bands.first().waitFor();
    await button(texts.live.pause).click();
    await button(texts.live.continue).click();
    await bands.nth(1).waitFor();
    // The host tells of the current stage alone.
    await page.reload();
    await heading(texts.live.title.migrate).waitFor();
    await bands.nth(1).waitFor();
    await page.getByRole('img', { name: texts.way.speed }).waitFor();

    await button(texts.live.cancel).click();
    await button(texts.live.cancelDo).click();
    await page.getByText(texts.after.cancelled, { exact: true }).waitFor();
    await slow.speedUp();
    await button(texts.after.resume).click();
    await page.getByRole('img', { name: /^Do arquivo .*: concluído$/ }).waitFor();
  });
});
