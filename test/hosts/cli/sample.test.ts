import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cli } from '../../helpers/cli.ts';
import { sandbox } from '../../helpers/folder.ts';

describe('sample', () => {
  it('writes a database and says what is in it', async () => {
    const { folder, env } = sandbox();
    const { code, stdout, stderr } = await cli(['sample', '--rows', '2000', '--out', 'exemplo.db'], {
      cwd: folder,
      env,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Banco de exemplo gravado: .*exemplo\.db \([\d,]+ MiB\)\n/);
    expect(stdout).toMatch(/^telemetry_data +2\.000$/m);
    expect(stderr).toMatch(/^Carga: .* de 2\.200 linhas/m);
    expect(existsSync(join(folder, 'exemplo.db'))).toBe(true);
  });

  it('prints one JSON document, and progress as JSON lines', async () => {
    const { folder, env } = sandbox();
    const args = [
      '--json',
      'sample',
      '--rows',
      '100',
      '--out',
      join(folder, 'a.db'),
      '--dirty',
      '--progress',
      'json',
    ];
    const { code, stdout, stderr } = await cli(args, { env });
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document.tables).toContainEqual({ name: 'vehicles', rows: 6 });
    expect(document.hazards.length).toBeGreaterThan(200);
    const progress = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(progress.at(-1)).toMatchObject({ stage: 'load', unit: 'rows', done: 110, total: 110 });
  });

  it('says nothing on stderr when asked to', async () => {
    const { folder, env } = sandbox();
    const { stderr } = await cli(
      ['sample', '--rows', '1', '--out', join(folder, 'a.db'), '--progress=none'],
      { env },
    );
    expect(stderr).toBe('');
  });

  it('does not overwrite, and tells how to', async () => {
    const { folder, env } = sandbox();
    const args = ['sample', '--rows', '1', '--out', join(folder, 'São João.db'), '--json'];
    await cli(args, { env });
    const again = await cli(args, { env });
    expect(again.code).toBe(2);
    expect(JSON.parse(again.stdout).error).toMatchObject({ code: 'output.exists' });
    expect(again.stderr).toContain(`O arquivo já existe: ${join(folder, 'São João.db')}`);
    expect((await cli([...args, '--force'], { env })).code).toBe(0);
  });

  it('takes its workspace from the option first, and keeps its log there', async () => {
    const { folder, env } = sandbox();
    const args = [
      '--workspace',
      join(folder, 'outra'),
      'sample',
      '--rows',
      '1',
      '--out',
      join(folder, 'a.db'),
    ];
    await cli(args, { env });
    expect(readdirSync(join(folder, 'outra'))).toContain('autocore-migrate.log');
    expect(readdirSync(folder)).not.toContain('trabalho');
  });

  it('says where it may not write', async () => {
    const { folder, env } = sandbox();
    const { code, stderr } = await cli(['sample', '--rows', '1', '--out', join(folder, 'não', 'há.db')], {
      env,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('[output.unwritable]');
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

describe('an interruption', () => {
  const endless = (folder: string) => ['sample', '--rows', '900000000', '--out', join(folder, 'a.db')];

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s stops cleanly with exit code 6', async (signal) => {
    const { folder, env } = sandbox();
    let sent = false;
    const { code, stderr } = await cli(endless(folder), {
      env,
      onStderr: (child) => {
        if (!sent) child.kill(signal);
        sent = true;
      },
    });
    expect(code).toBe(6);
    expect(stderr).toContain('Interrompendo');
    expect(stderr).toContain('[interrupted]');
    expect(readdirSync(folder)).toEqual(['trabalho']);
  });

  it('comes when the launcher is gone', async () => {
    const { folder, env } = sandbox();
    const main = fileURLToPath(new URL('../../../electron/hosts/cli/main.ts', import.meta.url));
    const child = fork(main, endless(folder), { silent: true, env: { ...process.env, ...env } });
    child.stderr?.once('data', () => child.disconnect());
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(6);
    expect(readdirSync(folder)).toEqual(['trabalho']);
  });
});
