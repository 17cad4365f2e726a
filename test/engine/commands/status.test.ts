import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { servers } from '../../helpers/long.ts';
import { migratedSample, quiet } from '../../helpers/migrated.ts';
import { withPg } from '../../helpers/postgres.ts';

describe.each(servers())('the status of a target on %s', (server) => {
  it('tells sizes, partitions, indexes, connections and backups, and what needs attention', async () => {
    const { state, workspace, url } = await migratedSample({ rows: 2000, server });
    const ask = (backups: string | null) =>
      operations.status({ workspace, run: state.id, target: url, env: {}, backups }, quiet);

    const fine = await ask(null);
    expect(fine.warnings).toEqual([]);
    expect(fine.tables).toHaveLength(14);
    expect(fine.tables[0]).toMatchObject({ name: 'telemetry_data' });
    expect(fine.bytes).toBeGreaterThan(1_000_000);
    expect(fine.partitions).toEqual([
      { table: 'telemetry_data', partitions: expect.any(Number), ahead: 3, waiting: 0 },
    ]);
    expect(fine.connections.used).toBeGreaterThan(0);
    expect(fine.unusedIndexes.map((i) => i.name)).toContain('idx_event_logs_search');
    expect(fine.slowest).toBeNull();
    expect(fine.lastBackup).toBeNull();

    // Somebody else's table, which is split otherwise.
    await withPg(url, (client) =>
      client.query(`create table sums (n bigint) partition by range (n);
        create table sums_1 partition of sums for values from (1) to (10)`),
    );
    expect((await ask(null)).partitions).toEqual(fine.partitions);
    await withPg(url, (client) => client.query('drop table sums'));

    await withPg(url, async (client) => {
      // Partitions of the months to come are gone, and rows wait where nobody moves them.
      const { rows } = await client.query<{ name: string }>(`
        select inhrelid::regclass::text as name from pg_inherits join pg_class c on c.oid = inhrelid
        where inhparent = 'telemetry_data'::regclass and to_char(now() at time zone 'utc', 'YYYY_MM') < right(c.relname, 7)
          and c.relname ~ '\\d{4}_\\d{2}$'`);
      for (const { name } of rows) await client.query(`drop table ${name}`);
      await client.query(`insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
        select '1970-01-01', 1, 'x', 'x', 'x' from generate_series(1, 10001)`);
    });
    const old = join(workspace, 'autocore-1.dump');
    await writeFile(old, 'x');
    await utimes(old, new Date(), new Date(Date.now() - 72 * 3_600_000));
    const bad = await ask(workspace);
    expect(bad.warnings).toEqual([
      { code: 'partitionsAhead', table: 'telemetry_data', ahead: 0 },
      { code: 'waiting', table: 'telemetry_data', rows: 10001 },
      { code: 'oldBackup', hours: 72 },
    ]);
    expect(bad.lastBackup).toMatchObject({ file: 'autocore-1.dump', bytes: 1 });
    await expect(ask(join(workspace, 'nowhere'))).rejects.toMatchObject({ code: 'backups.unreadable' });
  });
});
