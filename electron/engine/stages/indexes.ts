import type pg from 'pg';
import type { Plan } from '../../../shared/model/index.ts';
import { keyStatements, otherStatements, type Statement } from '../plan/ddl.ts';
import { nextStep, type Step, sortMemory, stepsOf } from '../plan/schedule.ts';
import type { Workers } from '../run/hold.ts';
import { StageProgress } from '../run/progress.ts';
import type { Prepared, RunSession } from '../run/session.ts';
import { commitLater, commitNow } from '../target/durability.ts';
import { qualified } from '../target/sql.ts';
import { together } from '../target/together.ts';
import { startUpkeep } from '../target/upkeep.ts';
import { serverVersion } from '../target/version.ts';
import { finishAdopted } from './adopt/finish.ts';
import { applyOne, type Refusal, remaining } from './apply.ts';
import { makePrograms } from './programs/programs.ts';

/** Keys, indexes, constraints and extras, what the journal does not have yet; index builds share the connections. */
export async function indexStage(
  session: RunSession,
  { clients, stop }: Workers,
  { plan, measures }: Prepared,
  proofSeconds: number,
): Promise<Refusal[]> {
  const { id, target } = session.state;
  const [first] = clients;
  const server = await serverVersion(first);
  const keys = keyStatements(plan, target.schema, server);
  const after = otherStatements(plan, target.schema, server);
  const progress = new StageProgress(
    session.ctx,
    id,
    'indexes',
    'objects',
    keys.length + after.length + (plan.views?.length ?? 0) + (plan.triggers?.length ?? 0),
  );
  const refusals: Refusal[] = [];
  const left = async (statements: Statement[]): Promise<Statement[]> => {
    const todo = await remaining(first, id, statements);
    progress.add(null, statements.length - todo.length);
    return todo;
  };
  const apply = async (client: pg.Client, statement: Statement): Promise<void> => {
    session.ctx.signal.throwIfAborted();
    const refusal = await applyOne(client, id, target.schema, statement);
    if (refusal) refusals.push(refusal);
    session.done.steps++;
    progress.add(statement.table, 1);
  };
  for (const client of clients) {
    await client.query(`set maintenance_work_mem = '${sortMemory}'`);
    await commitLater(client);
  }
  const rows = rowsByTarget(plan, measures);
  await inParallel(
    clients,
    stepsOf(await left(keys), (table) => rows.get(table) ?? 0),
    apply,
    stop,
  );
  const waiting = session.state.options.adopt ? await finishAdopted(first, id, target.schema, plan) : [];
  for (const rule of waiting) session.ctx.log.warn({ run: id, rule }, 'a rule holds for new rows only');
  // Views need whatever there is.
  for (const statement of await left(after)) await apply(first, statement);
  const programs = await makePrograms({
    ...{ session, client: first, plan, seconds: proofSeconds },
    progress: (name, units) => progress.add(name, units),
  });
  if (programs.length > 0) session.state.programs = programs;
  await startUpkeep(first, id, target.schema, plan);
  await analyze(clients, target.schema, plan, rows, stop);
  for (const client of clients) await commitNow(client);
  return refusals;
}

/** Works through the steps on all connections, each taking the next one that may begin. A failure ends all others. */
async function inParallel(
  clients: pg.Client[],
  steps: Step[],
  apply: (client: pg.Client, statement: Statement) => Promise<void>,
  stop: (reason: unknown) => void,
): Promise<void> {
  const waiting = new Set(steps);
  const running = new Map<Step, Promise<void>>();
  const idle = [...clients];
  try {
    while (waiting.size > 0) {
      const step = idle.length > 0 ? nextStep([...waiting], [...running.keys()]) : null;
      const client = step && idle.pop();
      if (!step || !client) {
        if (running.size === 0) throw new Error('the steps of the index stage wait for each other');
        await Promise.race(running.values());
        continue;
      }
      waiting.delete(step);
      const work = apply(client, step.statement).then(() => {
        running.delete(step);
        idle.push(client);
      });
      running.set(step, work);
    }
    await Promise.all(running.values());
  } catch (error) {
    stop(error);
    // The connections are in use until their statements have ended.
    await Promise.allSettled(running.values());
    throw error;
  }
}

/** The statistics that the server's planner needs, the largest tables first. */
async function analyze(
  clients: pg.Client[],
  schema: string,
  plan: Plan,
  rows: Map<string, number>,
  stop: (reason: unknown) => void,
): Promise<void> {
  const tables = plan.tables.map((t) => t.target);
  tables.sort((a, b) => (rows.get(b) ?? 0) - (rows.get(a) ?? 0));
  const work = async (client: pg.Client): Promise<void> => {
    for (let table = tables.shift(); table !== undefined; table = tables.shift()) {
      await client.query(`analyze ${qualified(schema, table)}`);
    }
  };
  await together(clients, work, stop);
}

function rowsByTarget(plan: Plan, measures: Prepared['measures']): Map<string, number> {
  const bySource = new Map(measures.tables.map((t) => [t.table, t.rows]));
  return new Map(plan.tables.map((t) => [t.target, bySource.get(t.source) ?? 0]));
}
