import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { onlyOne, type Wish } from '../../../electron/hosts/web/only-one.ts';
import { tempFolder } from '../../helpers/folder.ts';

const wishes = (workspace: string) =>
  readdirSync(join(workspace, 'wizard')).filter((name) => name.startsWith('wish-'));
const unexpected = (error: unknown): void => {
  throw error;
};

it('there is one wizard of a workspace, which later starts tell what they want', async () => {
  const workspace = tempFolder();
  const first = await onlyOne(workspace, { source: null });
  const told: Wish[] = [];
  first?.listen((wish) => told.push(wish), unexpected);
  expect(await onlyOne(workspace, { source: '/dados/São João.db' })).toBeNull();
  expect(await onlyOne(workspace, { source: null })).toBeNull();
  expect(told).toEqual([{ source: '/dados/São João.db' }, { source: null }]);
  expect(wishes(workspace)).toEqual([]);
  if (process.platform !== 'win32') expect(statSync(join(workspace, 'wizard')).mode & 0o777).toBe(0o700);
  // Another workspace is another wizard.
  const other = await onlyOne(tempFolder(), { source: null });
  expect(other).not.toBeNull();
  await other?.release();
  await first?.release();
  const next = await onlyOne(workspace, { source: null });
  expect(next).not.toBeNull();
  await next?.release();
});

it('one that ends while another start waits is followed by that', async () => {
  const workspace = tempFolder();
  // Deaf: it listens to nobody.
  const first = await onlyOne(workspace, { source: null });
  const second = onlyOne(workspace, { source: '/x.db' });
  await expect.poll(() => wishes(workspace)).toHaveLength(1);
  await first?.release();
  const own = await second;
  onTestFinished(() => own?.release());
  expect(own).not.toBeNull();
  expect(wishes(workspace)).toEqual([]);
});

it('one that does not answer is said to be there', async () => {
  const workspace = tempFolder();
  const first = await onlyOne(workspace, { source: null });
  onTestFinished(() => first?.release());
  await expect(onlyOne(workspace, { source: null }, 0)).rejects.toMatchObject({
    code: 'host.silent',
    params: { seconds: 0 },
  });
  expect(wishes(workspace)).toEqual([]);
});

it('what was left long ago, or by somebody else, is taken away and not done', async () => {
  const workspace = tempFolder();
  const first = await onlyOne(workspace, { source: null });
  onTestFinished(() => first?.release());
  const old = join(workspace, 'wizard', 'wish-000000000000.json');
  writeFileSync(old, '{"source":"/old.db"}');
  utimesSync(old, new Date(0), new Date(0));
  writeFileSync(join(workspace, 'wizard', 'wish-111111111111.json'), 'not JSON');
  writeFileSync(join(workspace, 'wizard', 'wish-222222222222.json'), '{"source":7}');
  const told: Wish[] = [];
  first?.listen((wish) => told.push(wish), unexpected);
  expect(await onlyOne(workspace, { source: '/new.db' })).toBeNull();
  await expect.poll(() => wishes(workspace)).toEqual([]);
  expect(told).toEqual([{ source: '/new.db' }]);
});
