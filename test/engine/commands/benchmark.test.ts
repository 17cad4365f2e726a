import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { proposalsFor } from '../../../electron/engine/benchmark/proposals.ts';
import { operations } from '../../../electron/engine/operations.ts';
import { insertObject } from '../../../electron/engine/target/journal.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { isLong } from '../../helpers/long.ts';
import { migratedSample, quiet } from '../../helpers/migrated.ts';
import { withPg } from '../../helpers/postgres.ts';

/** Everything of a benchmark that could stay in a target. */
async function leftIn(url: string): Promise<string[]> {
  return withPg(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(`
      select relname::text as name from pg_class where relname like 'bench%' and not relispartition
      union all select stxname::text from pg_statistic_ext
      union all select unnest(setconfig) from pg_db_role_setting s
        join pg_database d on d.oid = s.setdatabase where d.datname = current_database() order by 1`);
    return rows.map((row) => row.name);
  });
}

it('proposes nothing that would stay in tables of the application, but to clean up', () => {
  const facts = { version: 180_000, ownDatabase: null, trigrams: null, there: new Set<string>() };
  const table = { target: 'event_logs', partitions: null, columns: [], indexes: [] };
  const idsIn = (adopted: object | undefined) => {
    const { proposals, notOurs } = proposalsFor(
      { tables: [{ ...table, adopted }] } as unknown as Plan,
      's',
      facts,
    );
    return { proposals: proposals.map(({ id }) => id), notOurs };
  };
  expect(idsIn(undefined)).toEqual({ proposals: ['vacuumEvents', 'searchStatistics'], notOurs: [] });
  expect(idsIn({})).toEqual({ proposals: ['vacuumEvents'], notOurs: ['searchStatistics'] });
});

