/**
 * Takes the pictures in docs/screenshots: `npm run screenshots`. Real host, engine, PostgreSQL and Chromium; the data is
 * the sample with its planted problems.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSample } from '../../electron/engine/sample/write.ts';
import type { Language } from '../../shared/messages/index.ts';
import { launchChromium } from './chromium.ts';
import { chooseFile, startHost, type Wizard } from './wizard.ts';

const out = process.argv[2] ?? fileURLToPath(new URL('../../docs/screenshots', import.meta.url));

interface Look {
  prefix: string;
  language: Language;
  scheme: 'light' | 'dark';
  width: number;
  height: number;
  scale?: number;
}

const looks: Look[] = [
  { prefix: 'pt-claro', language: 'pt-BR', scheme: 'light', width: 1280, height: 800 },
  { prefix: 'en-dark', language: 'en', scheme: 'dark', width: 1280, height: 800 },
  { prefix: 'pt-pequeno', language: 'pt-BR', scheme: 'light', width: 1024, height: 700 },
  // Text at 150 % on the small screen.
  { prefix: 'pt-150', language: 'pt-BR', scheme: 'dark', width: 683, height: 467, scale: 1.5 },
];

await mkdir(out, { recursive: true });
const browser = await launchChromium();
const host = await startHost(browser);
try {
  await writeSample({ out: join(host.folder, 'autocore.db'), rows: 60_000, dirty: true });
  for (const look of looks) {
    const { language, scheme, width, height, scale = 1 } = look;
    const wizard = await host.open(language, {
      viewport: { width, height },
      colorScheme: scheme,
      deviceScaleFactor: scale,
    });
    await walk(wizard, (name) =>
      wizard.page.screenshot({ path: join(out, `${look.prefix}-${name}.png`), animations: 'disabled' }),
    );
    await wizard.close();
  }
} finally {
  await host.close();
  await browser.close();
}

async function walk(wizard: Wizard, shoot: (name: string) => Promise<unknown>): Promise<void> {
  const { page, texts, t, button, heading } = wizard;
  await page.getByText(t('wizard.loading')).waitFor({ state: 'detached' });
  await shoot('1-start');
  await chooseFile(wizard, host.folder, 'autocore.db');
  await button(texts.target.test).click();
  const report = page.getByText(texts.target.ready).or(page.getByText(texts.target.notReady));
  await report.waitFor({ timeout: 60_000 });
  const replace = button(texts.target.replace);
  if (await replace.isVisible()) {
    await shoot('2-connect-not-empty');
    await replace.click();
    await page.getByText(texts.target.ready).waitFor();
  }
  await shoot('2-connect');
  await button(texts.connect.next).click();
  await page.getByRole('tab', { name: /\(\d+\)/ }).waitFor({ timeout: 60_000 });
  await shoot('3-audit');
  await page.getByRole('tab', { name: texts.audit.tabs.pictures }).click();
  await page.getByText(texts.pictures.root).waitFor();
  await shoot('3-audit-pictures');
  await page.locator('svg.map').scrollIntoViewIfNeeded();
  await shoot('3-audit-relations');
  await page.getByRole('tab', { name: texts.audit.tabs.columns }).click();
  await shoot('3-audit-columns');
  await page.getByRole('tab', { name: /\(\d+\)/ }).click();
  await button(texts.audit.takeDefaults).click();
  await button(texts.audit.takeDefaults).waitFor({ state: 'detached' });
  await button(texts.audit.next).click();
  await shoot('4-before');
  await button(texts.before.migrate).click();
  await page
    .locator('li[aria-current=step]')
    .filter({ hasText: t('stages.load') })
    .waitFor({ timeout: 60_000 });
  await shoot('4-migrating');
  await button(texts.after.toValidation).waitFor({ timeout: 120_000 });
  await shoot('4-done');
  await button(texts.after.toValidation).click();
  await heading(texts.validate.title).waitFor();
  await shoot('5-validate');
  const exceptions = page.getByRole('tab', { name: new RegExp(t('certificate.exceptions.title')) });
  await exceptions.click();
  await page.locator('li.exception').first().waitFor();
  await shoot('5-exceptions');
  await page.getByRole('tab', { name: texts.validate.tabs.objects }).click();
  await shoot('5-objects');
  await button(texts.validate.undo).click();
  await page.getByRole('checkbox', { name: texts.undo.sure }).waitFor({ timeout: 60_000 });
  await shoot('6-undo');
  await button(texts.undo.keep).click();
  await button(texts.after.toStart).click();
  await heading(texts.start.title).waitFor();
  await shoot('1-start-runs');
}
