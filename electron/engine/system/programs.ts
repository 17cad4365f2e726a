import { execFile } from 'node:child_process';
import { win32 } from 'node:path';

/** What a program of the system said. Not `ok`: it failed, or there is none; then `output` says why. */
export interface Output {
  ok: boolean;
  output: string;
}

/** The operating system and its own programs. */
export interface System {
  platform: NodeJS.Platform;
  /** @param timeout milliseconds; else some that are enough for a question */
  run(program: string, args: readonly string[], env?: NodeJS.ProcessEnv, timeout?: number): Promise<Output>;
}

/** Milliseconds: PowerShell on a slow machine takes some seconds. */
const longest = 15_000;

export const thisSystem: System = {
  platform: process.platform,
  run: runProgram,
};

/** Runs a program to its end, or to the time limit: one that hangs has failed. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  timeout = longest,
): Promise<Output> {
  // What hangs does not always hear a polite signal.
  const limit = { timeout, killSignal: 'SIGKILL' } as const;
  const options = { windowsHide: true, env: { ...process.env, ...env }, ...limit };
  return new Promise((resolve) => {
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (error) resolve({ ok: false, output: stderr.trim() || stdout.trim() || error.message });
      else resolve({ ok: true, output: stdout.trim() });
    });
  });
}

/** A program of Windows by its full path: a name alone would be looked for in the current folder first. */
export function windowsProgram(name: string, env: NodeJS.ProcessEnv = process.env): string {
  return win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', name);
}
