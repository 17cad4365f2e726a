import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../shared/model/index.ts';
import { mustRun, type Ran } from './process.ts';

export const launcher = fileURLToPath(new URL('../../electron/hosts/cli/bin.mjs', import.meta.url));

/** A sample of so many telemetry rows and a tenth as many events, made once and kept for the next time. */
export async function sampleFile(folder: string, rows: number): Promise<string> {
  const file = join(folder, `sample-${rows}.db`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  const part = `${file}.part`;
  await tool(folder, ['sample', '--rows', String(rows), '--out', part, '--force']);
  await rename(part, file);
  return file;
}

export interface ToolRun extends Ran {
  /** Seconds by phase, as the tool tells them. */
  phases: Record<string, number>;
  rows: number;
  plan: Plan;
}

/** One whole migration as a process of its own; it must end with nothing different. */
export async function migrate(
  workspace: string,
  source: string,
  url: string,
  extras: boolean,
): Promise<ToolRun> {
  const args = ['migrate', '--source', source, '--target', url, '--extras', extras ? 'on' : 'off', '--json'];
  const ran = await tool(workspace, args);
  const told = JSON.parse(ran.stdout) as {
    certificate: string;
    seconds: Record<string, number>;
    tables: { migrated: number }[];
    validation: { level: string; status: string };
  };
  if (told.validation.level !== 'rows' || told.validation.status !== 'identical') {
    throw new Error(`validation by ${told.validation.level}: ${told.validation.status}`);
  }
  const plan = JSON.parse(await readFile(join(told.certificate, '..', 'plan.json'), 'utf8')) as Plan;
  const rows = told.tables.reduce((n, t) => n + t.migrated, 0);
  return { ...ran, phases: told.seconds, rows, plan };
}

function tool(workspace: string, args: string[]): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, AUTOCORE_MIGRATE_HOME: join(workspace, 'workspace') };
  return mustRun(process.execPath, [launcher, ...args, '--progress', 'none'], env);
}
