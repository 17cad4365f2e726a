import type { PlanTrigger, Program } from '../../../../shared/model/index.ts';
import { triggerSql } from '../../plan/trigger-sql.ts';
import { fold } from '../../source/sql.ts';
import { distributed } from '../../target/citus.ts';
import { withTransaction } from '../../target/connect.ts';
import { insertObject } from '../../target/journal.ts';
import { isDefinitionError } from '../../target/sqlstate.ts';
import { makeFunctions } from './functions.ts';
import { concerned, type Mirror, mirrorOf, reached } from './mirror.ts';
import { NotProved } from './not-proved.ts';
import type { ProgramStage } from './stage.ts';
import { tryOut } from './try-out.ts';

/** Tables with more rows together are not copied to try a trigger. */
const mostRows = 10_000;

/** Statements that are tried for a new trigger, and for one that stands already beside it. */
const trials = 24;
const again = 4;

/**
 * Makes the triggers that the plan translates, each only where it did the same as SQLite's: the same statements are
 * put to a copy of the rows in SQLite and to the target, in a transaction in which each is taken back, and the rows of
 * all tables that it reaches are compared afterwards. Says what became of each.
 */
export async function makeTriggers(stage: ProgramStage): Promise<Program[]> {
  const { session, plan, known, progress } = stage;
  const results: Program[] = [];
  const made: PlanTrigger[] = [];
  const { schema } = session.state.target;
  const placed = (plan.triggers ?? []).length > 0 && (await distributed(stage.client, [schema])).has(schema);
  for (const trigger of plan.triggers ?? []) {
    session.ctx.signal.throwIfAborted();
    const { source, table, name: target } = trigger;
    progress(source, 0);
    let reason: string | null = null;
    if (!known.has(`trigger ${target}`)) {
      try {
        if (placed) throw new NotProved('Citus takes no trigger on a table that it has placed on a node');
        await make(stage, trigger, made);
      } catch (error) {
        if (!(error instanceof NotProved)) throw error;
        reason = error.message;
      }
    }
    if (reason === null) made.push(trigger);
    results.push({ kind: 'trigger', table, name: source, target, reason, rows: null });
    progress(source, 1);
  }
  return results;
}

/**
 * Makes one trigger. Those that are made already and reach its table are tried again beside it.
 * @throws NotProved and makes nothing
 */
async function make(stage: ProgramStage, trigger: PlanTrigger, made: readonly PlanTrigger[]): Promise<void> {
  const { session, client } = stage;
  const { id, target } = session.state;
  const reaches = (m: PlanTrigger) => reached(m, made).some((name) => fold(name) === fold(trigger.table));
  const reaching = made.filter(reaches);
  await withTransaction(client, async () => {
    await defined(async () => {
      await makeFunctions(client, id, target.schema, trigger.body);
      for (const sql of triggerSql(trigger, target.schema)) await client.query(sql);
    });
    for (const subject of [trigger, ...reaching]) {
      const standing = [...made.filter((m) => m !== subject), trigger];
      const seen = await tried(stage, subject, standing, subject === trigger ? trials : again);
      if (subject === trigger && !seen) throw new NotProved('no row of its table shows what it does');
    }
    const { name } = trigger;
    await insertObject(client, id, target.schema, { kind: 'function', name, parent: trigger.target });
    await insertObject(client, id, target.schema, { kind: 'trigger', name, parent: trigger.target });
  });
}

async function mirrored(...given: Parameters<typeof mirrorOf>): Promise<Mirror> {
  try {
    return await mirrorOf(...given);
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    if (!code.startsWith('SQLITE_')) throw error;
    throw new NotProved(`SQLite takes no copy of its tables: ${message}`);
  }
}

/** Tries one trigger beside the others that stand, and says whether it was seen to do anything. */
async function tried(
  stage: ProgramStage,
  subject: PlanTrigger,
  standing: readonly PlanTrigger[],
  most: number,
): Promise<boolean> {
  const { session, client, schema, plan, snapshot } = stage;
  const tables = concerned(subject, standing, schema);
  const counts = new Map(session.state.tables.map((t) => [t.name, t.migrated]));
  const rows = tables.reduce((n, t) => n + (counts.get(t.name) ?? 0), 0);
  if (rows > mostRows) throw new NotProved(`its tables have too many rows (${rows}) to try it on a copy`);
  const { schema: name } = session.state.target;
  const from = { client, schema: name, signal: session.ctx.signal, snapshot };
  const all = [...standing.filter((t) => t !== subject), subject];
  const mirror = await mirrored(tables, all, plan, from);
  try {
    return await tryOut(stage, subject, standing, mirror, most);
  } finally {
    mirror.close();
  }
}

async function defined(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isDefinitionError(error)) throw error;
    throw new NotProved(`PostgreSQL does not take it: ${(error as Error).message}`);
  }
}
