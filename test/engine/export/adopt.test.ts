import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAdoptedSchema } from '../../../electron/engine/target/adopt-facts.ts';
import { targetConfig } from '../../../electron/engine/target/config.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import { findPsql } from '../../helpers/psql.ts';
import { circles } from '../adopt/circle-case.ts';
import { cases } from '../adopt/orm-cases.ts';
import { everything } from '../adopt/scene.ts';
import { unseenScene } from './adopt-scene.ts';
import { servers } from './scene.ts';

const journal = `select to_regnamespace('autocore_migration') as journal`;

describe.skipIf(findPsql() === null).each(servers)('tables of the application on %s', (server) => {
  it.each([
    ['Django', 'delete from django_content_type', ''],
    // What a rule of a domain says of a value the server alone can tell.
    ['SQLAlchemy', '', 'delete from device where id = 3'],
  ])('as %s makes them are filled by psql', async (tool, empty, fitting) => {
    const made = cases[tool] as (typeof cases)[string];
    const scene = await unseenScene(`${made.sqlite} ${fitting}`, made.postgres, server);
    const { look, rows, there } = scene;
    await look();
    const set = made.set?.filter((each) => !each.startsWith('adopt.rowsThere')) ?? [];
    if (empty !== '') {
      await expect(scene.export({ set })).rejects.toMatchObject({
        code: 'adopt.notEmpty',
        params: { schema: 'public', tables: 'django_content_type' },
      });
      await rows(empty);
      await look();
    }
    const before = await everything(scene.url);
    const { state } = await scene.export({ set });
    const { validate, sync, rollback } = scene.afterwards(state.id);
    const first = await there.psql();
    expect(first).toMatchObject({ stderr: '', code: 0 });
    expect(await there.psql()).toMatchObject({
      stdout: expect.stringContaining('all here already'),
      code: 0,
    });
    expect(await there.psql('check.sql')).toMatchObject({ stderr: '', code: 0 });
    for (const [sql, expected] of made.expected) expect(await rows(sql), sql).toEqual(expected);
    const told = (
      await rows(`select source_table as t, column_name as c, action, code from autocore_migration.exception
      order by source_table, read_key, column_name`)
    ).map((e) => `${e.t}.${e.c ?? ''} ${e.action} ${e.code}`);
    const expected = made.exceptions.filter((line) => fitting === '' || !line.endsWith('23514'));
    expect(told).toEqual(expected);
    const validated = await validate(scene.url);
    expect(validated.validation).toMatchObject({ status: 'identical', level: 'rows', samples: [] });
    for (const table of validated.tables) expect(table.migrated + table.quarantined).toBe(table.source);
    expect(await sync()).toMatchObject({ rows: 0 });
    await rollback();
    expect(await everything(scene.url)).toEqual(before);
    expect(await rows(journal)).toEqual([{ journal: null }]);
  });

  it('come with circles, orphans, triggers and sequences: followed, and given back', async () => {
    const scene = await unseenScene(circles.sqlite, circles.postgres, server);
    await scene.look();
    const before = await everything(scene.url);
    const { state } = await scene.export();
    const { validate, sync, rollback } = scene.afterwards(state.id);
    const data = join(scene.here.out, 'data');
    const late = readdirSync(data).filter((each) => each.includes('.late.'));
    expect(late).toHaveLength(2);
    for (const name of late) {
      const text = readFileSync(join(data, name), 'utf8');
      writeFileSync(join(data, name), '');
      const named = `data/${name.slice(0, name.indexOf('.'))}*`;
      expect(await scene.there.psql()).toMatchObject({ code: 3, stderr: expect.stringContaining(named) });
      writeFileSync(join(data, name), text);
    }
    expect(await scene.there.psql()).toMatchObject({ stderr: '', code: 0 });
    expect(await scene.there.psql('check.sql')).toMatchObject({ stderr: '', code: 0 });
    // The application's trigger said nothing, and acts again.
    expect(await scene.rows('select count(*)::int as n from log')).toEqual([{ n: 0 }]);
    expect(await scene.rows('select id, boss_id from person order by id')).toEqual([
      { id: 1, boss_id: 3 },
      { id: 2, boss_id: 2 },
      { id: 3, boss_id: 1 },
    ]);
    expect(await scene.rows('select id, owner_id, main_id from car order by id')).toEqual([
      { id: 1, owner_id: 1, main_id: 2 },
      { id: 2, owner_id: 2, main_id: 1 },
    ]);
    expect((await validate(scene.url)).validation).toMatchObject({ status: 'identical', samples: [] });
    scene.here.change((db) =>
      db.exec(
        `insert into person values (77, 'novo', 1, null); update person set boss_id = null where id = 2`,
      ),
    );
    // The orphan has its parent now.
    expect((await sync()).rows).toBe(3);
    expect(await scene.rows('select owner_id from car where id = 3')).toEqual([{ owner_id: 77 }]);
    expect((await validate()).validation).toMatchObject({ status: 'identical', samples: [] });
    await scene.rows(`delete from log`);
    await rollback();
    expect(await everything(scene.url)).toEqual(before);
  });

  it('are refused where they are no longer what the query showed', async () => {
    const scene = await unseenScene(circles.sqlite, circles.postgres, server);
    await scene.look();
    await scene.export();
    const refused = async (text: string) => {
      const before = await everything(scene.url);
      expect(await scene.there.psql()).toMatchObject({ code: 3, stderr: expect.stringContaining(text) });
      expect(await everything(scene.url)).toEqual(before);
      expect(await scene.rows(journal)).toEqual([{ journal: null }]);
    };
    await scene.rows('alter table car add column more text');
    await refused('no longer those that the query showed, or another role ran it: car');
    await scene.rows(`alter table car drop column more; insert into person (id, name) values (9, 'own')`);
    await refused('must be empty: person');
    await scene.rows('delete from person; delete from log');
    const schema = join(scene.here.out, 'schema.sql');
    const text = readFileSync(schema, 'utf8');
    // The notes that undoing needs are not all there.
    writeFileSync(schema, text.slice(0, text.lastIndexOf(`'taken'`)).replace(/insert into [^;]*$/, ''));
    await refused('schema.sql');
    writeFileSync(schema, text);
    expect(await scene.there.psql()).toMatchObject({ stderr: '', code: 0 });
  });

  it('are shown by the query as the program itself reads them', async () => {
    const scene = await unseenScene('create table kinds (id integer primary key)', everyType, server);
    const shown = JSON.parse(await scene.look());
    const read = await withClient(targetConfig(scene.url, {}), (client) =>
      readAdoptedSchema(client, 'public'),
    );
    expect(shown).toEqual(read);
    expect(shown.tables).toHaveLength(9);
  });

  it('are described by no other file', async () => {
    const scene = await unseenScene(
      'create table kinds (id integer primary key)',
      'create table kinds (id int)',
      server,
    );
    for (const text of ['', '{}', '[1]', '{"schema":"public","tables":[{"name":"x"}]}']) {
      writeFileSync(scene.adopt, text);
      await expect(scene.export()).rejects.toMatchObject({
        code: 'adopt.unreadable',
        params: { path: scene.adopt, reason: expect.stringMatching(/\S/) },
      });
    }
    await expect(scene.export({ adopt: join(scene.here.folder, 'none.json') })).rejects.toMatchObject({
      code: 'adopt.unreadable',
    });
    await scene.look();
    expect((await scene.export()).state.status).toBe('exported');
  });

  it('are told of where they take no rows', async () => {
    const kinds = 'create table kinds (id integer primary key)';
    const closed = `${kinds}; alter table kinds enable row level security; alter table kinds force row level security`;
    const scene = await unseenScene(kinds, closed, server);
    await scene.look();
    await expect(scene.export()).rejects.toMatchObject({
      code: 'adopt.closed',
      params: { schema: 'public', tables: 'kinds (row level security)' },
    });
  });
});

