import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { cutoverRun } from '../../../electron/engine/commands/cutover.ts';
import { rollbackRun } from '../../../electron/engine/commands/rollback.ts';
import { withPg } from '../../helpers/postgres.ts';
import { dump } from './dump.ts';
import { afterMigration, envBefore } from './live.ts';
import { change, context } from './scene.ts';

/** A run that has come to its end, and the commands after it, which only show what they would do where that is wanted. */
async function ready(given: Parameters<typeof afterMigration>[0]) {
  const scene = await afterMigration(given);
  const call = { ...scene.call, envFiles: [scene.file] };
  return {
    ...scene,
    cutover: (confirm = true) => cutoverRun({ ...call, confirm }, context()),
    rollback: (confirm = true, snapshotOnly = false, target = scene.url) =>
      rollbackRun({ ...scene.call, target, confirm, snapshotOnly }, context()),
  };
}

it('migrates, follows, goes live, writes, and comes back without a loss', async () => {
  const scene = await ready({ dirty: true, rows: 2000 });
  scene.change((db) => db.exec(`update devices set name = 'enquanto isso' where id = 1`));
  expect((await scene.sync()).rows).toBe(1);
  scene.change((db) => db.exec(`delete from event_logs where id = 1`));

  const shown = await scene.cutover(false);
  expect(shown).toMatchObject({ live: false, envs: [{ path: scene.file }] });
  expect(shown.envs[0]?.difference.join('\n')).toContain('- DATABASE_TYPE=sqlite # hoje\n');
  expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);

  const result = await scene.cutover();
  expect(result).toMatchObject({ live: true, rows: 1 });
  const url = new URL(scene.url);
  const written = readFileSync(scene.file, 'utf8');
  expect(written).toContain('# hoje\nDATABASE_TYPE=postgresql\nDB_HOST="127.0.0.1"\n');
  expect(written).toContain(`DB_PORT=${url.port}\nDB_NAME=${url.pathname.slice(1)}\n`);
  const source = dump(scene.source);
  // Again: nothing changes, and the source is not followed any more.
  expect(await scene.cutover()).toMatchObject({ live: true, rows: null });
  await expect(scene.sync()).rejects.toMatchObject({ code: 'cutover.done' });

  await withPg(scene.url, async (client) => {
    await client.query(`insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
      select now() + n * interval '1 second', 1, 'gps', 'speed', n || ' km/h' from generate_series(1, 900) n`);
    await client.query(`insert into event_logs (timestamp, event_type, source, payload)
      select now(), 'x', 'api', '{"a": "ç\\\\n"}' from generate_series(1, 100)`);
    await client.query(`update devices set is_active = not is_active, name = name || '!' where id > 1`);
    await client.query('delete from telemetry_data where id between 100 and 110');
    await client.query(`update vehicles set tags = null where id = 1`);
  });

  expect((await scene.rollback(false)).restored).toMatchObject({ done: false, sourceChanged: false });
  expect(readFileSync(scene.file, 'utf8')).toBe(written);
  const { restored } = await scene.rollback();
  expect(restored).toMatchObject({ done: true, foreignKeys: 0, rounded: 0 });
  expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
  expect(dump(restored?.kept ?? '')).toEqual(source);
  const now = dump(scene.source);
  for (const [table, rows] of Object.entries(source)) {
    if (!['telemetry_data', 'event_logs', 'devices', 'vehicles'].includes(table))
      expect(now[table]).toEqual(rows);
  }
  expect(now.telemetry_data?.length).toBe((source.telemetry_data?.length ?? 0) + 900 - 11);
  expect(now.event_logs?.length).toBe((source.event_logs?.length ?? 0) + 100);
  const kept = new Set(now.telemetry_data);
  expect(source.telemetry_data?.filter((row) => !kept.has(row)).length).toBe(11);
  const db = new Database(scene.source, { readonly: true });
  expect(
    db.prepare(`select distinct payload from event_logs where source = 'api' and event_type = 'x'`).all(),
  ).toEqual([{ payload: '{"a": "ç\\\\n"}' }]);
  db.close();
  expect((await scene.rollback()).restored).toMatchObject({ done: true });
  // What AutoCore writes from now on is in SQLite alone: this run must not go live again.
  scene.change((db) => db.exec(`update devices set name = 'de volta' where id = 1`));
  await expect(scene.cutover()).rejects.toMatchObject({ code: 'run.notResumable' });
  await expect(scene.sync()).rejects.toMatchObject({ code: 'run.notResumable' });
  expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
});

