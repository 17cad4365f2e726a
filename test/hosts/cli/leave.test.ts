import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import { follow } from '../../../electron/hosts/cli/follow.mjs';

const leave = new URL('../../../electron/hosts/cli/leave.ts', import.meta.url).href;

/** Exit code of a process that leaves with 6 while a thread is at work. */
async function leaving(before: string, platform: string): Promise<number> {
  const script = `${before}
    const { leaveWithoutThreads } = await import(${JSON.stringify(leave)});
    leaveWithoutThreads(${JSON.stringify(platform)}, () => 1);
    process.exit(6);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code;
}

// https://github.com/nodejs/node/blob/v24.x/lib/internal/process/per_thread.js
const asOnWindows = `process.execve = () => { throw new Error('not available on this platform'); };`;

it.each([
  ['where a program can take the place of this one', '', process.platform],
  ['on Windows, where it cannot', asOnWindows, 'win32'],
])('an interruption during a long read keeps its exit code %s', async (_, before, platform) => {
  expect(await leaving(before, platform)).toBe(6);
});

/** A launcher and its child, which tells of each SIGINT and ends with 6 when it is told to. */
async function launched(platform: NodeJS.Platform, options = {}) {
  const script = `process.on('SIGINT', () => process.stdout.write('interrupted\\n'));
    process.stdin.on('end', () => process.exit(6)).resume();
    process.stdout.write('ready\\n');`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  child.stdout.on('data', (chunk) => said.push(String(chunk)));
  await once(child.stdout, 'data');
  const own = Object.assign(new EventEmitter(), { exit: (code: number) => own.emit('left', code) });
  follow(child, own as unknown as NodeJS.Process, platform, options);
  return { own, child, said };
}

it('a launcher passes Ctrl-C on and ends as its child does', async () => {
  const { own, child, said } = await launched('linux');
  own.emit('SIGINT');
  await expect.poll(() => said.join('')).toContain('interrupted');
  const left = once(own, 'left');
  child.stdin.end();
  expect(await left).toEqual([6]);
});

it('on Windows it passes none on, which would end the child at once', async () => {
  const { own, child, said } = await launched('win32');
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGBREAK']) own.emit(signal);
  const left = once(own, 'left');
  child.stdin.end();
  expect(await left).toEqual([6]);
  expect(child.killed).toBe(false);
  expect(said.join('')).toBe('ready\n');
});

it('on Windows it ends a child with windows, which hears nothing of the console', async () => {
  const { own } = await launched('win32', { atConsole: false });
  const left = once(own, 'left');
  own.emit('SIGBREAK');
  expect(await left).toEqual([130]);
});

it('a launcher whose child cannot be started says why and fails', async () => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  const own = Object.assign(new EventEmitter(), { exit: (code: number) => own.emit('left', code) });
  follow(spawn('/there/is/none'), own as unknown as NodeJS.Process, 'linux');
  expect(await once(own, 'left')).toEqual([1]);
  expect(said).toHaveBeenCalledWith(expect.stringContaining('ENOENT'));
  said.mockRestore();
});
