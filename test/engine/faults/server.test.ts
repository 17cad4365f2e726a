import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeSample } from '../../../electron/engine/sample/write.ts';
import { serverBinaries } from '../../../electron/engine/server/binaries.ts';
import type { Stage } from '../../../shared/model/index.ts';
import { type Cluster, startCluster } from '../../helpers/cluster.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { migrationScene, type Scene, sceneWith } from '../../helpers/migration.ts';
import { serverUrl, withPg } from '../../helpers/postgres.ts';
import { startProxy } from '../../helpers/proxy.ts';
import { expectSameRows } from '../../helpers/same-rows.ts';
import { until } from '../../helpers/until.ts';

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
      tuning: { retry: { attempts: 600, firstDelay: 20, longestDelay: 200 } },
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
    const struck: Promise<{ end: string; sessions: number | null }>[] = [];
    scene.onProgress = ({ stage, done }) => {
      if (!['load', 'indexes', 'validate'].includes(stage) || done === 0 || cancelled >= 8) return;
      cancelled++;
      const end = cancelled % 2 === 0 ? 'pg_terminate_backend' : 'pg_cancel_backend';
      struck.push(
        withPg(scene.url, async (client) => {
          const { rowCount } = await client.query(`select ${end}(pid) from pg_stat_activity where ${ours}`);
          return { end, sessions: rowCount };
        }),
      );
    };
    const state = await scene.migrate();
    expect(cancelled).toBe(8);
    // Of both kinds some hit a session.
    const hit = (await Promise.all(struck)).filter(({ sessions }) => sessions !== 0).map(({ end }) => end);
    expect(new Set(hit)).toEqual(new Set(['pg_cancel_backend', 'pg_terminate_backend']));
    expect(state.status).toBe('succeeded');
    await expectSameRows(scene.source, scene.url);
  });

  it('has limits of its own on statements, locks and idle sessions: ours count', async () => {
    const scene = await migrationScene(3_000);
    const limit = 300;
    const name = new URL(scene.url).pathname.slice(1);
    // The one that looks has no such limits.
    const look = await connected(scene.url);
    for (const setting of [
      'statement_timeout',
      'lock_timeout',
      'idle_session_timeout',
      'transaction_timeout',
    ]) {
      await look.query(`alter database ${name} set ${setting} = ${limit}`);
    }
    // An index that takes longer than they allow, and a table that somebody keeps for longer.
    await look.query(`
      create schema trap;
      create sequence trap.count;
      create function trap.slow() returns event_trigger language plpgsql as
        $$ begin if nextval('trap.count') = 1 then perform pg_sleep(${limit / 1000} * 2); end if; end $$;
      create event trigger slow on ddl_command_start when tag in ('CREATE INDEX') execute function trap.slow()`);
    let kept: Promise<unknown> | undefined;
    const isKept = once(scene, 'load', 1, () => {
      const waited = `select count(*)::int as n from pg_locks where not granted
        and relation = 'telemetry_data'::regclass and waitstart < clock_timestamp() - interval '${limit * 2} ms'`;
      kept = look
        .query('begin; lock table telemetry_data in access exclusive mode')
        .then(() => until(async () => (await look.query(waited)).rows[0].n > 0))
        .then(() => look.query('rollback'));
    });
    expect((await scene.migrate()).status).toBe('succeeded');
    await kept;
    expect(isKept()).toBe(true);
    await look.query(`alter database ${name} reset all`);
    await expectSameRows(scene.source, scene.url);
  });

  it('chooses us as the victim of a deadlock', async () => {
    const scene = await migrationScene(6_000);
    const rounds = 2;
    const gate = 42;
    // Whoever copies into a table has it, and waits at the gate.
    await withPg(scene.url, (client) =>
      client.query(`
        create schema trap;
        create function trap.wait() returns trigger language plpgsql as
          $$ begin perform pg_advisory_lock_shared(${gate}); perform pg_advisory_unlock_shared(${gate}); return null; end $$;
        create function trap.gate() returns event_trigger language plpgsql as $$
        declare made record;
        begin
          for made in select * from pg_event_trigger_ddl_commands()
            where object_type = 'table' and schema_name = 'public' loop
            execute format('create or replace trigger gate before insert on %s execute function trap.wait()', made.objid::regclass);
          end loop;
        end $$;
        create event trigger gate on ddl_command_end when tag in ('CREATE TABLE') execute function trap.gate()`),
    );
    const keeper = await connected(scene.url);
    await keeper.query(`select pg_advisory_lock(${gate})`);
    const one = async (sql: string) => (await keeper.query(sql)).rows[0];
    const quarrel = async (): Promise<void> => {
      const other = await connected(scene.url);
      // The server looks for a circle when somebody has waited for so long: never on behalf of this one.
      await other.query(`set deadlock_timeout = '1h'`);
      for (let round = 1; round <= rounds; round++) {
        const atTheGate = `select relation::regclass::text as table from pg_locks
          where granted and mode = 'RowExclusiveLock' and relation in
            (select oid from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p'))
            and pid in (select pid from pg_locks where locktype = 'advisory' and not granted) limit 1`;
        await until(async () => (await one(atTheGate)) !== undefined);
        const { table } = await one(atTheGate);
        await other.query('begin; lock table autocore_migration.chunk in access exclusive mode');
        // This one waits for the table; let through, the chunk then waits for the journal, and the circle is closed.
        const got = other.query(`lock table ${table} in access exclusive mode`);
        const waits = `select from pg_locks where not granted and mode = 'AccessExclusiveLock' and relation = '${table}'::regclass`;
        await until(async () => (await one(waits)) !== undefined);
        await keeper.query(`select pg_advisory_unlock(${gate})`);
        // It is given the table: the chunk was the one to give up.
        await got;
        await keeper.query(`select pg_advisory_lock(${gate})`);
        await other.query('rollback');
      }
      await keeper.query(`select pg_advisory_unlock(${gate})`);
    };
    const before = await deadlocks(scene.url);
    let quarrels: Promise<void> | undefined;
    once(scene, 'load', 0, () => {
      quarrels = quarrel();
    });
    expect((await scene.migrate()).status).toBe('succeeded');
    await quarrels;
    // A backend reports what it saw when it is idle, or ends.
    await until(async () => (await deadlocks(scene.url)) === before + rounds);
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
    const isLocked = once(scene, 'load', 1, () => {
      released = withPg(scene.url, async (client) => {
        await client.query('begin; lock table telemetry_data in access exclusive mode');
        // As if each of our sessions had lost its patience.
        for (let i = 0; i < 4; i++) {
          const waiting = `select count(*)::int as n from pg_locks where not granted and relation = 'telemetry_data'::regclass`;
          await until(async () => (await client.query(waiting)).rows[0].n > 0);
          await client.query(
            `select pg_cancel_backend(pid) from pg_locks where not granted and relation = 'telemetry_data'::regclass`,
          );
        }
        await client.query('rollback');
      });
    });
    expect((await scene.migrate()).status).toBe('succeeded');
    await released;
    expect(isLocked()).toBe(true);
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
    const proxy = await startProxy(scene.url);
    onTestFinished(() => proxy.close());
    const url = new URL(proxy.url);
    url.username = role;
    url.password = 'guest';
    try {
      // One holds the schema, one loads.
      let refused = Number.NaN;
      proxy.inspect((_, data, to) => {
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        if (to === 'client' && data.includes('C53300\0') && ++refused === 2) void limit(2);
        return data;
      });
      once(scene, 'load', 2_000, async () => {
        await limit(0);
        refused = 0;
        await withPg(scene.url, (client) =>
          client.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`),
        );
      });
      const state = await scene.migrate({ target: url.href, schema: 'garage' });
      expect(state.status).toBe('succeeded');
      expect(refused).toBeGreaterThanOrEqual(2);
      await expectSameRows(scene.source, scene.url, 'garage');
    } finally {
      await withPg(scene.url, (client) => client.query(`drop owned by ${role} cascade; drop role ${role}`));
    }
  });
});

/** A connection that ends with the test. */
async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Deadlocks that the server has broken in that database. */
function deadlocks(url: string): Promise<number> {
  return withPg(url, async (client) => {
    const { rows } = await client.query(
      'select deadlocks::int as n from pg_stat_database where datname = current_database()',
    );
    return rows[0].n;
  });
}
