import { createHash, type Hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { withPg } from '../../helpers/postgres.ts';
import { afterMigration } from './live.ts';
import { context, rebuilt } from './scene.ts';

/** `npm run soak` asks for more. */
const rows = Number(process.env.AUTOCORE_ROWS ?? 100_000);

/** A digest of every value and storage class of a query's rows, in their order. */
function digest(path: string, table: string, where = 'true'): string {
  const db = new Database(path, { readonly: true });
  try {
    const names = (db.pragma(`table_xinfo("${table}")`) as { name: string }[]).map(({ name }) => name);
    const values = names.map((name) => `typeof("${name}") || ':' || coalesce(hex("${name}"), '')`);
    const hash: Hash = createHash('sha256');
    const found = db.prepare(`select ${values.join(` || '|' || `)} from "${table}" where ${where}`).pluck();
    for (const line of found.iterate()) hash.update(`${line}\n`);
    return hash.digest('hex');
  } finally {
    db.close();
  }
}

it.each([
  [rows, false],
  [rows / 10, true],
])(
  '%i rows come back as they were, and with a few that were written (dirty: %s)',
  { timeout: 300_000 + rows },
  async (rows, dirty) => {
    const scene = await afterMigration({ rows, dirty });
    const before = digest(scene.source, 'telemetry_data');
    const untouched = await rebuilt(scene);
    const none = { added: [], missing: [], spelled: [], displaced: [], leftBehind: [], aside: [] };
    expect(untouched.result).toEqual({ rows: 0, rounded: 0, foreignKeys: 0, ...none });
    expect(digest(untouched.to, 'telemetry_data')).toBe(before);
    expect(readFileSync(untouched.to).equals(readFileSync(untouched.snapshot))).toBe(true);

    await scene.commands.cutover(scene.url, context());
    const highest = highestId(scene.source);
    const changed = await withPg(scene.url, async (client) => {
      await client.query(`insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
        select '2026-01-01'::timestamp + n * interval '1 second', 1, 'gps', 'x', n from generate_series(1, 1000) n`);
      const done = await client.query(
        `update telemetry_data set data_value = 'outro' where id % 1000 = 1 and id <= ${highest}`,
      );
      return done.rowCount ?? 0;
    });
    const began = performance.now();
    const { restored } = await scene.commands.rollback(scene.url, context());
    console.log(`way back of ${rows} rows: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    expect(changed).toBeGreaterThan(0);
    expect(restored?.rows).toBe(1000 + changed);
    expect(highestId(scene.source)).toBeGreaterThanOrEqual(highest + 1000);
    const same = `id <= ${highest} and id % 1000 <> 1`;
    const kept = restored?.kept ?? '';
    expect(digest(scene.source, 'telemetry_data', same)).toBe(digest(kept, 'telemetry_data', same));
    for (const table of ['devices', 'event_logs', 'screen_items'])
      expect(digest(scene.source, table), table).toBe(digest(kept, table));
  },
);

function highestId(path: string): number {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare('select max(id) from telemetry_data').pluck().get() as number;
  } finally {
    db.close();
  }
}
