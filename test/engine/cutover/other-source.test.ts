import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cutoverRun } from '../../../electron/engine/commands/cutover.ts';
import { syncRun } from '../../../electron/engine/commands/sync.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { cli } from '../../helpers/cli.ts';
import { withPg } from '../../helpers/postgres.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { dump } from './dump.ts';
import { context, migrated } from './scene.ts';

type Scene = Awaited<ReturnType<typeof migrated>>;

/** A run, and what a redeploy does: the file of another car lies where the source was. */
async function redeployed() {
  const scene = await migrated({ rows: 400 });
  const right = join(scene.folder, 'certo.db');
  copyFileSync(scene.source, right);
  await writeSample({ out: scene.source, rows: 300, seed: 9, force: true });
  return { ...scene, right };
}

const accept = (scene: Scene) => syncRun({ ...scene.call, sameSource: true }, context());
const filesOf = (scene: Scene, shape: RegExp) =>
  readdirSync(join(scene.workspace, 'runs', scene.state.id)).filter((name) => shape.test(name));

async function everything(url: string): Promise<unknown> {
  return withPg(url, async (client) => {
    const { rows } = await client.query('select * from public.telemetry_data order by id');
    const run = await client.query('select source_sha256 from autocore_migration.run');
    return [rows, run.rows];
  });
}

describe("another car's file where the source was", () => {
  it('is neither followed nor taken live without a decision', async () => {
    const scene = await redeployed();
    const before = await everything(scene.url);
    const refused = {
      code: 'source.otherDatabase',
      params: { run: scene.state.id, path: scene.source, details: expect.stringContaining('telemetry_data') },
    };
    await expect(scene.sync()).rejects.toMatchObject(refused);
    const file = join(scene.folder, '.env');
    writeFileSync(file, 'X=1\n');
    const live = cutoverRun({ ...scene.call, envFiles: [file], confirm: true }, context());
    await expect(live).rejects.toMatchObject(refused);
    await expect(syncRun({ ...scene.call, full: true }, context())).rejects.toMatchObject(refused);
    expect(readFileSync(file, 'utf8')).toBe('X=1\n');
    expect(await everything(scene.url)).toEqual(before);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });

  it('is taken with one, and the right file brings the former state back', async () => {
    const scene = await redeployed();
    const before = await everything(scene.url);
    const former = dump(scene.right);
    const { kept, rows } = await accept(scene);
    expect(rows).toBeGreaterThan(400);
    await expectSameRows(scene.source, scene.url);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    // Where the right file is nowhere else any more, it is here.
    expect(kept).toBe(
      join(scene.workspace, 'runs', scene.state.id, filesOf(scene, /^snapshot-until-/)[0] ?? ''),
    );
    expect(dump(kept ?? '')).toEqual(former);
    // Followed as any other source from here on.
    scene.change((db) => db.exec(`update devices set name = 'do outro' where id = 1`));
    expect(await scene.sync()).toMatchObject({ rows: 1, kept: null });

    copyFileSync(kept ?? '', scene.source);
    expect((await scene.sync()).rows).toBeGreaterThan(400);
    expect(await everything(scene.url)).toEqual(before);
    await expectSameRows(scene.right, scene.url);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
    expect(filesOf(scene, /^snapshot-until-/)).toEqual([]);
    expect(filesOf(scene, /^snapshot-other-/)).toHaveLength(1);
    // The other one is a decision again.
    await writeSample({ out: scene.source, rows: 300, seed: 9, force: true });
    await expect(scene.sync()).rejects.toMatchObject({ code: 'source.otherDatabase' });
  });

  it('is a decision by the command line, exit code 3', async () => {
    const scene = await redeployed();
    const env = { AUTOCORE_MIGRATE_HOME: scene.workspace };
    const call = (command: string, ...args: string[]) =>
      cli([command, '--run', scene.state.id, '--target', scene.url, '--progress', 'none', ...args], { env });
    const refused = await call('sync');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('--same-source');
    const live = await call('cutover', '--yes', '--json');
    expect(live.code).toBe(3);
    expect(JSON.parse(live.stdout).error.code).toBe('source.otherDatabase');
    const taken = await call('cutover', '--yes', '--same-source', '--json');
    expect(taken.code).toBe(0);
    expect(JSON.parse(taken.stdout)).toMatchObject({ live: true });
    await expectSameRows(scene.source, scene.url);
    expect(filesOf(scene, /^snapshot-until-/)).toHaveLength(1);
  });
});

it('follows a file of its own that was emptied, vacuumed and filled anew', async () => {
  const scene = await migrated({ rows: 400 });
  for (const sql of [
    'delete from telemetry_data',
    'vacuum',
    `with recursive i(n) as (values (1) union all select n + 1 from i where n < 2000)
       insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
       select datetime('2027-01-01', n || ' seconds'), 1, 'gps', 'speed', n from i`,
    `update devices set name = name || '?'; update screens set name = name || '?', title = '?'`,
  ]) {
    scene.change((db) => db.exec(sql));
    await scene.sync();
    await expectSameRows(scene.source, scene.url);
  }
  expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
});
