import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { MigrateInput } from '../../../electron/engine/commands/migrate.ts';
import { sealPrepared } from '../../../electron/engine/run/prepared.ts';
import { planText } from '../../../electron/engine/run/session.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import type { Plan, RunState } from '../../../shared/model/index.ts';
import { migrationScene, type Scene } from '../../helpers/migration.ts';
import { withPg } from '../../helpers/postgres.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';

/** A run that was stopped in the middle of its load. */
async function stopped(
  scene: Scene,
  stage = 'load',
  done = 1_500,
  given: Partial<MigrateInput> = {},
): Promise<string> {
  const cancel = new AbortController();
  scene.cancel = cancel;
  scene.onProgress = (progress) => {
    if (progress.stage === stage && progress.done >= done) cancel.abort();
  };
  const error = await scene.migrate(given).catch((e) => e);
  expect(error).toMatchObject({ code: 'interrupted', params: { run: expect.any(String) } });
  scene.cancel = new AbortController();
  scene.onProgress = () => {};
  return error.params.run;
}

const fileOf = (scene: Scene, run: string, name: string) => join(scene.workspace, 'runs', run, name);
const failure = (promise: Promise<unknown>) => promise.then(() => null).catch((error) => error);

/** The state as this program would have written it, with something else in it. */
async function rewrite(scene: Scene, run: string, given: Partial<RunState>): Promise<void> {
  const { readState, writeState } = openWorkspace(scene.workspace, {});
  await writeState({ ...(await readState(run)), ...given });
}

describe('a run folder that somebody touched', () => {
  it('is refused, with the file that was changed or is gone, and accepted as it was', async () => {
    const scene = await migrationScene(3_000);
    const run = await stopped(scene);
    for (const name of ['run.json', 'plan.json', 'measures.json', 'audit.json', 'snapshot.db']) {
      const path = fileOf(scene, run, name);
      const before = readFileSync(path);
      if (name === 'run.json')
        writeFileSync(path, before.toString().replace('"extras": true', '"extras": false'));
      else if (name === 'snapshot.db') flipByte(path);
      else appendFileSync(path, ' ');
      expect(await failure(scene.resume(run)), name).toMatchObject({
        code: 'run.changed',
        params: { run, path },
      });
      writeFileSync(path, before);
      if (name === 'run.json') continue;
      renameSync(path, `${path}.away`);
      expect(await failure(scene.resume(run)), name).toMatchObject({
        code: 'run.incomplete',
        params: { run, path },
      });
      renameSync(`${path}.away`, path);
    }
    expect((await scene.resume(run)).status).toBe('succeeded');
    await expectSameRows(scene.source, scene.url);
  });

  it('is audited again when it was cut off before the plan was whole', async () => {
    const scene = await migrationScene(500);
    const run = await stopped(scene, 'audit', 14);
    rmSync(fileOf(scene, run, 'digests.json'));
    rmSync(fileOf(scene, run, 'measures.json'));
    await rewrite(scene, run, { stage: 'audit' });
    expect((await scene.resume(run)).status).toBe('succeeded');
  });
});

describe('another version of this program', () => {
  it('goes on with what was loaded by the same plan', async () => {
    const scene = await migrationScene(3_000);
    const run = await stopped(scene);
    await rewrite(scene, run, { tool: '0.0.1' });
    const stages = new Set<string>();
    scene.onProgress = ({ stage }) => void stages.add(stage);
    expect((await scene.resume(run)).status).toBe('succeeded');
    expect([...stages]).toEqual(['load', 'indexes', 'validate', 'certificate']);
    await expectSameRows(scene.source, scene.url);
  });

  it('looks for itself where nothing is loaded yet, though an audit had ended', async () => {
    const scene = await migrationScene(500);
    const run = await stopped(scene, 'prepare', 0);
    const read = () => readFileSync(fileOf(scene, run, 'plan.json'), 'utf8');
    const ours = read();
    // As another version would have planned it.
    const theirs = JSON.parse(ours) as Plan;
    for (const { indexes } of theirs.tables) indexes.length = 0;
    writeFileSync(fileOf(scene, run, 'plan.json'), planText(theirs));
    await sealPrepared(openWorkspace(scene.workspace, {}).runFolder(run));
    await rewrite(scene, run, { tool: '0.0.1' });
    const state = await scene.resume(run);
    expect(state).toMatchObject({ status: 'succeeded', objects: { missing: [] } });
    expect(state.tool).not.toBe('0.0.1');
    expect(read()).toBe(ours);
    await expectSameRows(scene.source, scene.url);
  });

  it('works by the plan and the choices that somebody gave, all the same', async () => {
    const scene = await migrationScene(500);
    const first = await stopped(scene, 'prepare', 0);
    const given = JSON.parse(readFileSync(fileOf(scene, first, 'plan.json'), 'utf8')) as Plan;
    for (const { indexes } of given.tables) indexes.length = 0;
    const plan = join(scene.folder, 'plan.json');
    writeFileSync(plan, planText(given));
    const choices = { types: { 'devices.name': 'text' }, decisions: {} };
    for (const [input, indexes, type] of [
      [{ plan }, 0, 'character varying'],
      [{ choices }, 1, 'text'],
    ] as const) {
      const run = await stopped(scene, 'prepare', 0, input);
      await rewrite(scene, run, { tool: '0.0.1' });
      expect(await scene.resume(run)).toMatchObject({ status: 'succeeded' });
      const found = await withPg(scene.url, (client) =>
        client.query(`select
          (select count(*)::int from pg_indexes where indexname = 'idx_devices_type') as indexes,
          (select data_type from information_schema.columns
           where table_schema = 'public' and table_name = 'devices' and column_name = 'name') as type`),
      );
      expect(found.rows).toEqual([{ indexes, type }]);
      await scene.rollback(run);
    }
  });

  it('does not look again where this version has looked', async () => {
    const scene = await migrationScene(500);
    const run = await stopped(scene, 'prepare', 0);
    const stages = new Set<string>();
    scene.onProgress = ({ stage }) => void stages.add(stage);
    expect((await scene.resume(run)).status).toBe('succeeded');
    expect([...stages]).toEqual(['prepare', 'load', 'indexes', 'validate', 'certificate']);
  });

  it('is refused where its files have another format', async () => {
    const scene = await migrationScene(500);
    const run = await stopped(scene, 'audit', 14);
    const path = fileOf(scene, run, 'run.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"format": 1', '"format": 2'));
    const params = { run, found: 2, expected: 1 };
    expect(await failure(scene.resume(run))).toMatchObject({ code: 'run.otherVersion', params });
  });
});

