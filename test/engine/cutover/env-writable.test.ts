import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { notedEnv, planEnvs, restoreEnv, writeEnv } from '../../../electron/engine/cutover/env-files.ts';
import type { NotedEnv } from '../../../electron/engine/cutover/env-restore.ts';
import { unrestorableEnvs, unwritableEnvs } from '../../../electron/engine/cutover/env-writable.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { chattr, hasAttributes } from '../../helpers/immutable.ts';
import { smallDisk } from '../../helpers/small-disk.ts';

const values = { DATABASE_TYPE: 'postgresql' };
const before = 'DATABASE_TYPE=sqlite\n';

/** A file that is written, and what is noted of it. */
async function written(path: string): Promise<NotedEnv> {
  writeFileSync(path, before);
  const [change] = await planEnvs([path], values, 'r1', []);
  if (!change) throw new Error('no change');
  const noted = notedEnv(change, 'r1');
  await writeEnv(change, 'r1');
  return noted;
}

/** Everything about a folder that a try could change. */
function look(folder: string): unknown {
  return ['.', ...readdirSync(folder)].map((name) => {
    const { ino, mtimeMs, ctimeMs, mode, uid, size } = lstatSync(join(folder, name));
    return { name, ino, mtimeMs, ctimeMs, mode, uid, size };
  });
}

/** What is said of it, what writing and the way back do then, and that the tries left no trace. */
async function tried(folder: string, path: string, noted: NotedEnv[]) {
  const was = look(folder);
  const said = {
    unwritable: await unwritableEnvs([path], 'r1', noted),
    unrestorable: await unrestorableEnvs(noted),
  };
  expect(look(folder)).toEqual(was);
  const code = (error: { code: string }) => error.code;
  const wrote = await planEnvs([path], values, 'r1', noted).then(() => null, code);
  const restored = await Promise.all(noted.map(restoreEnv)).then(() => null, code);
  return { ...said, wrote, restored };
}

function swap(path: string, make: () => void): void {
  rmSync(path);
  make();
}

const refused = 'cutover.envUnusable';
const reason = (text: string) => [expect.objectContaining({ reason: expect.stringContaining(text) })];

it('nothing is said of files that can be replaced, and all that cannot be are named', async () => {
  const folder = tempFolder();
  const [one, two] = [join(folder, 'a.env'), join(folder, 'b.env')];
  const [place, gone] = [join(folder, 'dir.env'), join(folder, 'gone.env')];
  const noted = await written(one);
  writeFileSync(two, before);
  mkdirSync(place);
  symlinkSync('nowhere', gone);
  expect(await unwritableEnvs([two], 'r1', [])).toEqual([]);
  expect(await unwritableEnvs([one], 'r1', [noted])).toEqual([]);
  expect(await unrestorableEnvs([noted])).toEqual([]);
  chmodSync(two, 0o444);
  const all = await unwritableEnvs([one, two, place, gone, join(folder, 'none')], 'r1', [noted]);
  expect(all.map((each) => each.path)).toEqual([two, place, gone, join(folder, 'none')]);
  expect(all.map((each) => each.reason.split(':')[0])).toEqual(['EACCES', 'EISDIR', 'ENOENT', 'ENOENT']);
  const files = all.map((each) => `${each.path} (${each.reason})`).join('; ');
  const thrown = { code: refused, params: { path: two, reason: all[0]?.reason, files } };
  await expect(
    planEnvs([two, place, gone, join(folder, 'none')], values, 'r1', [noted]),
  ).rejects.toMatchObject(thrown);
});

