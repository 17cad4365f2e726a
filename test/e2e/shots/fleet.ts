/** Pictures of many vehicles. */
import { chooseGarage, writeGarage } from '../garage.ts';
import type { Wizard } from '../wizard.ts';

/** Begins and ends at the start. @param folder one that the host may browse. @param rows of each vehicle */
export async function* shootFleet(wizard: Wizard, folder: string, rows: number): AsyncGenerator<string> {
  const { page, texts, t, button, heading } = wizard;
  const result = button(texts.fleet.summary);
  await writeGarage(folder, rows);
  await chooseGarage(wizard, folder);
  yield '8-fleet';
  const name = page.getByLabel(
    t('wizard.fleet.fieldOf', { field: texts.fleet.columns.vehicle, file: 'suja.db' }),
  );
  await name.fill('gol');
  await name.press('Enter');
  await page.getByText(t('wizard.fleet.faults.twiceVehicle', { other: 'gol.db' })).waitFor();
  await name.scrollIntoViewIfNeeded();
  yield '8-fleet-names';
  await name.fill('Parati');
  await name.press('Enter');
  await button(t('wizard.fleet.start', { count: 4 })).click();
  await page.locator('.vehicle [role=progressbar]:not([aria-valuenow="0"])').first().waitFor();
  yield '8-fleet-moving';
  await result.waitFor();
  yield '8-fleet-result';
  await page.getByRole('button', { name: t('wizard.fleet.question.openOf', { vehicle: 'Parati' }) }).click();
  await page.getByRole('dialog').waitFor();
  yield '8-fleet-question';
  await page.getByRole('dialog').getByRole('button', { name: texts.cancel }).click();
  await button(texts.fleet.undo.all).click();
  await page.getByRole('dialog').waitFor();
  yield '8-fleet-undo';
  await page.getByRole('dialog').getByRole('button', { name: texts.fleet.undo.keep }).click();
  await button(texts.steps.start).last().click();
  await heading(texts.start.title).waitFor();
  yield '1-start-fleet';
}
