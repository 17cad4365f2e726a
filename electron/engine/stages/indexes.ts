import { availableParallelism } from 'node:os';
import type pg from 'pg';
import type { Plan, PlanTable } from '../../../shared/model/index.ts';
import { keyStatements, otherStatements, type Statement } from '../plan/ddl.ts';
import {
  buildSettings,
  isSmall,
  nextStep,
  type Step,
  sharesOf,
  smallFirst,
  stepsOf,
} from '../plan/schedule.ts';
import type { Workers } from '../run/hold.ts';
import { StageProgress } from '../run/progress.ts';
import type { Prepared, RunSession } from '../run/session.ts';
import { isHere } from '../target/connect.ts';
import { commitLater, commitNow } from '../target/durability.ts';
import { createdObjects } from '../target/journal.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { qualified } from '../target/sql.ts';
import { together } from '../target/together.ts';
import { startUpkeep } from '../target/upkeep.ts';
import { serverVersion } from '../target/version.ts';
import { finishAdopted } from './adopt/finish.ts';
import { applyOne, applyTogether, type Refusal, remaining } from './apply.ts';
import type { EarlyRows } from './early-rows.ts';
import { makePrograms } from './programs/programs.ts';

/** Statements of one transaction. */
const atOnce = 100;

/**
 * Keys, indexes, constraints and extras, what the journal does not have yet; index builds share the connections.
 * @param early compares rows meanwhile, once nothing is left that would wait for a reader
 */
