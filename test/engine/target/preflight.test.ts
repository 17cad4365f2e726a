import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { asAccount, serverAccount } from '../../../electron/engine/server/account.ts';
import { freePort } from '../../../electron/engine/server/ports.ts';
import { type TargetConfig, targetConfig } from '../../../electron/engine/target/config.ts';
import { connect, withClient } from '../../../electron/engine/target/connect.ts';
import {
  assertReady,
  type CheckId,
  type PreflightOptions,
  type PreflightReport,
  preflight,
} from '../../../electron/engine/target/preflight.ts';
import { freshDatabase, hasPg15, serverUrl, type TestServer, withPg } from '../../helpers/postgres.ts';
import { until } from '../../helpers/until.ts';

const env: NodeJS.ProcessEnv = { HOME: tmpdir() };
let database: Awaited<ReturnType<typeof freshDatabase>>;
let config: TargetConfig;

beforeAll(async () => {
  database = await freshDatabase();
  config = targetConfig(database.url, env);
});
afterAll(() => database.drop());

const look = (options: Partial<PreflightOptions> = {}): Promise<PreflightReport> => {
  const all: PreflightOptions = { config, schema: 'public', mode: 'abort', managedData: null, ...options };
  return withClient(all.config, (client) => preflight(client, all));
};
const failing = (report: PreflightReport): CheckId[] =>
  report.checks.filter(({ ok }) => !ok).map(({ id }) => id);
const admin = (...statements: string[]) =>
  withPg(database.url, async (client) => {
    for (const sql of statements) await client.query(sql);
  });
/** Every object of a database, to see that nothing was left behind. */
const everything = (url: string) =>
  withPg(url, async (client) => {
    const { rows } = await client.query(
      `select relnamespace::regnamespace::text as schema, relname from pg_class where relkind <> 't'
       union all select 'schema', nspname from pg_namespace order by 1, 2`,
    );
    return rows.filter(({ schema }) => !/^pg_toast/.test(schema));
  });

test.for<TestServer>(['pg18', 'pg15'])(
  'an empty database on %s is ready, and stays untouched',
  async (server, { skip }) => {
    if (server === 'pg15' && !hasPg15()) skip();
    const empty = await freshDatabase(server);
    onTestFinished(empty.drop);
    const before = await everything(empty.url);
    const report = await look({
      config: targetConfig(empty.url, env),
      managedData: tmpdir(),
      requiredBytes: 1,
    });
    expect(failing(report)).toEqual([]);
    expect(() => assertReady(report)).not.toThrow();
    expect(report.server).toMatch(/^PostgreSQL \d+\.\d+$/);
    expect(report.timeZone).toEqual(expect.any(String));
    expect(report.freeBytes).toBeGreaterThan(0);
    expect(report.checks.map(({ id }) => id)).toEqual([
      'version',
      'encoding',
      'writable',
      'pooler',
      'collation',
      'journal',
      'rights',
      'live',
      'space',
      'empty',
      'strangers',
    ]);
    expect(failing(await look({ config: targetConfig(empty.url, env), schema: 'a "new" schema' }))).toEqual(
      [],
    );
    expect(await everything(empty.url)).toEqual(before);
  },
);

describe('what the schema holds', () => {
  test('objects of its own are counted and named', async () => {
    await admin(
      'create schema full_one',
      'create table full_one.cars (id serial primary key, n int generated always as identity, at date) partition by range (id)',
      'create table full_one.cars_1 partition of full_one.cars for values from (1) to (9)',
      'create view full_one.fast as select * from full_one.cars',
      'create sequence full_one.own_counter',
      `create function full_one.f() returns int language sql as 'select 1'`,
      `create type full_one.colour as enum ('red')`,
      'create type full_one.span as range (subtype = int)',
    );
    const report = await look({ schema: 'full_one' });
    expect(failing(report)).toEqual(['empty']);
    expect(() => assertReady(report)).toThrow(
      expect.objectContaining({
        code: 'target.notEmpty',
        params: expect.objectContaining({
          schema: 'full_one',
          count: 6,
          examples: 'cars, colour, f(), fast, own_counter',
        }),
      }),
    );
    expect(failing(await look({ schema: 'full_one', mode: 'replace' }))).toEqual([]);
    await admin('drop schema full_one cascade');
  });

  test('extensions and our own journal do not count', async () => {
    await admin(
      'create schema with_extension',
      'create extension pg_trgm schema with_extension',
      'create schema autocore_migration',
      'create table autocore_migration.chunk (id int)',
    );
    expect(failing(await look({ schema: 'with_extension' }))).toEqual([]);
    await admin('drop schema with_extension cascade', 'drop schema autocore_migration cascade');
  });
});

