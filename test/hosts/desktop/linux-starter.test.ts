import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linuxStarter } from '../../../electron/build/linux-starter.ts';
import { consoleProgram } from '../../../electron/start/console.ts';
import { startOf } from '../../../electron/start/words.ts';
import { tempFolder } from '../../helpers/folder.ts';

/** A package whose programs tell which of them was called, and how; `id` says who asks. */
function installed(uid: number) {
  const folder = join(tempFolder(), 'AutoCore Migrate (1) $x');
  const { program } = consoleProgram(join(folder, 'resources'), 'linux');
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o755 });
  };
  const tell = (name: string, code: number) => `#!/bin/sh\nprintf '%s\\n' ${name} "$@"\nexit ${code}\n`;
  put(join(folder, 'autocore-migrate'), linuxStarter('autocore-migrate'));
  put(join(folder, 'autocore-migrate-window'), tell('window', 0));
  put(program, tell('console', 5));
  const bin = join(folder, 'usr/bin');
  put(join(bin, 'id'), `#!/bin/sh\necho ${uid}\n`);
  symlinkSync('../../autocore-migrate', join(bin, 'autocore-migrate'));
  const env = { PATH: `${bin}:/usr/bin:/bin`, DISPLAY: ':0' };
  writeFileSync(join(folder, 'oficina'), '');
  const called = (args: readonly string[], more: Record<string, string> = {}) => {
    const { status, stdout } = spawnSync('autocore-migrate', args, {
      cwd: folder,
      env: { ...env, ...more },
      encoding: 'utf8',
    });
    return { status, words: stdout.split('\n').slice(0, -1) };
  };
  return { folder, called, start: join(folder, 'resources/app.asar.unpacked/console/start.mjs') };
}

describe.skipIf(process.platform === 'win32')('what starts on Linux by the name of the program', () => {
  it('is the console program for a command, with its exit code, whatever stands there', () => {
    const { called, start } = installed(1000);
    const url = 'postgresql://u@h:5432/d?sslmode=require';
    for (const args of [
      ['migrate', '--source', 'a b.db', '--target', url, '--yes'],
      ['--lang', 'en', 'runs'],
      ['--version'],
      ['nonsense', '"$x"', ''],
    ]) {
      expect(called(args)).toEqual({ status: 5, words: ['console', start, ...args] });
      expect(called(['--no-sandbox', ...args]).words).toEqual(['console', start, ...args]);
      // Root and a screen make no difference to a command.
      expect(installed(0).called(args, { DISPLAY: '' }).words.slice(2)).toEqual(args);
    }
  });

  it('is the window for nothing and for files, which Chromium takes for nothing else', () => {
    const { called } = installed(1000);
    expect(called([])).toEqual({ status: 0, words: ['window'] });
    expect(called(['--no-sandbox', '--disable-gpu']).words).toEqual([
      'window',
      '--no-sandbox',
      '--disable-gpu',
    ]);
    const urls = ['file:///a%20b/x.db', 'file:///y.db'];
    expect(called(['--no-sandbox', ...urls]).words).toEqual(['window', '--no-sandbox', '--', ...urls]);
    expect(called(['oficina']).words).toEqual(['window', '--', 'oficina']);
    expect(called(['X.SQLite3']).words).toEqual(['window', '--', 'X.SQLite3']);
    expect(called(['--', '-x.db']).words).toEqual(['window', '--', '-x.db']);
    expect(called([], { DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' }).words).toEqual(['window']);
  });

  it('is the wizard in the browser for root and without a screen', () => {
    const root = installed(0);
    const instead = ['console', root.start, 'serve', '--window', '--instead', 'root'];
    expect(root.called([]).words).toEqual(instead);
    expect(root.called(['--no-sandbox', '/d/a b.db']).words).toEqual([...instead, '--source', '/d/a b.db']);
    expect(root.called(['--', '-x.db']).words).toEqual([...instead, '--source', '-x.db']);
    const { called } = installed(1000);
    expect(called([], { DISPLAY: '' }).words.slice(2)).toEqual([
      'serve',
      '--window',
      '--instead',
      'noDisplay',
    ]);
  });

  it('tells by the same rule as the program itself', () => {
    const { called } = installed(1000);
    const isFile = (word: string): boolean => word === 'oficina';
    for (const words of [
      [],
      ['-x'],
      ['serve'],
      ['--json'],
      ['--progress=none', 'runs'],
      ['oficina'],
      ['oficinas'],
      ['C:\\x\\y'],
      ['a/b'],
      ['x.db3'],
      ['db'],
      ['--', 'runs'],
    ]) {
      const [program] = called(words).words;
      expect([words, program]).toEqual([
        words,
        startOf(words, isFile).kind === 'wizard' ? 'window' : 'console',
      ]);
    }
  });
});
