import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import type pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Statement } from '../../../electron/engine/plan/ddl.ts';
import { applyAll, applyOne, remaining } from '../../../electron/engine/stages/apply.ts';
import { createdObjects, createJournal, insertRun } from '../../../electron/engine/target/journal.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { sceneWith } from '../../helpers/migration.ts';
import { freshDatabase, serverUrl, withPg } from '../../helpers/postgres.ts';
import { withTarget } from '../../helpers/target.ts';

const run = 'r';

/** Two tables with rows that break rules, in a schema that a run works on. */
function withRows(test: (client: pg.Client, url: string) => Promise<void>): Promise<void> {
  return withTarget('pg18', 'garage', async (client, schema, url) => {
    await createJournal(client);
    await insertRun(client, { id: run, tool: '0', sourceSha256: '', planSha256: '', schema });
    await client.query(`create table garage.parents (id int primary key, v int, t text);
      insert into garage.parents values (1, 7, 'a'), (2, 7, 'a'), (3, -1, repeat(md5('x'), 1000));
      create table garage.children (id int primary key, parent int);
      insert into garage.children values (1, 1), (2, 99);`);
    await test(client, url);
  });
}

const statement = (kind: Statement['kind'], name: string, sql: string, table = 'parents'): Statement => ({
  ...{ kind, name, table, sql },
});
const check = (sql: string) =>
  statement('check', 'rule', `alter table garage.parents add constraint rule ${sql}`);
const apply = (client: pg.Client, what: Statement) => applyOne(client, run, 'garage', what);
const made = async (client: pg.Client) =>
  (await createdObjects(client, run)).filter((o) => o.kind !== 'journal').map((o) => `${o.kind} ${o.name}`);

/** Once the database is gone in which it has rights. */
const dropRole = (role: string) =>
  withPg(serverUrl(), async (client) => void (await client.query(`drop role ${role}`)));

/** Constraints of the schema, and whether they hold for the rows that are there. */
async function constraints(client: pg.Client): Promise<unknown[][]> {
  const { rows } = await client.query({
    text: `select conname::text, convalidated from pg_constraint
      where connamespace = 'garage'::regnamespace and contype in ('c', 'f', 'u') order by 1`,
    rowMode: 'array',
  });
  return rows;
}

describe('what rows stand in the way of', () => {
  it('holds for new rows, where it is a rule or a foreign key', () =>
    withRows(async (client) => {
      const rule = check('check (v > 0)');
      expect(await apply(client, rule)).toEqual({
        statement: rule,
        reason: 'check constraint "rule" of relation "parents" is violated by some row',
        notValid: true,
      });
      const key = statement(
        'foreign key',
        'child',
        'alter table garage.children add constraint child foreign key (parent) references garage.parents',
        'children',
      );
      expect(await apply(client, key)).toMatchObject({
        reason: expect.stringContaining('violates foreign key constraint "child"'),
        notValid: true,
      });
      expect(await constraints(client)).toEqual([
        ['child', false],
        ['rule', false],
      ]);
      expect(await made(client)).toEqual(['check rule', 'foreign key child']);
      await expect(client.query('insert into garage.parents values (4, -1)')).rejects.toMatchObject({
        code: '23514',
      });
    }));

  it('is planned for new rows alone, and is no refusal then', () =>
    withRows(async (client) => {
      expect(await apply(client, check('check (v > 0) not valid'))).toBeNull();
      expect(await constraints(client)).toEqual([['rule', false]]);
    }));

  it('is reported and not there, where it is a unique key or an index', () =>
    withRows(async (client) => {
      for (const refused of [
        statement('unique', 'one', 'alter table garage.parents add constraint one unique (v)'),
        statement('index', 'other', 'create unique index other on garage.parents (v)'),
        // Longer than an index entry can be.
        statement('index', 'long', 'create index long on garage.parents (t collate "C", (repeat(t, 9)))'),
      ]) {
        const said = await apply(client, refused);
        expect(said, refused.name).toEqual({
          statement: refused,
          reason: expect.any(String),
          notValid: false,
        });
      }
      expect(await constraints(client)).toEqual([]);
      expect(await made(client)).toEqual([]);
    }));
});