describe('what stops a migration', () => {
  const role = `guest_${Math.random().toString(36).slice(2, 10)}`;
  let guest: TargetConfig;

  beforeAll(async () => {
    await admin(`create role ${role} login password 'guest'`);
    guest = { ...config, user: role, password: 'guest' };
  });
  afterAll(() => admin(`drop owned by ${role}`, `drop role ${role}`));

  test('no rights in the schema, or to make one', async () => {
    const report = await look({ config: guest });
    expect(failing(report)).toEqual(['rights']);
    expect(() => assertReady(report)).toThrow(
      expect.objectContaining({
        code: 'target.noRights',
        params: expect.objectContaining({
          user: role,
          schema: 'public',
          reason: expect.stringContaining('permission denied'),
        }),
      }),
    );
    expect(failing(await look({ config: guest, schema: 'new_one' }))).toEqual(['rights']);
    await admin(`grant create on database ${database.name} to ${role}`);
    expect(failing(await look({ config: guest, schema: 'new_one' }))).toEqual([]);
    expect(failing(await look({ schema: 'pg_mine' }))).toEqual(['rights']);
  });

  test('replacing what belongs to somebody else', async () => {
    await admin(
      `grant create on database ${database.name} to ${role}`,
      'create schema shared',
      `grant all on schema shared to ${role}`,
      'create table shared.theirs (id int)',
    );
    const report = await look({ config: guest, schema: 'shared', mode: 'replace' });
    expect(failing(report)).toEqual(['rights']);
    expect(report.checks.find(({ id }) => id === 'rights')?.params.reason).toContain('theirs (postgres)');
    await admin('drop schema shared cascade');
  });

  test('another encoding', async () => {
    const name = `${database.name}_latin`;
    await withPg(serverUrl(), (client) =>
      client.query(
        `create database ${name} template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`,
      ),
    );
    try {
      const report = await look({ config: { ...config, database: name } });
      expect(failing(report)).toEqual(['encoding']);
      expect(() => assertReady(report)).toThrow(
        expect.objectContaining({
          code: 'target.encoding',
          params: expect.objectContaining({ encoding: 'LATIN1', database: name }),
        }),
      );
    } finally {
      await withPg(serverUrl(), (client) => client.query(`drop database ${name}`));
    }
  });

  test('a role that may only read', async () => {
    await admin(`alter role ${role} set default_transaction_read_only = on`);
    const report = await look({ config: guest });
    expect(failing(report)).toEqual(['writable']);
    expect(() => assertReady(report)).toThrow(expect.objectContaining({ code: 'target.readOnly' }));
    await admin(`alter role ${role} reset default_transaction_read_only`);
  });

  test('not enough space', async () => {
    const report = await look({ managedData: tmpdir(), requiredBytes: 2 ** 60 });
    expect(failing(report)).toEqual(['space']);
    expect(() => assertReady(report)).toThrow(expect.objectContaining({ code: 'target.noSpace' }));
  });

  test('the first failure is the one that is told', () => {
    const check = (id: CheckId, ok: boolean) => ({ id, ok, params: { id } });
    const report: PreflightReport = {
      server: 'PostgreSQL 11.2',
      timeZone: 'UTC',
      settings: {},
      freeBytes: null,
      checks: [check('version', false), check('empty', false)],
    };
    expect(() => assertReady(report)).toThrow(expect.objectContaining({ code: 'target.tooOld' }));
  });

  test('a lost connection is an error, not a finding', async () => {
    const client: pg.Client = await connect(config);
    await client.end();
    await expect(
      preflight(client, { config, schema: 'public', mode: 'abort', managedData: null }),
    ).rejects.toThrow();
  });
});

const pgbouncer = spawnSync('pgbouncer', ['--version']).status === 0;
if (!pgbouncer) console.log('No PgBouncer on this machine: its tests are skipped.');

describe.runIf(pgbouncer)('PgBouncer', () => {
  test.each<[string, number, CheckId[]]>([
    ['transaction', 5, ['pooler']],
    ['transaction', 1, ['pooler']],
    ['session', 5, []],
  ])('in %s mode with %i server connections', async (mode, size, expected) => {
    const port = await freePort(null);
    const folder = mkdtempSync(join(tmpdir(), 'autocore-bouncer-'));
    chmodSync(folder, 0o755);
    const file = join(folder, 'pgbouncer.ini');
    const { host, port: serverPort, user, password } = config;
    writeFileSync(
      file,
      `[databases]
pooled = host=${host} port=${serverPort} dbname=${config.database} user=${user} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${size}
`,
    );
    const account = await serverAccount(folder, ['/usr/bin/env'], null);
    const call = asAccount(account, 'pgbouncer', ['-q', file]);
    const child = spawn(call.file, call.args, { ...call.options, stdio: 'ignore' });
    try {
      const pooled = { ...config, port, database: 'pooled' };
      let report: PreflightReport | undefined;
      await until(async () => {
        report = await look({ config: pooled }).catch((error) => {
          if (error.code !== 'target.unreachable' || child.exitCode !== null) throw error;
          return undefined;
        });
        return report !== undefined;
      });
      expect(report && failing(report)).toEqual(expected);
    } finally {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
