import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { keptName, notSwapped, swapIn } from '../../../electron/engine/cutover/swap.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { withPg } from '../../helpers/postgres.ts';
import { dump } from './dump.ts';
import { afterMigration } from './live.ts';
import { context } from './scene.ts';

const text = (path: string) => readFileSync(path, 'utf8');

it('puts a file in the place of another, which is kept with its log, and does the same again', async () => {
  const folder = tempFolder();
  const [path, from] = [join(folder, 'autocore.db'), join(folder, 'restored.db')];
  const kept = keptName(path, 'r1');
  writeFileSync(path, 'old', { mode: 0o640 });
  writeFileSync(`${path}-wal`, 'log');
  writeFileSync(`${path}-shm`, '');
  writeFileSync(from, 'new', { mode: 0o600 });
  await swapIn(path, from, kept, 'r1');
  expect([text(path), text(kept), text(`${kept}-wal`)]).toEqual(['new', 'old', 'log']);
  expect([`${path}-wal`, `${path}-shm`, `${path}.incoming`].map(existsSync)).toEqual([false, false, false]);
  expect(statSync(path).mode & 0o777).toBe(0o640);
  // Somebody wrote into the new one before it was known that it was there: that is kept as well.
  writeFileSync(path, 'new, and more');
  await swapIn(path, from, kept, 'r1');
  expect([text(path), text(kept), text(`${kept}.1`)]).toEqual(['new', 'new, and more', 'old']);
});

it('leaves the old file with its log where the new one cannot come', async () => {
  const folder = tempFolder();
  const [path, from] = [join(folder, 'autocore.db'), join(folder, 'restored.db')];
  const kept = keptName(path, 'r1');
  writeFileSync(path, 'old');
  writeFileSync(`${path}-wal`, 'log');
  // A folder cannot go as a file does.
  mkdirSync(`${path}-shm`);
  writeFileSync(from, 'new');
  await expect(swapIn(path, from, kept, 'r1')).rejects.toMatchObject({ code: 'output.unwritable' });
  expect([text(path), text(`${path}-wal`)]).toEqual(['old', 'log']);
  expect([`${kept}-wal`, `${path}.incoming`].map(existsSync)).toEqual([false, false]);
});

it('goes on where it was cut off, with what was written since', async () => {
  const folder = tempFolder();
  const path = join(folder, 'autocore.db');
  const kept = keptName(path, 'r1');
  writeFileSync(path, 'old');
  await expect(swapIn(path, join(folder, 'missing'), kept, 'r1')).rejects.toMatchObject({
    code: 'output.unwritable',
  });
  writeFileSync(path, 'old, and more');
  const from = join(folder, 'restored.db');
  writeFileSync(from, 'new');
  await swapIn(path, from, kept, 'r1');
  expect([text(path), text(kept)]).toEqual(['new', 'old, and more']);
});

it.each([
  ['EPERM', 'win32', true, 'restore.sourceInUse'],
  ['EBUSY', 'win32', false, 'restore.sourceInUse'],
  ['EACCES', 'win32', true, 'restore.sourceInUse'],
  ['EPERM', 'win32', false, 'output.unwritable'],
  ['EACCES', 'win32', null, 'output.unwritable'],
  ['ENOSPC', 'win32', true, 'output.unwritable'],
  ['EACCES', 'linux', true, 'output.unwritable'],
] as const)(
  'says of %s on %s, of a file that is open: %s, that it is %s',
  async (code, platform, open, expected) => {
    const cause = Object.assign(new Error(`${code}: rename`), { code });
    const said = await notSwapped(cause, '/data/autocore.db', 'r1', platform, async () => open);
    expect(said).toMatchObject({ code: expected, cause });
    expect(Object.values(said.params)).toContain('/data/autocore.db');
  },
);

it('comes back to where the file really is, and to where it was when it is gone', async () => {
  const scene = await afterMigration({ rows: 50 });
  const real = join(scene.folder, 'disk', 'autocore.db');
  mkdirSync(join(scene.folder, 'disk'));
  await scene.commands.cutover(scene.url, context());
  const before = dump(scene.source);
  // The file was moved to another disk, as people do, and left a link.
  renameSync(scene.source, real);
  symlinkSync(real, scene.source);
  await withPg(scene.url, (client) => client.query(`update devices set name = 'depois' where id = 1`));
  const { restored } = await scene.commands.rollback(scene.url, context());
  expect(restored).toMatchObject({ done: true, kept: keptName(real, scene.state.id), sourceChanged: false });
  expect(readFileSync(real).equals(readFileSync(scene.source))).toBe(true);
  expect(dump(keptName(real, scene.state.id))).toEqual(before);
  const db = new Database(scene.source, { readonly: true });
  expect(db.prepare('select name from devices where id = 1').pluck().get()).toBe('depois');
  db.close();

  const other = await afterMigration({ rows: 50 });
  await other.commands.cutover(other.url, context());
  const left = dump(other.source);
  renameSync(other.source, `${other.source}.away`);
  const back = await other.commands.rollback(other.url, context());
  expect(back.restored).toMatchObject({ done: true, kept: null });
  expect(dump(other.source)).toEqual(left);
});
