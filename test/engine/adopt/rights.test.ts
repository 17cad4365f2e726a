import { expect, it, onTestFinished } from 'vitest';
import { errorData, languages, translator } from '../../../shared/messages/index.ts';
import { serverUrl, withPg } from '../../helpers/postgres.ts';
import { adoptScene, everything } from './scene.ts';

const sqlite = `
  create table a (id integer primary key, b_id integer references b(id), note text);
  create table b (id integer primary key, a_id integer references a(id), note text not null);
  create table tree (id integer primary key, parent integer references tree(id));
  insert into a values (1, 1, 'x'), (2, 2, 'y');
  insert into b values (1, 2, 'x'), (2, 1, 'y');
  insert into tree with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) select i, i % 3000 + 1 from n;`;
const postgres = `
  create table a (id serial primary key, b_id integer, note text);
  create table b (id serial primary key, a_id integer references a(id), note text not null);
  alter table a add constraint a_b foreign key (b_id) references b(id);
  create table tree (id serial primary key, parent integer references tree(id));
  create table log (n serial, what text);
  create function noted() returns trigger language plpgsql as $$ begin insert into public.log (what) values (tg_table_name); return null; end $$;
  create trigger noted after insert on a for each row execute function noted();`;

/** A role of its own, without any privilege of the server. */
async function role(url: string): Promise<{ name: string; url: string }> {
  const name = `adopt_${Math.random().toString(36).slice(2, 10)}`;
  await withPg(serverUrl(), (c) => c.query(`create role ${name} login password 'x'`));
  onTestFinished(async () => {
    await withPg(url, (c) => c.query(`drop owned by ${name} cascade; drop role ${name}`));
  });
  const own = new URL(url);
  own.username = name;
  own.password = 'x';
  return { name, url: own.href };
}

it('an ordinary owner needs no superuser: circles, self-references, triggers that do not act', async () => {
  const scene = await adoptScene(sqlite, postgres);
  const owner = await role(scene.url);
  const database = new URL(scene.url).pathname.slice(1);
  await scene.query(`
    grant create on database ${database} to ${owner.name}; alter schema public owner to ${owner.name};
    do $$ declare t text; begin
      foreach t in array array['a', 'b', 'tree', 'log'] loop execute format('alter table %I owner to ${owner.name}', t); end loop;
    end $$`);
  const before = await everything(scene.url);
  const done = await scene.migrate({ target: owner.url, acceptDefaults: true });
  expect(done.state.validation).toMatchObject({ status: 'identical' });
  expect(await scene.query('select id, b_id from a order by id')).toEqual([
    { id: 1, b_id: 1 },
    { id: 2, b_id: 2 },
  ]);
  expect(await scene.query('select count(*)::int as n from log')).toEqual([{ n: 0 }]);
  expect(await scene.query('select count(parent)::int as n from tree')).toEqual([{ n: 3000 }]);
  const { takenOut } = await scene.undo(done.state.id);
  expect(takenOut.map((t) => t.table).sort()).toEqual(['a', 'b', 'tree']);
  expect(await everything(scene.url)).toEqual(before);
});

it('who may only write rows is asked about the triggers, and brings rows all the same', async () => {
  const scene = await adoptScene(sqlite, postgres);
  const writer = await role(scene.url);
  const database = new URL(scene.url).pathname.slice(1);
  await scene.query(`
    grant create on database ${database} to ${writer.name}; grant usage on schema public to ${writer.name};
    grant select, insert, update, delete on all tables in schema public to ${writer.name};
    grant select, update, usage on all sequences in schema public to ${writer.name}`);
  await expect(scene.migrate({ target: writer.url })).rejects.toMatchObject({
    code: 'decisions.missing',
    params: { findings: expect.stringContaining('adopt.triggersAct:a (fire)') },
  });
  const done = await scene.migrate({ target: writer.url, acceptDefaults: true });
  expect(done.state.validation).toMatchObject({ status: 'identical' });
  expect(await scene.query('select count(*)::int as n from log')).toEqual([{ n: 2 }]);
  expect(await scene.query('select count(parent)::int as n from tree')).toEqual([{ n: 3000 }]);
  await scene.query(`delete from log`);
  await scene.undo(done.state.id);
  for (const table of ['a', 'b', 'tree', 'log'])
    expect(await scene.query(`select count(*)::int as n from ${table}`), table).toEqual([{ n: 0 }]);
});

it('who may not write is told which tables', async () => {
  const scene = await adoptScene(sqlite, postgres);
  const reader = await role(scene.url);
  const database = new URL(scene.url).pathname.slice(1);
  await scene.query(`
    grant create on database ${database} to ${reader.name}; grant usage on schema public to ${reader.name};
    grant select on all tables in schema public to ${reader.name}`);
  const failure = await scene.migrate({ target: reader.url, acceptDefaults: true }).catch((error) => error);
  expect(failure).toMatchObject({
    code: 'target.noRights',
    params: { reason: expect.stringMatching(/a: .*insert/) },
  });
  for (const language of languages) {
    const { message, hint } = errorData(failure, translator(language));
    expect(message).toContain(`${reader.name} `);
    expect(`${message} ${hint}`).not.toMatch(/""|: ?\(|{{/);
    expect(hint).toContain(`on all tables in schema "public" to "${reader.name}"`);
  }
  expect(await scene.query(`select to_regnamespace('autocore_migration') as journal`)).toEqual([
    { journal: null },
  ]);
});

it('a schema without any table of the file is none to adopt', async () => {
  const scene = await adoptScene(sqlite, 'create table other (id integer)');
  await expect(scene.migrate({ acceptDefaults: true })).rejects.toMatchObject({ code: 'adopt.nothing' });
});
