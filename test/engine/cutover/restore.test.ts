import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { rollbackRun } from '../../../electron/engine/commands/rollback.ts';
import { targetStatus } from '../../../electron/engine/commands/status.ts';
import { keptName } from '../../../electron/engine/cutover/swap.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { isFenced, raiseFence } from '../../../electron/engine/target/fence.ts';
import { isLong } from '../../helpers/long.ts';
import { withPg } from '../../helpers/postgres.ts';
import { dump } from './dump.ts';
import { afterMigration, envBefore, watched } from './live.ts';
import { change, context } from './scene.ts';

/** A run that went live, and a row that the application wrote since. */
async function live() {
  const scene = await afterMigration({ rows: 50 });
  await scene.commands.cutover(scene.url, context());
  const original = dump(scene.source);
  await withPg(scene.url, (client) => client.query(`update devices set name = 'depois' where id = 1`));
  const note = join(scene.workspace, 'runs', scene.state.id, 'cutover.json');
  const away = `${note}.away`;
  return {
    ...scene,
    ...{ note, original },
    kept: keptName(scene.source, scene.state.id),
    /** The file in its place, and whatever was kept beside it. */
    files: () =>
      readdirSync(dirname(scene.source))
        .filter((name) => name.startsWith(basename(scene.source)))
        .sort(),
    /** The way back, which ends when the new file is in its place and nothing could say so any more. */
    cutOffAfterSwap: async () => {
      const ctx = watched((moment) => {
        if (moment !== 'swap') return;
        renameSync(note, away);
        // Nothing takes the place of a folder.
        mkdirSync(join(note, 'in the way'), { recursive: true });
      });
      const error = await scene.commands.rollback(scene.url, ctx).catch((e) => e);
      expect(error).toMatchObject({ code: expect.stringMatching(/^(EISDIR|ENOTEMPTY|EEXIST|EPERM)$/) });
      rmSync(note, { recursive: true });
      renameSync(away, note);
      expect(JSON.parse(readFileSync(note, 'utf8')).restore).toMatchObject({ swappedAt: null });
    },
  };
}

/** Devices of that name in a SQLite file. */
function named(path: string, name: string): number {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare('select count(*) from devices where name = ?').pluck().get(name) as number;
  } finally {
    db.close();
  }
}

it('knows the new file where a crash came before the note of it: the kept one is the original', async () => {
  const scene = await live();
  await scene.cutOffAfterSwap();
  expect(named(scene.source, 'depois')).toBe(1);
  const { restored } = await scene.commands.rollback(scene.url, context());
  expect(restored).toMatchObject({ done: true, kept: scene.kept, sourceChanged: false });
  expect(named(scene.source, 'depois')).toBe(1);
  expect(dump(scene.kept)).toEqual(scene.original);
  expect(scene.files()).toEqual([basename(scene.source), basename(scene.kept)]);
  expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
});

it('keeps what was written into the new file before it was known that it was there', async () => {
  const scene = await live();
  await scene.cutOffAfterSwap();
  change(scene.source, (db) => db.exec(`update devices set name = 'cedo' where id = 2`));
  const { restored } = await scene.commands.rollback(scene.url, context());
  expect(restored).toMatchObject({ done: true });
  expect(named(scene.source, 'depois')).toBe(1);
  const all = scene.files().map((name) => join(scene.folder, name));
  expect(all.filter((path) => named(path, 'cedo') === 1)).toHaveLength(1);
  const original = JSON.stringify(scene.original);
  expect(all.filter((path) => JSON.stringify(dump(path)) === original)).toHaveLength(1);
});

it.runIf(isLong)(
  'does not take the old file for the new one where a crash came when it had its second name',
  async () => {
    const scene = await live();
    const ctx = watched((moment) => {
      if (moment !== 'swap') return;
      linkSync(scene.source, scene.kept);
      symlinkSync(join(scene.folder, 'nowhere', 'x'), `${scene.source}.incoming`);
    });
    const error = await scene.commands.rollback(scene.url, ctx).catch((e) => e);
    expect(error).toMatchObject({ code: 'output.unwritable', params: { path: scene.source } });
    expect(dump(scene.source)).toEqual(scene.original);
    expect(scene.files()).toEqual([basename(scene.source), basename(scene.kept)]);
    const { restored } = await scene.commands.rollback(scene.url, context());
    expect(restored).toMatchObject({ done: true, kept: scene.kept });
    expect(named(scene.source, 'depois')).toBe(1);
    expect(dump(scene.kept)).toEqual(scene.original);
    expect(scene.files()).toEqual([basename(scene.source), basename(scene.kept)]);
  },
);

