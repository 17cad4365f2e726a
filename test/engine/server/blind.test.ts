import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openPort } from '../../../electron/engine/server/find.ts';
import { liveLeases } from '../../../electron/engine/server/leases.ts';
import { managedServer } from '../../../electron/engine/server/managed.ts';
import { serverPaths } from '../../../electron/engine/server/paths.ts';
import { lookForPostmaster, removeMisleadingFile } from '../../../electron/engine/server/postmaster.ts';
import { processExists } from '../../../electron/engine/system/process.ts';
import type { System } from '../../../electron/engine/system/programs.ts';
import { withClient } from '../../../electron/engine/target/connect.ts';
import { tempFolder } from '../../helpers/folder.ts';
import { silentLog } from '../../helpers/log.ts';

/** A system whose programs are locked away: PowerShell by a policy, ps in a sandbox. */
const blind: System = { platform: 'darwin', run: async () => ({ ok: false, output: 'access denied' }) };

const root = mkdtempSync(join(tmpdir(), 'autocore-blind-'));
const workspace = join(root, 'oficina');
const paths = serverPaths(workspace);
const pidFile = join(paths.data, 'postmaster.pid');
const seeing = managedServer({ workspace, log: silentLog });
const server = managedServer({ workspace, log: silentLog, system: blind, stopSeconds: 20 });

beforeAll(async () => {
  mkdirSync(workspace);
  // Each test finds the folder of a server that ran, whichever is run alone.
  await seeing.start({ manual: true });
  await seeing.stop();
});
afterEach(async () => void (await seeing.stop()));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('where the system does not tell what a process is', () => {
  test('a server that answers to our password is running, and its postmaster.pid stays', async () => {
    const { pid, port } = await seeing.start({ manual: true });
    const before = readFileSync(pidFile, 'utf8');
    expect(await lookForPostmaster(paths.data, blind)).toMatchObject({
      is: 'unknown',
      server: { pid, port },
    });
    expect(await server.status()).toMatchObject({ running: true, pid, port });
    await removeMisleadingFile(paths.data, blind);
    const { config, release } = await server.acquire('run');
    expect(config.port).toBe(port);
    await withClient(config, (client) => client.query('select 1'));
    await release();
    expect(readFileSync(pidFile, 'utf8')).toBe(before);
    expect(processExists(pid ?? 0)).toBe(true);
  });

  test('one is started, used and stopped with its last user', async () => {
    const { config, release } = await server.acquire('run');
    await withClient(config, (client) => client.query('select 1'));
    const { pid, users } = await server.status();
    expect(users).toHaveLength(1);
    await release();
    await expect.poll(() => processExists(pid ?? 0)).toBe(false);
    expect(await server.status()).toMatchObject({ running: false, users: [] });
  });

  test('one is stopped by hand', async () => {
    const { pid } = await seeing.start({ manual: true });
    expect(await server.stop()).toMatchObject({ running: false });
    await expect.poll(() => processExists(pid ?? 0)).toBe(false);
  });

  test('a process that may be the server is neither ended nor robbed of its file', async () => {
    // Of the account that the server has: PostgreSQL itself knows that nobody else's is one of its own.
    const { uid, gid } = statSync(paths.data);
    const other = spawn('sleep', ['1000'], { uid, gid, cwd: '/' });
    await once(other, 'spawn');
    const text = `${other.pid}\n${paths.data}\n1\n1\n\n127.0.0.1\n\nready\n`;
    writeFileSync(pidFile, text);
    try {
      expect(await server.status()).toMatchObject({ running: false, unknown: true, pid: other.pid });
      await expect(server.stop()).rejects.toMatchObject({
        code: 'server.unknown',
        params: { pid: other.pid, path: paths.data },
      });
      await expect(server.acquire('run')).rejects.toMatchObject({ code: 'server.start' });
      expect(readFileSync(pidFile, 'utf8')).toBe(text);
      expect(other.exitCode ?? other.signalCode).toBeNull();
    } finally {
      other.kill('SIGKILL');
      rmSync(pidFile);
    }
  });

  test('whoever keeps silent at its port is waited for a while, and neither ended nor passed over', async () => {
    const { uid, gid } = statSync(paths.data);
    const other = spawn('sleep', ['1000'], { uid, gid, cwd: '/' });
    const silent = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const text = `${other.pid}\n${paths.data}\n1\n${port}\n\n127.0.0.1\n\nready\n`;
    writeFileSync(pidFile, text);
    try {
      await expect(openPort(paths, blind, 300)).rejects.toMatchObject({
        code: 'server.unknown',
        params: { pid: other.pid, path: paths.data },
      });
      expect(readFileSync(pidFile, 'utf8')).toBe(text);
      expect(other.exitCode ?? other.signalCode).toBeNull();
    } finally {
      silent.close();
      other.kill('SIGKILL');
      rmSync(pidFile);
    }
  });

  test('a Linux that hides the processes of others tells no more', async () => {
    // Nobody's process in /proc, and yet one that is there.
    const hidden = vi.spyOn(process, 'kill').mockReturnValue(true);
    const data = tempFolder();
    writeFileSync(join(data, 'postmaster.pid'), `999999999\n${data}\n1\n5432\n`);
    try {
      expect((await lookForPostmaster(data, { ...blind, platform: 'linux' })).is).toBe('unknown');
    } finally {
      hidden.mockRestore();
    }
  });

  test('a lease that cannot be read now is somebody', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, '4711-aa.json'));
    writeFileSync(join(folder, '12-bb.json'), 'half');
    expect(await liveLeases(folder, true)).toMatchObject([{ pid: 4711 }]);
    expect(readdirSync(folder)).toEqual(['4711-aa.json']);
  });

  test('whoever has the id of a lease counts as its user', async () => {
    const folder = tempFolder();
    const lease = { pid: process.pid, identity: 'another boot/1', user: 'run', since: '2026' };
    writeFileSync(join(folder, 'a.json'), JSON.stringify(lease));
    writeFileSync(join(folder, 'b.json'), JSON.stringify({ ...lease, identity: null }));
    expect(await liveLeases(folder, true, blind)).toHaveLength(2);
    // Where it does tell, the first one is of an earlier process.
    expect(await liveLeases(folder, true)).toHaveLength(1);
    expect(existsSync(join(folder, 'a.json'))).toBe(false);
  });
});

describe('where it tells name and start', () => {
  const start = Date.UTC(2026, 10, 5, 9, 2, 3);
  const telling = (name: string): System => ({
    platform: 'darwin',
    run: async (_, args) => ({
      ok: true,
      output: args.includes('comm=') ? name : 'Thu Nov  5 09:02:03 2026',
    }),
  });
  const stale = (seconds: number): string => {
    const data = tempFolder();
    writeFileSync(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n${start / 1000 + seconds}\n5432\n`);
    return data;
  };

  test.each([
    ['the server that wrote the file', '/opt/bin/postgres', 1, 'running'],
    ['a PostgreSQL of somebody else with the old id', '/opt/bin/postgres', -3600, 'none'],
    ['another program with the old id', '/bin/zsh', 1, 'none'],
  ])('%s is told from others', async (_, name, seconds, is) => {
    const data = stale(seconds);
    expect((await lookForPostmaster(data, telling(name))).is).toBe(is);
    await removeMisleadingFile(data, telling(name));
    expect(existsSync(join(data, 'postmaster.pid'))).toBe(is === 'running');
  });
});
