import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withPg } from '../helpers/postgres.ts';
import { expectAccessible } from './accessible.ts';
import { chromiumPath } from './chromium.ts';
import { writeTroubled } from './files.ts';
import { expectFits } from './fits.ts';
import { expectOneGrey } from './greys.ts';
import { expectReasons } from './reasons.ts';
import { shopTables, writeShop } from './shop.ts';
import { slowDatabase } from './slow.ts';
import { useStage } from './stage.ts';
import { chooseStick } from './stick.ts';
import { chooseFile, fillServer, type Wizard } from './wizard.ts';

/** As long as people make them, with what their languages have. */
const longName = `Oficina São José – Ação & Injeção Eletrônica – ${'Volkswagen Gol 1.0 '.repeat(6)}(márcia).db`;
const shopName = 'loja.db';

if (chromiumPath === null) console.log('The states are not looked at: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('every step and state', { timeout: 900_000 }, () => {
  const stage = useStage(async (folder) => {
    await writeTroubled(join(folder, longName), 500);
    writeShop(join(folder, shopName));
  });

  /** In both themes, and in a small window with large text. */
  async function check(wizard: Wizard, state: string): Promise<void> {
    await expectAccessible(wizard, state);
    await expectFits(wizard, state);
    await expectOneGrey(wizard, state);
    await expectReasons(wizard, state);
  }

  it('before the run is accessible in both themes and fits into small windows', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button, heading } = wizard;
    const url = await stage.database();
    await withPg(url, (client) => client.query('create table devices (id int)'));
    const tab = (name: string | RegExp) => page.getByRole('tab', { name });

    await check(wizard, 'start, empty');
    await button(texts.start.sample).click();
    await page.getByRole('dialog').waitFor();
    await check(wizard, 'sample');
    await button(texts.cancel).click();
    await button(texts.start.new).click();
    await heading(texts.connect.title).waitFor();
    await check(wizard, 'connect, empty');
    await button(texts.source.browse).click();
    await page.getByRole('dialog').getByRole('button', { name: stage.host.folder }).click();
    const file = page.getByRole('dialog').getByRole('button', { name: longName });
    await file.waitFor();
    await check(wizard, 'browsing');
    await file.click();
    await fillServer(wizard, url);
    await button(texts.target.test).click();
    await page.getByText(texts.target.notReady).waitFor();
    await check(wizard, 'connect, not ready');
    await button(texts.target.replace).click();
    await page.getByText(texts.target.replacing).waitFor();
    await check(wizard, 'connect, ready');

    await button(texts.connect.next).click();
    await button(texts.audit.takeDefaults).waitFor();
    await button(t('wizard.audit.showGroup', { name: t('severities.note') })).click();
    await check(wizard, 'findings');
    await tab(texts.audit.tabs.pictures).click();
    await page.getByText(texts.pictures.root).waitFor();
    await check(wizard, 'pictures');
    await tab(texts.audit.tabs.columns).click();
    await page.getByLabel(texts.columns.table, { exact: true }).selectOption('telemetry_data');
    await check(wizard, 'columns');
    await tab(texts.audit.tabs.sql).click();
    await page.getByText(/create table/i).waitFor();
    await check(wizard, 'SQL');
    await page.getByText(texts.profile.enhanced, { exact: true }).click();
    await page.getByText(texts.profile.enhancedText).waitFor();
    await check(wizard, 'enhanced profile');
    await page.getByText(texts.profile.compatible, { exact: true }).click();
    await page.getByText(texts.profile.compatibleText_autocore).waitFor();
    await button(texts.audit.takeDefaults).click();
    await button(texts.audit.next).click();
    await check(wizard, 'before the run');
  });

  it('of a run and afterwards is accessible in both themes and fits into small windows', async () => {
    const wizard = await stage.open('en');
    const { page, texts, t, button, heading } = wizard;
    const slow = await slowDatabase(await stage.database());
    await chooseFile(wizard, stage.host.folder, longName);
    await fillServer(wizard, slow.url);
    await button(texts.connect.next).click();
    await button(texts.audit.takeDefaults).click();
    await button(texts.audit.next).click();
    slow.slowDown(600);
    await button(texts.before.migrate).click();
    await page
      .locator('li[aria-current=step]')
      .filter({ hasText: t('stages.load') })
      .waitFor();
    await check(wizard, 'migrating');
    await button(texts.live.log).click();
    await page.getByRole('dialog').waitFor();
    await expectAccessible(wizard, 'log');
    await button(texts.close).click();
    await button(texts.live.pause).click();
    await button(texts.live.continue).waitFor();
    await check(wizard, 'paused');
    await button(texts.live.cancel).click();
    await page.getByRole('dialog').waitFor();
    // Not the advice to pause: it is paused.
    await page.getByText(texts.live.cancelText_paused).waitFor();
    await expectAccessible(wizard, 'to cancel or not');
    await button(texts.live.cancelDo).click();
    await page.getByText(texts.after.cancelled, { exact: true }).waitFor();
    await check(wizard, 'cancelled');
    await slow.speedUp();
    await button(texts.after.resume).click();
    await button(texts.after.toValidation).waitFor();
    await check(wizard, 'ended');
    await button(texts.after.toValidation).click();
    await heading(texts.validate.title).waitFor();
    await check(wizard, 'validate');
    await page.getByRole('tab', { name: texts.validate.tabs.objects }).click();
    await check(wizard, 'objects');
    await page.getByRole('tab', { name: new RegExp(t('certificate.exceptions.title')) }).click();
    await page.locator('li.exception').first().waitFor();
    await check(wizard, 'exceptions');
    await page.locator('li.exception').first().getByRole('button').click();
    await page.getByRole('dialog').getByText(texts.exceptions.copySql).waitFor();
    await check(wizard, 'one exception');
    await page.keyboard.press('Escape');
    await button(texts.save.html).click();
    await button(texts.certificateOf.save).waitFor();
    await check(wizard, 'name of the installer');
    await page.keyboard.press('Escape');

    await withPg(slow.url, (client) => client.query("update devices set name = 'another' where id = 1"));
    await button(texts.validate.again).click();
    await page.getByRole('dialog').waitFor();
    await check(wizard, 'compare again');
    await button(texts.validate.do).click();
    await page.getByText(t('certificate.verdict.differences.title'), { exact: true }).waitFor();
    const differing = t('certificate.verdict.differs.values', { count: 1 });
    await page.getByText(differing, { exact: false }).waitFor();
    await page.getByRole('tab', { name: t('wizard.validate.tabs.differences', { count: 1 }) }).click();
    await page.getByText('another').waitFor();
    await check(wizard, 'differences');
    await button(texts.validate.undo).click();
    await page.getByRole('checkbox', { name: texts.undo.sure }).waitFor();
    await check(wizard, 'undo');
    await button(texts.undo.keep).click();
    await button(texts.after.toStart).click();
    await heading(texts.start.title).waitFor();
    await check(wizard, 'start, with runs');
  });

  it('of the application’s tables is accessible in both themes and fits into small windows', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button } = wizard;
    const url = await stage.database();
    await withPg(url, (client) => client.query(shopTables));
    await chooseFile(wizard, stage.host.folder, shopName);
    await fillServer(wizard, url);
    await button(texts.target.test).click();
    await button(t('wizard.target.adopt', { count: 4 })).waitFor();
    await check(wizard, 'connect, tables of the application');
    await button(t('wizard.target.adopt', { count: 4 })).click();
    await page.getByText(texts.target.adopting).waitFor();
    await check(wizard, 'connect, adopting');
    await button(texts.connect.next).click();
    await button(texts.audit.takeDefaults).waitFor();
    await page.getByRole('tab', { name: texts.audit.tabs.adopted }).click();
    await page.getByRole('button', { name: /^veiculos/ }).click();
    await page.getByText(texts.adopted.forms.uuid).waitFor();
    await check(wizard, 'what goes where');
    await button(texts.audit.takeDefaults).click();
    await button(texts.audit.next).click();
    await check(wizard, 'before the run, adopting');
  });

  it('of a folder for psql is accessible in both themes and fits into small windows', async () => {
    const wizard = await stage.open('en');
    const { page, texts, button, heading } = wizard;
    const { folder } = stage.host;
    await mkdir(join(folder, 'stick'), { recursive: true });
    await chooseFile(wizard, folder, longName);
    await chooseStick(wizard, folder, 'stick');
    await check(wizard, 'connect, folder');
    await button(texts.connect.nextOffline).click();
    await button(texts.audit.takeDefaults).click();
    await button(texts.audit.next).click();
    await check(wizard, 'before the folder');
    await button(texts.export.write).click();
    await page.getByText(texts.export.take).waitFor();
    await check(wizard, 'folder written');
    await button(texts.export.toRun).click();
    await heading(texts.validate.title).waitFor();
    await check(wizard, 'exported');
    await button(texts.export.compare).click();
    await page.getByRole('dialog').waitFor();
    await check(wizard, 'compare with the server');
  });

  it('without a session is accessible too', async () => {
    const wizard = await stage.open('pt-BR');
    await wizard.page.evaluate(() => sessionStorage.clear());
    await wizard.page.reload();
    await wizard.heading(wizard.texts.noSession.title).waitFor();
    await check(wizard, 'no session');
    expect(await wizard.page.getByText('autocore-migrate serve').isVisible()).toBe(true);
  });
});
