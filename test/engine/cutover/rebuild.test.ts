import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { firstOf } from '../../helpers/long.ts';
import { withPg } from '../../helpers/postgres.ts';
import { dump } from './dump.ts';
import { migrated, rebuilt, select } from './scene.ts';

describe('the way back', () => {
  it.each(firstOf([false, true]))('gives the same file where nobody wrote (dirty: %s)', async (dirty) => {
    const scene = await migrated({ dirty, rows: 500 });
    const { result, to, snapshot } = await rebuilt(scene);
    expect(result).toMatchObject({
      rows: 0,
      rounded: 0,
      foreignKeys: 0,
      added: [],
      spelled: [],
      missing: [],
    });
    expect(dump(to)).toEqual(dump(scene.source));
    expect(readFileSync(to).equals(readFileSync(snapshot))).toBe(true);
  });

  it('brings back what the application wrote, and the originals of what it did not touch', async () => {
    const scene = await migrated({ dirty: true, rows: 2000 });
    await withPg(scene.url, async (client) => {
      await client.query(`set timezone = 'UTC'`);
      await client.query(`insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
        select '2026-01-01'::timestamp + n * interval '1.5 seconds', 1, 'gps', 'x', 'v' || chr(9) || n from generate_series(1, 1000) n`);
      await client.query(
        `update devices set name = 'Zé \\ "aspas"', is_active = false, last_seen = '2026-01-02 03:04:05.25' where id = 2`,
      );
      await client.query('delete from telemetry_data where id = 7');
      await client.query(`update themes set name = name || '-novo'`);
      await client.query(
        `insert into leituras_avulsas values ('x', 'Infinity', '2026-01-01'), ('y', 1e300, null)`,
      );
      await client.query(
        `delete from leituras_avulsas where ctid = (select ctid from leituras_avulsas where sensor = 'pressão' limit 1)`,
      );
      await client.query(`update parametros set valor = null where chave = 'ssid'`);
      await client.query(`insert into abastecimentos (litros, preco) values (1.5, 2)`);
      await client.query(`insert into anexos (conteudo) values ('\\x00ff')`);
      await client.query(`insert into manutencoes (custo) values (12345678901234567890.12345)`);
      // Two rows swap a unique value.
      await client.query(`create temp table was as select id, uuid from devices where id in (1, 3);
        update devices set uuid = 'meio' || id where id in (1, 3);
        update devices set uuid = (select uuid from was where was.id = 4 - devices.id) where id in (1, 3)`);
    });
    const uuids = 'select uuid from devices where id in (1, 3) order by id';
    const { result, to } = await rebuilt(scene);
    // More digits than a double: kept as they are.
    expect(result).toMatchObject({ rounded: 0, foreignKeys: 0, added: [], missing: [] });
    expect(result.spelled).toMatchObject([
      { table: 'manutencoes', column: 'custo', as: 'bytes', values: 1, value: '12345678901234567890.12345' },
    ]);
    const old = dump(scene.source);
    const now = dump(to);
    expect(now.event_logs).toEqual(old.event_logs);
    expect(now.telemetry_data?.length).toBe((old.telemetry_data?.length ?? 0) + 999);
    const [[first], [third]] = select(scene.source, uuids) as [[string], [string]];
    expect(select(to, uuids)).toEqual([[third], [first]]);
    const db = new Database(to, { readonly: true });
    expect(db.prepare('select name, is_active, last_seen from devices where id = 2').get()).toEqual({
      name: 'Zé \\ "aspas"',
      is_active: 0,
      last_seen: '2026-01-02 03:04:05.250000',
    });
    expect(
      db
        .prepare(
          `select timestamp, data_value from telemetry_data where data_value like 'v' || char(9) || '%' order by id limit 2`,
        )
        .all(),
    ).toEqual([
      { timestamp: '2026-01-01 00:00:01.500000', data_value: 'v\t1' },
      { timestamp: '2026-01-01 00:00:03', data_value: 'v\t2' },
    ]);
    expect(
      db.prepare(`select valor, typeof(valor) as t from leituras_avulsas where sensor in ('x', 'y')`).all(),
    ).toEqual([
      { valor: Number.POSITIVE_INFINITY, t: 'real' },
      { valor: 1e300, t: 'real' },
    ]);
    expect(db.prepare(`select count(*) from leituras_avulsas where sensor = 'pressão'`).pluck().get()).toBe(
      1,
    );
    expect(db.prepare(`select total from abastecimentos order by id desc limit 1`).pluck().get()).toBe(3);
    expect(db.prepare(`select name from sqlite_schema where type = 'trigger'`).pluck().all()).toEqual([
      'trg_devices_updated',
    ]);
    db.close();
  });
});
