import { expect, it } from 'vitest';
import { adoptScene } from './scene.ts';

it('says no digest of a table in which the application keeps rows of its own', async () => {
  const scene = await adoptScene(
    `create table a (id integer primary key, t text); insert into a values (2, 'b');
     create table b (id integer primary key, t text); insert into b values (1, 'x');`,
    `create table a (id bigint primary key, t text); insert into a values (1, 'mine');
     create table b (id bigint primary key, t text);`,
  );
  const { state } = await scene.migrate({ set: ['adopt.rowsThere:a=keep'] });
  expect(state).toMatchObject({ status: 'succeeded', validation: { status: 'identical' } });
  const digests = new Map(state.tables.map(({ name, digest }) => [name, digest]));
  expect(digests.get('a')).toBeNull();
  const kept = digests.get('b');
  expect(kept?.source).toMatch(/^[\da-f]{64}$/);
  expect(kept?.target).toBe(kept?.source);
});
