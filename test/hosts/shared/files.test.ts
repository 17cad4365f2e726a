import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { answered, FileBrowser, isWithin } from '../../../electron/hosts/shared/browse.ts';
import { databasePath, existing, usualFiles, usualPaths } from '../../../electron/hosts/shared/places.ts';
import { FileTokens } from '../../../electron/hosts/shared/tokens.ts';
import { usualFolders } from '../../../electron/hosts/web/usual-folders.ts';
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
    writeFileSync(join(folder, 'allowed', 'a.db'), 'x');
    const files = new FileTokens();
    const allowed = join(folder, 'allowed');
    const browser = await FileBrowser.over([allowed, allowed, join(folder, 'none')], files);

    expect(await browser.roots()).toHaveLength(1);
    const { entries } = await browser.list(allowed, true);
    expect(entries.map(({ name }) => name)).toEqual(['inside', 'way-in', 'a.db']);
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

  it('shows so many entries and says where there are more', async () => {
    const folder = tempFolder();
    const browser = await FileBrowser.over([folder], new FileTokens());
    mkdirSync(join(folder, 'z'));
    for (let n = 1; n < 2000; n++) writeFileSync(join(folder, `${10_000 + n}.db`), '');
    // What is no database counts only where everything is asked for.
    writeFileSync(join(folder, '0.txt'), '');
    const whole = await browser.list(folder, false);
    expect([whole.entries.length, whole.cut]).toEqual([2000, false]);
    expect([whole.entries[0]?.name, whole.entries.at(-1)?.name]).toEqual(['z', '11999.db']);
    const all = await browser.list(folder, true);
    expect([all.entries.length, all.cut]).toEqual([2000, true]);
    expect(all.entries.at(-1)?.name).toBe('11998.db');
    writeFileSync(join(folder, '12000.db'), '');
    const more = await browser.list(folder, false);
    expect([more.entries.length, more.cut, more.entries.at(-1)?.name]).toEqual([2000, true, '11999.db']);
  });

  it('hands out what a link led to, not what somebody makes of it later', async () => {
    const folder = tempFolder();
    const [allowed, other] = [join(folder, 'allowed'), join(folder, 'other')];
    for (const each of [allowed, join(allowed, 'inside'), other]) mkdirSync(each);
    const inside = join(allowed, 'inside', 'autocore.db');
    writeFileSync(inside, 'x');
    writeFileSync(join(other, 'autocore.db'), 'secret');
    const link = join(allowed, 'link.db');
    symlinkSync(inside, link);
    const files = new FileTokens();
    const browser = await FileBrowser.over([allowed], files);
    const listed = (await browser.list(allowed, true)).entries;
    const taken = await browser.take(link);
    expect(listed.map(({ name }) => name)).toEqual(['inside', 'link.db']);

    // The link is turned round: the token stands for what was chosen.
    rmSync(link);
    symlinkSync(join(other, 'autocore.db'), link);
    for (const { token } of [listed[1] as { token: string }, taken]) expect(files.path(token)).toBe(inside);
    // A folder on the way becomes a link: that is no longer what was chosen.
    rmSync(join(allowed, 'inside'), { recursive: true });
    symlinkSync(other, join(allowed, 'inside'));
    for (const { token } of [...listed, taken]) {
      expect(() => files.path(token)).toThrow(expect.objectContaining({ code: 'host.unknownFile' }));
    }
    // One that is replaced by another file of its name, as databases and settings are, is the same choice.
    rmSync(join(allowed, 'inside'));
    mkdirSync(join(allowed, 'inside'));
    writeFileSync(inside, 'y');
    expect(files.path(taken.token)).toBe(inside);
  });

  it('starts at folders that are not inside one another', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a', 'b'), { recursive: true });
    const roots = await FileBrowser.roots([join(folder, 'a', 'b'), join(folder, 'a')]);
    expect(roots).toHaveLength(1);
  });

  it('starts at a drive and at the folders that are named besides', async () => {
    const folder = tempFolder();
    const drive = parse(folder).root;
    expect(await FileBrowser.roots([drive, folder])).toEqual([drive, folder]);
  });

  it('sees a drive that came later', async () => {
    const stick = join(tempFolder(), 'stick');
    const browser = await FileBrowser.over([stick], new FileTokens());
    expect(await browser.roots()).toEqual([]);
    mkdirSync(stick);
    expect((await browser.roots()).map(({ path }) => path)).toEqual([stick]);
    expect((await browser.list(stick, true)).entries).toEqual([]);
  });

  it.each([
    ['win32', ['C:\\Users\\João', 'A:\\', 'C:\\', 'Z:\\', 'D:\\ws']],
    ['darwin', ['C:\\Users\\João', '/Volumes', 'D:\\ws']],
    ['linux', ['C:\\Users\\João', '/opt/autocore', '/media', '/run/media', '/mnt', 'D:\\ws']],
  ] as const)('on %s offers the drives', (platform, expected) => {
    const folders = usualFolders(platform, 'C:\\Users\\João', 'D:\\ws');
    expect(folders).toEqual(expect.arrayContaining([...expected]));
    expect(folders).toHaveLength({ win32: 28, darwin: 4, linux: 7 }[platform]);
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
    ['DATABASE_PATH=/old.db\nDATABASE_PATH=/new.db # aqui\n', '/new.db'],
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

it('a drive that keeps silent does not hold the others up, and is asked once', async () => {
  const drive = Promise.withResolvers<string>();
  const resolve = vi.fn(() => drive.promise);
  expect(await answered('Z:\\', resolve, 1)).toBeNull();
  expect(await answered('Z:\\', resolve, 1)).toBeNull();
  expect(resolve).toHaveBeenCalledTimes(1);
  // It answers after all.
  drive.resolve('Z:\\');
  expect(await answered('Z:\\', resolve, 300_000)).toBe('Z:\\');
  expect(await answered('Y:\\', () => Promise.reject(new Error('not ready')), 300_000)).toBeNull();
});
