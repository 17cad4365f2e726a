import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { freshDatabase, withPg } from '../helpers/postgres.ts';
import { expectAccessible } from './accessible.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { pressTo } from './keyboard.ts';
import { chooseFile, fillServer, startHost, type Wizard, type WizardHost } from './wizard.ts';

if (chromiumPath === null) console.log('The wizard is not tested: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('the wizard', { timeout: 120_000 }, () => {
  let browser: Browser;
  let host: WizardHost;

  beforeAll(async () => {
    browser = await launchChromium();
    host = await startHost(browser);
    const file = (name: string): string => join(host.folder, name);
    await writeSample({ out: file('limpo.db'), rows: 2000 });
    await writeSample({ out: file('sujo.db'), rows: 2000, dirty: true });
    await writeSample({ out: file('grande.db'), rows: 400_000 });
  });
  afterAll(async () => {
    await host?.close();
    await browser?.close();
  });

  async function open(language: 'pt-BR' | 'en'): Promise<Wizard> {
    const wizard = await host.open(language, { viewport: { width: 1280, height: 800 } });
    onTestFinished(() => wizard.close());
    return wizard;
  }

  async function database(): Promise<string> {
    const made = await freshDatabase();
    onTestFinished(() => made.drop());
    return made.url;
  }

  it('leads from the file to the certificate, in Portuguese', async () => {
    const wizard = await open('pt-BR');
    const { page, texts, t, button, heading } = wizard;
    const url = await database();
    await chooseFile(wizard, host.folder, 'limpo.db');
    await fillServer(wizard, url);
    await button(texts.connect.next).click();
    await button(texts.audit.next).click();
    await button(texts.before.migrate).click();
    await button(texts.after.toValidation).click();
    await heading(texts.validate.title).waitFor();
    await page.getByText(t('certificate.verdict.identicalRows.title'), { exact: true }).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), button(texts.save.html).click()]);
    expect(download.suggestedFilename()).toMatch(/\.html$/);
    expect(await countOf(url)).toBe(2000);

    await button(texts.validate.undo).click();
    await page.getByRole('checkbox', { name: texts.undo.sure }).check();
    await button(/^Apagar \d+ objetos de public$/).click();
    await page.getByText(t('certificate.verdict.undone.title'), { exact: true }).waitFor();
    await withPg(url, async (client) => {
      const left = await client.query("select 1 from pg_tables where schemaname = 'public'");
      expect(left.rowCount).toBe(0);
    });
  });

  it('takes decisions on a dirty file, in English, accessible in both themes', async () => {
    const wizard = await open('en');
    const { page, texts, t, button, heading } = wizard;
    const url = await database();
    await expectAccessible(wizard, 'start');
    await chooseFile(wizard, host.folder, 'sujo.db');
    await fillServer(wizard, url);
    await button(texts.target.test).click();
    await page.getByText(texts.target.ready).waitFor();
    await expectAccessible(wizard, 'connect');
    await button(texts.connect.next).click();
    await button(texts.audit.takeDefaults).waitFor();
    expect(await button(texts.audit.next).isDisabled()).toBe(true);
    await button(texts.audit.takeDefaults).click();
    await button(texts.audit.takeDefaults).waitFor({ state: 'detached' });
    const decision = page.getByLabel(t('wizard.audit.decisionFor', { place: 'themes.border_radius' }));
    await decision.selectOption('text');
    await page.getByRole('tab', { name: texts.audit.tabs.pictures }).click();
    await page.getByRole('tab', { name: texts.audit.tabs.columns }).click();
    await button(texts.audit.next).click();
    await expectAccessible(wizard, 'before the run');
    await button(texts.before.migrate).click();
    await button(texts.after.toValidation).waitFor();
    await expectAccessible(wizard, 'after the run');
    await button(texts.after.toValidation).click();
    await heading(texts.validate.title).waitFor();
    await expectAccessible(wizard, 'validate');
    await page.getByRole('tab', { name: new RegExp(t('certificate.exceptions.title')) }).click();
    await page.locator('li.exception').first().waitFor();
    await withPg(url, async (client) => {
      const type = await client.query(
        "select data_type from information_schema.columns where table_name = 'themes' and column_name = 'border_radius'",
      );
      expect(type.rows).toEqual([{ data_type: 'text' }]);
    });
  });

  it('says what is wrong with a target and what to do', async () => {
    const wizard = await open('pt-BR');
    const { page, texts, t, button } = wizard;
    const url = await database();
    await withPg(url, (client) => client.query('create table alheia (id int)'));
    await chooseFile(wizard, host.folder, 'limpo.db');
    const wrong = new URL(url);
    wrong.password = 'errada';
    await fillServer(wizard, wrong.href);
    await button(texts.target.test).click();
    await page.getByText(texts.target.notReady).waitFor();
    await page.getByText(t('errors.target.auth.hint').slice(0, 20)).waitFor();
    expect(await button(texts.connect.next).isDisabled()).toBe(true);

    const nowhere = new URL(url);
    nowhere.port = '1';
    await fillServer(wizard, nowhere.href);
    await button(texts.target.test).click();
    await page.getByText(t('errors.target.unreachable.hint').slice(0, 20)).waitFor();

    await fillServer(wizard, url);
    await button(texts.target.test).click();
    await button(texts.target.replace).click();
    await page.getByText(texts.target.replacing).waitFor();
  });

  it('cancels, resumes, and shows the live state after a reload', async () => {
    const wizard = await open('pt-BR');
    const { page, texts, t, button } = wizard;
    const url = await database();
    await chooseFile(wizard, host.folder, 'grande.db');
    await fillServer(wizard, url);
    await button(texts.connect.next).click();
    await button(texts.audit.next).click();
    await button(texts.before.migrate).click();
    await page
      .locator('li[aria-current=step]')
      .filter({ hasText: t('stages.load') })
      .waitFor();
    await button(texts.live.cancel).click();
    await button(texts.live.cancelDo).click();
    await page.getByText(texts.after.cancelled, { exact: true }).waitFor();
    await button(texts.after.resume).click();
    await button(texts.live.pause).waitFor();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByRole('heading', { level: 1, name: texts.live.title.migrate }).waitFor();
    await button(texts.after.toValidation).waitFor();
    expect(await countOf(url)).toBe(400_000);
  });

  it('is all there for the keyboard alone', async () => {
    const wizard = await open('en');
    const { page, texts, button, heading } = wizard;
    await pressTo(page, button(texts.start.new));
    await page.keyboard.press('Enter');
    await pressTo(page, button(texts.source.browse));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await pressTo(page, dialog.getByRole('button', { name: host.folder }));
    await page.keyboard.press('Enter');
    await pressTo(page, dialog.getByRole('button', { name: 'limpo.db' }));
    await page.keyboard.press('Enter');
    await page.getByText(texts.source.lastWrite).waitFor();
    await pressTo(page, page.getByRole('radio', { name: texts.target.managed }));
    await page.keyboard.press('ArrowRight');
    const { hostname, port, pathname, username, password } = new URL(await database());
    const fields = [
      [texts.target.host, hostname],
      [texts.target.port, port],
      [texts.target.database, pathname.slice(1)],
      [texts.target.user, username],
      [texts.target.password, password],
    ] as const;
    for (const [label, text] of fields) {
      await pressTo(page, page.getByLabel(label, { exact: true }));
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    }
    for (const name of [
      texts.connect.next,
      texts.audit.next,
      texts.before.migrate,
      texts.after.toValidation,
    ]) {
      await button(name).and(page.locator(':enabled')).waitFor();
      await pressTo(page, button(name));
      await page.keyboard.press('Enter');
    }
    await heading(texts.validate.title).waitFor();
  });
});

async function countOf(url: string): Promise<number> {
  return withPg(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int as count from telemetry_data',
    );
    return rows[0]?.count ?? -1;
  });
}
