import { existsSync, linkSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cutoverRun } from '../../../electron/engine/commands/cutover.ts';
import { followRun } from '../../../electron/engine/commands/follow.ts';
import { openWorkspace } from '../../../electron/engine/run/workspace.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { raiseFence } from '../../../electron/engine/target/fence.ts';
import type { Following, TableAccount } from '../../../shared/model/index.ts';
import { silentLog } from '../../helpers/log.ts';
import { firstOf } from '../../helpers/long.ts';
import { withPg } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';
import { writer } from './following-writer.ts';
import { afterMigration, envBefore, watched } from './live.ts';
import { change, migrated, select } from './scene.ts';

type Scene = Awaited<ReturnType<typeof migrated>>;

let marks = 0;

/** A follow at work, in this process. */
function following(scene: Scene) {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  let now: Following = { asOf: null, rounds: 0, rows: 0, last: 0, waiting: false };
  const done = followRun(scene.call, {
    signal: controller.signal,
    log: silentLog,
    onProgress: (progress) => {
      if (progress.following) now = progress.following;
    },
  });
  // Told where it is awaited.
  done.catch(() => {});
  return {
    get now() {
      return now;
    },
    done,
    /** Waits until what is written to the source at this moment is in the target. */
    async caughtUp() {
      const mark = String(++marks);
      change(scene.source, (db) => {
        db.pragma('busy_timeout = 20000');
        db.prepare('update devices set name = ? where id = 2').run(mark);
      });
      await withPg(scene.url, (client) =>
        until(async () => {
          const { rows } = await client.query('select name from devices where id = 2');
          return rows[0].name === mark;
        }),
      );
    },
    stop() {
      controller.abort();
      return done;
    },
  };
}

/** Rows of the writer, and the last of them. */
const writtenSql = (last: string) =>
  `select count(*), max(${last}) from telemetry_data where data_key = 'writer'`;

async function inBoth(scene: Scene) {
  const inTarget = await withPg(scene.url, async (client) => {
    const { rows } = await client.query({ text: writtenSql('data_value::bigint'), rowMode: 'array' });
    return rows.map((row) => row.map(Number));
  });
  return { inSource: select(scene.source, writtenSql('data_value + 0')), inTarget };
}

describe('follow', () => {
  it.each(firstOf(['wal', 'delete'] as const))(
    'keeps up with a living writer in %s mode, over VACUUM and a lost connection',
    async (mode) => {
      const scene = await migrated({ rows: 1000 });
      const living = writer(scene.source, mode);
      await until(() => living.rows > 0);
      const follow = following(scene);
      await until(() => follow.now.rounds >= 2 && follow.now.rows > 0);
      change(scene.source, (db) => {
        db.pragma('busy_timeout = 20000');
        db.exec(`delete from telemetry_data where id between 100 and 900`);
        db.exec('vacuum');
        db.exec(
          `insert into users (username, password_hash, role, is_active) values ('ana', 'x', 'admin', 1)`,
        );
      });
      await follow.caughtUp();
      await withPg(scene.url, (client) =>
        client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
        ),
      );
      await follow.caughtUp();
      const written = await living.stop();
      await follow.caughtUp();
      const result = await follow.stop();
      expect(result.rows).toBe(follow.now.rows);
      expect(result.tables.map(({ name }) => name)).toContain('telemetry_data');
      const { validation } = await scene.validate();
      expect(validation).toMatchObject({ status: 'identical', differences: 0 });
      // It is the source that was compared, not only the copy: all of it is there.
      const { inSource, inTarget } = await inBoth(scene);
      expect(inTarget).toEqual(inSource);
      expect(inTarget[0]?.[1]).toBe(written);
      // Nothing of it lies about, and a plain catch-up has nothing to do.
      expect(existsSync(join(scene.workspace, 'runs', scene.state.id, 'spare-snapshot.db'))).toBe(false);
      expect((await scene.sync()).rows).toBe(0);
    },
  );

  it('leaves a snapshot alone that another run has as well', async () => {
    const scene = await migrated({ rows: 100 });
    const others = join(scene.folder, 'others-snapshot.db');
    linkSync(openWorkspace(scene.workspace, {}).runFolder(scene.state.id).snapshot, others);
    const before = readFileSync(others);
    const follow = following(scene);
    // The first snapshot would be the spare one when the second change comes.
    for (let round = 0; round < 2; round++) await follow.caughtUp();
    await follow.stop();
    expect(readFileSync(others).equals(before)).toBe(true);
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });

  it('looks again at what was touched, and brings nothing where nothing has changed', async () => {
    const scene = await migrated();
    const follow = following(scene);
    await follow.caughtUp();
    await until(() => follow.now.rows === 1);
    const { rounds, rows } = follow.now;
    change(scene.source, (db) => db.pragma('user_version = 7'));
    await until(() => follow.now.rounds > rounds);
    expect(await follow.stop()).toMatchObject({ rows, tables: [{ name: 'devices', changed: rows }] });
  });

  it('ends where another database takes the place of the source, and changes nothing then', async () => {
    const scene = await migrated();
    const other = join(scene.folder, 'other.db');
    await writeSample({ out: other, rows: 300, dirty: false, seed: 99 });
    const follow = following(scene);
    await follow.caughtUp();
    renameSync(other, scene.source);
    await expect(follow.done).rejects.toMatchObject({ code: 'source.otherDatabase' });
    expect((await scene.validate()).validation).toMatchObject({ status: 'identical' });
  });
});

