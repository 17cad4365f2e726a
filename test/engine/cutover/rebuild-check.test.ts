import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { checkTables } from '../../../electron/engine/cutover/rebuild-check.ts';
import { bringTables, type Rebuilding } from '../../../electron/engine/cutover/rebuild-tables.ts';
import { readWay } from '../../../electron/engine/cutover/way/read.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { introspect } from '../../../electron/engine/source/introspect.ts';
import { openSnapshot } from '../../../electron/engine/source/snapshot.ts';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { withPg } from '../../helpers/postgres.ts';
import { migrated } from './scene.ts';

const rows = 3000;

/**
 * Brings everything back, then lets somebody else write into the file, and checks it.
 * @returns how many rows of telemetry were looked at, and with how many rounded values
 */
async function checked(scene: Awaited<ReturnType<typeof migrated>>, wrong: string) {
  const { state, folder: dir } = scene;
  const folder = openWorkspace(scene.workspace, {}).runFolder(state.id);
  const to = join(dir, `back-${performance.now()}.db`);
  copyFileSync(folder.snapshot, to);
  const snapshot = openSnapshot(folder.snapshot);
  const db = new Database(to);
  onTestFinished(() => {
    db.close();
    snapshot.close();
  });
  const plan = JSON.parse(readFileSync(folder.plan, 'utf8')) as Plan;
  return withClient(targetConfig(scene.url, {}), async (client) => {
    const input = { client, run: state.id, schema: 'public', plan, choices: {} };
    const way = await readWay(input, introspect(snapshot));
    let looked = 0;
    const rebuilding: Rebuilding = {
      ...{ db, snapshot, client, way, choices: {}, signal: new AbortController().signal, encoding: 'UTF-8' },
      ...{ schema: introspect(db), refused: new Map(), quarantined: new Map() },
      onRows: (table, n) => {
        if (table === 'telemetry_data') looked += n;
      },
    };
    db.pragma('foreign_keys = off');
    for (const { name } of rebuilding.schema.triggers) db.exec(`drop trigger "${name}"`);
    const brought = await bringTables(rebuilding);
    db.exec(wrong);
    looked = 0;
    const rounded = await checkTables(rebuilding, brought, state.id);
    return { looked, rounded };
  });
}

it('a row that is not as it is in PostgreSQL is found wherever it is, and little else is read', async () => {
  const scene = await migrated({ rows });
  await withPg(scene.url, async (client) => {
    await client.query(`update telemetry_data set data_value = 'novo' where id between 700 and 720`);
    await client.query('delete from telemetry_data where id in (1500, 1502)');
    await client.query(`insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
      select '2026-01-01', 1, 'gps', 'x', 'v' || n from generate_series(1, 30) n`);
  });
  const { looked } = await checked(scene, '');
  expect(looked).toBeGreaterThanOrEqual(50);
  expect(looked).toBeLessThan(rows / 2);
  const newest = '(select max(id) from telemetry_data)';
  const wrongs = [
    // Rows that nobody had to write.
    `update telemetry_data set data_value = 'x' where id = 2200`,
    'delete from telemetry_data where id = 12',
    `insert into telemetry_data select id + 1000, timestamp, device_id, data_type, data_key, data_value, unit from telemetry_data where id = ${newest}`,
    // Rows that were written.
    `update telemetry_data set data_value = 'nov0' where id = 710`,
    `update telemetry_data set data_value = '' where id = 720`,
    `delete from telemetry_data where id = ${newest}`,
    `update telemetry_data set id = 9000 where id = ${newest}`,
    `insert into telemetry_data select 1502, timestamp, device_id, data_type, data_key, data_value, unit from telemetry_data where id = 1501`,
  ];
  for (const wrong of wrongs) {
    await expect(checked(scene, wrong), wrong).rejects.toMatchObject({
      code: 'restore.differences',
      params: { run: scene.state.id, differences: 1, table: 'telemetry_data' },
    });
  }
});

it('a row that was not brought back is found, also where the file is still the snapshot there', async () => {
  const scene = await migrated({ rows });
  await withPg(scene.url, (client) =>
    // As long as before: SQLite writes it into its place, and undoing it leaves no trace.
    client.query(
      `update telemetry_data set data_value = overlay(data_value placing '~' from 1) where id in (5, 2990)`,
    ),
  );
  const undo = `attach '${openWorkspace(scene.workspace, {}).runFolder(scene.state.id).snapshot}' as was;
    update telemetry_data set data_value = (select data_value from was.telemetry_data w where w.id = 2990) where id = 2990;
    detach was`;
  await expect(checked(scene, undo)).rejects.toMatchObject({ params: { differences: 1 } });
});
