import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  linuxIdentity,
  ownIdentity,
  processIdentity,
  processName,
} from '../../../electron/engine/system/process.ts';

test('a process has one identity as long as it lives, and none afterwards', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await new Promise((resolve) => child.once('spawn', resolve));
  const pid = child.pid ?? 0;
  const identity = await processIdentity(pid);
  expect(identity).toEqual(expect.any(String));
  expect(await processIdentity(pid)).toBe(identity);
  expect(identity).not.toBe(await ownIdentity());
  expect(await processName(pid)).toMatch(/node|MainThread/);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(await processIdentity(pid)).toBeNull();
  expect(await processName(pid)).toBeNull();
});

test('a name with blanks and parentheses, and a zombie', () => {
  const fields = (state: string) =>
    `7 (a) b (c)) ${state} ${Array.from({ length: 30 }, (_, i) => i + 4).join(' ')}`;
  expect(linuxIdentity(fields('S'), 'boot\n')).toBe('boot/22');
  expect(linuxIdentity(fields('Z'), 'boot')).toBeNull();
});