describe('the way back is refused', () => {
  it.each<[string, (path: string, backup: string) => void, string]>([
    ['without the backup', (_, backup) => rmSync(backup), 'ENOENT'],
    ['with another backup', (_, backup) => writeFileSync(backup, 'A=1\n'), 'was changed'],
    ['with a folder in place of the backup', (_, backup) => swap(backup, () => mkdirSync(backup)), 'EISDIR'],
    ['with a folder in its place', (path) => swap(path, () => mkdirSync(path)), 'EISDIR'],
    ['with a link that leads nowhere', (path) => swap(path, () => symlinkSync('nowhere', path)), 'ENOENT'],
    [
      'with a folder where the new one is made',
      (path) => mkdirSync(`${path}.autocore-migrate.part`),
      'EISDIR',
    ],
  ])('%s', async (_, spoil, text) => {
    const folder = tempFolder();
    const path = join(folder, '.env');
    const noted = await written(path);
    spoil(path, noted.backup);
    expect(await tried(folder, path, [noted])).toMatchObject({
      unrestorable: reason(text),
      restored: refused,
    });
  });

  it('without its folder', async () => {
    const folder = join(tempFolder(), 'gateway');
    mkdirSync(folder);
    const noted = await written(join(folder, '.env'));
    rmSync(folder, { recursive: true });
    expect(await unrestorableEnvs([noted])).toEqual(reason('ENOENT'));
  });
});

describe('the way back is open', () => {
  it.each<[string, (path: string, backup: string) => void]>([
    ['for a file that is gone', (path) => rmSync(path)],
    ['for a file that is read-only since', (path) => chmodSync(path, 0o444)],
    [
      'for one that is a link since',
      (path) => {
        writeFileSync(`${path}.x`, '');
        swap(path, () => symlinkSync(`${path}.x`, path));
      },
    ],
    ['where it was made before', (path, backup) => writeFileSync(path, readFileSync(backup))],
  ])('%s', async (_, spoil) => {
    const folder = tempFolder();
    const path = join(folder, '.env');
    const noted = await written(path);
    spoil(path, noted.backup);
    expect(await tried(folder, path, [noted])).toMatchObject({ unrestorable: [], restored: null });
    expect(readFileSync(path, 'utf8')).toContain(before.trim());
  });

  it('for a file that was noted and never written', async () => {
    const path = join(tempFolder(), '.env');
    const noted = await written(path);
    writeFileSync(path, before);
    rmSync(noted.backup);
    expect(await unrestorableEnvs([noted])).toEqual([]);
  });
});

it('going live is refused where another file has the name of the backup', async () => {
  const folder = tempFolder();
  const path = join(folder, '.env');
  writeFileSync(path, before);
  writeFileSync(`${path}.before-r1`, 'A=1\n');
  expect(await tried(folder, path, [])).toMatchObject({ unwritable: reason('EEXIST'), wrote: refused });
  writeFileSync(`${path}.before-r1`, before);
  expect(await unwritableEnvs([path], 'r1', [])).toEqual([]);
});

describe('attributes', () => {
  it.runIf(hasAttributes()).each([
    ['+i', (path: string) => path],
    ['+a', (path: string) => path],
    ['+i', (path: string) => join(path, '..')],
  ] as const)('chattr %s', async (flag, of) => {
    const folder = tempFolder();
    const path = join(folder, '.env');
    const noted = await written(path);
    expect(chattr(flag, of(path))).toBeNull();
    onTestFinished(() => {
      chattr(flag.replace('+', '-'), of(path));
    });
    const found = await tried(folder, path, [noted]);
    expect(found).toMatchObject({ unrestorable: reason('EPERM'), restored: refused });
    expect(found).toMatchObject({ unwritable: reason('EPERM'), wrote: refused });
    expect(readFileSync(path, 'utf8')).toBe('DATABASE_TYPE=postgresql\n');
  });
});

