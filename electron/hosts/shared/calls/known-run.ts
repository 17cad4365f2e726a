import { basename } from 'node:path';
import type { FileToken } from '../../../../shared/contract.ts';
import type { Audit, Plan, RunState } from '../../../../shared/model/index.ts';
import type { HostContext } from '../context.ts';
import type { JobRequest } from '../job/job.ts';
import { weightsOf } from '../job/whole.ts';
import type { Reach } from '../logins.ts';
import { jsonIn } from '../small-files.ts';

/** The way back to a run's target; a password that is given is remembered. */
export async function reachRun(context: HostContext, run: string, password: string | null): Promise<Reach> {
  const { target } = await context.workspace.readState(run);
  return context.logins.reachAgain(target, password);
}

/** What the engine is told of a run and of the way back to its target. */
export async function knownRun(context: HostContext, run: string, password: string | null) {
  const { url, env } = await reachRun(context, run, password);
  return { workspace: context.workspace.dir, run, target: url, env };
}

/** What a job says of a run beside what it does. */
type About = Pick<JobRequest, 'source' | 'run' | 'tables' | 'weights'>;

/** What a job says of a run that is there. */
export async function aboutRun(context: HostContext, run: string): Promise<About> {
  const state = await context.workspace.readState(run);
  const tables = await tablesOfRun(context, state);
  const weights = weightsOf(rowsOf(tables), state.source.bytes ?? 0, state.source.sha256 !== null);
  return { source: basename(state.source.path), run, tables, weights };
}

/** What a job says of a run that is yet to be made, by the audit on the table. */
export function aboutNew({ files, audit }: HostContext, source: FileToken): About {
  const view = audit?.view.source === source ? audit.view : null;
  const tables = view ? tablesOf(view.audit, view.plan.tables) : [];
  const weights = view ? weightsOf(rowsOf(tables), view.audit.source.bytes, true) : {};
  return { source: basename(files.path(source)), run: null, tables, weights };
}

function rowsOf(tables: readonly { rows: number }[]): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

/** Tables in the order of the load with their rows. */
export function tablesOf(
  audit: Audit,
  order: readonly { source: string }[],
): { name: string; rows: number }[] {
  const rows = new Map(audit.tables.map((table) => [table.name, table.rows]));
  return order.map(({ source }) => ({ name: source, rows: rows.get(source) ?? 0 }));
}

async function tablesOfRun(
  { workspace }: HostContext,
  state: RunState,
): Promise<{ name: string; rows: number }[]> {
  const { audit, plan } = workspace.runFolder(state.id);
  const [audited, planned] = await Promise.all([jsonIn<Audit>(audit), jsonIn<Plan>(plan)]);
  if (audited && planned) return tablesOf(audited, planned.tables);
  // Interrupted before its audit: the tables are not known yet.
  return state.tables.map(({ name, source }) => ({ name, rows: source }));
}
