import { expect, test } from 'vitest';
import { compareObjects, countObjects } from '../../../electron/engine/diff/parity.ts';
import { readCatalog } from '../../../electron/engine/target/catalog.ts';
import { garagePlan, makePlan, planColumn, planTable } from '../../helpers/plan.ts';
import { allServers, type TestServer } from '../../helpers/postgres.ts';
import { withPlannedTarget, withTarget } from '../../helpers/target.ts';

/** Makes the target as planned, spoils it, and compares. */
function compareAfter(spoil: string, server: TestServer = 'pg18', plan = garagePlan()) {
  return withPlannedTarget(server, plan, async (client, schema) => {
    await client.query(spoil);
    return compareObjects(plan, await readCatalog(client, schema));
  });
}

/** What rows violate by plan is told and is no difference. */
const expectedNotValid = [
  'check check_price on devices',
  'foreign key telemetry_device_fkey on telemetry_data',
];

test.each(allServers())('a target made by its plan has nothing missing on %s', async (server) => {
  expect(await compareAfter('', server)).toEqual({ missing: [], notValid: expectedNotValid });
});

test.for([
  ['drop view devices_json', ['view devices_json']],
  [
    'drop function double_it cascade',
    ['function double_it', 'view devices_json', 'index idx_devices_double on devices'],
  ],
  ['drop statistics devices_stats', ['statistics devices_stats']],
  ['drop index idx_devices_seen', ['index idx_devices_seen on devices']],
  [
    'drop index idx_devices_seen; create index idx_devices_seen on devices (last_seen, name) where is_active',
    [
      'index idx_devices_seen on devices: btree (last_seen desc, name) where expected, btree (last_seen, name) where found',
    ],
  ],
  [
    'drop index idx_devices_name; create index idx_devices_name on devices (lower(name) desc)',
    [
      'index idx_devices_name on devices: unique btree (expression desc) expected, btree (expression desc) found',
    ],
  ],
  [
    "update pg_index set indisvalid = false where indexrelid = 'idx_devices_seen'::regclass",
    ['index idx_devices_seen on devices: valid expected, not valid found'],
  ],
  ['alter table devices drop column label', ['column devices.label']],
  [
    'alter table devices alter uuid type text collate "C"',
    ['column devices.uuid: varchar(36) expected, text found'],
  ],
  [
    'alter table devices alter uuid type varchar(36) collate "default"',
    ['column devices.uuid: collation C expected, collation default found'],
  ],
  [
    'alter table devices alter name drop not null, alter price set not null',
    [
      'column devices.name: not null expected, null found',
      'column devices.price: null expected, not null found',
    ],
  ],
  [
    'alter table devices alter id drop identity, alter is_active drop default',
    [
      'column devices.id: identity expected, no identity found',
      'column devices.is_active: default expected, no default found',
    ],
  ],
  [
    'alter table devices alter label drop expression',
    ['column devices.label: generated expected, not generated found'],
  ],
  [
    'alter table devices drop constraint devices_uuid_key, add constraint devices_uuid_key unique (uuid, name)',
    ['unique devices_uuid_key on devices: (uuid) expected, (uuid, name) found'],
  ],
  [
    'alter table devices drop constraint check_name, drop constraint check_price',
    ['check check_name on devices', 'check check_price on devices'],
  ],
  [
    "alter table devices drop constraint check_name, add constraint check_name check (name <> '') not valid",
    ['check check_name on devices: valid expected, not valid found'],
  ],
  [
    'alter table telemetry_data drop constraint telemetry_data_pkey',
    ['primary key telemetry_data_pkey on telemetry_data'],
  ],
  ['drop index idx_telemetry_brin', ['index idx_telemetry_brin on telemetry_data']],
  [
    'drop index idx_telemetry_brin; create index idx_telemetry_brin on only telemetry_data using brin (timestamp)',
    ['index idx_telemetry_brin on telemetry_data: valid expected, not valid found'],
  ],
  ['drop table telemetry_data_2025_09', ['partition telemetry_data_2025_09 of telemetry_data']],
  [
    'drop table telemetry_data_default; alter table telemetry_data_2025_09 rename to telemetry_data_default',
    [
      'partition telemetry_data_2025_09 of telemetry_data',
      "partition telemetry_data_default of telemetry_data: DEFAULT expected, FOR VALUES FROM ('2025-09-01 00:00:00') TO ('2025-10-01 00:00:00') found",
    ],
  ],
  [
    'alter table telemetry_data_2025_08 drop constraint telemetry_device_fkey',
    ['foreign key telemetry_device_fkey on telemetry_data'],
  ],
  ['drop table telemetry_data', ['table telemetry_data']],
] as [string, string[]][])('names what %s took away', async ([spoil, missing]) => {
  const found = await compareAfter(spoil);
  expect(found.missing.toSorted()).toEqual(missing.toSorted());
});

test('an invalid constraint or index that the plan wants valid is in both lists', async () => {
  const spoil =
    'alter table devices drop constraint check_name; alter table devices add constraint check_name check (true) not valid';
  const found = await compareAfter(spoil);
  expect(found.notValid).toEqual(['check check_name on devices', ...expectedNotValid]);
});

test('an ordinary table is not the partitioned one that was planned', async () => {
  const plan = garagePlan();
  const found = await withTarget('pg18', 'garage', async (client, schema) => {
    await client.query(
      'create table telemetry_data (id bigint generated by default as identity primary key)',
    );
    return compareObjects(plan, await readCatalog(client, schema));
  });
  expect(found.missing).toContain('table telemetry_data: partitioned expected, ordinary found');
  expect(found.missing).toContain('table devices');
});

test('names that are hostile to SQL are found by their letters', async () => {
  const name = `a"; drop table "x' é\n`;
  const plan = makePlan([planTable(name, [planColumn('B"c')])]);
  expect(await compareAfter('', 'pg18', plan)).toEqual({ missing: [], notValid: [] });
});

test('counts what is looked for', () => {
  expect(countObjects(garagePlan())).toEqual({
    tables: 2,
    columns: 11,
    primaryKeys: 2,
    uniques: 1,
    checks: 2,
    foreignKeys: 1,
    indexes: 5,
    partitions: 3,
    views: 1,
    functions: 1,
    statistics: 1,
  });
});
