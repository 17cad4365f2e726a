import { basename, dirname } from 'node:path';
import { chooseFile, type Wizard } from '../wizard.ts';

/** Walks through the steps of one migration with dirty data, and stops wherever there is something to see. */
export async function* shootSteps(wizard: Wizard, source: string): AsyncGenerator<string> {
  const { page, texts, t, button, heading } = wizard;
  const tab = (name: string | RegExp) => page.getByRole('tab', { name });
  yield '1-empty';
  await chooseFile(wizard, dirname(source), basename(source));
  yield* notReady(wizard);
  await button(texts.target.test).click();
  await page.getByText(texts.target.ready).waitFor();
  yield '2-connect';
  await button(texts.connect.next).click();
  await tab(/\(\d+\)/).waitFor();
  yield '3-findings';
  await tab(texts.audit.tabs.pictures).click();
  await page.getByText(texts.pictures.root).waitFor();
  await page.locator('svg.map').scrollIntoViewIfNeeded();
  yield '3-pictures';
  await tab(texts.audit.tabs.columns).click();
  await page.getByLabel(texts.columns.table, { exact: true }).selectOption('telemetry_data');
  await page.getByRole('table').scrollIntoViewIfNeeded();
  yield '3-columns';
  await tab(/\(\d+\)/).click();
  await button(texts.audit.takeDefaults).click();
  await button(texts.audit.next).click();
  await heading(texts.before.title).waitFor();
  yield '4-before';
  await button(texts.before.migrate).click();
  const ended = button(texts.after.toValidation);
  await page.locator('.recharts-area-curve').or(ended).first().waitFor();
  yield '4-migrating';
  await ended.waitFor();
  yield '4-ended';
  await ended.click();
  await heading(texts.validate.title).waitFor();
  yield '5-validate';
  await tab(new RegExp(t('certificate.exceptions.title'))).click();
  await page.locator('li.exception').first().waitFor();
  yield '5-exceptions';
  await tab(texts.validate.tabs.objects).click();
  yield '5-objects';
  await button(texts.validate.undo).click();
  await page.getByRole('checkbox', { name: texts.undo.sure }).waitFor();
  yield '5-undo';
  await button(texts.undo.keep).click();
  await button(texts.after.toStart).click();
  await heading(texts.start.title).waitFor();
  yield '1-start';
}

/** A server that is not there, and back to the program's own. */
async function* notReady({ page, texts, t, button }: Wizard): AsyncGenerator<string> {
  await page.getByText(texts.target.server, { exact: true }).click();
  const fields = [
    [texts.target.host, 'servidor.oficina.invalid'],
    [texts.target.database, 'autocore'],
    [texts.target.user, 'autocore_user'],
    [texts.target.password, 'uma senha comprida'],
  ] as const;
  for (const [label, text] of fields) await page.getByLabel(label, { exact: true }).fill(text);
  await button(texts.target.test).click();
  await page.getByText(texts.target.notReady).waitFor();
  await page.getByText(t('errors.target.unreachable.hint').slice(0, 20)).scrollIntoViewIfNeeded();
  yield '2-not-ready';
  await page.getByText(texts.target.managed, { exact: true }).click();
}
