import { chooseFile, fillServer, type Wizard } from './wizard.ts';

/** From the audit of a file without open decisions, which is on screen, to the validation of its migration. */
export async function migrateOn({ texts, button, heading }: Wizard): Promise<void> {
  await button(texts.audit.next).click();
  await button(texts.before.migrate).click();
  await button(texts.after.toValidation).click();
  await heading(texts.validate.title).waitFor();
}

/** From the start to the validation of a migration to a server. */
export async function migrate(wizard: Wizard, folder: string, name: string, url: string): Promise<void> {
  await chooseFile(wizard, folder, name);
  await fillServer(wizard, url);
  await wizard.button(wizard.texts.connect.next).click();
  await migrateOn(wizard);
}

/** Until the load has begun. */
export async function loading({ page, t }: Wizard): Promise<void> {
  const current = page.locator('li[aria-current=step]');
  await current.filter({ hasText: t('stages.load') }).waitFor();
}
