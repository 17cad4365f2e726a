import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { binariesIn, type Package, serverBinaries } from '../../../electron/engine/server/binaries.ts';
import { managedServer } from '../../../electron/engine/server/managed.ts';
import { serverPaths } from '../../../electron/engine/server/paths.ts';
import { copyPrograms, removeOtherPrograms } from '../../../electron/engine/server/programs.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { silentLog } from '../../helpers/log.ts';
import { isLong } from '../../helpers/long.ts';

/** The programs of the package in a folder that a test may take away. */
async function packageCopy(folder: string): Promise<Package> {
  const { root, version } = await serverBinaries();
  const copy = join(folder, 'App.AppImage', 'native');
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
  return { ...binariesIn(copy, process.platform), root: copy, version };
}

const says = (program: string) => execFileSync(program, ['--version'], { encoding: 'utf8' });

test('a workspace gets programs of its own, which work without the package they came from', async () => {
  const folder = tempFolder();
  const from = await packageCopy(folder);
  // As in an image that is mounted, or a folder of the system's.
  if (process.platform !== 'win32') execFileSync('chmod', ['-R', 'a-w', from.root]);
  const programs = join(folder, 'programas $HOME `x`');
  // A copy that a power cut left half done.
  mkdirSync(join(programs, `${from.version}.part`, 'bin'), { recursive: true });
  writeFileSync(join(programs, `${from.version}.part`, 'bin', 'postgres'), 'half');

  const own = await copyPrograms(programs, from);
  if (process.platform !== 'win32') execFileSync('chmod', ['-R', 'u+w', from.root]);
  rmSync(join(folder, 'App.AppImage'), { recursive: true });
  expect(readdirSync(programs)).toEqual([from.version]);
  expect(says(own.postgres)).toMatch(/PostgreSQL\) 18/);
  expect(says(own.pgCtl)).toMatch(/PostgreSQL\) 18/);
  expect(own.initdb).toBe(from.initdb);
  // What only serves to build programs takes no room here.
  const all = readdirSync(programs, { recursive: true }).map(String);
  expect(all.length).toBeGreaterThan(500);
  expect(all.filter((path) => /pkgconfig|pgxs|\.a$/.test(path))).toEqual([]);
  // A later version has to be able to remove them.
  if (process.platform !== 'win32')
    expect(statSync(join(programs, from.version, 'share')).mode & 0o200).toBe(0o200);

  // There already: nothing is copied, so nothing is missed.
  expect(await copyPrograms(programs, from)).toEqual(own);
  mkdirSync(join(programs, '17.0-old', 'bin'), { recursive: true });
  await removeOtherPrograms(programs, from.version);
  expect(readdirSync(programs)).toEqual([from.version]);
});

test('where they cannot be written it is said', async () => {
  const folder = tempFolder();
  const from = await packageCopy(folder);
  writeFileSync(join(folder, 'programs'), 'a file in the place of the folder');
  await expect(copyPrograms(join(folder, 'programs'), from)).rejects.toMatchObject({
    code: 'server.start',
    params: { path: join(folder, 'programs', from.version) },
  });
});

test.runIf(isLong)('a server runs from the workspace, one that is thrown away from the package', async () => {
  const folder = tempFolder();
  chmodSync(folder, 0o755);
  for (const outlives of [true, false]) {
    const workspace = join(folder, String(outlives));
    mkdirSync(workspace);
    const server = managedServer({ workspace, log: silentLog, outlives });
    const { release, config } = await server.acquire('test');
    const paths = serverPaths(workspace);
    const started = readFileSync(join(paths.data, 'postmaster.opts'), 'utf8');
    expect(started.startsWith(paths.programs)).toBe(outlives);
    expect(existsSync(paths.programs)).toBe(outlives);
    expect(config.port).toBeGreaterThan(0);
    await release();
  }
});
