import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../electron/hosts/cli/bin.mjs', import.meta.url));

export interface CliOptions {
  /** Added to an environment that says nothing of languages and servers. */
  env?: Record<string, string>;
  cwd?: string;
  stdin?: string;
  /** Sees the process as soon as there is one. */
  onSpawn?: (child: ChildProcess) => void;
  /** Sees the process and all of stderr so far, every time there is more of it. */
  onStderr?: (child: ChildProcess, text: string) => void;
}

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line in a process of its own, as a user would. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: options.cwd,
    // What hangs must not outlive the tests.
    timeout: 300_000,
    killSignal: 'SIGKILL',
    env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), ...options.env },
  });
  options.onSpawn?.(child);
  const { promise, resolve, reject } = Promise.withResolvers<CliResult>();
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    options.onStderr?.(child, stderr);
  });
  child.on('error', reject);
  child.on('close', (code) => resolve({ code, stdout, stderr }));
  child.stdin.end(options.stdin ?? '');
  return promise;
}
