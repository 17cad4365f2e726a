import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { web } from '../../shared/contract/web.ts';
import { bundleOfFullDisk } from '../helpers/bundle.ts';
import { expectAccessible } from './accessible.ts';
import { chromiumPath } from './chromium.ts';
import { expectFits } from './fits.ts';
import { useStage } from './stage.ts';

/** Names of the calls that a page makes to its host from now on. */
function callsOf(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith(web.call)) names.push(pathname.slice(web.call.length));
  });
  return names;
}

/** The bundle as somebody could have changed it: a date in it is none. */
function withoutTime(path: string): Buffer {
  const files = unzipSync(readFileSync(path));
  const about = JSON.parse(strFromU8(files['wizard.json'] ?? new Uint8Array())) as object;
  const changed = strToU8(JSON.stringify({ ...about, writtenAt: 'nunca' }));
  return Buffer.from(zipSync({ ...files, 'wizard.json': changed }));
}

if (chromiumPath === null)
  console.log('No support bundle is looked at: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('a support bundle in the wizard', () => {
  const stage = useStage(async () => {});

  it('shows what the installer saw, to be read alone, and asks the host for nothing', async () => {
    const elsewhere = join(stage.host.folder, 'elsewhere');
    await mkdir(elsewhere);
    const { path, state } = await bundleOfFullDisk(elsewhere);
    const wizard = await stage.open('pt-BR');
    const { page, texts, button, heading } = wizard;
    const step = (name: string) => page.locator('nav').getByText(name, { exact: true }).click();
    const host = page.getByLabel(texts.target.host, { exact: true });
    const choose = (file: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]) =>
      page.locator('input[type=file]').setInputFiles(file);
    const other = { name: 'outro.zip', mimeType: 'application/zip', buffer: Buffer.from('nada') };

    // Work of one's own, half done.
    await button(texts.start.new).click();
    await page.getByText(texts.target.server, { exact: true }).click();
    await host.fill('meu-servidor');
    await step(texts.steps.start);
    await choose(other);
    await page.getByRole('alert').filter({ hasText: 'Y61' }).waitFor();

    const calls = callsOf(page);
    await choose(path);
    // Where it stopped, why, and for whom.
    await heading(texts.live.title.migrate).waitFor();
    const banner = page.getByRole('region', { name: texts.bundle.title });
    await banner.getByText(texts.bundle.of.replace('{{run}}', state.id)).waitFor();
    await banner.getByText('Y21').waitFor();
    await page.getByText('Acabou o espaço em disco do servidor', { exact: false }).first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);

    await step(texts.steps.audit);
    await page.getByText('screen_items.position', { exact: true }).waitFor();
    // What filters can be used, what decides cannot.
    const enabled = await page.locator('main :is(input, select):enabled:not([readonly])').count();
    const disabled = await page.locator('main select:disabled').count();
    expect([enabled, disabled > 3]).toEqual([1, true]);
    await expectFits(wizard, 'the audit of a bundle');

    await step(texts.steps.connect);
    expect(await host.inputValue()).toBe('127.0.0.1');
    expect(await button(texts.target.test).getAttribute('aria-disabled')).toBe('true');
    await expectAccessible(wizard, 'the places of a bundle');

    // In the reader's language, also what the error says; one that cannot be read leaves the first as it is.
    await page.locator('select').first().selectOption('en');
    await choose(other);
    await page.getByRole('alert').filter({ hasText: 'Not a support bundle' }).waitFor();
    await step('Migrate');
    await page.getByText('ran out of disk space', { exact: false }).first().waitFor();
    expect(calls).toEqual(['app.setLanguage']);

    await button('Close the bundle').click();
    await page.getByRole('heading', { level: 1, name: 'Take AutoCore to PostgreSQL' }).waitFor();
    await step('Connect');
    expect(await page.getByLabel('Server', { exact: true }).inputValue()).toBe('meu-servidor');

    // One that can be read and not be drawn closes by itself, and says so.
    await step('Start');
    await choose({ ...other, buffer: withoutTime(path) });
    await page.getByRole('alert').filter({ hasText: 'Y62' }).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Take AutoCore to PostgreSQL' }).waitFor();
  });
});
