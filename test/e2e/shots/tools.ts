/**
 * Pictures of what comes after a migration: kit, benchmark and status.
 */
import type { Wizard } from '../wizard.ts';

export interface ToolsShots {
  wizard: Wizard;
  /** A folder that the host may browse. */
  folder: string;
  shoot(name: string): Promise<unknown>;
}

/** Begins at the validation of a run that has ended, and ends there. */
export async function shootTools({ wizard, folder, shoot }: ToolsShots): Promise<void> {
  const { page, texts, t, button, heading } = wizard;
  const { tools } = texts;
  await button(tools.open).click();
  await heading(tools.title).waitFor();
  await shoot('7-kit');
  await writeKit(wizard, folder);
  await shoot('7-kit-written');
  await page.getByRole('tab', { name: tools.tabs.benchmark }).click();
  await button(tools.benchmark.start).click();
  await page.getByRole('progressbar', { name: tools.benchmark.running }).waitFor();
  await shoot('7-benchmark-running');
  await button(tools.benchmark.apply).click();
  await page.getByRole('progressbar', { name: tools.benchmark.running }).waitFor();
  await button(tools.benchmark.again).waitFor();
  await page
    .getByText(tools.benchmark.kept, { exact: true })
    .or(page.getByText(tools.benchmark.dropped))
    .first()
    .waitFor();
  await shoot('7-benchmark');
  await page
    .getByRole('heading', { name: tools.benchmark.times })
    .evaluate((heading) => heading.scrollIntoView());
  await shoot('7-benchmark-chart');
  await page
    .getByRole('heading', { name: tools.benchmark.proposals })
    .evaluate((heading) => heading.scrollIntoView());
  await shoot('7-benchmark-proposals');
  await page.getByRole('tab', { name: tools.tabs.status }).click();
  await page.getByText(t('status.fine')).or(page.getByText(tools.status.attention)).waitFor();
  await shoot('7-status');
  await page.getByRole('heading', { name: tools.status.slowest }).scrollIntoViewIfNeeded();
  await shoot('7-status-below');
  await button(texts.after.toValidation).click();
  await heading(texts.validate.title).waitFor();
}

/** Chooses a folder among those offered, and writes the kit into it. */
export async function writeKit({ page, texts, button }: Wizard, folder: string): Promise<void> {
  const { kit, folder: dialog } = texts.tools;
  await button(kit.write).click();
  await page.getByRole('dialog').getByRole('button', { name: folder, exact: true }).click();
  await button(dialog.use).click();
  await page.getByText(kit.written).waitFor();
}
