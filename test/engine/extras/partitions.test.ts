import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { servers } from '../../helpers/long.ts';
import { migratedSample } from '../../helpers/migrated.ts';
import { withPg } from '../../helpers/postgres.ts';

describe.each(servers())('upkeep of partitions on %s', (server) => {
  it('makes months ahead, empties DEFAULT, and drops nothing unless told', async () => {
    const { url } = await migratedSample({ rows: 200, server });
    await withPg(url, async (client) => {
      const before = await rows(client);
      const old = await partitions(client);
      expect(old.length).toBeGreaterThan(4);
      // Written while nobody looked after the partitions, and by a clock that stands in 1970.
      await client.query(`
        insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
        select t, 1, 'x', 'k', 'v' from unnest(array[
          date_trunc('month', now() at time zone 'utc') + interval '5 months 3 days',
          date_trunc('month', now() at time zone 'utc') - interval '2 months' + interval '10 days',
          timestamp '1970-01-01 00:00:07']) t`);

      expect((await maintain(client, '6')).dropped).toBe(0);
      expect(await maintain(client, '6')).toEqual({ made: 0, dropped: 0 });
      const waiting = await client.query('select timestamp::text as at from telemetry_data_default');
      expect(waiting.rows).toEqual([{ at: '1970-01-01 00:00:07' }]);
      expect(await rows(client)).toBe(before + 3);
      expect(await partitions(client)).toEqual(expect.arrayContaining(old));

      const all = (await partitions(client)).length;
      const { dropped } = await maintain(client, `0, interval '1 month'`);
      expect(dropped).toBeGreaterThan(0);
      expect((await partitions(client)).length).toBe(all - dropped);
      expect((await client.query('select 1 from telemetry_data_default')).rowCount).toBe(1);
    });
  });
});

async function maintain(client: pg.Client, given: string): Promise<{ made: number; dropped: number }> {
  const { rows } = await client.query(`select * from autocore_migration.maintain_partitions(${given})`);
  return rows[0];
}

async function rows(client: pg.Client): Promise<number> {
  return Number((await client.query('select count(*) as n from telemetry_data')).rows[0].n);
}

async function partitions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'telemetry_data'::regclass order by 1`,
  );
  return rows.map((row) => row.name);
}
