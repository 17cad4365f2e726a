import { expect, it } from 'vitest';
import { type AdoptScene, adoptScene, everything } from './scene.ts';

const all = { acceptDefaults: true };
const reasons = async (scene: AdoptScene, run: string) =>
  (await scene.exceptions(run)).map((e) => `${e.table}.${e.column ?? ''} ${e.action} ${e.code}`);

it('children of a row whose key the application has stay, also when the source is followed', async () => {
  const scene = await adoptScene(
    `create table p (id integer primary key, name text); create table c (id integer primary key, p_id integer references p(id), n integer);
     insert into p values (1, 'file'); insert into c values (1, 1, 1)`,
    `create table p (id int primary key, name text); create table c (id int primary key, p_id int references p(id), n int);
     insert into p values (1, 'application')`,
  );
  const { state } = await scene.migrate({ ...all, set: ['adopt.rowsThere:p=keep'] });
  scene.change('update c set n = 2; insert into c values (2, 1, 5)');
  await scene.sync(state.id);
  expect(await scene.query('select id, n from c order by id')).toEqual([
    { id: 1, n: 2 },
    { id: 2, n: 5 },
  ]);
  expect(await reasons(scene, state.id)).toEqual(['p. quarantined adopt.keyTaken']);
  expect((await scene.validate(state.id)).state.validation).toMatchObject({ status: 'identical' });
});

it('undoing takes no row of the application along by a cascade, in whatever schema it is', async () => {
  const scene = await adoptScene(
    `create table p (id integer primary key); insert into p values (1), (2)`,
    `create table p (id int primary key); create schema elsewhere;
     create table elsewhere.c (id int primary key, p_id int references p(id) on delete cascade)`,
  );
  const { state } = await scene.migrate(all);
  await scene.query('insert into elsewhere.c values (1, 2)');
  const before = await everything(scene.url);
  await expect(scene.undo(state.id)).rejects.toMatchObject({
    code: 'run.notUndoable',
    params: { reason: expect.stringContaining('elsewhere.c') },
  });
  expect(await everything(scene.url)).toEqual(before);
  scene.change('delete from p where id = 2');
  await expect(scene.sync(state.id)).rejects.toMatchObject({ code: 'adopt.referenced' });
  expect(await everything(scene.url)).toEqual(before);
});

it('what a catch-up does to rows that stood there is given back too', async () => {
  const scene = await adoptScene(
    `create table p (id integer primary key, name text); insert into p values (1, 'same'), (2, 'file'), (3, 'new')`,
    `create table p (id int primary key, name text, note text default 'x'); insert into p values (1, 'same', 'a'), (2, 'application', 'b'), (9, 'own', 'c')`,
  );
  const before = await everything(scene.url);
  const { state } = await scene.migrate({ ...all, set: ['adopt.rowsThere:p=match'] });
  scene.change(
    `update p set name = 'later' where id = 1; delete from p where id = 2; insert into p values (4, 'newer')`,
  );
  await scene.sync(state.id);
  expect(await scene.query('select id, name from p order by id')).toEqual([
    { id: 1, name: 'later' },
    { id: 3, name: 'new' },
    { id: 4, name: 'newer' },
    { id: 9, name: 'own' },
  ]);
  expect((await scene.validate(state.id)).state.validation).toMatchObject({ status: 'identical' });
  await scene.undo(state.id);
  expect(await everything(scene.url)).toEqual(before);
});

it('rules that hold at the end of a transaction only, and triggers beside them', async () => {
  const scene = await adoptScene(
    `create table p (id integer primary key, u integer); create table c (id integer primary key, p_id integer);
     insert into p values (1, 1), (2, 1), (3, 3); insert into c values (1, 1), (2, 3), (3, 3)`,
    `create table p (id int primary key, u int unique deferrable initially deferred);
     create table c (id int primary key, p_id int references p(id) deferrable initially deferred);
     create function bang() returns trigger language plpgsql as $$ begin raise exception 'must not act'; end $$;
     create trigger a before insert on p for each row execute function bang();
     create trigger b after insert or update or delete on c for each row execute function bang()`,
  );
  const before = await everything(scene.url);
  const { state } = await scene.migrate(all);
  expect(state.validation).toMatchObject({ status: 'identical' });
  expect(await reasons(scene, state.id)).toEqual(['p. quarantined server.23505']);
  expect(await scene.query('select id, p_id from c order by id')).toEqual([
    { id: 1, p_id: 1 },
    { id: 2, p_id: 3 },
    { id: 3, p_id: 3 },
  ]);
  await scene.undo(state.id);
  expect(await everything(scene.url)).toEqual(before);
});

