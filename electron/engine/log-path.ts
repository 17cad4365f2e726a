import { join } from 'node:path';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The log that every operation in a workspace writes to. */
export function logPath(workspace: string): string {
  return join(workspace, 'autocore-migrate.log');
}
