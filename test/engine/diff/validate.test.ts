import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import type { RowDifference, ValidationLevel } from '../../../shared/model/index.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { firstOf } from '../../helpers/long.ts';
import { quiet } from '../../helpers/migrated.ts';
import { type Scene, sceneWith } from '../../helpers/migration.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';

const levels: ValidationLevel[] = ['rows', 'segments', 'counts'];
const actions = ['repaired', 'nulled', 'quarantined'] as const;

/** One repaired text, two nulled words, and three rows that stay out. */
const odd = `
  create table texts (n integer primary key, s text);
  insert into texts values (1, 'a'), (2, 'b'), (3, cast(x'780079' as text));
  create table counters (n integer primary key, i integer);
  insert into counters values (1, 1), (2, 2), (3, 'x'), (4, 'y');
  create table needed (n integer primary key, i integer not null);
  insert into needed values (1, 1), (2, 2), (3, 3), (4, 'x'), (5, 'y'), (6, 'z');`;
const tableOf = { repaired: 'texts', nulled: 'counters', quarantined: 'needed' };
const countOf = { repaired: 1, nulled: 2, quarantined: 3 };

interface Loaded {
  scene: Scene;
  run: string;
  sql(text: string): Promise<unknown>;
  validate(level: ValidationLevel): Promise<[status: string, differences: number, samples: RowDifference[]]>;
}

async function loaded(source: string): Promise<Loaded> {
  const folder = tempFolder();
  const path = join(folder, 'autocore.db');
  const db = new SQLite(path);
  db.exec(source);
  db.close();
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const scene = sceneWith({ folder, source: path, url });
  const { id: run, validation } = await scene.migrate({ extras: false });
  expect(validation?.status).toBe('identical');
  const { workspace, env } = scene;
  return {
    scene,
    run,
    sql: (text) => withPg(url, (client) => client.query(text)),
    validate: async (level) => {
      const request = { workspace, run, target: url, env, language: 'en', level } as const;
      const { state } = await operations.validate(request, quiet);
      const { status, differences, samples } = state.validation ?? {};
      return [status ?? '', differences ?? -1, samples ?? []];
    },
  };
}

const count = (table: string, source: number, target: number): RowDifference => ({
  table,
  kind: 'count',
  key: null,
  columns: [{ column: '', source: String(source), target: String(target) }],
});

describe('the ledger', () => {
  it.each(firstOf(levels))('is counted against the journal: %s', async (level) => {
    const { sql, validate } = await loaded(odd);
    expect(await validate(level)).toEqual(['identical', 0, []]);
    const ledger = 'autocore_migration.exception';
    for (const action of actions) {
      const difference = (kept: number): RowDifference => ({
        table: tableOf[action],
        kind: 'ledger',
        key: null,
        columns: [{ column: action, source: String(countOf[action]), target: String(kept) }],
      });
      await sql(
        `create table kept as select * from ${ledger} where action = '${action}' order by id limit 1`,
      );
      await sql(`delete from ${ledger} where id in (select id from kept)`);
      expect(await validate(level)).toEqual(['different', 1, [difference(countOf[action] - 1)]]);
      for (let n = 0; n < 2; n++) await sql(`insert into ${ledger} overriding user value select * from kept`);
      expect(await validate(level)).toEqual(['different', 1, [difference(countOf[action] + 1)]]);
      await sql(`delete from ${ledger} where id = (select max(id) from ${ledger}); drop table kept`);
    }
    expect(await validate(level)).toEqual(['identical', 0, []]);
  });

  it('is that of the run alone', async () => {
    const { scene, sql, validate, run } = await loaded(odd);
    expect(await scene.migrate({ extras: false, schema: 'beside' })).toMatchObject({ status: 'succeeded' });
    await sql(`delete from autocore_migration.exception where run <> '${run}'`);
    expect(await validate('counts')).toEqual(['identical', 0, []]);
  });
});

describe('the account', () => {
  it.each(firstOf(levels))('is held against what is there: %s', async (level) => {
    const { sql, validate } = await loaded(odd);
    const missing: RowDifference = {
      table: 'texts',
      kind: 'missing',
      key: { n: '2' },
      columns: [
        { column: 'n', source: '2', target: null },
        { column: 's', source: 'b', target: null },
      ],
    };
    await sql('delete from texts where n = 2');
    const lost = [...(level === 'counts' ? [] : [missing]), count('texts', 3, 2)];
    expect(await validate(level)).toEqual(['different', lost.length, lost]);
    await sql(`insert into texts values (2, 'b')`);
    // The journal says of fewer rows than the snapshot has, or of more, where they are.
    await sql(`update autocore_migration.chunk set migrated = migrated - 1 where source_table = 'needed'`);
    expect(await validate(level)).toEqual(['different', 2, [count('needed', 6, 5), count('needed', 2, 3)]]);
    await sql(`update autocore_migration.chunk set migrated = migrated + 2 where source_table = 'needed'`);
    expect(await validate(level)).toEqual(['different', 2, [count('needed', 6, 7), count('needed', 4, 3)]]);
  });
});

describe('a difference', () => {
  it.each<ValidationLevel>(['segments', 'rows'])('is shown by its key and its columns: %s', async (level) => {
    const { sql, validate } = await loaded(`
      create table pairs (a text not null, b integer not null, v text, w real, primary key (a, b));
      insert into pairs values ('x', 1, 'same', 1.5), ('x', 2, 'old', 2.5), ('y', 1, null, 3.5);`);
    await sql(`update pairs set v = 'new' where b = 2; update pairs set v = '', w = null where a = 'y';
      insert into pairs values ('z', 0, null, 1)`);
    const [, differences, samples] = await validate(level);
    expect(samples).toEqual([
      {
        table: 'pairs',
        kind: 'changed',
        key: { a: 'x', b: '2' },
        columns: [{ column: 'v', source: 'old', target: 'new' }],
      },
      {
        table: 'pairs',
        kind: 'changed',
        key: { a: 'y', b: '1' },
        columns: [
          { column: 'v', source: null, target: '' },
          { column: 'w', source: '3.5', target: null },
        ],
      },
      {
        table: 'pairs',
        kind: 'unexpected',
        key: { a: 'z', b: '0' },
        columns: [
          { column: 'a', source: null, target: 'z' },
          { column: 'b', source: null, target: '0' },
          { column: 'w', source: null, target: '1' },
        ],
      },
      count('pairs', 3, 4),
    ]);
    expect(differences).toBe(4);
  });

  it('is counted also where it is not shown, in each table', async () => {
    const { sql, validate } = await loaded(`
      create table a (n integer primary key, v text);
      create table b (n integer primary key, v text);
      with recursive r(n) as (select 1 union all select n + 1 from r where n < 30) insert into a select n, 'v' from r;
      insert into b select * from a;`);
    await sql(`update a set v = 'w'; update b set v = 'w' where n = 30`);
    const [status, differences, samples] = await validate('rows');
    expect([status, differences]).toEqual(['different', 31]);
    expect(samples.map((s) => `${s.table} ${s.key?.n}`)).toEqual([
      ...Array.from({ length: 20 }, (_, i) => `a ${i + 1}`),
      'b 30',
    ]);
  });
});
