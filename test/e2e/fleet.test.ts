import { describe, expect, it } from 'vitest';
import { placement } from '../../electron/engine/target/placement.ts';
import type { FleetView } from '../../shared/contract.ts';
import { withPg } from '../helpers/postgres.ts';
import { expectAccessible } from './accessible.ts';
import { chromiumPath } from './chromium.ts';
import { expectFits } from './fits.ts';
import { chooseGarage, writeGarage } from './garage.ts';
import { expectReasons } from './reasons.ts';
import { useStage } from './stage.ts';
import { fillServer } from './wizard.ts';

if (chromiumPath === null) console.log('Fleets are not tested: there is no Chromium on this machine.');

describe.skipIf(chromiumPath === null)('many vehicles', { timeout: 900_000 }, () => {
  const stage = useStage((folder) => writeGarage(folder, 20));

  it('go from files to a result in a sentence, over a reload, and one of them back', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button, heading } = wizard;
    const url = await stage.database();
    const line = (file: string) => page.getByRole('listitem').filter({ hasText: file });
    await chooseGarage(wizard, stage.host.folder);
    await page.getByText(/^4 arquivos, /).waitFor();

    // A name that another one has, and one of its own.
    const nameOf = (file: string) =>
      page.getByLabel(t('wizard.fleet.fieldOf', { field: texts.fleet.columns.vehicle, file }));
    await nameOf('gol.db').fill('Gol');
    await nameOf('kombi.db').fill('gol');
    await nameOf('kombi.db').press('Enter');
    const wrong = page.getByText(t('wizard.fleet.faults.twiceVehicle', { other: 'gol.db' }));
    await wrong.waitFor();
    await nameOf('kombi.db').fill('Kombi nº 2');
    await nameOf('kombi.db').press('Enter');
    await wrong.waitFor({ state: 'detached' });
    await fillServer(wizard, url);
    // What each gets: the list names databases, and schemas again.
    const heads = page.locator('.vehicleHeads');
    await page.getByRole('radio', { name: texts.fleet.each.database }).click();
    await heads.getByText(texts.fleet.columns.database, { exact: true }).waitFor();
    await page.getByText(t('wizard.fleet.preview.databases', { count: 4 })).waitFor();
    await page.getByRole('radio', { name: texts.fleet.each.schema }).click();
    await heads.getByText(texts.fleet.columns.schema, { exact: true }).waitFor();
    await expectFits(wizard, 'preview');
    await expectReasons(wizard, 'preview');
    await expectAccessible(wizard, 'preview', 'at length');

    await button(t('wizard.fleet.start', { count: 4 })).click();
    await button(texts.fleet.stop).waitFor();
    page.once('dialog', (dialog) => dialog.accept());
    await page.reload();
    await heading(texts.fleet.title).waitFor();
    const result = '2 de 4 veículos no PostgreSQL; 1 espera por uma decisão; 1 não foi possível.';
    await page.getByText(result).waitFor();
    await button(texts.fleet.nodes.ask).click();
    await page.getByText(texts.fleet.nodes.none).waitFor();
    // With nodes, in the form in which a Citus is told of.
    await page.route('**/fleet.look', async (route) => {
      const response = await route.fetch();
      const { ok, value } = (await response.json()) as { ok: true; value: FleetView };
      const own = value.vehicles.filter(({ status }) => status === 'done').map(({ schema }) => schema);
      const placed = own.map((schema) => ({ schema, node: '10.0.0.1:5432', bytes: 5 * 2 ** 20 }));
      const nodes = placement(['10.0.0.1:5432', '10.0.0.2:5432'], placed, new Set(own));
      await route.fulfill({ response, json: { ok, value: { ...value, placement: nodes } } });
    });
    await button(texts.fleet.again).click();
    await page.getByRole('cell', { name: '2: Gol, Kombi nº 2' }).waitFor();
    await page.getByText('select citus_rebalance_start()').waitFor();
    await expectFits(wizard, 'result');
    await expectReasons(wizard, 'result');
    await expectAccessible(wizard, 'result');

    await page.unroute('**/fleet.look');

    // A second tab comes to the same list by the start.
    const second = await page.context().newPage();
    second.setDefaultTimeout(300_000);
    await second.goto(new URL('/', page.url()).href);
    await second.getByRole('button', { name: /^Abrir a lista/ }).click();
    await second.getByText(result).waitFor();
    await second.close();
    await page.bringToFront();

    // The question of the one that waits, answered.
    await line('suja.db').getByRole('button', { name: texts.fleet.question.open }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('peca.preco').waitFor();
    await expectAccessible(wizard, 'question');
    await dialog.getByRole('radio').first().click();
    await dialog.getByRole('button', { name: texts.fleet.question.one }).click();
    await page.getByText('3 de 4 veículos no PostgreSQL; 1 não foi possível.').waitFor();

    // Its certificate, and back.
    await line('gol.db')
      .getByRole('button', { name: /^Abrir a migração/ })
      .click();
    await heading(texts.validate.title).waitFor();
    await button(texts.fleet.back).click();
    await heading(texts.fleet.title).waitFor();

    await line('gol.db')
      .getByRole('button', { name: /^Desfazer/ })
      .click();
    await dialog.getByRole('checkbox', { name: texts.fleet.undo.sure }).click();
    await dialog.getByRole('button', { name: t('wizard.fleet.undo.do', { vehicle: 'Gol' }) }).click();
    await page.getByText('2 de 4 veículos no PostgreSQL; 1 não foi possível; 1 desfeito.').waitFor();
    await withPg(url, async (client) => {
      const schemas =
        "select nspname::text as n from pg_namespace where nspname in ('gol', 'suja') order by 1";
      expect((await client.query(schemas)).rows).toEqual([{ n: 'suja' }]);
    });
  });
});
