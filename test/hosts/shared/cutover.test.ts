import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { CutoverInput, JobSnapshot } from '../../../shared/contract.ts';
import { pickedSample, type TestHost, testHost } from '../../helpers/host.ts';
import { isLong } from '../../helpers/long.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { serverTarget } from '../../helpers/server-target.ts';

const env = 'MQTT_HOST=localhost\nDATABASE_TYPE=sqlite\n';

/** A wizard whose run has ended well, with an .env file beside the source. */
async function migrated() {
  const wizard = await testHost();
  const { source, path } = await pickedSample(wizard, 200);
  const { url, drop } = await freshDatabase();
  onTestFinished(drop);
  const { run } = await after(wizard, 'job.migrate', {
    ...{ source, target: serverTarget(url), ifNotEmpty: 'abort', acceptDefaults: true },
    ...{ profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } },
  });
  const file = join(wizard.folder, '.env');
  writeFileSync(file, env);
  const one = { run: run ?? '', password: null };
  const live = { ...one, envFiles: [wizard.host.give(file).token], application: null };
  return { ...wizard, path, url, file, one, live, does: after.bind(null, wizard) };
}

/** The job as it ends. */
async function after(
  { host, ended }: TestHost,
  name: `job.${'migrate' | 'sync' | 'cutover' | 'wayBack' | 'rollback' | 'undo'}`,
  input: object,
): Promise<JobSnapshot> {
  const begun = await host.call(name, input);
  if (!begun.ok) throw new Error(`${name}: ${begun.error.code}`);
  return ended();
}

function change(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}

