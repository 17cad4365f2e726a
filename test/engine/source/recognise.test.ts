import { describe, expect, it } from 'vitest';
import { createIndexes, createTable } from '../../../electron/engine/sample/ddl.ts';
import { type Era, eraShape } from '../../../electron/engine/sample/eras.ts';
import { autocoreTables, recognise } from '../../../electron/engine/source/recognise.ts';
import { schemaOf } from './schema.ts';

function statements(era: Era): string[] {
  const shape = eraShape(era);
  return [
    ...shape.tables.map(createTable),
    ...shape.alterations,
    ...shape.tables.flatMap(createIndexes),
    ...shape.leftovers.filter((sql) => sql.startsWith('CREATE')),
  ];
}

describe('every era has its label', () => {
  const labels: Record<Era, string> = {
    '11-early': '11 tables, early',
    '11': '11 tables',
    '11+macro': '11 tables + allow_in_macro',
    '12': '12 tables',
    enum: 'enum era',
    '14': '14 tables',
    '14-strftime': '14 tables',
    'hand-patched': 'hand-patched',
  };
  it.each(Object.entries(labels))('%s: %s', (era, label) => {
    const schema = schemaOf(...statements(era as Era));
    expect(recognise(schema)).toBe(label);
    expect(schema.tables.map((table) => table.unparsed).filter(Boolean)).toEqual([]);
  });
});

it('reads the newest schema whole', () => {
  const { tables } = schemaOf(...statements('14'));
  expect(tables.map((t) => t.name).sort()).toEqual([...autocoreTables].sort());
  const vehicles = tables.find((t) => t.name === 'vehicles');
  expect(vehicles?.checks).toHaveLength(9);
  expect(vehicles?.checks[0]).toEqual({ name: 'check_single_vehicle_record', expression: 'id = 1' });
  expect(tables.find((t) => t.name === 'vehicle_devices')?.primaryKey).toEqual(['vehicle_id', 'device_id']);
});

it('is not misled by other tables, upper case, or a lost table', () => {
  const newest = statements('14');
  const extra = [
    'create table quick_actions(id integer primary key)',
    'create table alembic_version(version_num varchar(32))',
  ];
  expect(recognise(schemaOf(...newest, ...extra))).toBe('14 tables');
  expect(recognise(schemaOf(...newest, 'drop table themes'))).toBe('13 tables');
  expect(
    recognise(schemaOf(...newest, 'alter table themes rename to x', 'alter table x rename to Themes')),
  ).toBe('14 tables');
});

it.each([
  ['nothing', []],
  [
    'a stranger',
    ['create table users(id integer primary key)', 'create table devices(id integer primary key, uuid text)'],
  ],
  ['names alone', autocoreTables.map((name) => `create table ${name}(id integer primary key)`)],
])('is not AutoCore: %s', (_, sql) => {
  expect(recognise(schemaOf(...sql))).toBeNull();
});
