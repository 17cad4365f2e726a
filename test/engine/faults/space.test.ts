import { chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { logPath } from '../../../electron/engine/log-path.ts';
import { serverAccount } from '../../../electron/engine/server/account.ts';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { exitCodeOf } from '../../../shared/errors.ts';
import type { Stage } from '../../../shared/model/index.ts';
import { cli } from '../../helpers/cli.ts';
import { migrationScene } from '../../helpers/migration.ts';
import { serverUrl, withPg } from '../../helpers/postgres.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { smallDisk } from '../../helpers/small-disk.ts';

const disk = smallDisk(40);
afterAll(() => disk?.remove());

describe.runIf(disk)('a workspace on a full disk', () => {
  const path = disk?.path ?? '';

  it('takes no snapshot, leaves nothing, and says how much is missing', async () => {
    const scene = await migrationScene(6_000);
    const workspace = join(path, 'first');
    mkdirSync(workspace);
    disk?.fill();
    try {
      const error = await scene.migrate({ workspace }).catch((e) => e);
      expect(error.code).toMatch(/^workspace\.(noSpace|full|unwritable)$/);
      expect(exitCodeOf(error)).toBe(2);
    } finally {
      disk?.empty();
    }
    // Just enough for the small files of a run.
    disk?.resize(9);
    try {
      const error = await scene.migrate({ workspace }).catch((e) => e);
      expect(error).toMatchObject({ code: 'workspace.noSpace', params: { neededMiB: expect.any(Number) } });
      expect(readdirSync(join(workspace, 'runs'))).toEqual([]);
    } finally {
      disk?.resize(40);
    }
    const { status } = await scene.migrate({ workspace });
    expect(status).toBe('succeeded');
  });

  it.each<Stage>(['snapshot', 'audit', 'load', 'certificate'])(
    'that fills up in the stage %s: said clearly, and the run goes on when there is space again',
    async (stage) => {
      const scene = await migrationScene(6_000);
      const workspace = join(path, stage);
      scene.onProgress = (progress) => {
        if (progress.stage === stage) disk?.fill();
      };
      const error = await scene.migrate({ workspace }).catch((e) => e);
      disk?.empty();
      scene.onProgress = () => {};
      expect(error.code).toMatch(/^workspace\.(full|noSpace)$/);
      const runs = readdirSync(join(workspace, 'runs'));
      expect(
        runs.flatMap((run) => readdirSync(join(workspace, 'runs', run))).filter((f) => f.includes('.part')),
      ).toEqual([]);
      if (runs.length === 0) {
        // Nothing was written anywhere yet: there is nothing to go on with.
        expect(exitCodeOf(error)).toBe(2);
        expect((await scene.migrate({ workspace })).status).toBe('succeeded');
      } else {
        expect(exitCodeOf(error)).toBe(6);
        expect(error.params.run).toBe(runs[0]);
        const args = ['resume', '--run', error.params.run, '--target', scene.url, '--workspace', workspace];
        const resumed = await cli([...args, '--json'], { env: scene.env });
        expect(resumed.code).toBe(0);
      }
      await expectSameRows(scene.source, scene.url);
    },
  );
});

describe.runIf(disk)('a disk that is full at the end', () => {
  it('has all exceptions once there is space, and a log that can be read', async () => {
    const workspace = join(disk?.path ?? '', 'end');
    const scene = await migrationScene(500, { dirty: true });
    const args = ['--target', scene.url, '--workspace', workspace, '--json'];
    const full = await cli(['migrate', '--source', scene.source, '--yes', ...args, '--progress', 'json'], {
      env: scene.env,
      onStderr: (_, text) => {
        if (text.includes('"stage":"validate"')) disk?.fill();
      },
    });
    const { error } = JSON.parse(full.stdout);
    expect(full.code, full.stdout).toBe(6);
    expect(error).toMatchObject({ code: 'workspace.full', run: expect.any(String) });
    disk?.empty();
    const resumed = await cli(['resume', '--run', error.run, ...args], { env: scene.env });
    expect(resumed.code).toBe(0);
    const { tables, exceptions } = JSON.parse(resumed.stdout);
    const lines = readFileSync(exceptions, 'utf8').trimEnd().split('\n');
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('row');
    const { rows } = await withPg(scene.url, (client) =>
      client.query('select count(*)::int as n from autocore_migration.exception'),
    );
    expect(lines.length).toBe(rows[0].n);
    const kept = tables.reduce((n: number, t: { quarantined: number }) => n + t.quarantined, 0);
    expect(lines.filter((line) => JSON.parse(line).action === 'quarantined').length).toBe(kept);
    // At most the one line is cut off that the disk had no room for, and the next does not stand behind it.
    const log = readFileSync(logPath(workspace), 'utf8').trimEnd().split('\n');
    expect(log.filter((line) => !/^\{"level":.*\}$/.test(line)).length).toBeLessThanOrEqual(1);
  });
});

const tablespace = smallDisk(12);
afterAll(() => tablespace?.remove());

describe.runIf(tablespace)('a target whose disk fills up', () => {
  it('is said clearly, and the run goes on when there is space again', async () => {
    const scene = await migrationScene(20_000);
    const folder = join(tablespace?.path ?? '', 'space');
    mkdirSync(folder);
    // The server runs as somebody else where the tests run as root.
    const account = await serverAccount(folder, [(await serverBinaries()).postgres], null);
    if (account.kind !== 'self') chownSync(folder, account.uid, account.gid);
    const name = new URL(scene.url).pathname.slice(1);
    await withPg(serverUrl(), async (client) => {
      await client.query(`create tablespace small_${name} location '${folder}'`);
      await client.query(`alter database ${name} set default_tablespace = small_${name}`);
    });
    try {
      tablespace?.resize(2);
      const error = await scene.migrate().catch((e) => e);
      expect(error).toMatchObject({ code: 'target.noSpace', params: { run: expect.any(String) } });
      expect(error.params.reason).toContain('No space left on device');
      expect(exitCodeOf(error)).toBe(6);
      tablespace?.resize(60);
      expect((await scene.resume(error.params.run)).status).toBe('succeeded');
      await expectSameRows(scene.source, scene.url);
    } finally {
      await withPg(serverUrl(), async (client) => {
        await client.query(`drop database ${name} with (force)`);
        await client.query(`drop tablespace small_${name}`);
      });
    }
  });
});
