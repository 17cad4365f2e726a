import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../electron/engine/sample/write.ts';
import { withPg } from '../helpers/postgres.ts';
import { expectAccessible } from './accessible.ts';
import { chromiumPath } from './chromium.ts';
import { expectFits } from './fits.ts';
import { expectReasons } from './reasons.ts';
import { useStage } from './stage.ts';
import { fillServer, type Wizard } from './wizard.ts';

if (chromiumPath === null) console.log('Fleets are not tested: there is no Chromium on this machine.');

/** A word where a number has to be: somebody has to decide what becomes of the row. */
const word = `create table peca (id integer primary key, preco integer not null);
  insert into peca with recursive n (i) as (select 1 union all select i + 1 from n where i < 300) select i, i from n;
  update peca set preco = 'dez' where id = 1;`;

async function writeFleet(folder: string): Promise<void> {
  const place = join(folder, 'oficina é');
  await mkdir(place);
  await writeSample({ out: join(place, 'gol.db'), rows: 20, seed: 1, era: '11' });
  await writeSample({ out: join(place, 'kombi.db'), rows: 20, seed: 2, era: '11' });
  const db = new Database(join(place, 'suja.db'));
  db.exec(word);
  db.close();
  await writeFile(join(place, 'rasgada.db'), 'nothing of SQLite');
}

/** Chooses all files of the folder. */
async function chooseAll({ page, texts, button, t }: Wizard): Promise<void> {
  await button(texts.fleet.several).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /autocore-e2e/ }).click();
  await dialog.getByRole('button', { name: 'oficina é' }).click();
  await dialog.getByRole('checkbox', { name: texts.fleet.pick.all }).click();
  await dialog.getByRole('button', { name: t('wizard.fleet.pick.use', { count: 4 }) }).click();
}

describe.skipIf(chromiumPath === null)('many vehicles', { timeout: 900_000 }, () => {
  const stage = useStage(writeFleet);

  it('go from files to a result in a sentence, over a reload, and one of them back', async () => {
    const wizard = await stage.open('pt-BR');
    const { page, texts, t, button, heading } = wizard;
    const url = await stage.database();
    const line = (file: string) => page.getByRole('listitem').filter({ hasText: file });
    await chooseAll(wizard);
    await heading(texts.fleet.title).waitFor();
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
    await expectFits(wizard, 'preview');
    await expectReasons(wizard, 'preview');
    await expectAccessible(wizard, 'preview');

    await button(t('wizard.fleet.start', { count: 4 })).click();
    await button(texts.fleet.stop).waitFor();
    page.once('dialog', (dialog) => dialog.accept());
    await page.reload();
    await heading(texts.fleet.title).waitFor();
    const result = '2 de 4 veículos no PostgreSQL; 1 espera por uma decisão; 1 não foi possível.';
    await page.getByText(result).waitFor();
    await expectFits(wizard, 'result');
    await expectReasons(wizard, 'result');
    await expectAccessible(wizard, 'result');

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
    await expectAccessible(wizard, 'undo');
    await dialog.getByRole('button', { name: t('wizard.fleet.undo.do', { vehicle: 'Gol' }) }).click();
    await page.getByText('2 de 4 veículos no PostgreSQL; 1 não foi possível; 1 desfeito.').waitFor();
    await withPg(url, async (client) => {
      const schemas =
        "select nspname::text as n from pg_namespace where nspname in ('gol', 'suja') order by 1";
      expect((await client.query(schemas)).rows).toEqual([{ n: 'suja' }]);
    });
  });
});