const isLinux = process.platform === 'linux';
if (!isLinux) console.log('Going live behind a stop is skipped: Linux alone tells who has a file open.');

describe.runIf(isLinux)('going live once the application has stopped', () => {
  const input = (scene: Scene) => ({
    ...scene.call,
    envFiles: [join(scene.folder, '.env')],
    confirm: true,
    wait: true,
  });

  it('does what takes long before, and brings and compares the rest after', async () => {
    const scene = await afterMigration({ rows: 1000 });
    const living = writer(scene.source, 'delete');
    await until(() => living.rows > 0);
    let atStop = 0;
    let stopped: Promise<number> | null = null;
    const { schema } = scene.state.target;
    // As an attempt that was killed leaves it: closed, and nobody was told.
    await withPg(scene.url, (client) =>
      raiseFence(client, schema, scene.state.id, {
        tables: scene.state.tables.map(({ target }) => target),
        role: null,
      }),
    );
    const result = await cutoverRun(
      input(scene),
      watched((moment) => {
        if (moment !== 'stop') return;
        // Everything is compared, and PostgreSQL is closed; it goes on for a while.
        atStop = living.rows;
        stopped = until(() => living.rows > atStop + 50).then(() => living.stop());
      }),
    );
    const written = await stopped;
    expect(result.live).toBe(true);
    expect(written).toBeGreaterThan(atStop);
    const { inSource, inTarget } = await inBoth(scene);
    expect(inTarget).toEqual(inSource);
    expect(inTarget[0]?.[1]).toBe(written);
    expect(readFileSync(scene.file, 'utf8')).toContain('DATABASE_TYPE=postgresql');
    const state = JSON.parse(readFileSync(join(scene.workspace, 'runs', scene.state.id, 'run.json'), 'utf8'));
    expect(state.validation).toMatchObject({ level: 'rows', status: 'identical' });
    const digestOf = (name: string) => state.tables.find((t: TableAccount) => t.name === name).digest;
    // Of a table that rows came to since, nobody has a digest over all.
    expect([digestOf('icons') === null, digestOf('telemetry_data')]).toEqual([false, null]);
    await withPg(scene.url, (client) => client.query('delete from telemetry_data where id = 1'));
  });

  it('says so when somebody has changed the target all the same, and opens it again', async () => {
    const scene = await afterMigration({ rows: 300 });
    const living = writer(scene.source, 'wal');
    await until(() => living.rows > 0);
    let spoiled: Promise<unknown> | null = null;
    const failure = cutoverRun(
      input(scene),
      watched((moment) => {
        if (moment !== 'stop') return;
        spoiled = withPg(scene.url, async (client) => {
          await client.query(`set autocore_migrate.run = '${scene.state.id}'`);
          await client.query(`update devices set name = 'spoiled' where id = 3`);
        });
      }),
    );
    await expect(failure).rejects.toMatchObject({ code: 'validation.differences' });
    await spoiled;
    await living.stop();
    expect(readFileSync(scene.file, 'utf8')).toBe(envBefore);
    await withPg(scene.url, (client) => client.query('delete from telemetry_data where id = 1'));
  });
});