describe('a target that somebody touched', () => {
  it.each<[string, string, object]>([
    ['another plan', `update autocore_migration.run set plan_sha256 = 'x'`, { code: 'run.otherPlan' }],
    [
      'another snapshot',
      `update autocore_migration.run set source_sha256 = 'x'`,
      { code: 'run.targetBehind' },
    ],
    [
      'a dropped table',
      'drop table themes cascade',
      { code: 'run.targetChanged', params: { missing: 'themes', schema: 'public' } },
    ],
    [
      'no journal',
      'drop schema autocore_migration cascade',
      { code: 'run.targetChanged', params: { missing: 'autocore_migration' } },
    ],
  ])('%s is refused', async (what, sql, expected) => {
    const scene = await migrationScene(2_000);
    const run = await stopped(scene);
    await withPg(scene.url, (client) => client.query(sql));
    expect(await failure(scene.resume(run))).toMatchObject(expected);
    // Without the journal nobody knows what the run made: nothing is undone, and that is said.
    const undone = await scene.rollback(run).catch((error) => error);
    expect(undone).toMatchObject(
      what === 'no journal'
        ? { code: 'run.notThere' }
        : { dropped: expect.arrayContaining(['table devices']) },
    );
  });
});

describe('two at once', () => {
  it('on one run, and on one schema', async () => {
    const scene = await migrationScene(3_000);
    let others: Promise<unknown[]> | undefined;
    scene.onProgress = ({ stage, run }) => {
      if (stage !== 'load' || others || run === null) return;
      scene.onProgress = () => {};
      others = Promise.all([failure(scene.resume(run)), failure(scene.migrate({ ifNotEmpty: 'replace' }))]);
    };
    const state = await scene.migrate();
    expect(state.status).toBe('succeeded');
    expect(await others).toMatchObject([
      { code: 'run.busy', params: { run: state.id, pid: String(process.pid) } },
      { code: 'target.busy' },
    ]);
    await expectSameRows(scene.source, scene.url);
  });
});

describe('the source', () => {
  it('may be written to all the while', async () => {
    const scene = await migrationScene(3_000);
    const db = new Database(scene.source);
    db.pragma('journal_mode = wal');
    const insert = db.prepare(
      `insert into telemetry_data (timestamp, device_id, data_type, data_key, data_value)
       values ('2025-09-01 12:00:00', 1, 'sensor', 'speed', '88')`,
    );
    const count = () => db.prepare('select count(*) from telemetry_data').pluck().get() as number;
    const before = count();
    scene.onProgress = () => void insert.run();
    const state = await scene.migrate();
    expect(count()).toBeGreaterThan(before);
    db.close();
    expect(state).toMatchObject({ status: 'succeeded', validation: { status: 'identical' } });
    await expectSameRows(fileOf(scene, state.id, 'snapshot.db'), scene.url);
  });

  it('may be gone once its snapshot is taken', async () => {
    const scene = await migrationScene(3_000);
    const run = await stopped(scene);
    rmSync(scene.source);
    expect((await scene.resume(run)).status).toBe('succeeded');
    await expectSameRows(fileOf(scene, run, 'snapshot.db'), scene.url);
  });
});

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.length - 100;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}