it('does not leave a source behind that is in use', async () => {
  const scene = await ready({ rows: 20 });
  const holder = spawn('sh', ['-c', 'exec 3<"$1"; echo ready; read x', 'sh', scene.source]);
  try {
    await once(holder.stdout, 'data');
    await expect(scene.cutover()).rejects.toMatchObject({ code: 'cutover.sourceInUse' });
    expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
  } finally {
    holder.stdin.end('\n');
    await once(holder, 'exit');
  }
  expect(await scene.cutover()).toMatchObject({ live: true });
});

it('refuses with differences, and changes no file', async () => {
  const scene = await ready({ rows: 20 });
  await withPg(scene.url, (client) => client.query(`update devices set name = 'outro' where id = 1`));
  await expect(scene.cutover()).rejects.toMatchObject({ code: 'validation.differences' });
  expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
  // Still before going live: the run can be undone.
  expect((await scene.rollback()).dropped).toContain('table devices');
});

it('says that the source changed after going live, and keeps it', async () => {
  const scene = await ready({ rows: 20 });
  await scene.cutover();
  const before = dump(scene.source);
  change(scene.source, (db) => db.exec(`update devices set name = 'serviço antigo' where id = 1`));
  const late = dump(scene.source);
  expect((await scene.rollback(false)).restored).toMatchObject({ sourceChanged: true });
  const { restored } = await scene.rollback();
  expect(restored).toMatchObject({ done: true, sourceChanged: true });
  expect(dump(restored?.kept ?? '')).toEqual(late);
  expect(dump(scene.source)).toEqual(before);
});

it('without a server offers the snapshot alone, and says what is missing', async () => {
  const scene = await ready({ rows: 20 });
  await scene.cutover();
  const nowhere = 'postgresql://postgres:x@127.0.0.1:1/nothing';
  await expect(scene.rollback(true, false, nowhere)).rejects.toMatchObject({
    code: 'restore.noServer',
    params: { since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
  });
  const before = dump(scene.source);
  // Without it the file would be what the snapshot is, whatever is done.
  change(scene.source, (db) => db.exec(`update devices set name = 'serviço antigo' where id = 1`));
  const { restored } = await scene.rollback(true, true, nowhere);
  expect(restored).toMatchObject({ done: true, snapshotOnly: true });
  expect(dump(scene.source)).toEqual(before);
  expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
});

it('grants an application of its own what it needs, and notices where it cannot log in', async () => {
  const scene = await ready({ rows: 20 });
  const role = `app_${randomBytes(4).toString('hex')}`;
  writeFileSync(scene.file, `DB_USER=${role}\nDB_PASSWORD='s3 gredo'\n`);
  await withPg(scene.url, (client) => client.query(`create role ${role} login password 'outro'`));
  try {
    await expect(scene.cutover()).rejects.toMatchObject({
      code: 'target.auth',
    });
    expect(existsSync(`${scene.file}.before-${scene.state.id}`)).toBe(false);
    await withPg(scene.url, (client) => client.query(`alter role ${role} password 's3 gredo'`));
    expect(await scene.cutover()).toMatchObject({ live: true, role });
    const app = new URL(scene.url);
    Object.assign(app, { username: role, password: 's3 gredo' });
    await withPg(app.href, async (client) => {
      expect((await client.query(`select current_setting('TimeZone') as zone`)).rows).toEqual([
        { zone: 'UTC' },
      ]);
      await client.query(
        `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value) values (now(), 1, 'a', 'b', 'c')`,
      );
    });
  } finally {
    await withPg(scene.url, (client) => client.query(`drop owned by ${role}; drop role ${role}`));
  }
});
