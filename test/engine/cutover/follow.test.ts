import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { followRun } from '../../../electron/engine/commands/follow.ts';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import type { Following } from '../../../shared/model/index.ts';
import { silentLog } from '../../helpers/log.ts';
import { withPg } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';
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

/** A process that writes to the source; `stop` waits for its end and says how many rows it wrote. */
function writer(path: string, mode: 'wal' | 'delete') {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, 'following-writer.mjs'), path, mode],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let rows = 0;
  child.stdout?.on('data', (data: Buffer) => {
    rows = Number(data.toString().trim().split('\n').at(-1));
  });
  return {
    get rows() {
      return rows;
    },
    async stop() {
      const ended = Promise.withResolvers<number | null>();
      child.once('exit', ended.resolve);
      child.stdin?.end();
      expect(await ended.promise).toBe(0);
      return rows;
    },
  };
}

describe('follow', () => {
  it.each(['wal', 'delete'] as const)(
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
      const inSource = select(
        scene.source,
        "select count(*), max(data_value + 0) from telemetry_data where data_key = 'writer'",
      );
      await withPg(scene.url, async (client) => {
        const { rows } = await client.query({
          text: `select count(*)::int, max(data_value::int) from telemetry_data where data_key = 'writer'`,
          rowMode: 'array',
        });
        expect(rows).toEqual(inSource);
        expect(rows[0]?.[1]).toBe(written);
      });
      // Nothing of it lies about, and a plain catch-up has nothing to do.
      expect(existsSync(join(scene.workspace, 'runs', scene.state.id, 'spare-snapshot.db'))).toBe(false);
      expect((await scene.sync()).rows).toBe(0);
    },
  );

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
