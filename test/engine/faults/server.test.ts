import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import type { Stage } from '../../../shared/model/index.ts';
import { type Cluster, startCluster } from '../../helpers/cluster.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { migrationScene, type Scene, sceneWith } from '../../helpers/migration.ts';
import { serverUrl, withPg } from '../../helpers/postgres.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';

/** Does something once, when the run gets there. */
function once(scene: Scene, stage: Stage, done: number, act: () => unknown): () => boolean {
  let happened = false;
  scene.onProgress = (progress) => {
    if (happened || progress.stage !== stage || progress.done < done) return;
    happened = true;
    act();
  };
  return () => happened;
}

describe('a server that goes down', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster(await serverBinaries());
  });
  afterAll(() => cluster.stop());

  it.each<[string, 'stop' | 'kill', Stage, number]>([
    ['restarted', 'stop', 'load', 4_000],
    ['killed', 'kill', 'load', 4_000],
    ['killed', 'kill', 'indexes', 10],
    ['restarted', 'stop', 'validate', 1],
  ])('is %s (%s) in the stage %s', async (_, how, stage, done) => {
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    await writeSample({ out: source, rows: 12_000 });
    await withPg(cluster.url, (client) => client.query('drop database if exists down with (force)'));
    await withPg(cluster.url, (client) => client.query('create database down template template0'));
    const url = cluster.url.replace(/\/postgres$/, '/down');
    const scene = sceneWith({
      folder,
      source,
      url,
      tuning: { retry: { attempts: 60, firstDelay: 20, longestDelay: 200 } },
    });
    let back: Promise<void> | undefined;
    const happened = once(scene, stage, done, () => {
      back = cluster.restart(how, 200);
    });
    const state = await scene.migrate();
    await back;
    expect(happened()).toBe(true);
    expect(state).toMatchObject({ status: 'succeeded', objects: { missing: [] } });
    await expectSameRows(source, url);
  });
});

