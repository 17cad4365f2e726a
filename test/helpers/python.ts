import { spawn, spawnSync } from 'node:child_process';

/** The system's Python, which Debian's packages belong to; another one may come first on the PATH. */
export const python = '/usr/bin/python3';

/** True where the system's Python has these modules; where it does not, that is printed. */
export function hasPython(...modules: string[]): boolean {
  const has = spawnSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' }).status === 0;
  if (!has) console.log(`${python} does not have all of ${modules.join(', ')}: what needs them is skipped.`);
  return has;
}

/** Runs a program to its end. Rejects with what it said when it fails. */
export function run(
  file: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...options.env };
  const child = spawn(file, args, { cwd: options.cwd, env, timeout: 300_000, killSignal: 'SIGKILL' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.on('error', reject);
  child.on('close', (code) => {
    if (code === 0) resolve(stdout);
    else reject(new Error(`${file} ended with ${code}: ${stderr}${stdout}`.slice(-4000)));
  });
  return promise;
}
