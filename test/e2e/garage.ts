import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { writeSample } from '../../electron/engine/sample/write.ts';
import type { Wizard } from './wizard.ts';

/** A word where a number has to be: somebody has to decide what becomes of the row. */
const word = `create table peca (id integer primary key, preco integer not null);
  insert into peca with recursive n (i) as (select 1 union all select i + 1 from n where i < 300) select i, i from n;
  update peca set preco = 'dez' where id = 1;`;

export const garage = 'oficina é';

/** Four vehicles: two that go through, one with something to decide, one whose file is torn. */
export async function writeGarage(folder: string, rows: number): Promise<void> {
  const place = join(folder, garage);
  await mkdir(place);
  await writeSample({ out: join(place, 'gol.db'), rows, seed: 1, era: '11' });
  await writeSample({ out: join(place, 'kombi.db'), rows, seed: 2, era: '11' });
  const db = new Database(join(place, 'suja.db'));
  db.exec(word);
  db.close();
  await writeFile(join(place, 'rasgada.db'), 'nothing of SQLite');
}

/** From the start to the list of all files of the garage. @param folder that the host may browse */
export async function chooseGarage(wizard: Wizard, folder: string): Promise<void> {
  const { page, texts, button, t, heading } = wizard;
  await button(texts.fleet.several).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: folder }).click();
  await dialog.getByRole('button', { name: garage }).click();
  await dialog.getByRole('checkbox', { name: texts.fleet.pick.all }).click();
  await dialog.getByRole('button', { name: t('wizard.fleet.pick.use', { count: 4 }) }).click();
  await heading(texts.fleet.title).waitFor();
}
