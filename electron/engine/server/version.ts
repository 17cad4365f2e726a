import { AppError } from '../../../shared/errors.ts';
import { runCommand } from './command.ts';
import { requireRuntime } from './runtime.ts';

/**
 * Major version of a PostgreSQL program, such as `18`.
 * @throws AppError `server.binaries` {package, reason} when it cannot be executed here (another C library, say),
 * `server.runtime` {program, reason} when Windows lacks Visual C++'s.
 */
export async function programVersion(postgres: string): Promise<string> {
  const result = await runCommand(postgres, ['--version']).catch((error: Error) => ({
    code: null,
    output: error.message,
  }));
  requireRuntime(postgres, result);
  const { code, output } = result;
  const major = /PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (code !== 0 || major === undefined) {
    throw new AppError('server.binaries', { package: postgres, reason: output || String(code) });
  }
  return major;
}
