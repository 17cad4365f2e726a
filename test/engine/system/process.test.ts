import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, test, vi } from 'vitest';
import {
  linuxIdentity,
  ownIdentity,
  processIdentity,
  processName,
  startOf,
} from '../../../electron/engine/system/process.ts';
import {
  runProgram,
  type System,
  thisSystem,
  windowsProgram,
} from '../../../electron/engine/system/programs.ts';

const gone = { is: 'gone' };

/** A system whose programs say that, with what they were called with. */
function saying(platform: NodeJS.Platform, output: string, ok = true) {
  const calls: { program: string; args: readonly string[]; env: NodeJS.ProcessEnv | undefined }[] = [];
  const system: System = {
    platform,
    run: async (program, args, env) => {
      calls.push({ program, args, env });
      return { ok, output };
    },
  };
  return { system, calls };
}

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.once('exit', resolve));
  return child.pid ?? 0;
}

test('a process has one identity as long as it lives, and none afterwards', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await new Promise((resolve) => child.once('spawn', resolve));
  const pid = child.pid ?? 0;
  const identity = await processIdentity(pid);
  expect(identity).toEqual({ is: 'known', text: expect.any(String) });
  expect(await processIdentity(pid)).toEqual(identity);
  expect(identity).not.toEqual(await ownIdentity());
  expect(await processName(pid)).toEqual({ is: 'known', text: expect.stringMatching(/node|MainThread/) });
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(await processIdentity(pid)).toEqual(gone);
  expect(await processName(pid)).toEqual(gone);
});

test('a name with blanks and parentheses, and a zombie', () => {
  const fields = (state: string) =>
    `7 (a) b (c)) ${state} ${Array.from({ length: 30 }, (_, i) => i + 4).join(' ')}`;
  expect(linuxIdentity(fields('S'), 'boot\n')).toBe('boot/22');
  expect(linuxIdentity(fields('Z'), 'boot')).toBeNull();
});

describe.each(['win32', 'darwin'] as const)('on %s', (platform) => {
  test('a process that the programs say nothing of is unknown, not gone', async () => {
    for (const { system } of [saying(platform, ''), saying(platform, 'access denied', false)]) {
      expect(await processIdentity(process.pid, system)).toEqual({ is: 'unknown' });
      expect(await processName(process.pid, system)).toEqual({ is: 'unknown' });
    }
  });

  test('one that has ended is gone, whatever they say', async () => {
    const pid = await endedProcess();
    const { system, calls } = saying(platform, 'C:\\postgres.exe');
    expect(await processIdentity(pid, system)).toEqual(gone);
    expect(await processName(pid, system)).toEqual(gone);
    expect(calls).toEqual([]);
  });

  test('a name comes without its folder', async () => {
    const { system } = saying(platform, platform === 'win32' ? 'postgres' : '/opt/a b/bin/postgres');
    expect(await processName(process.pid, system)).toEqual({ is: 'known', text: 'postgres' });
  });
});

test('ps is asked in one time zone and one language, wherever the caller has gone', async () => {
  const { system, calls } = saying('darwin', 'Thu Nov  5 09:02:03 2026');
  await processIdentity(process.pid, system);
  expect(calls[0]).toMatchObject({ program: 'ps', env: { TZ: 'UTC', LC_ALL: 'C' } });
});

const hasPs = spawnSync('ps', ['-o', 'lstart=', '-p', String(process.pid)]).status === 0;
if (!hasPs) console.log('No ps that tells when a process began: its test is skipped.');

test.runIf(hasPs)('a real ps tells the same after a journey, and when the process began', async () => {
  const system = { ...thisSystem, platform: 'darwin' as const };
  const seen = [];
  for (const TZ of ['America/Sao_Paulo', 'Asia/Tokyo']) {
    vi.stubEnv('TZ', TZ);
    seen.push(await processIdentity(process.pid, system));
  }
  vi.unstubAllEnvs();
  expect(seen[0]).toEqual(seen[1]);
  const text = seen[0]?.is === 'known' ? seen[0].text : '';
  const began = Date.now() - process.uptime() * 1000;
  expect(Math.abs((startOf(text, 'darwin') ?? 0) - began)).toBeLessThan(60_000);
});

test('the start of a process is read from what tells it apart', () => {
  const time = Date.UTC(2026, 10, 5, 9, 2, 3);
  expect(startOf('Thu Nov  5 09:02:03 2026', 'darwin')).toBe(time);
  expect(startOf(`${(BigInt(time) + 11_644_473_600_000n) * 10_000n}`, 'win32')).toBe(time);
  expect(startOf('boot/22', 'linux')).toBeNull();
  expect(startOf('quinta-feira', 'darwin')).toBeNull();
});

test('programs of Windows are called by their full path', async () => {
  expect(windowsProgram('icacls.exe', { SystemRoot: 'D:\\Win' })).toBe('D:\\Win\\System32\\icacls.exe');
  const { system, calls } = saying('win32', '1');
  await processIdentity(process.pid, system);
  expect(calls[0]?.program).toMatch(/^[A-Z]:\\.*\\System32\\WindowsPowerShell\\v1\.0\\powershell\.exe$/);
});

test('a program that is not there says so', async () => {
  expect(await thisSystem.run('/there/is/none', [])).toMatchObject({
    ok: false,
    output: expect.stringContaining('ENOENT'),
  });
});

test('a program that hangs has failed when its time is up', async () => {
  // It would never end by itself.
  const forever = ['-e', 'setInterval(() => {}, 1000)'];
  expect(await runProgram(process.execPath, forever, {}, 200)).toMatchObject({ ok: false });
});
