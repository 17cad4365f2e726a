import type { Client } from 'pg';
import { expect, test } from 'vitest';
import { tryInserts } from '../../../electron/engine/diff/inserts.ts';
import type { Plan } from '../../../shared/model/index.ts';
import {
  garagePlan,
  idColumn,
  makePlan,
  planColumn,
  planForeignKey,
  planIndex,
  planTable,
} from '../../helpers/plan.ts';
import { allServers, type TestServer, withPg } from '../../helpers/postgres.ts';
import { withPlannedTarget } from '../../helpers/target.ts';

/** Tries the inserts after `fill`, and holds that neither rows nor sequences tell of it. */
async function tryAfter(plan: Plan, fill: string, server: TestServer = 'pg18') {
  return withPlannedTarget(server, plan, async (client, schema) => {
    await client.query(fill);
    const before = await trace(client, plan);
    const results = await tryInserts(client, plan, schema);
    expect(await trace(client, plan)).toEqual(before);
    return results;
  });
}

async function trace(client: Client, plan: Plan): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const { target } of plan.tables) {
    found.push((await client.query(`select * from "${target}" order by 1`)).rows);
    const name = await client.query("select pg_get_serial_sequence($1, 'id') as name", [`"${target}"`]);
    const sequence = name.rows[0].name;
    if (sequence) found.push((await client.query(`select last_value, is_called from ${sequence}`)).rows);
  }
  return found;
}

const ok = (table: string) => ({ table, ok: true, reason: null });

const rows = `
  insert into devices (uuid, name, last_seen, price) values ('esp32', 'Relé', '2025-08-08', 3), ('esp33', 'x', null, 1);
  insert into telemetry_data (timestamp, device_id, data_value) values ('2025-08-08', 1, 'on'), ('1970-01-01', 2, null);
`;

test.each(allServers())('works on empty and on filled tables of %s', async (server) => {
  const both = [ok('devices'), ok('telemetry_data')];
  expect(await tryAfter(garagePlan(), '', server)).toEqual(both);
  expect(await tryAfter(garagePlan(), rows, server)).toEqual(both);
});

test('an id that exists already, or lies below the highest, is told', async () => {
  const fill = `${rows} insert into devices (id, uuid, name) values (3, 'a', 'a'), (9, 'b', 'b');
    alter sequence telemetry_data_id_seq restart with 1;`;
  expect(await tryAfter(garagePlan(), fill)).toEqual([
    {
      table: 'devices',
      ok: false,
      reason: '23505 duplicate key value violates unique constraint "devices_pkey"',
    },
    { table: 'telemetry_data', ok: false, reason: 'id 1 is not past the highest, 2' },
  ]);
});

test('ids below zero and beyond 32 bits', async () => {
  const low = planTable('low', [planColumn('name')]);
  const high = planTable('high', [planColumn('name')], {
    columns: [idColumn('4294967297'), planColumn('name')],
  });
  const fill = `insert into low values (-7, 'x'); insert into high values (4294967296, 'x')`;
  expect(await tryAfter(makePlan([low, high]), fill)).toEqual([ok('low'), ok('high')]);
});

test('a missing identity and an exhausted sequence are told', async () => {
  const plan = makePlan([planTable('bare', []), planTable('full', [planColumn('name')])]);
  const fill = `alter table bare alter id drop identity;
    alter sequence full_id_seq maxvalue 2; insert into "full" (name) values ('a'), ('b')`;
  expect(await tryAfter(plan, fill)).toEqual([
    { table: 'bare', ok: false, reason: 'column id has no sequence' },
    {
      table: 'full',
      ok: false,
      reason: '22023 RESTART value (3) cannot be greater than MAXVALUE (2)',
    },
  ]);
});