it('an id that the column does not hold stops no sequence, and no self-reference', async () => {
  const scene = await adoptScene(
    `create table tree (id integer primary key, up integer references tree(id), code text default ('A' || 1));
     insert into tree values (1, 2, 'A1'), (2, null, 'A2'), (3000000000, 1, 'A3'), (4, 3000000000, 'A4')`,
    `create sequence codes; create table tree (id serial primary key, up int references tree(id), code text default 'A' || nextval('codes'))`,
  );
  const before = await everything(scene.url);
  const { state } = await scene.migrate(all);
  expect(await scene.query('select id, up from tree order by id')).toEqual([
    { id: 1, up: 2 },
    { id: 2, up: null },
  ]);
  expect(await reasons(scene, state.id)).toEqual([
    'tree.id quarantined integer.range',
    'tree. quarantined adopt.orphan',
  ]);
  expect(state.validation).toMatchObject({ samples: [], status: 'identical' });
  await scene.undo(state.id);
  expect(await everything(scene.url)).toEqual(before);
});

it('orphans stay where somebody decided so, and the rule holds for new rows', async () => {
  const scene = await adoptScene(
    `create table p (id integer primary key); create table c (id integer primary key, p_id integer);
     insert into p values (1); insert into c values (1, 1), (2, 77)`,
    `create table p (id int primary key); create table c (id int primary key, p_id int constraint c_p references p(id))`,
  );
  const before = await everything(scene.url);
  const { state } = await scene.migrate({ ...all, set: ['adopt.orphans:c.c_p=notValid'] });
  expect(await scene.query('select id from c order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  expect(state.validation).toMatchObject({ status: 'identical' });
  await expect(scene.query('insert into c values (3, 99)')).rejects.toThrow(/c_p/);
  await scene.undo(state.id);
  expect(await everything(scene.url)).toEqual(before);
});

it('a parent that stands in a table of the application alone is asked for there', async () => {
  const scene = await adoptScene(
    // Columns of one name on both sides: which of them is meant has to be said.
    `create table c (id integer primary key, p_id integer); insert into c values (1, 1), (2, 2), (3, null)`,
    `create schema other; create table other.p (p_id int primary key, id int); insert into other.p values (1, 7);
     create table c (id int primary key, p_id int constraint c_p references other.p(p_id))`,
  );
  await expect(scene.migrate()).rejects.toMatchObject({
    params: { findings: expect.stringContaining('adopt.orphans:c.c_p') },
  });
  const { state } = await scene.migrate(all);
  expect(await reasons(scene, state.id)).toEqual(['c. quarantined server.23503']);
  // What stays out for a reason of the server is not tried again for ever.
  expect(await scene.sync(state.id)).toMatchObject({ rows: 0 });
});

it('a reference that is no number keeps its row out, unless somebody decides otherwise', async () => {
  const sqlite = `create table p (id integer primary key); create table c (id integer primary key, p_id integer);
    insert into p values (1); insert into c values (1, 1), (2, 'x')`;
  const postgres = `create table p (id int primary key); create table c (id int primary key, p_id int references p(id))`;
  const kept = await adoptScene(sqlite, postgres);
  const { state } = await kept.migrate(all);
  expect(await reasons(kept, state.id)).toEqual(['c.p_id quarantined integer.text']);
  const emptied = await adoptScene(sqlite, postgres);
  const other = await emptied.migrate({ ...all, set: ['integer.text:c.p_id=null'] });
  expect(await reasons(emptied, other.state.id)).toEqual(['c.p_id nulled integer.text']);
  expect(other.state.validation).toMatchObject({ status: 'identical' });
});