describe('as an ordinary user', () => {
  const script = fileURLToPath(new URL('../../helpers/env-try.ts', import.meta.url));
  const isRoot = process.getuid?.() === 0;
  const user = { uid: 4321, gid: 4322 };
  const as = (paths: string[], noted: NotedEnv[]) => {
    const { stdout, stderr } = spawnSync(process.execPath, [script, JSON.stringify({ paths, noted })], {
      ...(isRoot ? user : {}),
      encoding: 'utf8',
      cwd: '/',
    });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const cannot =
    isRoot &&
    spawnSync(process.execPath, [script, '{"paths":[],"noted":[]}'], { ...user, cwd: '/' }).status !== 0;
  if (!isRoot) console.log("Another user's files are not tried: only root can make them.");
  if (cannot) console.log('Another user cannot read this folder, so the tests as one are skipped.');

  async function owned(): Promise<{ folder: string; path: string; noted: NotedEnv }> {
    const folder = tempFolder();
    const path = join(folder, '.env');
    const noted = await written(path);
    if (isRoot) for (const each of [folder, path, noted.backup]) chownSync(each, user.uid, user.gid);
    return { folder, path, noted };
  }

  it.skipIf(cannot)('all goes well with files of its own', async () => {
    const { path, noted } = await owned();
    writeFileSync(`${path}.2`, before);
    if (isRoot) chownSync(`${path}.2`, user.uid, user.gid);
    const free = { unwritable: [], unrestorable: [], written: null, restored: null };
    expect(as([`${path}.2`], [noted])).toEqual(free);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it.skipIf(cannot)('a folder that is read-only', async () => {
    const { folder, path, noted } = await owned();
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    const found = as([path], [noted]);
    expect(found.unrestorable).toEqual(reason('EACCES'));
    expect([found.written.code, found.restored.code]).toEqual([refused, refused]);
  });

  it.runIf(isRoot && !cannot)("another user's file, in a folder where all may write", async () => {
    const { folder, path, noted } = await owned();
    for (const each of [path, noted.backup]) chownSync(each, 0, 0);
    chmodSync(path, 0o666);
    chmodSync(folder, 0o777);
    expect(as([path], [noted])).toMatchObject({ unrestorable: reason('owner'), restored: { code: refused } });
    chmodSync(folder, 0o1777);
    chownSync(folder, 0, 0);
    expect(as([path], [noted])).toMatchObject({ unrestorable: reason('EPERM'), restored: { code: refused } });
    expect(existsSync(noted.backup)).toBe(true);
  });
});

describe('file systems', () => {
  const disk = smallDisk(2);
  afterAll(() => disk?.remove());

  it.runIf(disk)('without space', async () => {
    const folder = join(disk?.path ?? '', 'full');
    mkdirSync(folder);
    const path = join(folder, '.env');
    const noted = await written(path);
    disk?.fill();
    expect(await tried(folder, path, [noted])).toMatchObject({
      unrestorable: reason('ENOSPC'),
      restored: refused,
    });
    writeFileSync(join(folder, '2.env'), '');
    expect(await unwritableEnvs([join(folder, '2.env')], 'r1', [])).toEqual(reason('ENOSPC'));
    disk?.empty();
    expect(await tried(folder, path, [noted])).toMatchObject({ unrestorable: [], restored: null });
  });

  it.runIf(disk)('mounted read-only, or over the file itself', async () => {
    const folder = join(disk?.path ?? '', 'ro');
    mkdirSync(folder);
    const path = join(folder, '.env');
    const noted = await written(path);
    const mount = (...args: string[]) => expect(spawnSync('mount', args).status).toBe(0);
    mount('-o', 'remount,ro', disk?.path ?? '');
    const readOnly = await tried(folder, path, [noted]);
    mount('-o', 'remount,rw', disk?.path ?? '');
    expect(readOnly).toMatchObject({ unrestorable: reason('EROFS'), wrote: refused, restored: refused });
    mount('--bind', path, path);
    const bound = await tried(folder, path, [noted]);
    spawnSync('umount', [path]);
    expect(bound).toMatchObject({ unrestorable: reason('EBUSY'), restored: refused });
    expect(await tried(folder, path, [noted])).toMatchObject({ unrestorable: [], restored: null });
  });
});