describe('what the server does not take', () => {
  it.each<[string, Statement]>([
    ['a function that is not there', check('check (nothing(v) > 0)')],
    [
      'an operator that is not there',
      statement('index', 'i', 'create index i on garage.parents using gin (v)'),
    ],
    ['a feature that is not there', check('check (v > 0) deferrable')],
    [
      'too many columns',
      statement('index', 'i', `create index i on garage.parents (${Array(33).fill('v').join(', ')})`),
    ],
  ])('%s is reported, and nothing is there', (_, refused) =>
    withRows(async (client) => {
      expect(await apply(client, refused)).toEqual({
        statement: refused,
        reason: expect.any(String),
        notValid: false,
      });
      expect(await constraints(client)).toEqual([]);
      expect(await made(client)).toEqual([]);
    }),
  );
});

describe('what says nothing of the statement', () => {
  it('is an error: a lock of somebody', () =>
    withRows(async (client, url) => {
      await withPg(url, async (other) => {
        await other.query('begin; lock table garage.parents in access exclusive mode');
        await client.query(`set lock_timeout = '50ms'`);
        const index = statement('index', 'i', 'create index i on garage.parents (v)');
        await expect(apply(client, index)).rejects.toMatchObject({ code: '55P03' });
        await other.query('rollback');
        expect(await apply(client, index)).toBeNull();
      });
    }));

  it('is an error: rights that are missing', () =>
    withRows(async (client) => {
      const role = `other_${randomBytes(6).toString('hex')}`;
      onTestFinished(() => dropRole(role));
      await client.query(`create role ${role}; grant usage on schema garage, autocore_migration to ${role};
        set session authorization ${role}`);
      for (const sql of [
        'create index i on garage.parents (v)',
        'alter table garage.parents add check (v > 0)',
      ]) {
        await expect(apply(client, statement('index', 'i', sql))).rejects.toMatchObject({ code: '42501' });
      }
    }));

  it('ends a run whose rights were taken before its indexes, which goes on when they are back', async () => {
    const role = `panel_${randomBytes(6).toString('hex')}`;
    onTestFinished(() => dropRole(role));
    const folder = tempFolder();
    const source = join(folder, 'autocore.db');
    const db = new SQLite(source);
    db.exec(`create table routes (id integer primary key, km integer check (km > 0));
      create index routes_km on routes (km); insert into routes values (1, 7), (2, 8)`);
    db.close();
    const database = await freshDatabase();
    onTestFinished(database.drop);
    const admin = (sql: string) => withPg(database.url, (client) => client.query(sql));
    await admin(`create role ${role} login password 'guest'; grant create on database ${database.name} to ${role};
      grant usage, create on schema public to ${role}`);
    const url = Object.assign(new URL(database.url), { username: role, password: 'guest' }).href;
    const scene = sceneWith({ folder, source, url });
    scene.onProgress = ({ stage }) => {
      if (stage === 'indexes') scene.cancel.abort();
    };
    const stopped = await scene.migrate({ extras: false }).catch((e) => e);
    expect(stopped).toMatchObject({ code: 'interrupted' });
    scene.onProgress = () => {};
    scene.cancel = new AbortController();
    await admin(`alter table routes owner to postgres; grant select, insert on routes to ${role}`);
    const { run: id } = stopped.params;
    const error = await scene.resume(id).catch((e) => e);
    expect(error).toMatchObject({ code: 'target.noRights', params: { run: id, user: role } });
    await admin(`alter table routes owner to ${role}`);
    expect(await scene.resume(id)).toMatchObject({
      status: 'succeeded',
      objects: { missing: [], notValid: [] },
    });
  });
});

it('what the journal knows is done, as often as it knows it', () =>
  withRows(async (client) => {
    const part = (n: number) =>
      statement(
        'check',
        'twice',
        `alter table garage.children add constraint twice_${n} check (id > 0)`,
        'children',
      );
    const other = statement(
      'check',
      'twice',
      'alter table garage.parents add constraint twice check (id > 0)',
    );
    const all = [part(1), part(2), part(3), other];
    expect(remaining(await createdObjects(client, run), all)).toEqual(all);
    await applyAll(client, run, 'garage', [part(1), part(2)]);
    expect(remaining(await createdObjects(client, run), all)).toEqual([part(3), other]);
    await applyAll(client, run, 'garage', [other]);
    expect(remaining(await createdObjects(client, run), all)).toEqual([part(3)]);
    expect(remaining(await createdObjects(client, 'another'), all)).toEqual(all);
  }));
