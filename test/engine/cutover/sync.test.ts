import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { syncRun } from '../../../electron/engine/commands/sync.ts';
import { markOf } from '../../../electron/engine/source/mark.ts';
import { isLong } from '../../helpers/long.ts';
import { withPg } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';
import { context, migrated, select } from './scene.ts';

const telemetry = (n: number, from = 1) =>
  `with recursive i(n) as (values (${from}) union all select n + 1 from i where n < ${from + n - 1})
   insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value, unit)
   select datetime('2025-12-01', n || ' seconds'), 1, 'gps', 'speed', n || ' km/h', null from i`;

describe('sync', () => {
  it('brings inserts, changes and deletes over, and has nothing to do the second time', async () => {
    const scene = await migrated();
    scene.change((db) => {
      db.exec(telemetry(50));
      db.exec(
        `update devices set name = 'Novo	nome', last_seen = '2025-12-24 10:00:00.500000' where id <= 2`,
      );
      db.exec('delete from telemetry_data where id between 11 and 20');
      db.exec(`insert into users (username, password_hash, role, is_active) values ('ana', 'x', 'admin', 1)`);
    });
    const first = await scene.sync();
    expect(Object.fromEntries(first.tables.map((t) => [t.name, [t.inserted, t.changed, t.deleted]]))).toEqual(
      {
        devices: [0, 2, 0],
        users: [1, 0, 0],
        telemetry_data: [50, 0, 10],
      },
    );
    const validated = await scene.validate();
    expect(validated.validation).toMatchObject({ status: 'identical', differences: 0 });
    expect(await scene.sync()).toMatchObject({ rows: 0, tables: [] });
    expect(existsSync(join(scene.workspace, 'runs', scene.state.id, 'sync.json'))).toBe(false);
    await withPg(scene.url, async (client) => {
      const { rows } = await client.query(
        `insert into users (username, password_hash, role, is_active) values ('bia', 'x', 'user', true) returning id > (select max(id) from users) as past`,
      );
      expect(rows).toEqual([{ past: true }]);
    });
  });

  it('copies nothing where nobody has written since, and sees the smallest write', async () => {
    const scene = await migrated();
    // Times that could still be those of a later write tell nothing: this copy is made of a file that has none.
    const settled = () => until(() => markOf(scene.source) !== null);
    scene.change((db) => db.exec(telemetry(1)));
    await settled();
    expect((await scene.sync()).rows).toBe(1);
    const snapshot = join(scene.workspace, 'runs', scene.state.id, 'snapshot.db');
    const before = statSync(snapshot).ino;
    expect(await scene.sync()).toMatchObject({ rows: 0, tables: [], kept: null });
    expect(statSync(snapshot).ino).toBe(before);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    scene.change((db) => db.exec(`update devices set name = name || '!' where id = 1`));
    expect((await scene.sync()).rows).toBe(1);
    expect(statSync(snapshot).ino).not.toBe(before);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    // Its times tell nothing: it was touched, and a moment ago.
    const now = new Date();
    utimesSync(scene.source, now, now);
    const { ino } = statSync(snapshot);
    expect(await scene.sync()).toMatchObject({ rows: 0, tables: [], kept: null });
    expect(statSync(snapshot).ino).toBe(ino);
    const marked = () => JSON.parse(readFileSync(join(dirname(snapshot), 'run.json'), 'utf8')).source.mark;
    await settled();
    expect(marked()).not.toBe(markOf(scene.source));
    await scene.sync();
    expect(marked()).toBe(markOf(scene.source));
    expect(statSync(snapshot).ino).toBe(ino);
  });

  it('counts on behind ids of rows that stay out, and below the last id there is', async () => {
    const scene = await migrated();
    const telemetryRow = (id: string, time: string) =>
      `insert into telemetry_data (id, timestamp, device_id, data_type, data_key, data_value)
       values (${id}, '${time}', 1, 'x', 'y', 'z')`;
    scene.change((db) => {
      db.exec(telemetryRow('700000', 'agora'));
      db.exec(telemetryRow('9223372036854775807', '2025-12-01 10:00:00'));
    });
    await scene.sync();
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    await withPg(scene.url, async (client) => {
      const { rows } = await client.query(
        `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
         values ('2025-12-02', 1, 'x', 'y', 'z') returning id`,
      );
      expect(rows).toEqual([{ id: '700001' }]);
    });
  });

  it.runIf(isLong)('follows a dirty file, table by table, with its exceptions', async () => {
    const scene = await migrated({ dirty: true });
    scene.change((db) => {
      db.exec(
        `insert into leituras_avulsas values ('pressão', 2.25, '2025-07-01 10:00:00'), ('novo', -0.5, 'ontem')`,
      );
      db.exec(`delete from leituras_avulsas where rowid = 1`);
      db.exec(`update parametros set valor = '11' where chave = 'canal'`);
      db.exec(`insert into parametros values ('rede', 'senha', 'a\\b')`);
      db.exec(`update qualquer set valor = 42.0 where valor = 42`);
      // A text where numbers are, a text too long for its column, times of every kind, rows without a parent.
      db.exec(`update screen_items set position = 'três' where id = 1`);
      db.exec(
        `insert into devices (uuid, name, type, status, is_active) values ('${'u'.repeat(200)}', 'longo', 'gateway', 'online', 'talvez')`,
      );
      db.exec(`update macros set last_executed = '09/08/2025' where id = 1`);
      db.exec(
        `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value) values ('2025-12-01 10:00:00', 4711, 'x', 'y', cast(x'e700' as text))`,
      );
      db.exec(
        `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value) values ('agora', 1, 'x', 'y', 'z')`,
      );
      db.exec('delete from devices where id = 1');
    });
    const result = await scene.sync();
    expect(result.rows).toBeGreaterThan(8);
    const { validation, tables } = await scene.validate();
    expect(validation).toMatchObject({ status: 'identical', differences: 0, samples: [] });
    for (const t of tables) expect(t.source).toBe(t.migrated + t.quarantined);
    expect(await scene.sync()).toMatchObject({ rows: 0 });
    // What was an exception is one no longer when its row is put right.
    scene.change((db) => {
      db.exec(`update screen_items set position = 3 where id = 1`);
      db.exec(`delete from devices where name = 'longo'`);
      db.exec(`delete from telemetry_data where timestamp = 'agora'`);
    });
    const back = await scene.sync();
    expect(back.tables.reduce((n, t) => n + t.quarantined, 0)).toBeLessThan(0);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });

  it('changes many rows where they are, also those that go to another month', async () => {
    const scene = await migrated({ rows: 25_000 });
    scene.change((db) => {
      db.exec(`update telemetry_data set data_value = data_value || ' novo' where id <= 23000;
        update telemetry_data set timestamp = datetime(timestamp, '40 days') where id % 1000 = 7;
        update telemetry_data set timestamp = datetime(timestamp, '400 days') where id = 8;
        delete from telemetry_data where id % 5000 = 9`);
      db.exec(telemetry(30));
    });
    const [[novo]] = select(
      scene.source,
      "select count(*) from telemetry_data where data_value like '% novo'",
    ) as [[number]];
    const { tables } = await scene.sync();
    expect(tables).toMatchObject([
      { name: 'telemetry_data', inserted: 30, changed: expect.any(Number), deleted: 5 },
    ]);
    expect(tables[0]?.changed).toBeGreaterThan(20_000);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical', differences: 0 });
    await withPg(scene.url, async (client) => {
      const { rows } = await client.query(
        `select count(distinct tableoid) > 2 as months, count(*) filter (where data_value like '% novo') as n from telemetry_data`,
      );
      expect(rows).toEqual([{ months: true, n: String(novo) }]);
    });
  });

  it('takes many rows whose unique values go round, where no change in place is possible', async () => {
    const scene = await migrated({
      write(path) {
        const db = new Database(path);
        db.exec(`create table cards (id integer primary key, code text not null unique, note text);
          with recursive i(n) as (values (1) union all select n + 1 from i where n < 30000)
          insert into cards select n, 'c' || n, 'a' from i`);
        db.close();
      },
    });
    scene.change((db) => {
      db.exec(
        `update cards set code = '-' || code where id <= 12000;
         update cards set code = 'c' || (id % 12000 + 1), note = 'b' where id <= 12000`,
      );
    });
    expect((await scene.sync()).tables).toMatchObject([{ name: 'cards', changed: 12_000, quarantined: 0 }]);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical', differences: 0 });
  });

  it('takes rows that swap a unique value, and children whose parent is deleted', async () => {
    const scene = await migrated();
    scene.change((db) => {
      db.exec(`update devices set uuid = 'troca' where id = 1;
        update devices set uuid = (select uuid || '-velho' from devices where id = 2) where id = 3;
        create temp table t as select id, uuid from devices where id in (2, 3);
        update devices set uuid = 'x' || id where id in (2, 3);
        update devices set uuid = (select uuid from t where t.id = 5 - devices.id) where id in (2, 3);
        delete from devices where id = 4`);
    });
    await scene.sync();
    const state = await scene.validate();
    expect(state.validation).toMatchObject({ status: 'identical' });
    expect(state.tables.every((t) => t.quarantined === 0)).toBe(true);
    expect(state.objects.notValid.join()).toContain('foreign key');
  });

  it.runIf(isLong)('reads fewer rows at once where longer ones came', async () => {
    const scene = await migrated({ rows: 10 });
    const known = () => {
      const file = (name: string) =>
        JSON.parse(readFileSync(join(scene.workspace, 'runs', scene.state.id, name), 'utf8'));
      const of = (table: { table?: string; source?: string }) =>
        (table.source ?? table.table) === 'telemetry_data';
      return {
        rowsPerBlock: file('plan.json').tables.find(of).rowsPerBlock,
        maxRowBytes: file('measures.json').tables.find(of).maxRowBytes,
      };
    };
    const before = known();
    scene.change((db) => {
      db.exec(telemetry(5));
      db.exec('update telemetry_data set data_value = hex(zeroblob(1300000)) where id > 8');
    });
    await scene.sync();
    const { rowsPerBlock, maxRowBytes } = known();
    expect(before.rowsPerBlock).toBeGreaterThan(100);
    expect(rowsPerBlock).toBe(1);
    expect(maxRowBytes).toBeGreaterThan(2_600_000);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });

  it('compared in full, tells a new row that the target refuses from one that it had', async () => {
    const scene = await migrated({ rows: 10 });
    await withPg(scene.url, (client) =>
      client.query(`alter table devices add constraint trap check (name <> 'mau')`),
    );
    scene.change((db) =>
      db.exec(`update devices set name = 'mau' where id = 1; update devices set name = 'bom' where id = 2;
        insert into devices (uuid, name, type, status) values ('novo', 'mau', 'gateway', 'online')`),
    );
    const done = await syncRun({ ...scene.call, full: true }, context());
    const [devices, ...others] = done.tables;
    expect(devices).toMatchObject({ name: 'devices', inserted: 0, changed: 1, deleted: 1, quarantined: 2 });
    expect(others).toEqual([]);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });

    // What was written down of the rows that went is of no use where they did not go.
    const kept = () =>
      readdirSync(join(scene.workspace, 'runs', scene.state.id)).filter((name) =>
        name.startsWith('removed-'),
      );
    const before = kept();
    await withPg(scene.url, (client) =>
      client.query(`create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'not now' using errcode = '23514'; end $$;
        create trigger trap before update on autocore_migration.run for each row execute function refuse()`),
    );
    scene.change((db) => db.exec(`update devices set name = 'outro' where id = 2`));
    await expect(syncRun({ ...scene.call, full: true }, context())).rejects.toThrow('not now');
    expect(kept()).toEqual(before);
  });

  it('refuses a source whose tables are others now', async () => {
    const scene = await migrated({ rows: 10 });
    scene.change((db) => db.exec('alter table devices add column cor text'));
    await expect(scene.sync()).rejects.toMatchObject({
      code: 'sync.schemaChanged',
      params: { objects: 'devices' },
    });
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });

  it('can be stopped anywhere and done again', async () => {
    const scene = await migrated({ rows: 100 });
    scene.change((db) => db.exec(telemetry(20)));
    for (const stage of ['snapshot', 'compare', 'apply'] as const) {
      const controller = new AbortController();
      const ctx = {
        ...context(),
        signal: controller.signal,
        onProgress: (p: { stage: string; done: number }) => {
          if (p.stage === stage) controller.abort();
        },
      };
      await expect(syncRun(scene.call, ctx)).rejects.toThrow();
    }
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    expect(await scene.sync()).toMatchObject({ rows: 20 });
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });
});