test('a table that is gone or has a trigger that refuses does not end the check', async () => {
  const plan = makePlan([planTable('gone', []), planTable('kept', []), planTable('fine', [])]);
  const results = await withPlannedTarget('pg18', plan, async (client, schema) => {
    await client.query(`drop table gone;
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
      create trigger refuse before insert on kept for each row execute function refuse();`);
    return tryInserts(client, plan, schema);
  });
  expect(results).toEqual([
    { table: 'gone', ok: false, reason: '42P01 relation "garage.gone" does not exist' },
    { table: 'kept', ok: false, reason: 'P0001 no' },
    ok('fine'),
  ]);
});

test('rows that break a rule of their own do not count against the id', async () => {
  const child = planTable(
    'child',
    [
      planColumn('parent_id', { type: 'bigint', conversion: 'integer', nullable: false }),
      planColumn('chassis', { type: 'character varying(17)', nullable: false }),
    ],
    {
      uniques: [{ name: 'child_chassis_key', columns: ['chassis'] }],
      checks: [{ name: 'check_chassis', expression: `"chassis" like 'BR%'`, violations: 1 }],
      foreignKeys: [planForeignKey('child_parent_fkey', 'parent_id', 'parent', { orphans: 1 })],
    },
  );
  const plan = makePlan([planTable('parent', []), child]);
  const orphan = `alter table child disable trigger all; alter table child drop constraint check_chassis;
    insert into child (parent_id, chassis) values (99, 'x'); alter table child enable trigger all;
    alter table child add constraint check_chassis check (chassis like 'BR%') not valid`;
  expect(await tryAfter(plan, '')).toEqual([ok('parent'), ok('child')]);
  expect(await tryAfter(plan, orphan)).toEqual([ok('parent'), ok('child')]);
});

test('every type of a unique or needed column gets a value of its own', async () => {
  const types = [
    ...['smallint', 'integer', 'bigint', 'numeric(10, 2)', 'double precision', 'real', 'boolean', 'date'],
    ...[
      'time',
      'timestamp',
      'timestamptz',
      'bytea',
      'uuid',
      'jsonb',
      'text',
      'character varying(5)',
      'text[]',
    ],
  ];
  const columns = types.map((type, i) => planColumn(`c${i}`, { type, nullable: false }));
  const plan = makePlan([
    planTable('all_types', columns, {
      uniques: columns.map((c) => ({ name: `${c.target}_key`, columns: [c.target] })),
      indexes: [planIndex('lower_text', ['(lower("c14"))'], { unique: true })],
    }),
  ]);
  const fill = `insert into all_types (${columns.map((c) => c.target).join(', ')}) values
    (1, 1, 1, 1, 1, 1, true, '2025-01-01', '10:00', '2025-01-01', '2025-01-01', 'a',
     'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '[]', 'a', 'a', '{a}')`;
  expect(await tryAfter(plan, '')).toEqual([ok('all_types')]);
  expect(await tryAfter(plan, fill)).toEqual([ok('all_types')]);
});

test('tables without an identity column have nothing to try', async () => {
  const pair = planTable('pair', [], { columns: [planColumn('a')], primaryKey: null });
  const results = await withPlannedTarget('pg18', makePlan([pair]), (client, schema) =>
    tryInserts(client, makePlan([pair]), schema),
  );
  expect(results).toEqual([]);
});

test('another session that takes ids meanwhile gets each of them once', async () => {
  const plan = makePlan([planTable('devices', [planColumn('name')])]);
  const taken = await withPlannedTarget('pg18', plan, async (client, schema, url) => {
    const ids: string[] = [];
    await withPg(url, async (other) => {
      const take = async () => {
        for (let n = 0; n < 100; n++) {
          ids.push((await other.query(`select nextval('garage.devices_id_seq') as id`)).rows[0].id);
        }
      };
      const tries = async () => {
        for (let n = 0; n < 10; n++) expect(await tryInserts(client, plan, schema)).toEqual([ok('devices')]);
      };
      await Promise.all([tries(), take()]);
    });
    return ids;
  });
  expect(taken).toEqual(Array.from({ length: 100 }, (_, i) => String(i + 1)));
});