describe('the last step', () => {
  it('follows, goes live, comes back, and says at each point where it stands', async () => {
    const scene = await migrated();
    const { value, refusal, does, one, live, path, file, url } = scene;
    const { run } = one;
    expect(await value('cutover.view', { run })).toMatchObject({
      ...{ phase: 'before', source: path, use: { writers: [] }, envs: [], restore: null, outcome: null },
      since: expect.stringMatching(/^\d{4}-/),
    });
    expect(await value('cutover.offered', { run })).toContainEqual(scene.host.give(file));

    change(path, `update devices set name = 'mudou' where id = 1`);
    const synced = await does('job.sync', one);
    expect(synced).toMatchObject({
      ...{ kind: 'sync', status: 'done', state: { status: 'succeeded' } },
      caughtUp: { rows: 1, tables: [{ name: 'devices', inserted: 0, changed: 1, deleted: 0 }] },
    });
    expect(synced.stages.map(({ stage, status }) => `${stage} ${status}`)).toEqual([
      ...['snapshot done', 'compare done', 'apply done'],
    ]);
    expect((await does('job.sync', one)).caughtUp).toMatchObject({ rows: 0, tables: [] });

    // Another car's file in its place is a decision.
    const right = readFileSync(path);
    await writeSample({ out: path, rows: 150, seed: 9, force: true });
    expect((await does('job.sync', one)).error?.code).toBe('source.otherDatabase');
    expect((await does('job.sync', { ...one, sameSource: true })).error).toBeNull();
    writeFileSync(path, right);
    expect((await does('job.sync', one)).error).toBeNull();
    expect((await does('job.sync', { ...one, full: true })).caughtUp).toMatchObject({ rows: 0 });

    const shown = await value('cutover.preview', live);
    expect(shown.envs[0]).toMatchObject({ path: file });
    expect(shown.envs[0]?.difference).toEqual(
      expect.arrayContaining(['- DATABASE_TYPE=sqlite', '+ DATABASE_TYPE=postgresql', '+ DB_PASSWORD=***']),
    );
    expect(shown.settings).toContainEqual({ name: 'DB_PASSWORD', value: '***' });
    expect(readFileSync(file, 'utf8')).toBe(env);
    // The way back is not there yet, and the other one says so.
    expect((await does('job.wayBack', one)).error?.code).toBe('restore.otherWay');

    expect(await does('job.cutover', live)).toMatchObject({ kind: 'cutover', status: 'done', error: null });
    expect(readFileSync(file, 'utf8')).toContain('DATABASE_TYPE=postgresql');
    expect(await value('cutover.view', { run })).toMatchObject({
      ...{ phase: 'live', outcome: { role: 'postgres', tables: 14, rows: 0 } },
      left: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      envs: [{ path: file, backup: `${file}.before-${run}` }],
      keeps: `${path}.before-rollback-${run}`,
    });
    const [listed] = await value('runs.list', {});
    expect(listed).toMatchObject({
      ...{ phase: 'live', status: 'succeeded' },
      can: { undo: false, validate: false, resume: false, cutover: true },
    });
    // Nothing of the application's may be dropped.
    expect(await refusal('runs.undoList', one)).toBe('restore.otherWay');
    expect((await does('job.undo', one)).error?.code).toBe('restore.otherWay');

    await withPg(url, async (client) => {
      await client.query(`update devices set name = 'no PostgreSQL' where id = 1`);
      await client.query('delete from telemetry_data where id <= 3');
    });
    const { wayBack } = await does('job.wayBack', one);
    expect(wayBack).toMatchObject({
      sourceChanged: false,
      written: expect.arrayContaining([
        { name: 'devices', inserted: 0, changed: 1, deleted: 0, quarantined: 0 },
        { name: 'telemetry_data', inserted: 0, changed: 0, deleted: 3, quarantined: 0 },
      ]),
    });
    expect(wayBack?.written).toHaveLength(2);
    const back = await does('job.rollback', { ...one, snapshotOnly: false });
    expect(back).toMatchObject({ kind: 'rollback', status: 'done', state: { status: 'undone' } });
    expect(await value('cutover.view', { run })).toMatchObject({
      ...{ phase: 'back', restore: { rows: 4, snapshotOnly: false, sourceChanged: false } },
    });
    expect(await value('runs.list', {})).toMatchObject([
      { phase: 'back', can: { cutover: true, undo: false } },
    ]);
    expect(readFileSync(file, 'utf8')).toBe(env);
    const db = new Database(path, { readonly: true });
    expect(db.prepare('select name from devices where id = 1').pluck().get()).toBe('no PostgreSQL');
    db.close();
  });

  it.runIf(isLong)(
    'refuses with differences and with a file that nobody may write to, and changes nothing',
    async () => {
      const scene = await migrated();
      const { value, refusal, does, when, ended, one, live, file, path, url } = scene;
      chmodSync(file, 0o444);
      expect(await refusal('cutover.preview', live)).toBe('cutover.envUnusable');
      expect((await does('job.cutover', live)).error?.code).toBe('cutover.envUnusable');
      chmodSync(file, 0o644);
      const unknown: CutoverInput = { ...live, envFiles: ['a'.repeat(22)] };
      expect(await refusal('cutover.preview', unknown)).toBe('host.unknownFile');

      // Of a file that nobody wrote to there would be no new snapshot.
      const source = new Database(path);
      source.exec(`update themes set name = name || '!' where id = 1`);
      source.close();
      await value('job.cutover', live);
      await when(({ stage }) => stage === 'snapshot');
      await value('job.cancel', {});
      expect(await ended()).toMatchObject({
        status: 'cancelled',
        error: null,
        state: { status: 'succeeded' },
      });
      expect(await value('cutover.view', { run: one.run })).toMatchObject({ phase: 'before' });

      await withPg(url, (client) => client.query(`update devices set name = 'outro' where id = 1`));
      const failed = await does('job.cutover', live);
      expect(failed).toMatchObject({
        ...{ status: 'failed', error: { code: 'validation.differences' } },
        state: { validation: { differences: 1, samples: [{ table: 'devices' }] } },
      });
      expect(await value('cutover.view', { run: one.run })).toMatchObject({ phase: 'before' });
      expect(readFileSync(file, 'utf8')).toBe(env);
      expect(existsSync(`${file}.before-${one.run}`)).toBe(false);
      expect((await value('runs.get', { run: one.run })).can).toMatchObject({ undo: true, cutover: true });
    },
  );

  it.runIf(isLong)(
    'comes back with the snapshot alone where the server is gone, and takes a login of its own',
    async () => {
      const scene = await migrated();
      const { value, does, one, live, path, url } = scene;
      const wrong = { ...live, application: { user: 'nobody_here', password: 'x' } };
      expect((await value('cutover.preview', wrong)).role).toBe('nobody_here');
      expect((await does('job.cutover', wrong)).error?.code).toBe('cutover.smokeTest');
      expect((await does('job.cutover', { ...live, envFiles: [] })).status).toBe('done');
      await withPg(url, (client) => client.query(`update devices set name = 'perdido' where id = 1`));
      const name = new URL(url).pathname.slice(1);
      const admin = new URL(url);
      admin.pathname = '/postgres';
      await withPg(admin.href, (client) => client.query(`drop database ${name} with (force)`));
      expect((await does('job.wayBack', one)).error?.code).toBe('restore.noServer');
      expect((await does('job.rollback', { ...one, snapshotOnly: true })).status).toBe('done');
      const { restore, since } = await value('cutover.view', { run: one.run });
      expect(restore).toMatchObject({ snapshotOnly: true, kept: `${path}.before-rollback-${one.run}` });
      expect(Date.parse(since ?? '')).toBeLessThan(Date.parse(restore?.swappedAt ?? ''));
    },
  );
});