describe('a server that refuses for a while', () => {
  const ours = `application_name = 'autocore-migrate' and pid <> pg_backend_pid() and datname = current_database()`;

  it('ends sessions and cancels statements (an administrator, a time limit)', async () => {
    const scene = await migrationScene(12_000);
    let cancelled = 0;
    scene.onProgress = ({ stage, done }) => {
      if (!['load', 'indexes', 'validate'].includes(stage) || done === 0 || cancelled >= 8) return;
      cancelled++;
      const end = cancelled % 2 === 0 ? 'pg_terminate_backend' : 'pg_cancel_backend';
      void withPg(scene.url, (client) =>
        client.query(`select ${end}(pid) from pg_stat_activity where ${ours}`),
      );
    };
    const state = await scene.migrate();
    expect(cancelled).toBe(8);
    expect(state.status).toBe('succeeded');
    await expectSameRows(scene.source, scene.url);
  });

  it('has limits of its own on statements, locks and idle sessions: ours count', async () => {
    const scene = await migrationScene(3_000);
    await withPg(scene.url, async (client) => {
      const name = new URL(scene.url).pathname.slice(1);
      for (const setting of [
        'statement_timeout',
        'lock_timeout',
        'idle_session_timeout',
        'transaction_timeout',
      ]) {
        await client.query(`alter database ${name} set ${setting} = 20`);
      }
    });
    expect((await scene.migrate()).status).toBe('succeeded');
    // The one that looks has no such defences.
    await withPg(scene.url.replace(/\/\w+$/, '/postgres'), (client) =>
      client.query(`alter database ${new URL(scene.url).pathname.slice(1)} reset all`),
    );
    await expectSameRows(scene.source, scene.url);
  });

  it('chooses us as the victim of a deadlock', async () => {
    const scene = await migrationScene(6_000);
    const name = new URL(scene.url).pathname.slice(1);
    await withPg(scene.url, (client) => client.query(`alter database ${name} set deadlock_timeout = '20ms'`));
    const lock = (table: string) => `lock table ${table} in access exclusive mode`;
    const victims: unknown[] = [];
    let other: Promise<void> | undefined;
    once(scene, 'load', 1, () => {
      other = withPg(scene.url, async (client) => {
        // The server looks for a circle when somebody has waited so long: we lose our patience first.
        await client.query(`set deadlock_timeout = '60s'`);
        for (let i = 0; i < 3; i++) {
          // A chunk has its table, and waits for the journal; this one has the journal, and waits for the table.
          await client.query(`begin; ${lock('autocore_migration.chunk')}`);
          const waiting = `select count(*)::int as n from pg_locks where not granted
            and relation = 'autocore_migration.chunk'::regclass`;
          await untilTrue(async () => (await client.query(waiting)).rows[0].n > 0);
          const tables = `select distinct relation::regclass::text as name from pg_locks where granted
            and mode = 'RowExclusiveLock' and relation in (select oid from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p'))`;
          const [held] = (await client.query(tables)).rows;
          if (held) await client.query(lock(held.name)).catch((error) => victims.push(error));
          await client.query('rollback');
        }
      });
    });
    const before = await deadlocks(scene.url);
    expect((await scene.migrate()).status).toBe('succeeded');
    await other;
    expect(victims).toEqual([]);
    expect(await deadlocks(scene.url)).toBeGreaterThan(before);
    await expectSameRows(scene.source, scene.url);
  });

  it('cannot serialise us', async () => {
    const scene = await migrationScene(6_000);
    // Our first transactions of the index stage fail as serialisation would make them fail.
    await withPg(scene.url, (client) =>
      client.query(`
        create schema trap;
        create sequence trap.count;
        create function trap.fail() returns event_trigger language plpgsql as $$
        begin
          if nextval('trap.count') <= 3 then
            raise exception 'could not serialize access' using errcode = '40001';
          end if;
        end $$;
        create event trigger trap on ddl_command_end when tag in ('CREATE INDEX') execute function trap.fail()`),
    );
    expect((await scene.migrate()).status).toBe('succeeded');
    await withPg(scene.url, async (client) => {
      const { rows } = await client.query('select last_value::int as n from trap.count');
      expect(rows[0].n).toBeGreaterThan(3);
    });
    await expectSameRows(scene.source, scene.url);
  });

  it('keeps a lock from us longer than we wait for one', async () => {
    const scene = await migrationScene(6_000);
    let released: Promise<void> | undefined;
    once(scene, 'load', 1, () => {
      released = withPg(scene.url, async (client) => {
        await client.query('begin; lock table telemetry_data in access exclusive mode');
        // As if each of our sessions had lost its patience.
        for (let i = 0; i < 4; i++) {
          const waiting = `select count(*)::int as n from pg_locks where not granted and relation = 'telemetry_data'::regclass`;
          await untilTrue(async () => (await client.query(waiting)).rows[0].n > 0);
          await client.query(
            `select pg_cancel_backend(pid) from pg_locks where not granted and relation = 'telemetry_data'::regclass`,
          );
        }
        await client.query('rollback');
      });
    });
    expect((await scene.migrate()).status).toBe('succeeded');
    await released;
    await expectSameRows(scene.source, scene.url);
  });

  it('has room for fewer connections than wanted, or for none for a moment', async () => {
    const scene = await migrationScene(6_000);
    const role = `guest_${new URL(scene.url).pathname.slice(1)}`;
    const limit = (n: number) =>
      withPg(serverUrl(), (client) => client.query(`alter role ${role} connection limit ${n}`));
    await withPg(scene.url, async (client) => {
      await client.query(`create role ${role} login password 'guest' connection limit 2`);
      await client.query(`grant create on database ${new URL(scene.url).pathname.slice(1)} to ${role}`);
    });
    const url = new URL(scene.url);
    url.username = role;
    url.password = 'guest';
    try {
      // One holds the schema, one loads.
      once(scene, 'load', 2_000, async () => {
        await limit(0);
        await withPg(scene.url, (client) =>
          client.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`),
        );
        setTimeout(() => void limit(2), 100);
      });
      const state = await scene.migrate({ target: url.href, schema: 'garage' });
      expect(state.status).toBe('succeeded');
      await expectSameRows(scene.source, scene.url, 'garage');
    } finally {
      await withPg(scene.url, (client) => client.query(`drop owned by ${role} cascade; drop role ${role}`));
    }
  });
});

/** Deadlocks that the server has broken in that database; a backend reports its own when it is idle or ends. */
function deadlocks(url: string): Promise<number> {
  return withPg(url, async (client) => {
    const { rows } = await client.query(
      'select deadlocks::int as n from pg_stat_database where datname = current_database()',
    );
    return rows[0].n;
  });
}

async function untilTrue(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}
