import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { servers } from '../../helpers/long.ts';
import { migratedSample } from '../../helpers/migrated.ts';
import { withPg } from '../../helpers/postgres.ts';

/** What a column of text may hold, hostile to JSON, numbers or search. */
const hostile: [name: string, value: string][] = [
  ['not JSON', 'online'],
  ['NaN', 'NaN'],
  ['NaN inside', '{"a": NaN}'],
  ['an escaped NUL', '{"a": "\\u0000"}'],
  ['a lone surrogate', '{"a": "\\ud800"}'],
  ['a wrong pair', '"\\udc00\\ud800"'],
  ['1e999', '1e999'],
  ['-1e-999', '-1e-999'],
  ['400 digits', '9'.repeat(400)],
  ['a number beyond numeric', '1e999999'],
  [
    '2 MB of JSON',
    JSON.stringify({ log: Array.from({ length: 40_000 }, (_, i) => `linha ${i} do registro`) }),
  ],
  ['2 MB of words', Array.from({ length: 200_000 }, (_, i) => `palavra${i}`).join(' ')],
  ['a word of 3000 bytes', 'é'.repeat(1500)],
  ['many long words', Array.from({ length: 2000 }, (_, i) => `${i}`.padStart(2000, 'x')).join(' ')],
  ['20,000 levels', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['nothing', ''],
  ['search syntax', "':* & | !(<->)\\"],
];

describe.each(servers())('JSON, numbers and search on %s', (server) => {
  it('take every value that a column of text takes', async () => {
    const { url } = await migratedSample({ rows: 50, server });
    await withPg(url, async (client) => {
      for (const [name, value] of hostile) {
        await client.query(
          `insert into event_logs (timestamp, event_type, source, payload) values (now() at time zone 'utc', 'teste', $1, $2)`,
          [name, value],
        );
        await client.query(
          `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
           values (now() at time zone 'utc', 1, 'hostil', $1, $2)`,
          [name, value],
        );
        await client.query('update devices set configuration_json = $1 where id = 1', [value]);
      }
      const events = await client.query(`select payload from event_logs_json where event_type = 'teste'`);
      expect(events.rows).toHaveLength(hostile.length);
      const telemetry = await client.query<{ data_key: string; value_number: number; value_json: unknown }>(
        `select data_key, value_number, value_json from telemetry_data_json where data_type = 'hostil'`,
      );
      expect(telemetry.rows).toHaveLength(hostile.length);
      const known = telemetry.rows.filter((r) => r.value_number !== null).map((r) => r.data_key);
      expect(known).toEqual([]);
      await client.query('reindex table event_logs');
    });
  });

  it('gives numbers as numbers, also to parallel workers', async () => {
    const { url } = await migratedSample({ rows: 50, server });
    await withPg(url, async (client) => {
      const { rows } = await client.query(
        `select t, try_double(t) as d from unnest(array['12.5', ' -3e2 ', '.5', '5.', '1e299', 'True', '0x1F', 'infinity', '']) t`,
      );
      expect(rows.map((r) => r.d)).toEqual([12.5, -300, 0.5, 5, 1e299, null, null, null, null]);
      await client.query(`set parallel_setup_cost = 0; set parallel_tuple_cost = 0;
        set min_parallel_table_scan_size = 0; set max_parallel_workers_per_gather = 2`);
      const sql = `select data_key, avg(value_number), count(value_json) from telemetry_data_json group by 1`;
      expect((await client.query(sql)).rows.length).toBeGreaterThan(3);
      const numbers = 'select data_key, avg(try_double(data_value)) from telemetry_data group by 1';
      expect(await explain(client, numbers)).toContain('Parallel');
    });
  });
});

describe('the examples of the guide', () => {
  it('work against the views and use the indexes', async () => {
    const { url } = await migratedSample({ rows: 50 });
    await withPg(url, async (client) => {
      await client.query(`
        insert into devices (uuid, name, type, status, configuration_json)
        select 'carga-' || g, 'Carga ' || g, 'esp32_relay', 'offline', case
          when g % 500 = 0 then '{"wifi": {"enabled": true}, "mqtt": {"broker": "10.0.0.1", "port": 1883}}'
          when g % 7 = 0 then 'não é JSON'
          else '{"wifi": {"enabled": false}}' end
        from generate_series(1, 6000) g`);
      await client.query(`
        insert into event_logs (timestamp, event_type, source, payload)
        select now() at time zone 'utc', 'carga', 'gateway', case when g % 1000 = 0
          then '{"alarme": "temperatura do motor"}' else 'leitura ' || g end
        from generate_series(1, 10000) g`);
      await client.query('vacuum analyze devices, event_logs');

      const wifi = `select id from devices_json where configuration_json @> '{"wifi": {"enabled": true}}'`;
      const mqtt = `select id from devices_json where configuration_json ? 'mqtt'`;
      const broker = `update devices d
        set configuration_json = jsonb_set(j.configuration_json, '{mqtt,broker}', '"192.168.4.1"')::text
        from devices_json j where j.id = d.id and j.configuration_json @> '{"mqtt": {"broker": "10.0.0.1"}}'`;
      const payload = `select id from event_logs_json where payload @> '{"alarme": "temperatura do motor"}'`;
      const words = `select id from event_logs_json
        where search_vector @@ websearch_to_tsquery('portuguese', 'motores temperaturas')`;
      for (const sql of [wifi, mqtt, broker])
        expect(await explain(client, sql)).toContain('idx_devices_configuration_json_json');
      expect(await explain(client, payload)).toContain('idx_event_logs_payload_json');
      expect(await explain(client, words)).toContain('idx_event_logs_search');

      const count = async (sql: string) => (await client.query(sql)).rowCount;
      expect(await count(wifi)).toBe(12);
      expect(await count(broker)).toBe(12);
      expect(await count(broker)).toBe(0);
      expect(await count(payload)).toBe(10);
      expect(await count(words)).toBe(10);
    });
  });
});

async function explain(client: pg.Client, sql: string): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${sql}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
