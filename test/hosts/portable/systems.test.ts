import { mkdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { needed } from '../../../electron/build/packed.ts';
import { contentsFor, nativesAmong } from '../../../electron/build/portable/contents.ts';
import { installParts } from '../../../electron/build/portable/install.ts';
import { nativePartOf } from '../../../electron/build/portable/native-parts.ts';
import { nodeProgram, systemOf } from '../../../electron/build/portable/systems.ts';
import { tempFolder } from '../../helpers/folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

it.each([
  ['win32', 'x64', ['AutoCore Migrate.cmd', 'LEIA-ME.txt', 'autocore-migrate.cmd']],
  ['darwin', 'arm64', ['AutoCore Migrate.command', 'README.txt', 'autocore-migrate']],
  ['darwin', 'x64', ['AutoCore Migrate.command', 'README.txt', 'autocore-migrate']],
  ['linux', 'arm64', ['AutoCore Migrate.desktop', 'README.txt', 'autocore-migrate']],
])('the edition for %s-%s has every part, made for that system', async (platform, arch, top) => {
  const system = systemOf(platform, arch);
  const folder = tempFolder();
  const built = { app: join(folder, 'app'), pages: join(folder, 'pages') };
  for (const each of Object.values(built)) mkdirSync(each);
  const installed = await installParts(system, root, join(folder, 'parts'));
  const entries = await contentsFor(system, root, built, installed);
  const paths = entries.map(({ path }) => path);
  expect(paths.filter((path) => !path.includes('/'))).toEqual(top);
  expect(paths).toEqual(expect.arrayContaining([...needed(system).map((path) => `app/${path}`)]));
  expect(entries.find(({ path }) => path === `app/${nodeProgram(system)}`)?.executable).toBe(true);

  const natives = await nativesAmong(entries);
  expect(natives.length).toBeGreaterThan(70);
  for (const { native } of natives) {
    expect(native.platform).toBe(platform);
    expect(native.arches).toContain(arch);
  }
  const server = natives.map(({ path }) => path.split('/native/')[1]).filter((path) => path !== undefined);
  expect(server.filter((path) => nativePartOf(path) === null)).toEqual([]);

  const links = entries.flatMap((entry) => ('link' in entry ? [entry] : []));
  expect(links.length > 0).toBe(platform !== 'win32');
  for (const { path, link } of links) expect(paths).toContain(posix.join(posix.dirname(path), link));
});