const everyType = `
  create type mood as enum ('ok', 'it''s "bad"');
  create domain short as varchar(20) check (length(value) > 1);
  create domain shorter as short not null check (value <> 'x');
  create sequence lone start 5;
  create sequence "Odd ""one""" increment 2;
  create table kinds (id bigserial primary key, i smallint default nextval('lone'), n numeric(8, 2)[], t text collate "C",
    v varchar(7) not null default 'a', m mood, ms mood[], s shorter, u uuid unique, at timestamp(3), tz timestamptz,
    j jsonb, b bytea, ip inet, c char(3), twice integer generated always as (i * 2) stored,
    g integer generated always as identity, "Odd col" text check ("Odd col" <> 'a\\b'), check (i > 0 or v = 'it''s'));
  select nextval('kinds_id_seq'); select nextval('kinds_id_seq');
  create table "Odd ""name""" (a int, b int default nextval('"Odd ""one"""'), primary key (a, b), check (a > 0));
  alter table kinds add constraint kinds_g unique (g);
  create index on kinds (lower(v), i);
  create unique index on kinds (v) where i > 3;
  insert into "Odd ""name""" select 1, 2 where false;
  create table child (id int primary key, k bigint references kinds on delete cascade deferrable initially deferred, self int references child);
  create table parted (id int, at date) partition by range (at);
  create table parted_1 partition of parted default;
  create table guarded (id int); alter table guarded enable row level security; alter table guarded force row level security;
  create table ruled (id int); create rule r as on insert to ruled do instead nothing;
  create table alembic_version (version_num varchar(32) not null);
  insert into alembic_version values ('b'), ('a'), ('É');
  create table django_migrations (id bigint primary key generated by default as identity, name text);
  insert into django_migrations (name) values ('0002'), ('0001'), (null);
  create table nothing ();
  create function note() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger noted before insert on child for each row execute function note();
  create trigger "off" before insert on child for each row execute function note();
  alter table child disable trigger "off"; alter table child enable always trigger noted;
  create view seen as select 1 as one;
  insert into kinds (i, v, s) select i, 'v' || i, 'short' from generate_series(1, 3) i;`;
