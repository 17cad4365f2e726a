import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { System } from '../../../electron/engine/system/programs.ts';
import { changed, changeUserPath, fileSetting, pathIn } from '../../../electron/engine/system/user-path.ts';

const folder = 'C:\\Users\\João\\AppData\\Local\\Programs\\autocore-migrate\\resources\\bin';

/** A registry that knows one value, and the program of Windows that reads and writes it. */
function registry(start: Buffer | null, faults: { import?: string } = {}) {
  let file = start ?? Buffer.from('\uFEFFWindows Registry Editor Version 5.00\r\n\r\n', 'utf16le');
  const asked: string[][] = [];
  const system: System = {
    platform: 'win32',
    run: async (program, args) => {
      asked.push([program.split('\\').at(-1) ?? '', args[0] ?? '']);
      const [verb, ...rest] = args;
      if (verb === 'export') writeFileSync(rest[1] ?? '', file);
      if (verb === 'import' && faults.import) return { ok: false, output: faults.import };
      if (verb === 'import') file = readFileSync(rest[0] ?? '');
      return { ok: true, output: '' };
    },
  };
  return { system, asked, value: () => pathIn(file.toString('utf16le')) };
}

describe('the PATH of a user', () => {
  it('gets the folder and keeps the rest as it was, of whatever length', async () => {
    const long = Array.from({ length: 300 }, (_, i) => `%USERPROFILE%\\pasta ção ${i}`).join(';');
    const { system, asked, value } = registry(fileSetting({ type: 'expand', text: `${long};` }));
    expect(await changeUserPath('add', folder, system)).toBe(true);
    expect(value()).toEqual({ type: 'expand', text: `${long};${folder}` });
    expect(await changeUserPath('add', `${folder}\\`, system)).toBe(false);
    expect(await changeUserPath('remove', folder.toUpperCase(), system)).toBe(true);
    expect(value()).toEqual({ type: 'expand', text: long });
    expect(await changeUserPath('remove', folder, system)).toBe(false);
    expect(new Set(asked.map((each) => each.join(' ')))).toEqual(
      new Set(['reg.exe export', 'reg.exe import']),
    );
  });

  it('is made where there is none', async () => {
    const { system, value } = registry(null);
    expect(await changeUserPath('remove', folder, system)).toBe(false);
    expect(await changeUserPath('add', folder, system)).toBe(true);
    expect(value()).toEqual({ type: 'expand', text: folder });
  });

  it('stays as it was where Windows refuses, or it would be too long', async () => {
    const { system, value } = registry(fileSetting({ type: 'sz', text: 'C:\\x' }), {
      import: 'Acesso negado.',
    });
    await expect(changeUserPath('add', folder, system)).rejects.toThrow('reg import: Acesso negado.');
    expect(value()).toEqual({ type: 'sz', text: 'C:\\x' });
    const full = registry(fileSetting({ type: 'sz', text: 'x'.repeat(32_700) }));
    await expect(changeUserPath('add', folder, full.system)).rejects.toThrow('> 32767');
  });

  it('is read as Windows writes it', () => {
    const head = 'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Environment]\r\n';
    expect(pathIn(`${head}"TEMP"="C:\\\\t"\r\n"PATH"="C:\\\\a b;\\"C:\\\\c;d\\""\r\n`)).toEqual({
      type: 'sz',
      text: 'C:\\a b;"C:\\c;d"',
    });
    expect(pathIn(`${head}"Path"=hex(2):43,00,3a,00,\\\r\n  5c,00,78,00,00,00\r\n`)).toEqual({
      type: 'expand',
      text: 'C:\\x',
    });
    expect(pathIn(head)).toBeNull();
    expect(() => pathIn(`${head}"Path"=dword:00000001\r\n`)).toThrow('dword');
  });

  it('knows a folder by whatever spelling, and quotes one with a semicolon', () => {
    expect(changed('C:\\A;"c:\\b\\";D', 'remove', 'C:\\B')).toBe('C:\\A;D');
    expect(changed('C:\\A', 'add', 'c:\\a\\')).toBeNull();
    expect(changed('', 'add', 'C:\\x;y')).toBe('"C:\\x;y"');
    expect(changed('C:\\A;B', 'add', 'C')).toBe('C:\\A;B;C');
  });
});
