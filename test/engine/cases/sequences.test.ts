import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { firstOf } from '../../helpers/long.ts';
import { afterMigration, watched } from '../cutover/live.ts';

it.each(firstOf([0, 1, 2]))('an id that nobody took is not counted (%i)', async (n) => {
  const scene = await afterMigration({
    write(path) {
      const db = new Database(path);
      db.exec(`create table t (id integer primary key autoincrement, a text not null); create table u (id integer primary key autoincrement, t integer references t(id), a text unique check (a <> 'x'));
       create table one (id integer primary key autoincrement, a text unique check (a = 'a')); insert into one (a) values ('a');
       create table e (id integer primary key autoincrement, a text); create table c (id integer primary key autoincrement, a text); insert into c(a) values ('a'); delete from c; insert into t(a) values ('a'); insert into u(t,a) values (1,'a')`);
      db.close();
    },
  });
  const all = () => {
    const db = new Database(scene.source, { readonly: true });
    try {
      return db.prepare('select * from sqlite_sequence order by name').all();
    } finally {
      db.close();
    }
  };
  const before = all();
  if (n > 0) await scene.validate();
  if (n > 1) {
    await scene.sync();
    await scene.validate();
    await scene.validate();
  }
  await scene.commands.cutover(
    scene.url,
    watched(() => {}),
  );
  await scene.commands.rollback(
    scene.url,
    watched(() => {}),
  );
  expect(all()).toEqual(before);
});
