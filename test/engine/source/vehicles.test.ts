import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { readVehicles } from '../../../electron/engine/source/vehicles.ts';

function read(sql: string) {
  const db = new Database(':memory:');
  try {
    db.exec(sql);
    return readVehicles(db);
  } finally {
    db.close();
  }
}

it('reads make, model, version, year and plate', () => {
  const sql = `create table vehicles (id integer primary key, plate, chassis, brand, model, version, year_manufacture, year_model, deleted_at);
    insert into vehicles values (1, ' ABC1D23 ', null, 'Chevrolet', 'Onix', 'LTZ', 2018, 2019, null)`;
  expect(read(sql)).toEqual({
    count: 1,
    first: [{ name: 'Chevrolet Onix LTZ 2019', plate: 'ABC1D23', chassis: null }],
  });
});

it('takes whatever is there: other versions, other types, nothing at all', () => {
  expect(read('create table devices (id)')).toBeNull();
  expect(read('create view vehicles as select 1 as plate')).toBeNull();
  expect(read('create table vehicles (id, name)')).toBeNull();
  expect(read('create table Vehicles (PLATE)')).toEqual({ count: 0, first: [] });
  const odd = `create table vehicles (plate, brand, model);
    insert into vehicles values (null, null, null), (x'ff00', 12.5, ''), (1234, '<b>', 'x' || char(0) || 'y'), (cast(x'ff41' as text), 'b', 'm');`;
  const { count, first } = read(odd) ?? expect.unreachable();
  expect(count).toBe(4);
  expect(first.map(({ plate }) => plate).sort()).toEqual(['1234', null, null, '\ufffdA'].sort());
  expect(first.map(({ name }) => name)).toContain('12.5');
});

it('counts all, reads a few, and what was deleted last', () => {
  const { count, first } =
    read(`create table vehicles (id integer primary key, plate text, deleted_at text);
      insert into vehicles values (1, 'gone', '2025-01-01');
      with recursive n(i) as (select 2 union all select i + 1 from n where i < 5001)
      insert into vehicles select i, 'P' || i || printf('%.*c', 5000, 'x'), null from n`) ??
    expect.unreachable();
  expect([count, first.length, first[0]?.plate?.slice(0, 3), first[0]?.plate?.length]).toEqual([
    5001,
    20,
    'P2x',
    300,
  ]);
});
