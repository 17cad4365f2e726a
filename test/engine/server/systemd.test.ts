import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServerStatus } from '../../../electron/engine/server/status.ts';
import { until } from '../../helpers/until.ts';
import { noUserSystemd, type UserSystemd, userSystemd } from '../../helpers/user-systemd.ts';

const launcher = fileURLToPath(new URL('../../../electron/hosts/cli/bin.mjs', import.meta.url));
const missing = noUserSystemd();
if (missing !== null) console.log(`A server started by systemd is not tried: ${missing}`);

describe.runIf(missing === null)("a local server that the user's systemd starts", () => {
  const home = mkdtempSync(join(tmpdir(), 'autocore-systemd-'));
  // What a unit's text, a shell and systemd itself would read as something else.
  const workspace = join(home, 'Migração do "João" $HOME %h `x`');
  let systemd: UserSystemd;

  beforeAll(async () => {
    chmodSync(home, 0o755);
    systemd = await userSystemd(home, { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' });
  });
  afterAll(async () => {
    await systemd?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const server = async (action: string): Promise<ServerStatus> => {
    const words = [launcher, 'server', action, '--json', '--workspace', workspace];
    return JSON.parse((await systemd.run(process.execPath, ...words)).stdout);
  };
  const unit = async (name: string, property: string): Promise<string> =>
    (await systemd.run('systemctl', '--user', 'show', name, '-P', property)).stdout.trim();

  test('starts with the system, again after a failure, and no longer when nobody wants it', async () => {
    const installed = await server('install');
    expect(installed).toMatchObject({ running: true, service: { kind: 'systemd-user', begins: 'login' } });
    const name = installed.service?.name ?? '';
    expect(await unit(name, 'ActiveState')).toBe('active');
    const [version] = readdirSync(join(workspace, 'server', 'programs'));
    expect((await systemd.run('readlink', `/proc/${await unit(name, 'MainPID')}/exe`)).stdout.trim()).toBe(
      join(workspace, 'server', 'programs', version ?? '', 'bin', 'postgres'),
    );

    // Killed: systemd starts it again.
    const first = await unit(name, 'MainPID');
    await systemd.run('kill', '-9', first);
    await until(async () => (await server('status')).running && (await unit(name, 'MainPID')) !== first);

    // Stopped by hand it stays down, and comes up under systemd.
    expect(await server('stop')).toMatchObject({ running: false, service: { begins: 'login' } });
    expect(await unit(name, 'ActiveState')).toBe('inactive');
    expect(await server('start')).toMatchObject({ running: true, port: installed.port });
    expect(await unit(name, 'ActiveState')).toBe('active');

    // The machine goes down and comes up.
    await systemd.reboot();
    await until(async () => (await server('status')).running);
    expect(await server('status')).toMatchObject({ port: installed.port, service: { name } });

    // A second time changes nothing.
    expect(await server('install')).toMatchObject({ running: true, service: { name } });

    const after = await server('uninstall');
    expect(after).toMatchObject({ running: true, manual: true, service: null, port: installed.port });
    expect(existsSync(join(home, '.config/systemd/user', `${name}.service`))).toBe(false);
    expect(existsSync(join(home, '.config/systemd/user/default.target.wants'))).toBe(false);
    expect(await server('uninstall')).toMatchObject({ running: true, service: null });
    expect(await server('stop')).toMatchObject({ running: false });
  });

  test('a server that cannot start so is not left to the system', async () => {
    const data = join(workspace, 'server', 'data');
    const settings = join(data, 'postgresql.conf');
    const before = readFileSync(settings, 'utf8');
    await systemd.run('sh', '-c', 'echo "no_such_setting = 1" >> "$1"', 'sh', settings);
    const refused = await server('install').then(null, (error: { code: number; stderr: string }) => error);
    expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining('no_such_setting') });
    expect(await server('status')).toMatchObject({ running: false, service: null });
    await systemd.run('sh', '-c', 'printf %s "$2" > "$1"', 'sh', settings, before);
  });
});
