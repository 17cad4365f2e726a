import { existsSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { findPsql, ownedDatabase, runPsql } from '../helpers/psql.ts';
import { chromiumPath } from './chromium.ts';
import { useStage } from './stage.ts';
import { chooseStick } from './stick.ts';
import { chooseFile, typeServer } from './wizard.ts';

if (chromiumPath === null) console.log('Folders are not tested: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null || findPsql() === null)(
  'a folder for psql',
  { timeout: 900_000 },
  () => {
    const stage = useStage(async (folder) => {
      await writeSample({ out: join(folder, 'carro.db'), rows: 3000 });
      await mkdir(join(folder, 'pendrive'));
    });

    it('is written, loaded by psql, and compared with the server afterwards', async () => {
      const { folder } = stage.host;
      const wizard = await stage.open('pt-BR');
      const { page, texts, t, button, heading } = wizard;
      const out = join(folder, 'pendrive', 'carro-psql');
      await rm(out, { recursive: true, force: true });
      await chooseFile(wizard, folder, 'carro.db');
      await chooseStick(wizard, folder, 'pendrive');
      await button(texts.connect.nextOffline).click();
      await button(texts.audit.next).click();
      await button(texts.export.write).click();
      await page.getByText(out, { exact: true }).waitFor();
      await page.getByText(new RegExp(`^${filesIn(out)} arquivos, [\\d,]+ (KiB|MiB)$`)).waitFor();
      await page.getByText(texts.export.psql, { exact: true }).waitFor();
      expect(existsSync(join(out, 'LEIA-ME.txt'))).toBe(true);

      // From the start page, much later; the first time too early.
      const url = await ownedDatabase('pg18');
      await button(texts.after.toStart).click();
      const row = page.getByRole('row', { name: texts.export.target });
      await row.getByRole('button', { name: texts.start.open }).click();
      await heading(texts.validate.title).waitFor();
      await page.getByText(out, { exact: true }).waitFor();
      const compare = async () => {
        await button(texts.export.compare).click();
        await typeServer(wizard, url);
        await page.getByRole('dialog').getByRole('button', { name: texts.validate.do }).click();
      };
      await compare();
      await page.getByRole('alert').getByText(t('wizard.hints.run.notRunThere')).waitFor();
      expect(await runPsql(url, join(out, 'run.sql'))).toMatchObject({ code: 0 });
      await compare();
      await page.getByText(t('certificate.verdict.identicalRows.title'), { exact: true }).waitFor();
      await button(texts.cutover.next).waitFor();

      // The same folder again is not written over.
      await button(texts.after.toStart).click();
      await button(texts.start.new).click();
      await button(texts.connect.nextOffline).click();
      await button(texts.audit.next).click();
      await button(texts.export.write).click();
      await page.getByRole('alert').getByText(t('wizard.hints.output.notEmpty')).waitFor();
      await page.getByRole('alert').getByText(out).waitFor();
    });
  },
);

/** Files in a folder and below it. */
function filesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .length;
}
