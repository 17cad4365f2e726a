import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { operations } from '../../../electron/engine/operations.ts';
import { quiet } from '../../helpers/migrated.ts';
import { adoptScene, everything } from './scene.ts';

const sqlite = `
  create table person (id integer primary key autoincrement, uid char(32) not null unique, name varchar(30), made datetime, boss_id integer references person(id), rich bool not null default 0);
  create table car (id integer primary key, owner_id integer not null references person(id), plate text, seen integer, price real);
  create table stray (id integer primary key, what text);
  insert into person values (1, '00000000000000000000000000000001', 'ana', '2024-01-01 10:00:00.000000', 2, 1), (2, '00000000000000000000000000000002', 'bo', null, null, 0), (3, '00000000000000000000000000000003', 'cé', null, 1, 0);
  insert into car values (1, 1, 'A', 1700000000000, 1.5), (2, 2, 'B', null, null), (3, 77, 'órfão', null, null);
  insert into stray values (1, 'x');`;
const postgres = `
  create table person (id bigserial primary key, uid uuid not null unique, name varchar(30), made timestamptz, boss_id bigint references person(id), rich boolean not null default false, changed timestamptz not null default now());
  create table car (id bigint primary key generated always as identity, owner_id bigint not null references person(id) on delete cascade, plate text, seen timestamp(3), price numeric(10,2));
  create function touch() returns trigger language plpgsql as $$ begin new.changed = '2000-01-01'; return new; end $$;
  create trigger touched before insert or update on person for each row execute function touch();`;

const all = { acceptDefaults: true };

it('follows the source in the tables of the application, whose rules and triggers stay as they are', async () => {
  const scene = await adoptScene(sqlite, postgres);
  const done = await scene.migrate(all);
  const run = done.state.id;
  expect(done.state.status).toBe('succeeded');
  expect(await scene.query(`select count(*)::int as n from person where changed < '2001-01-01'`)).toEqual([
    { n: 0 },
  ]);
  const shape = async () =>
    (await everything(scene.url)).filter((line) => /^(column|rule|index|trigger)/.test(line));
  const before = await shape();
  expect(done.state.tables.find((t) => t.name === 'car')).toMatchObject({ migrated: 2, quarantined: 1 });
  expect(done.state.tables.find((t) => t.name === 'stray')).toMatchObject({ migrated: 0, quarantined: 1 });
  // A parent that goes leaves its children as orphans; one that comes finds its own; a circle is closed the other way.
  scene.change(`
    insert into person values (77, '00000000000000000000000000000077', 'novo', null, 3, 1);
    delete from person where id = 2;
    update person set boss_id = 3, name = 'ANA' where id = 1;
    update car set price = 2.25 where id = 1;
    insert into car values (9, 3, 'Z', 1700000009000, 3);
    insert into stray values (2, 'y');`);
  const { rows } = await scene.sync(run);
  expect(rows).toBe(7);
  expect(await scene.query('select id::int, owner_id::int, plate, price::text from car order by id')).toEqual(
    [
      { id: 1, owner_id: 1, plate: 'A', price: '2.25' },
      { id: 3, owner_id: 77, plate: 'órfão', price: null },
      { id: 9, owner_id: 3, plate: 'Z', price: '3.00' },
    ],
  );
  expect(await scene.query('select id::int, boss_id::int as boss from person order by id')).toEqual([
    { id: 1, boss: 3 },
    { id: 3, boss: 1 },
    { id: 77, boss: 3 },
  ]);
  expect((await scene.exceptions(run)).map((e) => `${e.table} ${e.code}`)).toEqual([
    'car adopt.orphan',
    'stray adopt.noTable',
    'stray adopt.noTable',
  ]);
  const checked = await scene.validate(run);
  expect(checked.state.validation).toMatchObject({
    samples: [],
    insertsWithoutId: expect.anything(),
    status: 'identical',
  });
  expect(await shape()).toEqual(before);
  expect(await scene.sync(run)).toMatchObject({ rows: 0 });
  expect(await scene.sync(run, { full: true })).toMatchObject({ rows: 0 });
});

it('goes live there, and comes back with what was written since', async () => {
  const scene = await adoptScene(sqlite, postgres);
  const { state } = await scene.migrate(all);
  const env = join(scene.folder, '.env');
  writeFileSync(env, 'DATABASE_TYPE=sqlite\n');
  const live = await operations.cutover(
    { ...scene.call(state.id), envFiles: [env], confirm: true, language: 'en' } as never,
    quiet,
  );
  expect(live).toMatchObject({ live: true });
  expect(readFileSync(env, 'utf8')).toContain('DATABASE_TYPE=postgresql');
  await scene.query(`
    insert into person (uid, name, made, rich) values ('00000000-0000-0000-0000-00000000000a', 'depois', '2024-05-05 05:05:05.5+00', true);
    update car set seen = '2024-01-01 00:00:00.25' where id = 1; delete from car where id = 2`);
  const back = await scene.undo(state.id);
  expect(back.restored).toMatchObject({ done: true });
  const db = new Database(scene.source, { readonly: true });
  try {
    // In the file's own spelling.
    expect(db.prepare('select id, uid, name, made, rich from person where id > 3').all()).toEqual([
      {
        id: 4,
        uid: '0000000000000000000000000000000a',
        name: 'depois',
        made: '2024-05-05 05:05:05.500000',
        rich: 1,
      },
    ]);
    expect(db.prepare('select id, seen, price from car order by id').all()).toEqual([
      { id: 1, seen: 1704067200250, price: 1.5 },
      { id: 3, seen: null, price: null },
    ]);
    expect(db.prepare('select * from stray').all()).toEqual([{ id: 1, what: 'x' }]);
  } finally {
    db.close();
  }
});
