import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  functionStatements,
  keyStatements,
  otherStatements,
  tableStatements,
} from '../../electron/engine/plan/ddl.ts';
import { quoteIdent } from '../../electron/engine/target/sql.ts';
import type { Plan, PlanTable } from '../../shared/model/index.ts';
import { mustRun, type Ran } from './process.ts';
import type { BenchServer } from './server.ts';

/** Writes every table of a loaded database into a file of COPY text, in the order of its key. */
export async function prepareFiles(
  server: BenchServer,
  url: string,
  plan: Plan,
  folder: string,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const commands = plan.tables.map((table) => {
    const order = table.primaryKey ? ` order by ${table.primaryKey.columns.map(quoteIdent).join(', ')}` : '';
    const rows = `select ${columnsOf(table)} from ${quoteIdent(table.target)}${order}`;
    return `\\copy (${rows}) to '${fileOf(folder, table)}'`;
  });
  await psql(server, url, folder, commands);
}

/** The least a load can take: the same bytes by the server's own client. */
function bareCopy(server: BenchServer, url: string, plan: Plan, folder: string): Promise<Ran> {
  const commands = plan.tables.map(
    (table) => `\\copy ${quoteIdent(table.target)} (${columnsOf(table)}) from '${fileOf(folder, table)}'`,
  );
  return psql(server, url, folder, commands);
}

export interface Floor extends Ran {
  /** Seconds of each part; to create the tables counts for nothing where there are few, and is not in the sum. */
  parts: { copyFile: number; create: number; copy: number; build: number };
}

/**
 * The least that a whole run can take: the file copied by `cp`, the bare COPY, and keys, indexes and constraints of the
 * plan by psql, one after the other.
 */
export async function bareRun(
  server: BenchServer,
  url: string,
  plan: Plan,
  files: string,
  source: string,
): Promise<Floor> {
  const copied = await mustRun('cp', [source, join(files, 'snapshot.db')]);
  await rm(join(files, 'snapshot.db'));
  const run = (statements: { sql: string }[]) =>
    psql(
      server,
      url,
      files,
      statements.map(({ sql }) => `${sql};`),
    );
  const created = await run(tableStatements(plan, 'public'));
  const loaded = await bareCopy(server, url, plan, files);
  await run(functionStatements(plan, 'public'));
  const built = await run([...keyStatements(plan, 'public'), ...otherStatements(plan, 'public')]);
  const parts = {
    ...{ copyFile: copied.seconds, create: created.seconds },
    ...{ copy: loaded.seconds, build: built.seconds },
  };
  return { ...loaded, seconds: parts.copyFile + parts.copy + parts.build, parts };
}

function columnsOf(table: PlanTable): string {
  return table.columns
    .filter((c) => c.generated === null)
    .map((c) => quoteIdent(c.target))
    .join(', ');
}

function fileOf(folder: string, table: PlanTable): string {
  return join(folder, `${table.target}.copy`);
}

async function psql(server: BenchServer, url: string, folder: string, commands: string[]): Promise<Ran> {
  const script = join(folder, 'commands.sql');
  await writeFile(script, commands.map((command) => `${command}\n`).join(''));
  const args = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-f', script];
  return mustRun(server.psql, args, { ...process.env, PGCLIENTENCODING: 'UTF8' });
}
