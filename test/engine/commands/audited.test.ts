import {
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { beginAudit, changeAudit } from '../../../electron/engine/commands/audit-session.ts';
import { rehearse } from '../../../electron/engine/commands/rehearse.ts';
import { auditFiles } from '../../../electron/engine/run/audit-folder.ts';
import { readKept } from '../../../electron/engine/run/kept-audit.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { markOf } from '../../../electron/engine/source/mark.ts';
import type { Progress, RunState } from '../../../shared/model/index.ts';
import { quiet } from '../../helpers/migrated.ts';
import { migrationScene, type Scene } from '../../helpers/migration.ts';
import { withPg } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';

const session = `${process.pid}-test`;
const wishes = { profile: 'compatible', extras: true, choices: { types: {}, decisions: {} } } as const;

interface Audited extends Scene {
  files: ReturnType<typeof auditFiles>;
  /** When the audit's snapshot was taken. */
  takenAt: string;
  run(): Promise<RunState>;
  /** What the last run said of its audit: tables that it read. */
  measured: Set<string>;
}

/** A source that was audited when it was old enough to have a mark. @param prepare what the application does before */
async function auditedScene(rows = 300, prepare: (source: string) => void = () => {}): Promise<Audited> {
  const scene = await migrationScene(rows, { dirty: true });
  prepare(scene.source);
  const kept = { workspace: scene.workspace, session };
  openWorkspace(scene.workspace, {});
  await until(() => markOf(scene.source) !== null);
  await beginAudit({ ...kept, ...wishes, source: scene.source }, quiet);
  const files = auditFiles(kept);
  const takenAt = (await readKept(files))?.takenAt ?? '';
  const measured = new Set<string>();
  scene.onProgress = ({ stage, table }: Progress) => {
    if (stage === 'audit' && table !== null) measured.add(table);
  };
  const run = () => scene.migrate({ audited: session });
  return Object.assign(scene, { files, takenAt, measured, run });
}

const snapshotOf = ({ workspace }: Scene, { id }: RunState): string =>
  openWorkspace(workspace, {}).runFolder(id).snapshot;

/** The run has a snapshot of its own moment, audited by itself, and its rows. */
async function expectNew(scene: Audited, state: RunState, names?: string[]): Promise<void> {
  expect(state.status).toBe('succeeded');
  expect(Date.parse(state.source.takenAt ?? '')).toBeGreaterThan(Date.parse(scene.takenAt));
  expect(statSync(snapshotOf(scene, state)).ino).not.toBe(statSync(scene.files.snapshot).ino);
  if (!names) return;
  const { rows } = await withPg(scene.url, (client) =>
    client.query('select name from public.devices where name = any($1) order by name', [names]),
  );
  expect(rows.map(({ name }) => name)).toEqual(names);
}

function rename(source: string, name: string): void {
  const db = new Database(source);
  db.prepare('update devices set name = ? where id = (select min(id) from devices)').run(name);
  db.close();
}

describe('a run after an audit', () => {
  it('uses its snapshot and what it measured, while the source did not change', async () => {
    const scene = await auditedScene();
    const state = await scene.run();
    expect(state).toMatchObject({ status: 'succeeded', source: { takenAt: scene.takenAt } });
    expect(scene.measured.size).toBe(0);
    const snapshot = snapshotOf(scene, state);
    expect(statSync(snapshot).ino).toBe(statSync(scene.files.snapshot).ino);
    const html = readFileSync(join(dirname(snapshot), 'certificate.html'), 'utf8');
    expect(html).toContain('Copy taken');
    expect(readdirSync(dirname(snapshot)).filter((name) => name.includes('.part'))).toEqual([]);
    // The same as by a run that looks for itself.
    const alone = await scene.migrate({ ifNotEmpty: 'replace' });
    expect(scene.measured.size).toBeGreaterThan(10);
    const plans = [state, alone].map((each) =>
      readFileSync(openWorkspace(scene.workspace, {}).runFolder(each.id).plan, 'utf8'),
    );
    expect(plans[0]).toBe(plans[1]);
    const counts = ({ tables }: RunState) =>
      tables.map(({ name, source, migrated, quarantined, digest }) => [
        name,
        source,
        migrated,
        quarantined,
        digest,
      ]);
    expect(counts(state)).toEqual(counts(alone));
  });

  it('also as a rehearsal, which then predicts what copy and audit took', async () => {
    const scene = await auditedScene();
    const given = { plan: null, ...wishes, acceptDefaults: true, language: 'en' as const };
    const { workspace, source, env } = scene;
    const { state, prediction } = await rehearse(
      { workspace, source, env, ...given, audited: session },
      quiet,
    );
    expect(state.source.takenAt).toBe(scene.takenAt);
    const kept = await readKept(scene.files);
    const longer = (stage: 'snapshot' | 'audit') =>
      Math.round(Math.max(kept?.seconds[stage] ?? 0, state.seconds[stage] ?? 0) * 10) / 10;
    expect(prediction.seconds).toMatchObject({ snapshot: longer('snapshot'), audit: longer('audit') });
    expect(kept?.seconds.audit).toBeGreaterThan(0);
    // The audit is there for the real run, although the rehearsal has thrown its own name of the snapshot away.
    expect((await scene.run()).source.takenAt).toBe(scene.takenAt);
  });

  it('measures for itself what the audit did not measure', async () => {
    const scene = await auditedScene();
    const state = await scene.migrate({ audited: session, profile: 'enhanced' });
    expect(state.source.takenAt).toBe(scene.takenAt);
    expect(scene.measured.size).toBeGreaterThan(10);
    await changeAudit({ workspace: scene.workspace, session, ...wishes, profile: 'enhanced' }, quiet);
    scene.measured.clear();
    await scene.migrate({ audited: session, profile: 'enhanced', ifNotEmpty: 'replace' });
    expect(scene.measured.size).toBe(0);
  });

  it('takes a new snapshot after a transaction that left size and time as they were', async () => {
    const scene = await auditedScene();
    const { atime, mtime, size } = statSync(scene.source);
    rename(scene.source, 'after the audit');
    utimesSync(scene.source, atime, mtime);
    expect(statSync(scene.source)).toMatchObject({ mtime, size });
    await expectNew(scene, await scene.run(), ['after the audit']);
    expect(scene.measured.size).toBeGreaterThan(10);
  });

  it('takes a new snapshot after a transaction that is in the log alone', async () => {
    const scene = await auditedScene(300, (source) => {
      const db = new Database(source);
      db.pragma('journal_mode = wal');
      db.close();
    });
    const app = new Database(scene.source);
    app.pragma('wal_autocheckpoint = 0');
    const before = statSync(scene.source, { bigint: true });
    app.prepare('update devices set name = ? where id = (select min(id) from devices)').run('in the log');
    expect(statSync(scene.source, { bigint: true }).mtimeNs).toBe(before.mtimeNs);
    await expectNew(scene, await scene.run(), ['in the log']);
    app.close();
  });

  it('takes a new snapshot of another file of the same size and time', async () => {
    const scene = await auditedScene();
    const { atime, mtime, size } = statSync(scene.source);
    const other = join(scene.folder, 'other.db');
    copyFileSync(scene.source, other);
    rename(other, 'the other file');
    expect(statSync(other).size).toBe(size);
    utimesSync(other, atime, mtime);
    renameSync(other, scene.source);
    await expectNew(scene, await scene.run(), ['the other file']);
  });

  it('takes a new snapshot where the disk did not keep the old one', async () => {
    const scene = await auditedScene();
    const bytes = readFileSync(scene.files.snapshot);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 7) ^ 1, bytes.length - 7);
    writeFileSync(scene.files.snapshot, bytes);
    await expectNew(scene, await scene.run());
  });

  it('measures again where the disk did not keep what was measured', async () => {
    const scene = await auditedScene();
    const file = scene.files.measures('compatible');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/"rows":(\d)/, (_, digit) => `"rows":${9 - digit}`),
    );
    const state = await scene.run();
    expect(state).toMatchObject({ status: 'succeeded', source: { takenAt: scene.takenAt } });
    expect(scene.measured.size).toBeGreaterThan(10);
  });

  it('goes on with its own snapshot when the audit is another one, or gone', async () => {
    const scene = await auditedScene();
    scene.onProgress = ({ stage }) => {
      if (stage === 'load') scene.cancel.abort();
    };
    const stopped = await scene.run().then(
      () => null,
      (error) => error,
    );
    expect(stopped).toMatchObject({ code: 'interrupted' });
    scene.cancel = new AbortController();
    scene.onProgress = () => {};
    rename(scene.source, 'after the pause');
    await until(() => markOf(scene.source) !== null);
    await beginAudit({ workspace: scene.workspace, session, ...wishes, source: scene.source }, quiet);
    const state = await scene.resume(stopped.params.run);
    expect(state).toMatchObject({ status: 'succeeded', source: { takenAt: scene.takenAt } });
  });
});

it('an audit of a source that is written to meanwhile serves no run', async () => {
  const scene = await migrationScene(300);
  openWorkspace(scene.workspace, {});
  await until(() => markOf(scene.source) !== null);
  let written = false;
  const onProgress = ({ stage }: Progress): void => {
    if (stage !== 'snapshot' || written) return;
    written = true;
    rename(scene.source, 'meanwhile');
  };
  const kept = { workspace: scene.workspace, session };
  await beginAudit({ ...kept, ...wishes, source: scene.source }, { ...quiet, onProgress });
  expect(await readKept(auditFiles(kept))).toMatchObject({ mark: null });
  const state = await scene.migrate({ audited: session });
  expect(state.source.takenAt).not.toBe((await readKept(auditFiles(kept)))?.takenAt);
});
