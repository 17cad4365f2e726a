import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { migratedSample, quiet } from '../../helpers/migrated.ts';
import { withPg } from '../../helpers/postgres.ts';

describe('a benchmark', () => {
  it('asks both sides the same, applies what helps and leaves the data alone', async () => {
    const { state, files, workspace, url } = await migratedSample({ rows: 20_000 });
    const facts = () =>
      withPg(url, async (client) => {
        const { rows } = await client.query(`select count(*) as n, min(id) as low, max(id) as high,
          (select last_value from pg_sequences where sequencename like 'telemetry_data%') as next from telemetry_data`);
        return rows[0];
      });
    const before = await facts();
    const input = { workspace, run: state.id, target: url, env: {}, apply: true, seconds: 0.5 };
    const result = await operations.benchmark(input, quiet);

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
      expect(side.queriesPerSecond).toBeGreaterThan(1);
      expect(side.writesPerSecond).toBeGreaterThan(1);
    }
    expect(result.verdict.atFirst).toBe(result.verdict.ratio <= 1.05);
    expect(result.verdict.afterwards).not.toBeNull();

    const kept = result.proposals.filter((p) => p.outcome?.kept);
    expect(result.proposals.every((p) => p.outcome !== null)).toBe(true);
    const made = await withPg(url, (client) =>
      client.query(
        `select relname as name from pg_class where relname like 'bench%' and not relispartition and relkind in ('i', 'I')`,
      ),
    );
    const expected = kept.flatMap((p) => /^create index (\w+)/.exec(p.sql)?.[1] ?? []);
    expect(made.rows.map((row) => row.name).sort()).toEqual(expected.sort());
    expect(await facts()).toEqual(before);
    expect(existsSync(join(files.dir, 'benchmark.db'))).toBe(false);
    expect(JSON.parse(await readFile(files.certificateJson, 'utf8')).benchmark).toEqual(result);
    expect(await readFile(files.certificateHtml, 'utf8')).toContain('Último valor de cada chave');
    expect(JSON.parse(await readFile(join(files.dir, 'benchmark.json'), 'utf8'))).toEqual(result);
  });
});
