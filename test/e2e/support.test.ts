import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { chromiumPath } from './chromium.ts';
import { useStage } from './stage.ts';
import { migrate } from './way.ts';

if (chromiumPath === null) console.log('No support bundle is written: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('the support bundle in the wizard', () => {
  const stage = useStage(async (folder) => {
    await writeSample({ out: join(folder, 'carro.db'), rows: 500 });
  });

  it('is shown before a button writes it', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, t, button } = wizard;
    await migrate(wizard, stage.host.folder, 'carro.db', await stage.database());
    await button(t('support.title')).click();
    const dialog = page.getByRole('dialog', { name: t('support.title') });
    await dialog.getByText('support.html').waitFor();
    const rows = await dialog.getByRole('row').allInnerTexts();
    expect(rows.map((row) => row.replaceAll(/\s+/g, ' '))).toContainEqual(
      expect.stringMatching(/^o destino inteiro, com as decisões plan\.json \d/),
    );
    await dialog.getByText('BRA2E19 vira AAA9A99', { exact: false }).waitFor();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: t('support.preview.write') }).click();
    expect((await download).suggestedFilename()).toMatch(/^autocore-support-\d{8}-\d{4}-\w{4}\.zip$/);
    await dialog.getByRole('status').waitFor();
  });
});