it.runIf(isLong)('keeps no file where there was none, also after a crash', async () => {
  const scene = await live();
  rmSync(scene.source);
  await scene.cutOffAfterSwap();
  const { restored } = await scene.commands.rollback(scene.url, context());
  expect(restored).toMatchObject({ done: true, kept: null });
  expect(scene.files()).toEqual([basename(scene.source)]);
  expect(named(scene.source, 'depois')).toBe(1);
});

it('leaves the new file alone once it is in use, though the .env files are still to come', async () => {
  const scene = await live();
  const away = `${scene.file}.away`;
  const ctx = watched((moment) => {
    if (moment !== 'env') return;
    renameSync(scene.file, away);
    mkdirSync(scene.file);
  });
  const error = await scene.commands.rollback(scene.url, ctx).catch((e) => e);
  expect(error).toMatchObject({ code: 'restore.envPending', params: { path: scene.source } });
  expect(error.params.files).toContain(scene.file);
  rmSync(scene.file, { recursive: true });
  renameSync(away, scene.file);
  change(scene.source, (db) => db.exec(`update devices set name = 'cedo' where id = 2`));
  const { restored } = await scene.commands.rollback(scene.url, context());
  expect(restored).toMatchObject({ done: true, kept: scene.kept, sourceChanged: false });
  expect([named(scene.source, 'depois'), named(scene.source, 'cedo')]).toEqual([1, 1]);
  expect(dump(scene.kept)).toEqual(scene.original);
  expect(scene.files()).toEqual([basename(scene.source), basename(scene.kept)]);
  expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
});

it('lets the application write again where a way back was killed, whoever looks next', async () => {
  const scene = await live();
  const { schema } = scene.state.target;
  const tables = scene.state.tables.map(({ target }) => target);
  await withPg(scene.url, async (client) => {
    const leftBy = async (look: () => Promise<unknown>): Promise<boolean> => {
      await raiseFence(client, schema, scene.state.id, { tables, role: null });
      await look();
      return isFenced(client, schema, tables);
    };
    const status = () => targetStatus({ ...scene.call, backups: null }, context());
    expect(await leftBy(status)).toBe(false);
    expect(await leftBy(() => scene.commands.preview(scene.url))).toBe(false);
    expect(
      await leftBy(() => rollbackRun({ ...scene.call, confirm: false, rehearse: true }, context())),
    ).toBe(false);
    // Somebody is on the way, or goes on with going live: that is closed rightly.
    const { withRunLock } = openWorkspace(scene.workspace, {});
    expect(await leftBy(() => withRunLock(scene.state.id, status))).toBe(true);
    writeFileSync(
      scene.note,
      JSON.stringify({ ...JSON.parse(readFileSync(scene.note, 'utf8')), finishedAt: null }),
    );
    expect(await leftBy(status)).toBe(true);
  });
});

it('leaves to the next attempt what a kill left of the end, where somebody only looks', async () => {
  const scene = await live();
  const aside = join(dirname(scene.note), 'left-behind.ndjson');
  writeFileSync(aside, 'of an attempt that left something out');
  // The time of the file is none of the data's.
  utimesSync(join(dirname(scene.note), 'snapshot.db'), 1, 1);
  const { restored } = await scene.commands.rollback(scene.url, context());
  const { source } = JSON.parse(readFileSync(join(dirname(scene.note), 'run.json'), 'utf8'));
  expect(restored?.since).toBe(source.takenAt);
  expect(existsSync(aside)).toBe(false);
  const ended = JSON.parse(readFileSync(scene.note, 'utf8'));
  const since = '2026-01-01T00:00:00.000Z';
  writeFileSync(scene.note, JSON.stringify({ ...ended, liveSince: since }));
  expect(await scene.commands.preview(scene.url)).toMatchObject({ done: true });
  expect(JSON.parse(readFileSync(scene.note, 'utf8'))).toMatchObject({ liveSince: since });
});
