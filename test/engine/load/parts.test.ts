import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../helpers/folder.ts';
import { type Scene, sceneWith } from '../../helpers/migration.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

const tuning = { connections: 3, splitRows: 6 };

async function sceneOf(sql: string): Promise<Scene> {
  const folder = tempFolder();
  const source = join(folder, 'autocore.db');
  const db = new SQLite(source);
  db.exec(sql);
  db.close();
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  return sceneWith({ folder, source, url, tuning });
}

const numbered = (from: number, to: number) =>
  `(with recursive r(n) as (select ${from} union all select n + 1 from r where n < ${to}) select n from r)`;

async function rowsOf(scene: Scene, sql: string): Promise<unknown[][]> {
  return withPg(scene.url, async (client) => (await client.query({ text: sql, rowMode: 'array' })).rows);
}

/** Each part as the journal has it: its bounds, and the rows that were read for it. */
function parts(scene: Scene, table: string): Promise<unknown[][]> {
  return rowsOf(
    scene,
    `select p.part, p.after_key, p.up_to_key, coalesce(sum(c.read), 0)::int
     from autocore_migration.part p left join autocore_migration.chunk c using (run, source_table, part)
     where source_table = '${table}' group by 1, 2, 3 order by 1`,
  );
}

/** The keys of a table on both sides, as text. */
async function keys(
  scene: Scene,
  table: string,
  key: string,
): Promise<[source: unknown[], target: unknown[]]> {
  const db = new SQLite(scene.source, { readonly: true });
  const source = db.prepare(`select cast(${key} as text) from ${table} order by ${key}`).pluck().all();
  db.close();
  const target = await rowsOf(scene, `select t.${key}::text from ${table} t order by t.${key}`);
  return [source, target.flat()];
}

it('a table that several connections load has every row in one part, and once', async () => {
  const scene = await sceneOf(`
    create table dense (n integer primary key, v text);
    insert into dense select n, 'v' || n from ${numbered(1, 1000)};
    create table negative (n integer primary key, v text);
    insert into negative select -n, 'v' || n from ${numbered(1, 100)};
    create table holes (n integer primary key);
    insert into holes select n from ${numbered(1, 100)} union select n from ${numbered(1_000_001, 1_000_200)};
    create table ends (n integer primary key);
    insert into ends values (-9223372036854775808), (-1), (0), (1), (2), (9223372036854775807);
    create table unnamed (v integer);
    insert into unnamed select n from ${numbered(1, 10)};
    create table few (n integer primary key);
    insert into few select n from ${numbered(1, 5)};
    create table without (n integer primary key, v text) without rowid;
    insert into without select n, 'v' from ${numbered(1, 50)};`);
  expect(await scene.migrate({ extras: false })).toMatchObject({
    status: 'succeeded',
    validation: { status: 'identical', differences: 0 },
  });
  for (const table of ['dense', 'negative', 'holes', 'ends', 'few', 'without']) {
    const [source, target] = await keys(scene, table, 'n');
    expect(target, table).toEqual(source);
  }
  const [source, target] = await keys(scene, 'unnamed', 'v');
  expect(target).toEqual(source);

  const third = '{"integer":"-3074457345618258603"}';
  const twoThirds = '{"integer":"3074457345618258602"}';
  const expected: Record<string, [part: number, after: string | null, upTo: string | null, rows: number][]> =
    {
      dense: [
        [0, null, '[334]', 334],
        [1, '[334]', '[667]', 333],
        [2, '[667]', null, 333],
      ],
      negative: [
        [0, null, '[-67]', 34],
        [1, '[-67]', '[-34]', 33],
        [2, '[-34]', null, 33],
      ],
      // Nobody is where the middle is.
      holes: [
        [0, null, '[333400]', 100],
        [1, '[333400]', '[666799]', 0],
        [2, '[666799]', null, 200],
      ],
      // As many rows as it takes, over all there are.
      ends: [
        [0, null, `[${third}]`, 1],
        [1, `[${third}]`, `[${twoThirds}]`, 4],
        [2, `[${twoThirds}]`, null, 1],
      ],
      unnamed: [
        [0, null, '[4]', 4],
        [1, '[4]', '[7]', 3],
        [2, '[7]', null, 3],
      ],
      few: [[0, null, null, 5]],
      without: [[0, null, null, 50]],
    };
  for (const [table, rows] of Object.entries(expected))
    expect(await parts(scene, table), table).toEqual(rows);
});

it('goes on with the parts that it began with, however many connections there are now', async () => {
  const scene = await sceneOf(`
    create table dense (n integer primary key, v text);
    insert into dense select n, hex(zeroblob(200)) from ${numbered(1, 6000)};`);
  scene.onProgress = ({ stage, done }) => {
    if (stage === 'load' && done >= 2_000) scene.cancel.abort();
  };
  const error = await scene.migrate({ extras: false }).catch((e) => e);
  expect(error).toMatchObject({ code: 'interrupted' });
  const begun = await parts(scene, 'dense');
  expect(begun.map(([part, after, upTo]) => [part, after, upTo])).toEqual([
    [0, null, '[2000]'],
    [1, '[2000]', '[3999]'],
    [2, '[3999]', null],
  ]);
  const loaded = begun.reduce((n, part) => n + Number(part[3]), 0);
  expect(loaded).toBeGreaterThan(0);
  expect(loaded).toBeLessThan(6000);

  const later = sceneWith({ ...scene, tuning: { connections: 2, splitRows: 1_000_000 } });
  expect(await later.resume(error.params.run)).toMatchObject({
    status: 'succeeded',
    tables: [{ source: 6000, migrated: 6000, quarantined: 0 }],
  });
  expect((await parts(scene, 'dense')).map(([part, , , rows]) => [part, rows])).toEqual([
    [0, 2000],
    [1, 1999],
    [2, 2001],
  ]);
  const [source, target] = await keys(scene, 'dense', 'n');
  expect(target).toEqual(source);
});
