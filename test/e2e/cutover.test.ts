import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../electron/engine/operations.ts';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { serviceCommands } from '../../shared/service-commands.ts';
import { isLong } from '../helpers/long.ts';
import { quiet } from '../helpers/migrated.ts';
import { freshDatabase, withPg } from '../helpers/postgres.ts';
import { expectAccessible } from './accessible.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { startHost, type WizardHost } from './wizard.ts';

if (chromiumPath === null) console.log('The last step is not tested: there is no Chromium on this machine.');

const livingScript = join(import.meta.dirname, '../engine/cutover/following-writer.mjs');
const env = '# AutoCore\nMQTT_HOST=localhost\nDATABASE_TYPE=sqlite\n';

describe.skipIf(chromiumPath === null)("the wizard's last step", { timeout: 900_000 }, () => {
  let browser: Browser;
  let host: WizardHost;

  beforeAll(async () => {
    browser = await launchChromium();
    host = await startHost(browser);
  });
  afterAll(async () => {
    await host?.close();
    await browser?.close();
  });

  /** A wizard with a run that has ended well, and an .env file beside its source. */
  async function migrated(language: 'pt-BR' | 'en', name: string) {
    const folder = await mkdtemp(join(host.folder, `${name}-`));
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 500 });
    writeFileSync(join(folder, '.env'), env);
    const { url, drop } = await freshDatabase();
    onTestFinished(drop);
    const { state } = await operations.migrate(
      {
        ...{
          workspace: join(host.folder, 'workspace'),
          source,
          target: url,
          env: {},
          schema: null,
          plan: null,
        },
        ...{
          profile: 'compatible',
          extras: true,
          ifNotEmpty: 'abort',
          rehearse: false,
          acceptDefaults: true,
        },
        language,
      },
      quiet,
    );
    const wizard = await host.open(language, { viewport: { width: 1024, height: 700 } });
    onTestFinished(() => wizard.close());
    const password = decodeURIComponent(new URL(url).password);
    const row = wizard.page.getByRole('row', { name: state.id });
    return { ...wizard, wizard, source, url, row, password, file: join(folder, '.env') };
  }

  it.runIf(isLong)(
    'keeps up with an application at work, and goes live as soon as it is stopped',
    async () => {
      const scene = await migrated('pt-BR', 'em-dia');
      const { wizard, page, texts, t, button, heading, source, url, file, row, password } = scene;
      const { prepare, connection, work } = texts.cutover;
      const living = spawn(process.execPath, [livingScript, source, 'delete'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      onTestFinished(() => void living.kill('SIGKILL'));
      await once(living.stdout, 'data');
      living.stdout.resume();
      const beginning = (text: string) => page.getByText(text.split('{{')[0] ?? '');
      await row.getByRole('button', { name: texts.start.open }).click();
      await button(texts.cutover.next).click();
      await button(prepare.keep.start).click();
      await page.getByLabel(texts.resume.password).fill(password);
      await button(prepare.keep.start).click();
      await beginning(prepare.keep.even).or(beginning(prepare.keep.waiting)).first().waitFor();
      await expectAccessible(wizard, 'keeping up');
      // Who looks in later sees it, too.
      await page.reload();
      await beginning(prepare.keep.even).or(beginning(prepare.keep.waiting)).first().waitFor();
      await button(prepare.keep.stop).click();
      await beginning(prepare.keep.ended).waitFor();
      await button(prepare.keep.start).click();
      await page.getByText(prepare.keep.goes).waitFor();
      // It ends by itself.
      await button(prepare.next).click();
      await heading(connection.title).waitFor();
      await page.getByRole('checkbox', { name: file }).check();
      await page.getByText('+ DATABASE_TYPE=postgresql').waitFor();
      await beginning(connection.inUse).waitFor();
      await button(connection.go).click();
      await button(texts.cutover.confirm.go).click();
      await page.getByText(work.stopText).waitFor();
      await expectAccessible(wizard, 'stop now');
      expect(readFileSync(file, 'utf8')).toBe(env);
      living.stdin.end();
      await page.getByText(t('cutover.done')).waitFor();
      expect(readFileSync(file, 'utf8')).toContain('DATABASE_TYPE=postgresql');
      const sql = `select count(*) from telemetry_data where data_key = 'writer'`;
      const db = new Database(source, { readonly: true });
      const written = db.prepare(sql).pluck().get() as number;
      db.close();
      expect(written).toBeGreaterThan(0);
      await withPg(url, async (client) => {
        expect(Number((await client.query(sql)).rows[0].count)).toBe(written);
      });
    },
  );

  it('follows the source, goes live, and comes back with what was written', async () => {
    const scene = await migrated('pt-BR', 'ida-e-volta');
    const { wizard, page, texts, t, button, heading, source, url, file, row, password } = scene;
    const { prepare, connection, live, restored, phases } = texts.cutover;
    change(source, `update devices set name = 'enquanto isso' where id = 1`);
    await row.getByRole('button', { name: texts.start.open }).click();
    await button(texts.cutover.next).click();
    await heading(prepare.title).waitFor();
    await page.getByText(t('cutover.checks.noWriters')).waitFor();
    await page.getByText('sudo systemctl stop autocore-gateway').waitFor();
    await button(t('wizard.cutover.copyOf', { command: serviceCommands.stop })).click();
    await button(texts.cutover.copied).waitFor();
    // The program was started anew since: it knows no password. The word that it failed overtakes the answer that it began.
    const overtaken = page.waitForResponse('**/job.sync');
    await page.route(
      '**/job.sync',
      async (route) => {
        // Whoever pressed it sees that it is being worked at.
        await button(prepare.sync).and(page.locator('[data-loading=true]')).waitFor();
        const response = await route.fetch();
        await page.getByLabel(texts.resume.password).waitFor();
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    // Ticked off, for whoever goes on with it.
    const drivers = page.getByRole('checkbox', { name: t('cutover.checks.drivers') });
    await drivers.check();
    await page.getByText(prepare.ticked.split('{{')[0] ?? '').waitFor();
    await button(prepare.again).click();
    await button(prepare.again).and(page.locator(':not([aria-disabled])')).waitFor();
    expect(await drivers.isChecked()).toBe(true);
    await button(prepare.sync).click();
    await (await overtaken).finished();
    await page.getByLabel(texts.resume.password).fill(password);
    await button(prepare.sync).click();
    await page.getByRole('row', { name: 'devices 0 1 0' }).waitFor();
    await expectAccessible(wizard, 'prepare', 'at length');

    await button(prepare.next).click();
    await page.getByText(connection.byHand).waitFor();
    await page.getByRole('checkbox', { name: file }).check();
    await page.getByText('+ DATABASE_TYPE=postgresql').waitFor();
    await page.getByText('+ DB_PASSWORD=***').waitFor();
    await expectAccessible(wizard, 'connection', 'at length');
    expect(readFileSync(file, 'utf8')).toBe(env);
    await page.getByText(t('cutover.superuser', { role: 'postgres' })).waitFor();
    await button(connection.go).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t('wizard.cutover.confirm.files', { count: 1 })).waitFor();
    await dialog.getByText(t('cutover.checks.redeploy')).waitFor();
    expect(await dialog.getByText(t('cutover.checks.drivers')).count()).toBe(0);
    await expectAccessible(wizard, 'confirm');
    await button(texts.cutover.confirm.notYet).click();
    expect(readFileSync(file, 'utf8')).toBe(env);
    await button(connection.go).click();
    await button(texts.cutover.confirm.go).click();
    await page.getByText(t('cutover.done')).waitFor();
    expect(readFileSync(file, 'utf8')).toContain('DATABASE_TYPE=postgresql');
    await page.getByText(`${file}.before-`).waitFor();
    await page.getByText(t('wizard.cutover.live.smokeText', { count: 14 })).waitFor();
    await expectAccessible(wizard, 'live', 'at length');

    await withPg(url, async (client) => {
      await client.query(`update devices set name = 'no PostgreSQL' where id = 1`);
      await client.query('delete from telemetry_data where id <= 3');
    });
    // Found again from the list of runs, in another page.
    await button(live.end).click();
    await page.reload();
    await row.getByText(phases.live).waitFor();
    expect(await row.getByRole('button', { name: texts.start.undo }).count()).toBe(0);
    await row.getByRole('button', { name: texts.start.open }).click();
    await button(live.goBack).click();
    await page.getByRole('row', { name: 'devices 0 1 0' }).waitFor();
    await page.getByRole('row', { name: 'telemetry_data 0 0 3' }).waitFor();
    await page.getByText('autocore.db.before-rollback-').first().waitFor();
    await expectAccessible(wizard, 'way back', 'at length');
    await button(t('wizard.cutover.back.doEnvs', { name: 'autocore.db', count: 1 })).click();
    await page.getByText(restored.done).waitFor();
    await expectAccessible(wizard, 'restored');
    expect(readFileSync(file, 'utf8')).toBe(env);
    expect(nameOf(source)).toBe('no PostgreSQL');
    await button(restored.end).click();
    await row.getByText(phases.back).waitFor();
  });

  it.runIf(isLong)('says what is in the way: a file, a difference, a server that is gone', async () => {
    const scene = await migrated('en', 'refused');
    const { wizard, page, texts, t, button, source, url, file, row, password } = scene;
    const { prepare, connection, live, back, restored } = texts.cutover;
    chmodSync(file, 0o444);
    await withPg(url, (client) => client.query(`update devices set name = 'other' where id = 1`));
    await row.getByRole('button', { name: texts.cutover.open }).click();
    await button(prepare.next).click();
    await page.getByLabel(texts.resume.password).fill(password);
    await page.getByRole('checkbox', { name: file }).check();
    const alert = page.getByRole('alert');
    await alert.getByText(file).waitFor();
    expect(await button(connection.go).isDisabled()).toBe(true);
    await expectAccessible(wizard, 'unusable file');
    chmodSync(file, 0o644);
    await button(back.again).click();
    await page.getByText('+ DATABASE_TYPE=postgresql').waitFor();

    await button(connection.go).click();
    await button(texts.cutover.confirm.go).click();
    await alert.getByText(connection.refused).waitFor();
    await page
      .getByRole('heading', { name: `devices · ${t('certificate.validation.kinds.changed')}` })
      .waitFor();
    await expectAccessible(wizard, 'refused');
    expect(readFileSync(file, 'utf8')).toBe(env);
    const name = nameOf(source);
    await withPg(url, (client) => client.query('update devices set name = $1 where id = 1', [name]));
    await button(connection.go).click();
    await button(texts.cutover.confirm.go).click();
    await page.getByText(t('cutover.done')).waitFor();

    const admin = new URL(url);
    const database = admin.pathname.slice(1);
    admin.pathname = '/postgres';
    await withPg(admin.href, (client) => client.query(`drop database ${database} with (force)`));
    await button(live.goBack).click();
    await alert.waitFor();
    await page.getByRole('checkbox', { name: back.onlySure.slice(0, 20) }).check();
    await expectAccessible(wizard, 'no server');
    await button(t('wizard.cutover.back.onlyDo', { name: 'autocore.db' })).click();
    await page.getByText(restored.missing).waitFor();
    expect(readFileSync(file, 'utf8')).toBe(env);
  });
});

function change(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

function nameOf(path: string): unknown {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare('select name from devices where id = 1').pluck().get();
  } finally {
    db.close();
  }
}
