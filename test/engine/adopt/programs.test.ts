import { expect, it } from 'vitest';
import { adoptScene, everything } from './scene.ts';

it('views and triggers of the source come into no table of an application, and are told', async () => {
  const scene = await adoptScene(
    `create table d (id integer primary key, name text, n integer default 0);
     create table r (id integer primary key, d_id integer);
     insert into d values (1, 'a', 1), (2, 'b', 0); insert into r values (1, 1);
     create view named as select id, round(n / 3.0, 1) as third from d;
     create trigger counted after insert on r begin update d set n = n + 1 where id = new.d_id; end;`,
    `create table d (id serial primary key, name text, n integer default 0);
     create table r (id serial primary key, d_id integer references d(id));`,
  );
  const before = await everything(scene.url);
  const { state, leftOut } = await scene.migrate({ acceptDefaults: true });
  expect(state.status).toBe('succeeded');
  expect(state.programs ?? []).toEqual([]);
  expect(leftOut.map((l) => [l.kind, l.name])).toEqual([
    ['view', 'named'],
    ['trigger', 'counted'],
  ]);
  await scene.undo(state.id);
  expect(await everything(scene.url)).toEqual(before);
});
