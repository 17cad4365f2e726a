import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operations } from '../../electron/engine/operations.ts';
import { quiet } from '../helpers/migrated.ts';
import { withPg } from '../helpers/postgres.ts';
import { expectAccessible } from './accessible.ts';
import { chromiumPath } from './chromium.ts';
import { expectFits } from './fits.ts';
import { writeKit } from './shots/tools.ts';
import { useStage } from './stage.ts';

if (chromiumPath === null) console.log('Kit, benchmark and status are not tested in a browser: no Chromium.');

describe.skipIf(chromiumPath === null)('after the migration', { timeout: 900_000 }, () => {
  const stage = useStage(async (folder) => {
    await operations.sample({ out: join(folder, 'autocore.db'), rows: 500 }, quiet);
  });

  it('writes the kit, measures, and tells how the database is doing', async () => {
    const { folder } = stage.host;
    const url = await stage.database();
    const facts = { schema: null, plan: null, profile: 'compatible', extras: true, env: {} } as const;
    const rest = { ifNotEmpty: 'abort', rehearse: false, acceptDefaults: true, language: 'pt-BR' } as const;
    const source = join(folder, 'autocore.db');
    const workspace = join(folder, 'workspace');
    const { state } = await operations.migrate({ workspace, source, target: url, ...facts, ...rest }, quiet);

    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button, heading } = wizard;
    const { tools } = texts;
    await button(t('wizard.tools.openOf', { name: 'autocore.db', run: state.id })).click();
    await heading(tools.title).waitFor();
    await writeKit(wizard, folder);
    const kit = join(folder, 'autocore-postgresql');
    expect((await stat(join(kit, '.env'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(kit, 'docker-compose.yml'), 'utf8')).toContain('127.0.0.1');
    await page.getByText('docker-compose.yml', { exact: true }).waitFor();
    await expectAccessible(wizard, 'kit');
    await expectFits(wizard, 'kit');

    await page.getByRole('tab', { name: tools.tabs.status }).click();
    // The program was started after the migration: nobody has told it the password.
    await page.getByLabel(texts.resume.password, { exact: true }).fill(new URL(url).password);
    await button(tools.status.again).click();
    await page.getByText(t('status.fine')).waitFor();
    await page.getByRole('cell', { name: 'telemetry_data', exact: true }).waitFor();
    await expectAccessible(wizard, 'status');
    await expectFits(wizard, 'status');

    await page.getByRole('tab', { name: tools.tabs.benchmark }).click();
    await button(tools.benchmark.start).click();
    await page.getByRole('progressbar', { name: tools.benchmark.running }).waitFor();
    await button(tools.benchmark.cancel).click();
    await page.getByText(tools.benchmark.cancelled).waitFor();
    expect(await readFile(join(workspace, 'runs', state.id, 'benchmark.json')).catch(() => null)).toBeNull();

    // Measured by another program meanwhile: a page that is opened again has it.
    const measured = { workspace, run: state.id, target: url, env: {}, apply: false, seconds: 0.1 };
    await operations.benchmark(measured, quiet);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByRole('tab', { name: tools.tabs.benchmark }).click();
    await page.getByRole('heading', { name: tools.benchmark.verdict }).waitFor();
    expect(await page.locator('.recharts-bar-rectangle').count()).toBe(20);
    await expectAccessible(wizard, 'benchmark');
    await expectFits(wizard, 'benchmark');
    await withPg(url, async (client) => {
      const { rowCount } = await client.query("select 1 from telemetry_data where data_key = 'x'");
      expect(rowCount).toBe(0);
    });
  });
});
