import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nativeOf } from '../../../electron/build/native.ts';
import { needed, wrongIn } from '../../../electron/build/packed.ts';
import { tempFolder } from '../../helpers/folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const prebuilds = join(root, 'node_modules/better-sqlite3/prebuilds');

/** A package whose native files are all SQLite's library of that system. */
function packageOf(system: string, names: readonly string[]): string {
  const folder = tempFolder();
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(prebuilds, `${system}.node`), join(folder, name));
  }
  writeFileSync(join(folder, 'node_modules/README.md'), 'text');
  return folder;
}

describe('a library', () => {
  it.each(readdirSync(prebuilds))('%s says what it is for', (name) => {
    const [platform, arch] = name.replace('linuxmusl', 'linux').replace('.node', '').split('-');
    expect(nativeOf(readFileSync(join(prebuilds, name)))).toEqual({ platform, arches: [arch] });
  });

  it('is told from other files', () => {
    const script = Buffer.from('#!/bin/sh\n'.padEnd(200));
    const words = Buffer.from('MZ is how some texts begin'.padEnd(200));
    const java = Buffer.concat([Buffer.from('cafebabe00000041', 'hex'), Buffer.alloc(200)]);
    expect([script, words, java, Buffer.alloc(3)].map(nativeOf)).toEqual([null, null, null, null]);
    const both = Buffer.concat([
      Buffer.from('cafebabe00000002', 'hex'),
      ...['01000007', '0100000c'].map((type) => Buffer.from(type.padEnd(40, '0'), 'hex')),
      Buffer.alloc(100),
    ]);
    expect(nativeOf(both)).toEqual({ platform: 'darwin', arches: ['x64', 'arm64'] });
  });
});

describe('a package', () => {
  const windows = { platform: 'win32', arch: 'x64' };

  it('is complete with what it needs', async () => {
    expect(await wrongIn(packageOf('win32-x64', needed(windows)), windows)).toEqual([]);
  });

  it('packed on another system is refused, by what is in it', async () => {
    const linux = { platform: 'linux', arch: 'x64' };
    const wrong = await wrongIn(packageOf('linux-x64', needed(linux)), windows);
    expect([...wrong].sort()).toEqual(
      [
        ...needed(windows).map((name) => `${name} is missing`),
        ...needed(linux).map((name) => `${name} is for linux x64`),
      ].sort(),
    );
  });

  it('with a library of another machine under the right name is refused', async () => {
    const wrong = await wrongIn(packageOf('win32-arm64', needed(windows)), windows);
    expect(wrong[0]).toBe(`${needed(windows)[0]} is for win32 arm64`);
    expect(wrong).toHaveLength(needed(windows).length);
  });
});
