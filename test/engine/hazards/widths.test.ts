import { beforeAll, describe, expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { expectIdentical } from '../../helpers/cases.ts';
import { type Hazard, migrated } from '../../helpers/hazard.ts';

const wide = String(2 ** 40);

/** The rows of today say nothing of those to come: integers are as wide as SQLite's unless something bounds them. */
describe('whole numbers', () => {
  let h: Hazard;
  beforeAll(async () => {
    h = await migrated(`
      create table plain (id integer primary key, empty integer, small smallint, flag boolean,
        made integer not null default (unixepoch() * 1000), large integer default 5000000000);
      create table bounded (id integer primary key check (id between 1 and 1000), percent integer check (percent >= 0 and percent <= 100),
        level tinyint check (level in (1, 2, 3) or level is null), counted int check (counted >= 0));
      create table child (id integer primary key, b integer references bounded, p int references plain (id),
        nowhere integer references gone (id));
      create table grandchild (id integer primary key, b integer references child_of_bounded (b));
      create table child_of_bounded (b integer primary key references bounded (id));
      create table far_child (n integer primary key, far integer references near (id));
      create table near (id integer primary key check (id < 100 and id > 0), self integer references near (id));
      insert into plain (id, empty) values (1, 2);
      insert into bounded values (1, 50, 1, 7);
      insert into near values (1, 1);
      insert into far_child values (1, ${wide});`);
    return h.close;
  });

  it.each([
    [
      'plain',
      { id: 'bigint', empty: 'bigint', small: 'bigint', flag: 'boolean', made: 'bigint', large: 'bigint' },
    ],
    ['bounded', { id: 'integer', percent: 'integer', level: 'integer', counted: 'bigint' }],
    ['child', { id: 'bigint', b: 'integer', p: 'bigint', nowhere: 'bigint' }],
    ['child_of_bounded', { b: 'integer' }],
    ['grandchild', { id: 'bigint', b: 'integer' }],
    // One row without a parent asks for more, and both sides have it.
    ['far_child', { n: 'bigint', far: 'bigint' }],
    ['near', { id: 'bigint', self: 'bigint' }],
  ])('of %s', (table, types) => {
    const planned = h.table(table).columns.map((c) => [c.source, c.type]);
    expect(Object.fromEntries(planned)).toEqual(types);
  });

  it('take what SQLite takes', async () => {
    const columns = 'id, empty, small, made, large';
    await h.target.query(`insert into plain (${columns}) values (${Array(5).fill(wide)})`);
    await h.target.query('insert into plain default values');
    expect(await h.rows(`select ${columns} from plain where id = ${wide}`)).toEqual([Array(5).fill(wide)]);
    const sum = 'select made > 1700000000000, large from plain where id > 1 and id < 100';
    expect(await h.rows(sum)).toEqual([['t', '5000000000']]);
  });

  it('are identical', () => expectIdentical(h));
});

it('of AutoCore keep 32 bits where nothing grows, and 64 where it does', async () => {
  const h = await migrated({ write: (out) => writeSample({ out, rows: 50 }) });
  try {
    const types = h.plan.tables.flatMap((t) =>
      t.columns.map((c) => [`${t.source}.${c.source}`, c.type] as const),
    );
    const of = (type: string) => types.flatMap(([name, found]) => (found === type ? [name] : []));
    expect(of('bigint').sort()).toEqual(['event_logs.id', 'telemetry_data.id']);
    expect(of('integer')).toEqual(expect.arrayContaining(['devices.id', 'telemetry_data.device_id']));
    expect(h.findings('vehicles', 'engine_capacity').map((f) => f.code)).toEqual(['integer.fractions']);
    expectIdentical(h);
  } finally {
    await h.close();
  }
});