export async function indexStage(
  session: RunSession,
  { clients, stop }: Workers,
  { plan, measures }: Prepared,
  proofSeconds: number,
  early: EarlyRows | null,
): Promise<Refusal[]> {
  const { id, target } = session.state;
  const [first] = clients;
  const quick = quickly(clients);
  const [server, made] = await inOneTrip(first, [
    () => serverVersion(first),
    () => createdObjects(first, id),
    ...quick(first),
  ]);
  for (const client of clients) if (client !== first) await inOneTrip(client, quick(client));
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
  const left = (statements: Statement[]): Statement[] => {
    const todo = remaining(made, statements);
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
  /** As many at once as the server takes; one after the other where it refuses one of them. */
  const applyMany = async (client: pg.Client, statements: Statement[]): Promise<void> => {
    for (let at = 0; at < statements.length; at += atOnce) {
      session.ctx.signal.throwIfAborted();
      const batch = statements.slice(at, at + atOnce);
      if (await applyTogether(client, id, target.schema, batch)) {
        session.done.steps++;
        progress.add(batch.at(-1)?.table ?? null, batch.length);
      } else for (const statement of batch) await apply(client, statement);
    }
  };
  const rows = rowsByTarget(plan, measures);
  const rowsOf = (table: string) => rows.get(table) ?? 0;
  const { small, large } = smallFirst(left(keys), rowsOf);
  const shares = sharesOf(small.own, clients.length, weightsOf(plan));
  await together(clients, (client) => applyMany(client, shares[clients.indexOf(client)] ?? []), stop);
  await applyMany(first, small.links);
  // What needs a table for itself comes before what others may read beside.
  const alone = large.filter(({ kind }) => !besideReaders.includes(kind));
  const shared = large.filter(({ kind }) => besideReaders.includes(kind));
  await inParallel(clients, stepsOf(alone, rowsOf), apply, stop);
  const beside = early && shared.length > 0 ? (client: pg.Client) => early.compare(client) : null;
  await inParallel(clients, stepsOf(shared, rowsOf), apply, stop, beside);
  const waiting = session.state.options.adopt ? await finishAdopted(first, id, target.schema, plan) : [];
  for (const rule of waiting) session.ctx.log.warn({ run: id, rule }, 'a rule holds for new rows only');
  // Views need whatever there is.
  await applyMany(first, left(after));
  const programs = await makePrograms({
    ...{ session, client: first, plan, seconds: proofSeconds },
    progress: (name, units) => progress.add(name, units),
  });
  if (programs.length > 0) session.state.programs = programs;
  const statistics = new Statistics(target.schema, plan, rowsOf);
  const finish = async (client: pg.Client): Promise<void> => {
    if (client === first) {
      // The months that it makes belong to their tables' statistics.
      await startUpkeep(first, id, target.schema, plan);
      await statistics.partitioned(first);
    }
    await statistics.others(client);
  };
  await together(clients, finish, stop);
  await Promise.all(clients.map(commitNow));
  return refusals;
}

/** Statements of such a lock that a reader does not mind, nor they a reader. */
const besideReaders: Statement['kind'][] = ['index', 'foreign key'];

/** What makes a session build indexes fast: nothing is lost by it that the journal does not know of. */
function quickly(clients: pg.Client[]): (client: pg.Client) => (() => Promise<unknown>)[] {
  const [first] = clients;
  const cores = first && isHere(first) ? availableParallelism() : null;
  const { memory, helpers } = buildSettings(clients.length, cores);
  const least = 'least(current_setting(name)::int, most)::text';
  const settings = `set maintenance_work_mem = '${memory}';
    select set_config(name, ${least}, false)
      from (values ('max_parallel_maintenance_workers', ${helpers})) as _(name, most)`;
  return (client) => [() => client.query(settings), () => commitLater(client)];
}

/**
 * Works through the steps on all connections, each taking the next one that may begin. A failure ends all others.
 * @param beside has one of several connections until it has ended
 */
async function inParallel(
  clients: pg.Client[],
  steps: Step[],
  apply: (client: pg.Client, statement: Statement) => Promise<void>,
  stop: (reason: unknown) => void,
  beside: ((client: pg.Client) => Promise<void>) | null = null,
): Promise<void> {
  const waiting = new Set(steps);
  const running = new Map<Step | null, Promise<void>>();
  const idle = [...clients];
  const on = (client: pg.Client, step: Step | null, work: Promise<void>): void => {
    const ended = work.then(() => {
      running.delete(step);
      idle.push(client);
    });
    running.set(step, ended);
  };
  try {
    const reader = beside && idle.length > 1 ? idle.pop() : undefined;
    if (beside && reader) on(reader, null, beside(reader));
    while (waiting.size > 0) {
      const step = idle.length > 0 ? nextStep([...waiting], stepsIn(running)) : null;
      const client = step && idle.pop();
      if (!step || !client) {
        if (running.size === 0) throw new Error('the steps of the index stage wait for each other');
        await Promise.race(running.values());
        continue;
      }
      waiting.delete(step);
      on(client, step, apply(client, step.statement));
    }
    await Promise.all(running.values());
  } catch (error) {
    stop(error);
    // The connections are in use until their statements have ended.
    await Promise.allSettled(running.values());
    throw error;
  }
}

function stepsIn(running: Map<Step | null, unknown>): Step[] {
  return [...running.keys()].filter((step) => step !== null);
}

/** The statistics that the server's planner needs, the largest tables first, the small ones in one go. */
class Statistics {
  readonly #partitioned: string[];
  readonly #others: string[];

  constructor(schema: string, { tables }: Plan, rowsOf: (table: string) => number) {
    const waiting = (those: PlanTable[]): string[] => {
      const names = those.map((t) => t.target).sort((a, b) => rowsOf(b) - rowsOf(a));
      const small = names.filter((table) => isSmall(rowsOf(table)));
      const groups = names.flatMap((table) => (small.includes(table) ? [] : [[table]]));
      for (let at = 0; at < small.length; at += atOnce) groups.push(small.slice(at, at + atOnce));
      return groups.map((group) => `analyze ${group.map((table) => qualified(schema, table)).join(', ')}`);
    };
    this.#partitioned = waiting(tables.filter((table) => table.partitions));
    this.#others = waiting(tables.filter((table) => !table.partitions));
  }

  partitioned(client: pg.Client): Promise<void> {
    return makeAll(client, this.#partitioned);
  }

  /** Several connections may share them. */
  others(client: pg.Client): Promise<void> {
    return makeAll(client, this.#others);
  }
}

async function makeAll(client: pg.Client, waiting: string[]): Promise<void> {
  for (let sql = waiting.shift(); sql !== undefined; sql = waiting.shift()) await client.query(sql);
}

/** What a statement on a small table costs: as much on each of its parts. */
function weightsOf(plan: Plan): (table: string) => number {
  const parts = new Map(plan.tables.map((t) => [t.target, 1 + (t.partitions?.ranges.length ?? 0)]));
  return (table) => parts.get(table) ?? 1;
}

function rowsByTarget(plan: Plan, measures: Prepared['measures']): Map<string, number> {
  const bySource = new Map(measures.tables.map((t) => [t.table, t.rows]));
  return new Map(plan.tables.map((t) => [t.target, bySource.get(t.source) ?? 0]));
}
