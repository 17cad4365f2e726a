import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { readCatalog } from '../../../electron/engine/target/catalog.ts';
import { sessionSql } from '../../../electron/engine/target/session.ts';
import type { Profile } from '../../../shared/model/index.ts';
import { startCluster } from '../../helpers/cluster.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { firstOf, isLong } from '../../helpers/long.ts';
import { migratedSample, quiet } from '../../helpers/migrated.ts';
import { freshDatabase, withPg } from '../../helpers/postgres.ts';
import { settingsOf } from '../../helpers/project.ts';
import { hasPython, python, run } from '../../helpers/python.ts';
import { findInitdb } from '../../setup/initdb.mjs';

const initdb = findInitdb();
/** psql and pg_dump of the installed server stand beside its initdb. */
const programs = initdb === null ? null : dirname(initdb);
const canDump = programs !== null && existsSync(join(programs, 'pg_dump'));
if (!canDump)
  console.log('No server of its own with pg_dump on this machine: the scripts for backups are not run.');

interface Service {
  ports: string[];
  volumes: string[];
  environment: Record<string, string>;
  profiles?: string[];
  healthcheck?: { test: string[] };
}

async function kitOfSample(profile: Profile = 'compatible') {
  const workspace = tempFolder();
  const source = join(workspace, 'autocore.db');
  await operations.sample({ out: source, rows: 200 }, quiet);
  const made = await operations.plan({ workspace, source, profile, set: [], extras: true }, quiet);
  const plan = join(workspace, 'plan.json');
  await writeFile(plan, JSON.stringify(made.plan));
  const out = join(workspace, 'kit ç');
  const kit = await operations.kit({ workspace, run: null, plan, out }, quiet);
  return { ...made, kit, out, workspace, source };
}

async function catalogOf(url: string): Promise<string> {
  return withPg(url, async (client) => {
    await client.query(sessionSql());
    const { tables, ...rest } = await readCatalog(client, 'public');
    return JSON.stringify({ tables: tables.filter((t) => t.name !== 'alembic_version'), ...rest }, null, 1);
  });
}

