import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { benchmarkRun } from '../../../electron/engine/commands/benchmark.ts';
import { cutoverRun } from '../../../electron/engine/commands/cutover.ts';
import { resume } from '../../../electron/engine/commands/resume.ts';
import { rollbackRun } from '../../../electron/engine/commands/rollback.ts';
import { targetStatus } from '../../../electron/engine/commands/status.ts';
import { syncRun } from '../../../electron/engine/commands/sync.ts';
import { cli } from '../../helpers/cli.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase, hasPg15, withPg } from '../../helpers/postgres.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { afterMigration } from './live.ts';
import { context, migrated } from './scene.ts';

type Scene = Awaited<ReturnType<typeof migrated>>;

/** A backup of the target as it is now, and what brings it back. */
async function backup(scene: Scene): Promise<() => Promise<void>> {
  const { name, url, drop } = await freshDatabase();
  onTestFinished(drop);
  const own = new URL(scene.url).pathname.slice(1);
  const admin = new URL(url);
  admin.pathname = '/postgres';
  const copy = (from: string, to: string) =>
    withPg(admin.href, async (client) => {
      await client.query(`drop database if exists ${to} with (force)`);
      await client.query(`create database ${to} template ${from}`);
    });
  await copy(own, name);
  return () => copy(name, own);
}

const changes = `
  update devices set name = name || '!' where id < 3;
  delete from telemetry_data where id between 20 and 60;
  update telemetry_data set data_value = 'x' || data_value where id between 100 and 180;
  insert into users (username, password_hash, role, is_active) values ('ana', 'x', 'admin', 1);`;

const rounds = [changes, `delete from users where username = 'ana'; update vehicles set plate = 'NOV0A00'`];

/** Follows the source twice; then the server comes back from a backup made before. */
async function behind(given: Parameters<typeof migrated>[0] = { rows: 300 }, lost = rounds): Promise<Scene> {
  const scene = await migrated(given);
  const restore = await backup(scene);
  for (const sql of lost) {
    scene.change((db) => db.exec(sql));
    await scene.sync();
  }
  await restore();
  return scene;
}

const full = (scene: Scene) => syncRun({ ...scene.call, full: true }, context());

