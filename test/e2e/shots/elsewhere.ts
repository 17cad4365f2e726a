/**
 * Pictures of the two other ways for rows to go: into tables that the application made, and into a folder for psql.
 */
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { managedServer } from '../../../electron/engine/server/managed.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import { silentLog } from '../../helpers/log.ts';
import { shopTables, writeShop } from '../shop.ts';
import { chooseStick } from '../stick.ts';
import { migrateOn } from '../way.ts';
import { chooseFile, type Wizard } from '../wizard.ts';

/** Begins at the start, and ends with what an undo would take out. @param folder one that the host may browse */
export async function* shootAdopt(wizard: Wizard, folder: string): AsyncGenerator<string> {
  const { page, texts, t, button, heading } = wizard;
  writeShop(join(folder, 'oficina.db'));
  await makeTables(join(folder, 'workspace'));
  await chooseFile(wizard, folder, 'oficina.db');
  await button(texts.target.test).click();
  const adopt = button(t('wizard.target.adopt', { count: 4 }));
  await adopt.scrollIntoViewIfNeeded();
  yield '2-adopt-offered';
  await adopt.click();
  await page.getByText(texts.target.adopting).scrollIntoViewIfNeeded();
  yield '2-adopting';
  await button(texts.connect.next).click();
  await button(texts.audit.takeDefaults).waitFor();
  yield '3-adopt-findings';
  await page.getByRole('tab', { name: texts.audit.tabs.adopted }).click();
  await page.getByRole('button', { name: /^veiculos/ }).click();
  await page.getByText(texts.adopted.forms.uuid).waitFor();
  yield '3-adopted';
  await button(texts.audit.takeDefaults).click();
  await button(texts.audit.next).click();
  await heading(texts.before.title).waitFor();
  yield '4-adopt-before';
  await page.getByRole('navigation').getByRole('button', { name: texts.steps.audit }).click();
  await migrateOn(wizard);
  await button(texts.validate.undo).click();
  await page.getByRole('checkbox', { name: texts.undo.sure }).waitFor();
  yield '5-adopt-undo';
  await button(texts.undo.keep).click();
  await button(texts.after.toStart).click();
  await heading(texts.start.title).waitFor();
}

/** Begins at the start, and ends at the start. */
export async function* shootFolder(wizard: Wizard, source: string): AsyncGenerator<string> {
  const { page, texts, button, heading } = wizard;
  const folder = dirname(source);
  await mkdir(join(folder, 'pendrive'));
  await chooseFile(wizard, folder, basename(source));
  await chooseStick(wizard, folder, 'pendrive');
  yield '2-folder';
  await button(texts.connect.nextOffline).click();
  await button(texts.audit.next).waitFor();
  await page.getByRole('tab', { name: texts.audit.tabs.columns }).waitFor();
  const take = button(texts.audit.takeDefaults);
  if ((await take.count()) > 0) await take.click();
  await button(texts.audit.next).click();
  await heading(texts.before.title).waitFor();
  yield '4-folder-before';
  await button(texts.export.write).click();
  await page.getByText(texts.export.take).waitFor();
  yield '4-folder';
  await button(texts.export.toRun).click();
  await heading(texts.validate.title).waitFor();
  yield '5-folder';
  await button(texts.export.compare).click();
  await page.getByRole('dialog').waitFor();
  yield '5-folder-compare';
  await page.getByRole('dialog').getByRole('button', { name: texts.cancel }).click();
  await button(texts.after.toStart).click();
  await heading(texts.start.title).waitFor();
  yield '1-start-folder';
}

/** As the application's own migrations would, in the program's own PostgreSQL. */
async function makeTables(workspace: string): Promise<void> {
  const server = await managedServer({ workspace, log: silentLog }).acquire('pictures');
  try {
    await withClient(server.config, (client) => client.query(`set search_path = public; ${shopTables}`));
  } finally {
    await server.release();
  }
}
