import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ensurePages } from '../../electron/build/pages.ts';
import { ensurePreload } from '../../electron/build/preload.ts';
import { pagesFolder } from '../../electron/hosts/shared/pages.ts';
import { everything } from '../engine/adopt/scene.ts';
import { type DesktopApp, dropFile, runtimes } from '../helpers/desktop.ts';
import { freshDatabase, withPg } from '../helpers/postgres.ts';
import { chromiumPath } from './chromium.ts';
import { shopTables, writeShop } from './shop.ts';
import { migrateOn } from './way.ts';
import { fillServer, wizardOn } from './wizard.ts';

const launch = runtimes.find(({ name }) => name === 'the stand-in')?.launch ?? null;

if (chromiumPath === null || launch === null)
  console.log('Tables of the application are not tried in the wizard: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null || launch === null)(
  'tables of the application',
  { timeout: 900_000 },
  () => {
    let folder: string;
    let app: DesktopApp;

    beforeAll(async () => {
      await ensurePages(pagesFolder);
      await ensurePreload();
      folder = mkdtempSync(join(tmpdir(), 'autocore-adopt-'));
      app = (await launch?.({
        AUTOCORE_MIGRATE_HOME: join(folder, 'workspace'),
        STAND_IN_LANGUAGE: 'pt-BR',
      })) as DesktopApp;
    });
    afterAll(async () => {
      await app?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('take the rows of a file that is dropped, up to the certificate, and give them back', async () => {
      const { url, drop } = await freshDatabase();
      onTestFinished(drop);
      await withPg(url, (client) => client.query(shopTables));
      const before = await everything(url);
      const source = join(folder, 'oficina.db');
      writeShop(source);
      const wizard = wizardOn(app.page, 'pt-BR', async () => {});
      const { page, texts, t, button } = wizard;
      const step = (name: string) => page.getByRole('navigation').getByRole('button', { name });
      await button(texts.start.new).click();
      await dropFile(app, source);
      await page.getByText(source, { exact: true }).waitFor();
      await fillServer(wizard, url);
      await button(texts.target.test).click();
      // Offered by itself, and taken back.
      const adopt = button(t('wizard.target.adopt', { count: 4 }));
      await adopt.click();
      await page.getByText(texts.target.adopting).waitFor();
      await button(texts.target.takeBack).click();
      await adopt.click();
      await page.getByText(texts.target.adopting).waitFor();
      await button(texts.connect.next).click();

      await button(texts.audit.takeDefaults).waitFor();
      expect(await page.getByRole('tab', { name: texts.audit.tabs.columns }).count()).toBe(0);
      expect(await page.getByText(texts.profile.compatible, { exact: true }).count()).toBe(0);
      await page.getByRole('tab', { name: texts.audit.tabs.adopted }).click();
      // What has no partner comes first.
      const tables = page.locator('li.adopted');
      await tables.filter({ hasText: t('wizard.adopted.attention.tableAlone') }).waitFor();
      const heads = await tables.allInnerTexts();
      expect(heads.map((head) => head.split('\n')[0])).toEqual([
        ...['rascunhos', 'veiculos', 'clientes', 'auditoria', 'alembic_version', 'leituras'],
      ]);
      const vehicles = page.getByRole('button', { name: /^veiculos/ });
      await vehicles.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('row', { name: `apelido ${texts.adopted.without}` }).waitFor();
      await page.getByRole('row', { name: `uid uid uuid ${texts.adopted.forms.uuid}` }).waitFor();
      await page
        .getByRole('row', { name: `visto visto timestamp with time zone ${texts.adopted.forms.epoch}` })
        .waitFor();
      await page.getByRole('tab', { name: /\(\d+\)/ }).click();
      await page
        .getByLabel(t('wizard.audit.decisionFor', { place: 'clientes' }))
        .first()
        .selectOption('match');
      await button(texts.audit.takeDefaults).click();
      await button(texts.audit.next).and(page.locator(':not([aria-disabled])')).waitFor();

      // An audit for these tables is none for another choice.
      await step(texts.steps.connect).click();
      await button(texts.target.takeBack).click();
      await page.getByText(texts.target.notReady).waitFor();
      expect(await step(texts.steps.migrate).isDisabled()).toBe(true);
      await adopt.click();
      await step(texts.steps.migrate).click();
      await page.getByText(t('wizard.before.adoptText', { schema: 'public' })).waitFor();
      expect(await button(texts.before.rehearse).isDisabled()).toBe(true);
      await step(texts.steps.audit).click();
      await migrateOn(wizard);
      await page.getByText(t('certificate.verdict.identicalRowsExcept.title'), { exact: true }).waitFor();
      const there = await withPg(url, (client) =>
        client.query(
          'select uid::text, preco::text, extract(epoch from visto)::int as visto from veiculos order by id',
        ),
      );
      expect(there.rows[0]).toEqual({
        ...{ uid: '01234567-89ab-cdef-0123-456789abcdef', preco: '12.50', visto: 1738000000 },
      });

      await button(texts.validate.undo).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(`leituras: ${t('cli.rollback.rows', { count: 400 })}`).waitFor();
      await dialog.getByRole('checkbox', { name: texts.undo.sure }).check();
      await dialog.getByRole('button', { name: texts.undo.doNothing }).click();
      await page.getByText(t('certificate.verdict.undone.title'), { exact: true }).waitFor();
      expect(await everything(url)).toEqual(before);
    });
  },
);