describe('a target that came back from a backup', () => {
  it('is not taken for the one that was followed, by whatever command', async () => {
    const scene = await behind();
    const refused = { code: 'run.targetBehind', params: { run: scene.state.id } };
    for (const attempt of [
      () => scene.sync(),
      () => scene.validate(),
      () => resume(scene.call, context()),
      () => cutoverRun({ ...scene.call, envFiles: [], confirm: true }, context()),
      () => cutoverRun({ ...scene.call, envFiles: [], confirm: false }, context()),
      () => benchmarkRun({ ...scene.call, apply: false, seconds: 1 }, context()),
    ])
      await expect(attempt()).rejects.toMatchObject(refused);
    const status = await targetStatus({ ...scene.call, backups: null }, context());
    expect(status.warnings).toContainEqual({ code: 'targetBehind' });
  });

  it('becomes what the source is, and what was replaced is written down', async () => {
    const scene = await behind();
    scene.change((db) => db.exec(`update devices set firmware_version = '9' where id = 1`));
    const { rows, kept } = await full(scene);
    expect(rows).toBeGreaterThan(100);
    expect(kept).toContain(join(scene.workspace, 'runs', scene.state.id, 'removed-'));
    const lines = readdirSync(kept ?? '').flatMap((f) =>
      readFileSync(join(kept ?? '', f), 'utf8').split('\n'),
    );
    // 41 deleted, 81 changed rows of telemetry; the vehicle; two devices.
    expect(lines.filter(Boolean).length).toBe(41 + 81 + 1 + 2);
    await expectSameRows(scene.source, scene.url);
    const { validation, tables } = await scene.validate();
    expect(validation).toMatchObject({ status: 'identical', differences: 0 });
    for (const t of tables) expect(t.source).toBe(t.migrated + t.quarantined);
    expect(await scene.sync()).toMatchObject({ rows: 0 });
    expect(await full(scene)).toMatchObject({ rows: 0, kept: null });
    // Followed and taken live as ever.
    scene.change((db) => db.exec('delete from telemetry_data where id = 3'));
    expect(await scene.sync()).toMatchObject({ rows: 1 });
    expect(await cutoverRun({ ...scene.call, envFiles: [], confirm: true }, context())).toMatchObject({
      live: true,
    });
  });

  it('with the exceptions of dirty rows, gained and lost', async () => {
    const dirty = `
      insert into leituras_avulsas values ('novo', -0.5, 'ontem'); delete from leituras_avulsas where rowid = 1;
      update screen_items set position = 'três' where id = 1;
      insert into devices (uuid, name, type, status, is_active) values ('${'u'.repeat(200)}', 'longo', 'g', 'o', 'talvez');
      update macros set last_executed = '09/08/2025' where id = 1;
      insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value) values ('agora', 1, 'x', 'y', 'z');
      delete from devices where id = 1`;
    const scene = await behind({ rows: 300, dirty: true }, [
      dirty,
      `update screen_items set position = 3 where id = 1`,
    ]);
    await full(scene);
    const { validation, tables } = await scene.validate();
    expect(validation).toMatchObject({ status: 'identical', differences: 0, samples: [] });
    for (const t of tables) expect(t.source).toBe(t.migrated + t.quarantined);
    expect(await scene.sync()).toMatchObject({ rows: 0 });
  });

  it('takes rows and ids along that somebody wrote or lost there by hand', async () => {
    const scene = await migrated({ rows: 300 });
    await withPg(scene.url, (client) =>
      client.query(`delete from telemetry_data where id % 3 = 0; update devices set name = 'mão' where id = 2;
        insert into event_logs (timestamp, event_type, source) values (now(), 'x', 'mão')`),
    );
    expect((await scene.validate()).validation).toMatchObject({ status: 'different' });
    await full(scene);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    await expectSameRows(scene.source, scene.url);
  });

  it.runIf(isLong)('can be stopped anywhere and done again', async () => {
    const scene = await behind();
    for (const stage of ['snapshot', 'compare'] as const) {
      const controller = new AbortController();
      const onProgress = (p: { stage: string }) => {
        if (p.stage === stage) controller.abort();
      };
      const ctx = { ...context(), signal: controller.signal, onProgress };
      await expect(syncRun({ ...scene.call, full: true }, ctx)).rejects.toThrow();
      await expect(scene.sync()).rejects.toMatchObject({ code: 'run.targetBehind' });
    }
    const left = readdirSync(join(scene.workspace, 'runs', scene.state.id));
    expect(left.filter((name) => /^(removed-|next-|sync)/.test(name))).toEqual([]);
    await full(scene);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });

  it('of before going live is missed, not followed; one of after it is none the wiser', async () => {
    const scene = await afterMigration({ rows: 100 });
    const restore = await backup(scene);
    await scene.commands.cutover(scene.url, context());
    await restore();
    await expect(scene.commands.cutover(scene.url, context())).rejects.toMatchObject({
      code: 'run.liveLost',
    });
    await expect(scene.sync()).rejects.toMatchObject({ code: 'cutover.done' });
    const status = await targetStatus({ ...scene.call, backups: null }, context());
    expect(status.warnings).toContainEqual({ code: 'liveLost' });
  });

  it('under another name is the same, and without its journal is another', async () => {
    const scene = await migrated({ rows: 100 });
    const renamed = await freshDatabase();
    onTestFinished(renamed.drop);
    const own = new URL(scene.url).pathname.slice(1);
    const admin = Object.assign(new URL(scene.url), { pathname: '/postgres' }).href;
    await withPg(admin, async (client) => {
      await client.query(`drop database ${renamed.name}`);
      await client.query(`create database ${renamed.name} template ${own}`);
    });
    scene.change((db) => db.exec(changes));
    const there = { ...scene.call, target: renamed.url };
    expect((await syncRun(there, context())).rows).toBeGreaterThan(40);
    await expectSameRows(scene.source, renamed.url);
    // The one that was left behind says so.
    await expect(scene.sync()).rejects.toMatchObject({ code: 'run.targetBehind' });
    await withPg(renamed.url, (client) => client.query('drop schema autocore_migration cascade'));
    await expect(syncRun(there, context())).rejects.toMatchObject({ code: 'run.targetChanged' });
    await expect(syncRun({ ...there, full: true }, context())).rejects.toMatchObject({
      code: 'run.targetChanged',
    });
    const undone = rollbackRun({ ...there, confirm: true }, context());
    await expect(undone).rejects.toMatchObject({ code: 'run.notThere' });
    expect((await rollbackRun({ ...scene.call, confirm: true }, context())).dropped).toContain(
      'table devices',
    );
    expect((await rollbackRun({ ...scene.call, confirm: true }, context())).dropped).toEqual([]);
  });

  it('is told from a folder that came back from a backup by nobody, and made right all the same', async () => {
    const scene = await migrated({ rows: 300 });
    const folder = join(scene.workspace, 'runs', scene.state.id);
    cpSync(folder, `${folder}.copy`, { recursive: true });
    scene.change((db) => db.exec(changes));
    await scene.sync();
    rmSync(folder, { recursive: true });
    cpSync(`${folder}.copy`, folder, { recursive: true });
    rmSync(`${folder}.copy`, { recursive: true });
    await expect(scene.sync()).rejects.toMatchObject({ code: 'run.targetBehind' });
    expect(await full(scene)).toMatchObject({ rows: 0 });
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });

  it('is told of by the command line', async () => {
    const scene = await behind({ rows: 300 }, [changes]);
    const env = { AUTOCORE_MIGRATE_HOME: scene.workspace };
    const call = (...args: string[]) =>
      cli(['sync', '--run', scene.state.id, '--target', scene.url, '--progress', 'none', ...args], { env });
    const refused = await call();
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain(`sync --run ${scene.state.id} --full`);
    const healed = await call('--full', '--json');
    expect(healed.code).toBe(0);
    const { kept, rows } = JSON.parse(healed.stdout);
    expect(rows).toBeGreaterThan(100);
    expect(existsSync(kept)).toBe(true);
    await expectSameRows(scene.source, scene.url);
  });
});

it.skipIf(!hasPg15())('undoes a run in a database that was restored from a dump, by its names', async () => {
  const { url, drop } = await freshDatabase('pg15');
  onTestFinished(drop);
  const scene = await migrated({ rows: 100, url });
  const other = await freshDatabase('pg15');
  onTestFinished(other.drop);
  // So that numbers of the one are numbers of other things in the other.
  await withPg(other.url, (client) =>
    client.query(
      `create schema meu; ${Array.from({ length: 400 }, (_, i) => `create table meu.t${i} (a int);`).join('')}`,
    ),
  );
  const dump = execFileSync('pg_dump', [scene.url], { maxBuffer: 1 << 28 });
  execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', other.url], { input: dump });
  const { dropped } = await rollbackRun({ ...scene.call, target: other.url, confirm: true }, context());
  expect(dropped).toContain('table devices');
  const left = await withPg(other.url, (client) =>
    client.query(`select n.nspname, count(*)::int as n from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where relkind in ('r', 'p', 'v') and n.nspname !~ '^(pg_|information_schema)' group by 1`),
  );
  expect(left.rows).toEqual([{ nspname: 'meu', n: 400 }]);
});