describe.skipIf(!hasPython('alembic', 'psycopg2'))('the Alembic revision', () => {
  it.each(firstOf(['enhanced', 'compatible'] as const))(
    'makes the %s schema, object by object',
    async (profile) => {
      const { out, sql, kit, alembic } = await kitOfSample(profile);
      const [byUs, byAlembic] = await Promise.all([freshDatabase(), freshDatabase()]);
      onTestFinished(async () => {
        await byUs.drop();
        await byAlembic.drop();
      });
      await withPg(byUs.url, (client) => client.query(sql));

      const project = join(out, 'project');
      await mkdir(join(project, 'versions'), { recursive: true });
      await cp(join(out, 'alembic', 'versions'), join(project, 'versions'), { recursive: true });
      const [file = ''] = await readdir(join(project, 'versions'));
      expect(await readFile(join(project, 'versions', file), 'utf8')).toBe(alembic);
      await writeFile(
        join(project, 'env.py'),
        `import os
from alembic import context
from sqlalchemy import create_engine
with create_engine(os.environ["TEST_URL"]).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
      );
      await writeFile(join(project, 'alembic.ini'), `[alembic]\nscript_location = .\n`);
      const runAlembic = (...args: string[]) =>
        run(python, ['-m', 'alembic', ...args], { cwd: project, env: { TEST_URL: byAlembic.url } });
      await runAlembic('upgrade', kit.revision);
      expect(await catalogOf(byAlembic.url)).toBe(await catalogOf(byUs.url));

      await runAlembic('downgrade', 'base');
      const left = JSON.parse(await catalogOf(byAlembic.url));
      expect([left.tables, left.views, left.functions]).toEqual([[], [], []]);
    },
  );
});

it('a revision takes away what it made, also a function that only a check needs', async () => {
  const workspace = tempFolder();
  const source = join(workspace, 's.db');
  const db = new Database(source);
  db.exec('create table t (id integer primary key, j text check (json_valid(j)))');
  db.close();
  const asked = { workspace, source, profile: 'compatible', extras: false } as const;
  const { alembic } = await operations.plan({ ...asked, set: [] }, quiet);
  const [up = '', down = ''] = alembic.split('DOWNGRADE = [');
  expect(up).toContain(String.raw`create function \"public\".is_json(value text)`);
  expect(down).toContain(String.raw`drop function \"public\".\"is_json\"(value text)`);
  // Its table, whose check calls it, goes before.
  expect(down.indexOf('drop table')).toBeLessThan(down.indexOf('drop function'));
});

describe('the kit', () => {
  it.runIf(isLong)(
    'of a run in another schema speaks of one schema alone: that of the server it describes',
    async () => {
      const { workspace, state } = await migratedSample({ rows: 50, schema: 'zz_car' });
      const out = join(workspace, 'kit');
      const kit = await operations.kit({ workspace, run: state.id, plan: null, out }, quiet);
      for (const name of kit.files.filter((name) => /\.(py|sql|sh)$/.test(name)))
        expect([name, (await readFile(join(out, name), 'utf8')).includes('zz_car')]).toEqual([name, false]);
    },
  );

  it('of a run brings the enhanced revision and keeps passwords to their owner', async () => {
    const { workspace, state } = await migratedSample({ rows: 50 });
    const out = join(workspace, 'kit');
    const kit = await operations.kit({ workspace, run: state.id, plan: null, out }, quiet);
    expect(kit.files.filter((name) => /^alembic\/(versions|enhanced)\//.test(name))).toHaveLength(2);
    expect((await stat(join(out, '.env'))).mode & 0o777).toBe(0o600);
    const secrets = await readFile(join(out, '.env'), 'utf8');
    const passwords = [...secrets.matchAll(/PASSWORD=(.+)/g)].map((match) => match[1] ?? '');
    expect(new Set(passwords).size).toBe(5);
    for (const name of kit.files.filter((name) => name !== '.env')) {
      const text = await readFile(join(out, name), 'utf8');
      expect(passwords.filter((password) => text.includes(password))).toEqual([]);
    }
    // A second kit must not lock out a server that has the passwords of the first.
    await operations.kit({ workspace, run: state.id, plan: null, out }, quiet);
    expect(await readFile(join(out, '.env'), 'utf8')).toBe(secrets);
    const page = await readFile(join(out, 'LEIAME.md'), 'utf8');
    for (const name of ['`icons.tags`', '`idx_devices_configuration_json_json`', '`idx_event_logs_search`'])
      expect(page).toContain(name);
  });

  it('has scripts that bash reads, and a compose file that says what it should', async () => {
    const { out, kit } = await kitOfSample();
    const scripts = kit.files.filter((name) => name.endsWith('.sh'));
    expect(scripts).toHaveLength(8);
    for (const name of scripts) {
      await run('bash', ['-n', join(out, name)]);
      // Everybody may see the arguments of a program.
      expect(await readFile(join(out, name), 'utf8')).not.toMatch(/exec .*PASSWORD/);
    }
    const compose = await readFile(join(out, 'docker-compose.yml'), 'utf8');
    expect(compose).toContain('image: postgres:18');
    expect(compose).not.toContain('@MAJOR@');
    expect(await readFile(join(out, 'postgresql', 'autocore.conf'), 'utf8')).toMatch(
      /shared_buffers = '\d+MB'/,
    );
    // A file, or a folder of them.
    const mounted = [...compose.matchAll(/- \.\/([^:]+):/g)].map((match) => match[1] ?? '');
    expect(mounted).toHaveLength(5);
    for (const path of mounted)
      expect(
        kit.files.some((name) => name === path || name.startsWith(`${path}/`)),
        path,
      ).toBe(true);
  });

  it.skipIf(!hasPython('yaml'))(
    'has a compose file that keeps to this machine and asks for health',
    async () => {
      const { out } = await kitOfSample();
      const load = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))';
      const { services, volumes } = JSON.parse(
        await run(python, ['-c', load, join(out, 'docker-compose.yml')]),
      ) as { services: Record<string, Service>; volumes: Record<string, unknown> };
      const { postgres, standby, pgadmin } = services as Record<'postgres' | 'standby' | 'pgadmin', Service>;
      expect(Object.keys(services)).toEqual(['postgres', 'standby', 'pgadmin']);
      expect(postgres.ports).toEqual([
        expect.stringMatching(/^\$\{BIND_ADDRESS:-127\.0\.0\.1\}:\$\{DB_PORT:-5432\}:5432$/),
      ]);
      expect(postgres.healthcheck?.test.join(' ')).toContain('pg_isready');
      expect(postgres.profiles).toBeUndefined();
      expect(standby.profiles).toEqual(['standby']);
      expect(standby.ports).toEqual([
        expect.stringMatching(/^\$\{BIND_ADDRESS:-127\.0\.0\.1\}:\$\{STANDBY_PORT:-5432\}:5432$/),
      ]);
      expect(standby.healthcheck?.test.join(' ')).toContain('pg_isready');
      expect(pgadmin.profiles).toEqual(['pgadmin']);
      expect(pgadmin.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
      // Every variable has a default or stands in .env, and no password stands in the file.
      const secrets = await readFile(join(out, '.env'), 'utf8');
      const values = Object.values(services).flatMap(({ environment }) => Object.entries(environment));
      for (const [name, value] of values) {
        const variable = /^\$\{(\w+)(:-|:\?)/.exec(value);
        if (/PASSWORD|^DB_/.test(name)) expect(variable, name).not.toBeNull();
        if (variable?.[2] === ':?') expect(secrets).toMatch(new RegExp(`^${variable[1]}=.`, 'm'));
      }
      const named = Object.values(services).flatMap((service) =>
        service.volumes.map((v) => v.split(':')[0] ?? ''),
      );
      expect(named.filter((name) => !name.startsWith('.')).sort()).toEqual(Object.keys(volumes).sort());
    },
  );

  it.skipIf(!hasPython('sqlalchemy', 'psycopg2'))('has engine settings that connect', async () => {
    const { out, workspace } = await kitOfSample();
    const database = await freshDatabase();
    onTestFinished(() => database.drop());
    const env = settingsOf(database.url);
    const ask = `from database_config import *; e = create_database_engine()
print(e.connect().exec_driver_sql("select current_setting('timezone')").scalar(), e.pool.size(), e.pool._max_overflow)`;
    const cwd = join(out, 'application');
    expect(await run(python, ['-c', ask], { cwd, env })).toBe('UTC 10 20\n');
    const sqlite = { DATABASE_TYPE: 'sqlite', DB_PATH: join(workspace, 'autocore.db') };
    const count = `from database_config import *
print(create_database_engine().connect().exec_driver_sql("select count(*) from telemetry_data").scalar())`;
    expect(await run(python, ['-c', count], { cwd, env: sqlite })).toBe('200\n');
  });

  it.skipIf(!canDump)(
    'makes a database with least rights, copies it, keeps N copies and brings one back',
    async () => {
      const { out, source, workspace } = await kitOfSample();
      const at = (name: string) => join(programs ?? '', name);
      const conf = await readFile(join(out, 'postgresql', 'autocore.conf'), 'utf8');
      const settings = Object.fromEntries(
        [...conf.matchAll(/^(\S+) = '(.*)'$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
      );
      const cluster = await startCluster({ initdb: at('initdb'), postgres: at('postgres') }, settings);
      onTestFinished(() => cluster.stop());
      const file = join(out, '.env');
      const text = await readFile(file, 'utf8');
      await writeFile(
        file,
        text.replace('DB_PORT=5432', `DB_PORT=${cluster.port}`).replace('KEEP=14', 'KEEP=2'),
      );
      const env = Object.fromEntries(
        [...(await readFile(file, 'utf8')).matchAll(/^(\w+)=(.*)$/gm)].map((m) => [m[1] ?? '', m[2] ?? '']),
      ) as Record<string, string>;
      for (let time = 0; time < 2; time++)
        await run(at('psql'), ['-X', '-q', '-d', cluster.url, '-f', join(out, 'init.sql')], { env });

      const url = (user: string, password = '') =>
        `postgresql://${user}:${password}@127.0.0.1:${cluster.port}/${env.DB_NAME}`;
      const owner = url('autocore_owner', env.OWNER_PASSWORD);
      const app = url(env.DB_USER ?? '', env.DB_PASSWORD);
      const facts = { env: {}, schema: null, plan: null, profile: 'compatible', extras: true } as const;
      const rest = { ifNotEmpty: 'abort', rehearse: false, acceptDefaults: true, language: 'en' } as const;
      const { state } = await operations.migrate(
        { workspace, source, target: owner, ...facts, ...rest },
        quiet,
      );
      expect(state.status).toBe('succeeded');

      await withPg(app, async (client) => {
        const insert = `insert into devices (uuid, name, type, status) values ('nova', 'Nova', 'x', 'offline')`;
        await client.query(insert);
        await client.query(`delete from devices where uuid = 'nova'`);
        expect((await client.query('show timezone')).rows[0].TimeZone).toBe('UTC');
        for (const sql of [
          'create table x (a int)',
          'drop table devices',
          'create role x',
          'truncate icons',
        ]) {
          await expect(client.query(sql), sql).rejects.toThrow(/permission|owner/);
        }
      });
      const extensions = await withPg(owner, (c) => c.query('select extname from pg_extension order by 1'));
      expect(extensions.rows.map((row) => row.extname)).toEqual(['pg_stat_statements', 'pg_trgm', 'plpgsql']);
      const health = { workspace, run: state.id, target: owner, env: {}, backups: join(out, 'backups') };
      const sqlOf = 'select datcollate from pg_database where datname = current_database()';
      expect((await withPg(owner, (c) => c.query(sqlOf))).rows[0].datcollate).toBe('C');

      const path = `${programs}:${process.env.PATH}`;
      const shell = (name: string, args: string[] = []) =>
        run('bash', [join(out, 'backup', name), ...args], { env: { PATH: path, RESTORE_CONFIRM: 'sim' } });
      for (const old of ['20200101T000000Z', '20200102T000000Z']) {
        await mkdir(join(out, 'backups'), { recursive: true });
        await writeFile(join(out, 'backups', `autocore-${old}.dump`), '');
      }
      // What is made beside the application's tables: views of views, and what a replaced or another vehicle left.
      await withPg(owner, (client) =>
        client.query(`create type mood as enum ('ok', 'bad');
          create domain plate as varchar check (length(value) < 8);
          create type pair as (a int, b mood);
          create sequence alone;
          create view first_view as select id, name from devices;
          create view second_view as select id, name from first_view;
          create materialized view kept_view as select count(*) as n, 'ok'::mood as mood from second_view;
          create table serials (id serial primary key, m mood default 'ok', p plate, more int);
          alter table serials alter more set not null, alter more add generated by default as identity;
          create function of_pair(p pair) returns int language sql as 'select 1';
          create schema public_before_1;
          create table public_before_1.devices as select * from devices`),
      );
      const copy = (await shell('backup.sh')).trim();
      expect(await readdir(join(out, 'backups'))).toHaveLength(2);
      expect((await stat(copy)).mode & 0o777).toBe(0o600);
      await withPg(app, (client) => client.query('delete from telemetry_data'));
      await shell('restore.sh', [copy]);
      const count = await withPg(app, (client) => client.query('select count(*) as n from telemetry_data'));
      expect(Number(count.rows[0].n)).toBe(200);
      const back = await withPg(owner, (client) =>
        client.query(`select (select count(*) from second_view) = (select n from kept_view) as views,
          (select count(*) from public_before_1.devices) = (select count(*) from devices) as schemas,
          of_pair((1, 'ok')) as routines, nextval('alone') as next`),
      );
      expect(back.rows).toEqual([{ views: true, schemas: true, routines: 1, next: '1' }]);
      expect(await shell('partitions.sh')).toContain('(1 row)');
      const status = await operations.status(health, quiet);
      expect(status.slowest?.length).toBeGreaterThan(3);
      expect(status.lastBackup?.file).toBe(copy.split('/').at(-1));
      expect(status.warnings).toEqual([]);
    },
  );
});
