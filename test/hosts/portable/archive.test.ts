import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeArchive, writeDigest } from '../../../electron/build/portable/archive.ts';
import type { Entry } from '../../../electron/build/portable/entries.ts';
import { tempFolder } from '../../helpers/folder.ts';

const isWindows = process.platform === 'win32';
if (isWindows) console.log('Archives with links are not tried: Windows has zip files, which have none.');

describe('an archive', () => {
  const entries: Entry[] = [
    { path: 'São João/autocore-migrate', text: '#!/bin/sh\n', executable: true },
    { path: `São João/${'long/'.repeat(60)}text`, text: 'long', executable: false },
    { path: 'São João/text', text: 'words', executable: false },
  ];
  const link: Entry = { path: 'São João/zlink', link: 'text', executable: false };

  it.skipIf(isWindows)('keeps names, modes and links, and is the same every time', async () => {
    const folder = tempFolder();
    const [one, two] = [join(folder, 'one.tar.gz'), join(folder, 'two.tar.gz')];
    await writeArchive(one, [...entries, link]);
    await writeArchive(two, [...entries, link]);
    expect(readFileSync(one).equals(readFileSync(two))).toBe(true);
    // With -p: whatever the umask of whoever runs the tests.
    execFileSync('tar', ['-xpzf', one, '-C', folder]);
    const listed = readdirSync(join(folder, 'São João'), { recursive: true, encoding: 'utf8' }).flatMap(
      (path) => {
        const whole = join(folder, 'São João', path);
        const stats = lstatSync(whole);
        // The mode of a link is the system's own.
        if (stats.isSymbolicLink()) return [`${path} → ${readlinkSync(whole)}`];
        return stats.isFile() ? [`${path} ${(stats.mode & 0o777).toString(8)}`] : [];
      },
    );
    expect(listed.sort()).toEqual([
      'autocore-migrate 755',
      `${'long/'.repeat(60)}text 644`,
      'text 644',
      'zlink → text',
    ]);
    expect(readFileSync(join(folder, 'São João/zlink'), 'utf8')).toBe('words');
  });

  it('for Windows is a zip, with names in UTF-8', async () => {
    const path = join(tempFolder(), 'one.zip');
    await writeArchive(path, entries);
    const bytes = readFileSync(path);
    const content = unzipSync(bytes);
    expect(Object.keys(content)).toEqual(entries.map((entry) => entry.path));
    expect(Buffer.from(content['São João/text'] ?? []).toString()).toBe('words');
    await expect(writeArchive(path, [link])).rejects.toThrow('a link in a zip');
  });

  it('has its SHA-256 beside it', async () => {
    const path = join(tempFolder(), 'abc');
    writeFileSync(path, 'abc');
    await writeDigest(path);
    expect(readFileSync(`${path}.sha256`, 'utf8')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc\n',
    );
  });
});
