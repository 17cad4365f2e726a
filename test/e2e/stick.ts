import type { Wizard } from './wizard.ts';

/** On the page of source and target: no server, and a folder inside of one that may be browsed. */
export async function chooseStick(
  { page, texts, button }: Wizard,
  root: string,
  name: string,
): Promise<void> {
  await page.getByText(texts.target.folder, { exact: true }).click();
  await button(texts.export.choose).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: root, exact: true }).click();
  await dialog.getByRole('button', { name, exact: true }).click();
  await dialog.getByRole('status').getByText(name).waitFor();
  await button(texts.tools.folder.use).click();
  await page.getByText(`${root}/${name}`, { exact: true }).waitFor();
}
