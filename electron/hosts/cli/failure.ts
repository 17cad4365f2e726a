import { AppError } from '../../../shared/errors.ts';
import { logPath } from '../../engine/log-path.ts';

/**
 * A failure that nobody expected, outside of the engine's thread, as `internal` with its stack trace put into the log.
 * Others come back as they are.
 */
export async function logged(error: unknown, workspace: string): Promise<AppError> {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  try {
    await writeLog(error, workspace);
    return new AppError('internal', { reason, log: logPath(workspace) }, { cause: error });
  } catch (logError) {
    // There is nowhere to write: both failures are told instead.
    const both = `${reason}; log: ${(logError as Error).message}`;
    return new AppError('internal', { reason: both }, { cause: error });
  }
}

async function writeLog(err: unknown, workspace: string): Promise<void> {
  const [{ openLog }, { openWorkspace }] = await Promise.all([
    import('../../engine/log.ts'),
    import('../../engine/run/workspace.ts'),
  ]);
  openWorkspace(workspace, process.env);
  openLog(workspace, 'error').error({ err }, 'command failed');
}

/** The engine knows what is wrong with an option, but not which command it came from. */
export function withCommand(error: unknown, command: string): unknown {
  if (!(error instanceof AppError) || error.code !== 'usage') return error;
  return new AppError('usage', { command, ...error.params }, { cause: error });
}
