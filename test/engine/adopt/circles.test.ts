import { expect, it } from 'vitest';
import { circles } from './circle-case.ts';
import { adoptScene, everything } from './scene.ts';

it('brings rows in circles past triggers and keys that are looked at late, and takes them out again', async () => {
  const scene = await adoptScene(circles.sqlite, circles.postgres);
  const before = await everything(scene.url);
  const { state } = await scene.migrate({ acceptDefaults: true });
  expect(state.validation).toMatchObject({ status: 'identical' });
  expect(await scene.query('select count(*)::int as n from log')).toEqual([{ n: 0 }]);
  await scene.undo(state.id);
  expect(await everything(scene.url)).toEqual(before);
});
