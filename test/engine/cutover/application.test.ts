import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasPython, python, run } from '../../helpers/python.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { dump } from './dump.ts';
import { afterMigration } from './live.ts';
import { context } from './scene.ts';

const script = fileURLToPath(new URL('./application.py', import.meta.url));
const here = hasPython('psycopg2');
if (!here) console.log('No psycopg2 on this machine: the drill with it is skipped.');

describe.runIf(here)('the drill', () => {
  it('brings back a thousand rows that psycopg2 wrote', async () => {
    const scene = await afterMigration({ rows: 3000 });
    scene.change((db) =>
      db.exec(`update devices set name = name || ' (novo)'; delete from event_logs where id % 5 = 0;
        insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
          select '2026-01-02 03:04:05.000001', 1, 'a', 'b', 'c' from devices`),
    );
    expect((await scene.sync()).rows).toBeGreaterThan(20);
    scene.change((db) => db.exec(`update devices set name = 'último' where id = 1`));
    await scene.commands.cutover(scene.url, context());
    const source = dump(scene.source);

    const written = JSON.parse(await run(python, [script, scene.url, '1000']));
    const sum = (of: Record<string, number>) => Object.values(of).reduce((n, each) => n + each, 0);
    expect(sum(written.inserted)).toBe(1000);
    expect(Object.keys(written.inserted).length).toBeGreaterThan(8);
    expect(sum(written.updated)).toBeGreaterThan(20);

    const { restored } = await scene.commands.rollback(scene.url, context());
    expect(restored).toMatchObject({ done: true, rounded: 0, foreignKeys: 0 });
    // By plain SQL on both sides, every value of every row.
    await expectSameRows(scene.source, scene.url);
    const now = dump(scene.source);
    for (const [table, rows] of Object.entries(source)) {
      const kept = new Set(now[table]);
      const lost = rows.filter((row) => !kept.has(row)).length;
      const [inserted = 0, updated = 0, deleted = 0] = [
        written.inserted[table],
        written.updated[table],
        written.deleted[table],
      ];
      // Whoever was not touched is there byte for byte; several updates may meet one row.
      expect(lost, table).toBeLessThanOrEqual(updated + deleted);
      expect(now[table]?.length, table).toBe(rows.length + inserted - deleted);
    }
  });
});
