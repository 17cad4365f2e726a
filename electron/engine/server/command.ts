import { type SpawnOptions, spawn } from 'node:child_process';

/** What the programs of the server run with: no setting of the user's own PostgreSQL may leak in. */
export function serverEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|LANGUAGE$)/.test(name));
  // Messages are matched and logged: always in English.
  return { ...Object.fromEntries(own), LC_ALL: 'C', LANG: 'C', TZ: 'UTC', ...extra };
}

export interface CommandResult {
  /** Exit code; null when a signal ended it (also by the time-out). */
  code: number | null;
  output: string;
}

/** Runs a program to its end and keeps what it says. `timeout` in milliseconds. Rejects when it cannot be started. */
export function runCommand(file: string, args: string[], options: SpawnOptions = {}): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, ...options });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });
}
