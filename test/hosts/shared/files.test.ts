import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileBrowser, isWithin } from '../../../electron/hosts/shared/browse.ts';
import { databasePath, existing, usualFiles, usualPaths } from '../../../electron/hosts/shared/places.ts';
import { FileTokens } from '../../../electron/hosts/shared/tokens.ts';
import { tempFolder } from '../../helpers/folder.ts';

describe('tokens', () => {
  it('stand for one path each, and cannot be made up', () => {
    const files = new FileTokens();
    const given = files.give('/dados/autocore.db');
    expect(given).toEqual({ token: given.token, name: 'autocore.db', path: '/dados/autocore.db' });
    expect(files.give('/dados/autocore.db').token).toBe(given.token);
    expect(files.path(given.token)).toBe('/dados/autocore.db');
    expect(new FileTokens().give('/dados/autocore.db').token).not.toBe(given.token);
    for (const token of ['', '/dados/autocore.db', 'a'.repeat(22)]) {
      expect(() => files.path(token)).toThrow(expect.objectContaining({ code: 'host.unknownFile' }));
    }
  });
});

describe('the file browser', () => {
  it('does not follow a link out of the allowed folders', async () => {
    const folder = tempFolder();
    for (const name of ['allowed', 'allowed/inside', 'other']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'other', 'secret.db'), 'x');
    writeFileSync(join(folder, 'allowed', 'inside', 'autocore.db'), 'x');
    symlinkSync(join(folder, 'other'), join(folder, 'allowed', 'way-out'));
    symlinkSync(join(folder, 'other', 'secret.db'), join(folder, 'allowed', 'secret.db'));
    symlinkSync(join(folder, 'allowed', 'inside'), join(folder, 'allowed', 'way-in'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'allowed', 'broken'));
    const files = new FileTokens();
    const allowed = join(folder, 'allowed');
    const browser = new FileBrowser(await FileBrowser.roots([allowed, allowed, join(folder, 'none')]), files);

    expect(browser.roots).toHaveLength(1);
    const { entries } = await browser.list(allowed, true);
    expect(entries.map(({ name }) => name)).toEqual(['inside', 'way-in']);
    for (const path of [folder, join(folder, 'other'), join(allowed, 'way-out'), join(allowed, '..')]) {
      await expect(browser.list(path, true)).rejects.toMatchObject({ code: 'host.unknownFile' });
      await expect(browser.folder(path)).rejects.toMatchObject({ code: 'host.unknownFile' });
    }
    expect(await browser.folder(join(allowed, 'way-in'))).toBe(join(allowed, 'inside'));
    const file = browser.folder(join(allowed, 'inside', 'autocore.db'));
    await expect(file).rejects.toMatchObject({ code: 'host.unknownFile' });
    await expect(browser.take(join(allowed, 'secret.db'))).rejects.toMatchObject({
      code: 'host.unknownFile',
    });
    await expect(browser.take(join(allowed, 'inside'))).rejects.toMatchObject({ code: 'source.folder' });
    await expect(browser.list(join(allowed, 'none'), true)).rejects.toMatchObject({ code: 'source.missing' });
    expect((await browser.take(join(allowed, 'inside', 'autocore.db'))).name).toBe('autocore.db');
  });

  it('starts at folders that are not inside one another', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    const roots = await FileBrowser.roots([join(folder, 'a', 'b'), join(folder, 'a')]);
    expect(roots).toHaveLength(1);
  });

  it.each([
    ['/home/pi', ['/home/pi'], true],
    ['/home/pi/x', ['/home/pi'], true],
    ['/home/pirate', ['/home/pi'], false],
    ['/home', ['/home/pi'], false],
    ['/x', ['/'], true],
  ])('%s in %s: %s', (path, roots, expected) => {
    expect(isWithin(path, roots)).toBe(expected);
  });
});

describe('the usual places', () => {
  it.each([
    ['DATABASE_PATH=/opt/autocore/database/autocore.db\n', '/opt/autocore/database/autocore.db'],
    ['# DATABASE_PATH=/no\nexport DATABASE_PATH="../data/autocore.db"  \n', '../data/autocore.db'],
    ["A=1\r\nDATABASE_PATH = 'c d.db'\r\n", 'c d.db'],
    ['DATABASE_PATH=\n', null],
    ['MY_DATABASE_PATH=x\n', null],
  ])('are read out of %j', (text, expected) => {
    expect(databasePath(text)).toBe(expected);
  });

  it('are looked at without complaint, and a file is offered once', async () => {
    const folder = tempFolder();
    const home = join(folder, 'home/pi');
    const system = join(folder, 'opt/autocore');
    for (const each of [join(system, 'database'), join(system, 'gateway'), join(home, 'Downloads')]) {
      mkdirSync(each, { recursive: true });
    }
    const first = join(system, 'database', 'autocore.db');
    writeFileSync(first, 'x');
    writeFileSync(join(home, 'autocore.db'), '');
    writeFileSync(join(home, 'Downloads', 'autocore.db'), 'y');
    writeFileSync(join(system, 'gateway', '.env'), 'DATABASE_PATH=../moved.db\n');
    writeFileSync(join(system, 'moved.db'), 'z');
    symlinkSync(system, join(home, 'autocore'));
    const found = await usualFiles({ home, cwd: home, systemRoot: folder });
    expect(found.map(({ path }) => path)).toEqual([
      join(system, 'moved.db'),
      first,
      join(home, 'Downloads', 'autocore.db'),
    ]);
    expect(await existing(['/there/is/none'])).toEqual([]);
    expect(usualPaths({ home: '/h', cwd: '/c', systemRoot: null })).not.toContain(
      '/opt/autocore/database/autocore.db',
    );
  });
});
