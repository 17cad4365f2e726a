import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderSettings } from '../../../electron/engine/kit/env.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { freshDatabase } from '../../helpers/postgres.ts';
import { hasPython, python, run } from '../../helpers/python.ts';

const template = readFileSync(
  join(import.meta.dirname, '../../../electron/engine/kit/files/application/database_config.py'),
  'utf8',
);

/** SQLAlchemy 1.4 says `database` for what is `dbname` since 2.0; psycopg2 takes both. */
const named =
  'named = lambda given: {"dbname" if name == "database" else name: value for name, value in given.items()}\n';

/** Runs Python beside database_config.py in a folder of a project; one JSON document a line. */
async function ask(program: string, env: Record<string, string> = {}, config = 'database/shared') {
  const root = tempFolder();
  const cwd = join(root, config);
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'database_config.py'), renderSettings(template, config));
  writeFileSync(join(root, '.env'), 'DATABASE_TYPE=postgresql\nDB_NAME=of_the_root\n');
  const begin = `import json\nfrom database_config import *\nshow = lambda *x: print(json.dumps(x))\n${named}`;
  const said = await run(python, ['-c', begin + program], { cwd, env });
  return said
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const postgresql = { DATABASE_TYPE: 'postgresql', DB_USER: 'u', DB_PASSWORD: 's', DB_NAME: 'n' };
const sqlite = { DATABASE_TYPE: 'sqlite' };
/** What psycopg2 would be called with. */
const called = 'd = create_database_engine(url="sqlite:///x/autocore.db").dialect\n';
const given = `${called}show(named(d.create_connect_args(database_url())[1]))`;

describe.skipIf(!hasPython('sqlalchemy', 'psycopg2'))('database_config.py', () => {
  it.each([
    ['::1', { host: '::1', port: 5432 }],
    ['[fe80::1]', { host: 'fe80::1', port: 5432 }],
    ['/var/run/postgresql', { host: '/var/run/postgresql', port: '5432' }],
  ])('connects to %s with any password', async (host, where) => {
    const password = 'a:b@c/d %20?é[#';
    const env = { ...postgresql, DB_HOST: host, DB_PASSWORD: password };
    const [arguments_] = await ask(given, env);
    expect(arguments_).toEqual([{ user: 'u', password, dbname: 'n', ...where }]);
  });

  it('gives PostgreSQL what it understands, and what the application asks for besides', async () => {
    const program = `from sqlalchemy.pool import NullPool, StaticPool
for pool in (StaticPool, NullPool):
    e = create_database_engine("sqlite:///autocore.db", poolclass=pool, pool_size=3, echo=False,
        connect_args={"check_same_thread": False, "timeout": 30, "uri": True, "connect_timeout": 5, "options": "-c lock_timeout=9"})
    seen = []
    e.dialect.connect = lambda *a, **k: seen.append(k) or 1 / 0
    try:
        e.raw_connection()
    except ZeroDivisionError:
        pass
    show(type(e.pool).__name__, e.pool.size(), named(seen[0]))`;
    const line = [
      ...['QueuePool', 3],
      {
        ...{
          user: 'u',
          password: 's',
          host: 'localhost',
          port: 5432,
          dbname: 'n',
          application_name: 'autocore',
        },
        ...{ connect_timeout: 5, options: '-c timezone=UTC -c lock_timeout=9' },
      },
    ];
    expect(await ask(program, postgresql)).toEqual([line, line]);
  });

  it('leaves SQLite what it was', async () => {
    const program = `from sqlalchemy.pool import StaticPool
e = create_database_engine(url="sqlite:///:memory:", poolclass=StaticPool, connect_args={"timeout": 3})
show(type(e.pool).__name__, e.connect().exec_driver_sql("select 1").scalar())
show(get_database_url("sqlite:////a b/autocore.db"), get_database_url())`;
    expect(await ask(program, sqlite)).toEqual([
      ['StaticPool', 1],
      ['sqlite:////a b/autocore.db', 'sqlite:///autocore.db'],
    ]);
  });

  it.skipIf(!hasPython('dotenv')).each(['.', 'shared', 'a/b/c/d'])(
    "reads the project's own .env from %s",
    async (config) => {
      expect(await ask('show(database_url().database)', {}, config)).toEqual([['of_the_root']]);
    },
  );

  it('knows which columns a row was refused for, of expressions too', async () => {
    const database = await freshDatabase();
    onTestFinished(() => database.drop());
    const { username, password, hostname, port } = new URL(database.url);
    const env = {
      DB_USER: username,
      DB_PASSWORD: decodeURIComponent(password),
      DB_HOST: hostname,
      DB_PORT: port,
    };
    const program = `
from sqlalchemy.exc import IntegrityError
e = create_database_engine()
with e.begin() as c:
    c.exec_driver_sql("create table t (uuid varchar(9) unique, name varchar(9), note varchar(9) not null default '', a integer, b integer)")
    c.exec_driver_sql("create unique index by_name on t (lower(name))")
    c.exec_driver_sql("create unique index by_two on t (a, b)")
rows = ["uuid) values ('a')", "name) values ('(b)=(')", "a, b) values (1, 2)", "note) values (null)"]
for row in rows * 2:
    try:
        with e.begin() as c:
            c.exec_driver_sql("insert into t (" + row)
    except IntegrityError as error:
        asked = [None, "uuid", "t.uuid", "name", "by_name", "lower", "a, b", "b"]
        show([each for each in asked if is_unique_violation(error, each)])`;
    const shared = [[[null, 'uuid', 't.uuid']], [[null, 'name', 'by_name']], [[null, 'a, b', 'b']], [[]]];
    const [onServer, onFile] = await Promise.all([
      ask(program, { ...env, DATABASE_TYPE: 'postgresql', DB_NAME: database.name }),
      ask(program, sqlite),
    ]);
    // The row without a note is refused both times.
    expect(onServer).toEqual([[[]], ...shared]);
    // SQLite names the index alone.
    expect(onFile).toEqual([[[]], shared[0], [[null, 'by_name']], shared[2], shared[3]]);
  });
});
