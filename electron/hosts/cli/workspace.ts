import { resolve } from 'node:path';
import envPaths from 'env-paths';

/** The folder of runs, log and managed server: the option, else AUTOCORE_MIGRATE_HOME, else the user's data folder. */
export function workspaceFolder(option: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(option ?? (env.AUTOCORE_MIGRATE_HOME || envPaths('autocore-migrate', { suffix: '' }).data));
}