describe('a benchmark', () => {
  it.runIf(isLong)('asks both sides the same, applies what helps and leaves the data alone', async () => {
    const { state, files, workspace, url } = await migratedSample({ rows: 8000 });
    const facts = () =>
      withPg(url, async (client) => {
        const { rows } = await client.query(`select count(*) as n, min(id) as low, max(id) as high,
          (select last_value from pg_sequences where sequencename like 'telemetry_data%') as next from telemetry_data`);
        return rows[0];
      });
    const before = await facts();
    const heard: number[] = [];
    const ctx = { ...quiet, onProgress: ({ done = 0 }) => void heard.push(done) };
    const input = {
      workspace,
      run: state.id,
      target: url,
      env: {},
      apply: true,
      seconds: 0.3,
    };
    const result = await operations.benchmark(input, ctx);

    expect(heard).toEqual([...Array(10 + 2 + result.proposals.length + 1).keys()]);
    expect(result.left).toEqual([]);
    expect(result.queries).toHaveLength(10);
    expect(result.queries.filter((q) => !q.same).map((q) => q.id)).toEqual([]);
    expect(result.queries.filter((q) => q.rows === 0).map((q) => q.id)).toEqual([]);
    for (const { sqlite, postgres, optimised } of result.queries) {
      for (const time of [sqlite, postgres, ...(optimised ? [optimised] : [])]) {
        expect(time?.p50).toBeGreaterThan(0);
        expect(time?.p95).toBeGreaterThanOrEqual(time?.p50 ?? 0);
      }
    }
    for (const side of [result.many.sqlite, result.many.postgres]) {
      expect(side.queriesPerSecond).toBeGreaterThan(0);
      expect(side.writesPerSecond).toBeGreaterThan(0);
    }
    expect(result.verdict.atFirst).toBe((result.verdict.ratio ?? 0) <= 1.05);
    expect(result.verdict.afterwards).not.toBeNull();

    const kept = result.proposals.filter((p) => p.outcome?.kept);
    expect(result.proposals.every((p) => p.outcome !== null)).toBe(true);
    const makes = (sql: string) => /^create (?:index|statistics) (?:"public"\.)?"(\w+)"/.exec(sql)?.[1] ?? [];
    const settings = kept.flatMap((p) => (p.setting === null ? [] : [`${p.setting}=on`]));
    const expected = [...kept.flatMap((p) => p.sql.flatMap(makes)), ...settings].sort();
    expect(await leftIn(url)).toEqual(expected);
    expect(await facts()).toEqual(before);
    expect(existsSync(join(files.dir, 'benchmark.db'))).toBe(false);
    expect(JSON.parse(await readFile(files.certificateJson, 'utf8')).benchmark).toEqual(result);
    expect(await readFile(files.certificateHtml, 'utf8')).toContain('Último valor de cada chave');
    expect(JSON.parse(await readFile(join(files.dir, 'benchmark.json'), 'utf8'))).toEqual(result);

    // What was kept is known again, and not made twice; somebody who cancels leaves nothing half tried.
    const cancel = new AbortController();
    const watched = {
      ...quiet,
      signal: cancel.signal,
      onProgress: ({ done = 0 }) => done > 13 && cancel.abort(new Error('cancelled')),
    };
    const again = operations.benchmark({ ...input, seconds: 0.1 }, watched);
    await expect(again).rejects.toThrow('cancelled');
    const third = await operations.benchmark({ ...input, apply: false, seconds: 0.1 }, quiet);
    expect(third.applied).toEqual(kept.filter((p) => p.undo !== null).map((p) => p.id));
    expect(third.proposals.map((p) => p.id)).toEqual(
      result.proposals.map((p) => p.id).filter((id) => !third.applied.includes(id)),
    );
    expect(await leftIn(url)).toEqual(expected);
  });

  it.runIf(isLong)(
    'takes texts for the numbers that SQLite takes them for, and says why answers differ',
    async () => {
      const texts = ['12abc', ' 7', '.5', '5.', '1e3', '-2.5E-1x', '1e', '0x1F', '--5', 'nan', 'Infinity', '']
        .concat(['12,5', '٣', '+.', '+.5'])
        .concat(['True', '9007199254740993', '1e99', '\t8']);
      const { state, workspace, url } = await migratedSample({
        rows: 300,
        prepare: (path) => {
          const db = new Database(path);
          db.pragma('foreign_keys = off');
          const add = db.prepare(
            `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
           values (datetime((select max(timestamp) from telemetry_data), '+1 second'), ?, 'teste', ?, ?)`,
          );
          for (const [i, text] of texts.entries()) add.run(1, `chave ${i}`, text);
          // The newest row is of a device that is gone, as it happens where nobody checks foreign keys.
          add.run(999, 'chave', '1');
          db.prepare(`update relay_channels set is_active = 2 where id = 1`).run();
          db.close();
        },
      });
      const input = { workspace, run: state.id, target: url, env: {}, apply: false, seconds: 0.2 };
      const { queries, left, verdict, many } = await operations.benchmark(input, quiet);
      expect(left).toEqual([]);
      expect(queries.filter((q) => !q.same).map(({ id, differs }) => [id, differs])).toEqual([
        ['activeChannels', 'exceptions'],
      ]);
      expect(queries.find((q) => q.id === 'deviceMonth')?.rows).toBeGreaterThan(texts.length);
      expect(many.sqlite.writesPerSecond).toBeGreaterThan(0);
      expect(verdict.allSame).toBe(false);

      await withPg(url, async (client) => {
        const database = new URL(url).pathname.slice(1);
        await client.query(`alter database ${database} set enable_partitionwise_join = on`);
        const setting = { kind: 'setting', name: 'enable_partitionwise_join', parent: null };
        await insertObject(client, state.id, 'public', setting);
      });
      const used = await operations.benchmark(input, quiet);
      expect(used.applied).toEqual(['partitionJoins']);
      const undone = await operations.rollback(
        { workspace, run: state.id, target: url, env: {}, confirm: true },
        quiet,
      );
      expect(undone.dropped).toContain('setting enable_partitionwise_join');
      expect(await leftIn(url)).toEqual([]);
    },
  );
});
