import type { Database } from 'better-sqlite3';
import type { Plan, PlanTable, PlanTrigger, ViewColumn } from '../../../../shared/model/index.ts';
import { exactColumns, exactValue, type TextEncoding } from '../../convert/values.ts';
import type { RowBag } from '../../diff/row-bag.ts';
import { type Compared, type Soften, sourceBag, targetBag } from '../../diff/view-rows.ts';
import { bindKey } from '../../load/keys.ts';
import { fold, quoteName } from '../../source/sql.ts';
import { qualified } from '../../target/sql.ts';
import { isDataError, isDefinitionError, sqlstate, sqlstateOf } from '../../target/sqlstate.ts';
import { deletes, type Mirror, reached } from './mirror.ts';
import { NotProved } from './not-proved.ts';
import { restartOf } from './sequences.ts';
import type { ProgramStage } from './stage.ts';
import { type Row, type Trial, trialsOf } from './trials.ts';

/** What a statement did: the rows of all tables that it may have changed, or why it was refused. */
type Outcome = { bags: RowBag[] } | { refused: string | null };

/** Puts every trial to both sides, and says whether one showed what the trigger does. @throws NotProved where they differ */
export async function tryOut(
  stage: ProgramStage,
  trigger: PlanTrigger,
  standing: readonly PlanTrigger[],
  mirror: Mirror,
  most: number,
): Promise<boolean> {
  const { session, client, plan, schema, seconds } = stage;
  const source = schema.tables.find((t) => fold(t.name) === fold(trigger.table));
  const table = plan.tables.find((t) => t.source === source?.name);
  if (!source || !table) throw new NotProved('its table is not there');
  const encoding = 'UTF-8';
  const statements = trialsOf(
    trigger,
    table,
    source,
    session.state.target.schema,
    rowsOf(mirror.db, table, encoding),
  );
  // Foreign keys reach all tables of the copy; without them only what is written can change.
  const names = deletes(trigger) ? mirror.tables : reached(trigger, standing);
  const compared = names.flatMap((name) => comparedTable(plan, name) ?? []);
  await client.query('savepoint trials');
  await client.query(`set local statement_timeout = ${seconds * 1000}`);
  const until = performance.now() + seconds * 1000;
  let seen = false;
  const restart = await restartOf(client, session.state.target.schema, plan, mirror.tables);
  for (const trial of statements.slice(0, most)) {
    session.ctx.signal.throwIfAborted();
    const there = await inTarget(stage, trial, compared, restart);
    const here = await inSource(stage, mirror, trial, compared);
    // A foreign key that SQLite does not look at, a value that is too long: the target refuses the row itself.
    if (isRefused(there, null) && !isRefused(here, null) && (await refusesAnyway(stage, table, trial)))
      continue;
    if (!agree(there, here))
      throw new NotProved(`translated, it does something else than in SQLite: ${trial.source.sql}`);
    seen ||= await doesSomething(stage, mirror, trigger, trial, compared);
    if (performance.now() > until) break;
  }
  await client.query('rollback to savepoint trials');
  return seen;
}

function isRefused(outcome: Outcome, by: string | null): boolean {
  return 'refused' in outcome && outcome.refused === by;
}

/** A statement that a rule other than the trigger refuses says nothing where the other side refuses it too. */
function agree(a: Outcome, b: Outcome): boolean {
  if ('refused' in a || 'refused' in b) return 'refused' in a && 'refused' in b && a.refused === b.refused;
  return a.bags.every((bag, i) => b.bags[i] !== undefined && bag.equals(b.bags[i]));
}

function comparedTable(plan: Plan, name: string): Compared | null {
  const table = plan.tables.find((t) => t.source === name);
  if (!table) return null;
  const columns = table.columns.map(
    ({ source, target, conversion, fit, form, declined }): ViewColumn => ({
      ...{ source, target, conversion, declined, how: 'stored' },
      ...(fit && { fit }),
      ...(form && { form }),
    }),
  );
  return { source: table.source, name: table.target, columns };
}

/** The first rows, exactly as they are. */
function rowsOf(
  db: Database,
  table: { source: string; columns: { source: string }[] },
  encoding: TextEncoding,
): Row[] {
  const names = table.columns.map((c) => c.source);
  const list = names.map(exactColumns).join(', ');
  const rows = db
    .prepare<[], unknown[]>(`select ${list} from ${quoteName(table.source)} limit 20`)
    .raw()
    .all();
  return rows.map(
    (row) => new Map(names.map((name, i) => [name, exactValue(row[2 * i], row[2 * i + 1], encoding)])),
  );
}

async function inTarget(
  { session, client }: ProgramStage,
  trial: Trial,
  compared: Compared[],
  restart: string,
): Promise<Outcome> {
  const { schema } = session.state.target;
  const { signal } = session.ctx;
  await client.query('savepoint trial');
  try {
    if (restart !== '') await client.query(restart);
    await client.query(trial.target.sql, trial.target.values);
    await client.query('set constraints all immediate');
    const bags: RowBag[] = [];
    for (const table of compared) bags.push(await targetBag(client, table, schema, signal, justNow));
    return { bags };
  } catch (error) {
    signal.throwIfAborted();
    return { refused: refusalOf(error) };
  } finally {
    await client.query('rollback to savepoint trial');
  }
}

/** The words of RAISE; null for any other rule. @throws NotProved for a function that cannot run */
function refusalOf(error: unknown): string | null {
  const raised = error as { message: string; where?: string; constraint?: string };
  const state = sqlstateOf(error);
  if (state === sqlstate.queryCanceled) throw new NotProved('it takes too long in PostgreSQL');
  if (state === '23514' && raised.constraint === undefined && /RAISE$/.test(raised.where ?? ''))
    return raised.message;
  if (isDataError(error)) return null;
  if (state !== null && !isDefinitionError(error) && !/^(P0|27|54|38|39)/.test(state)) throw error;
  throw new NotProved(`PostgreSQL cannot run it: ${raised.message}`);
}

async function inSource(
  { session }: ProgramStage,
  { db }: Mirror,
  { source }: Trial,
  compared: Compared[],
): Promise<Outcome> {
  db.exec('savepoint trial');
  try {
    const { values } = bindKey(source.values);
    db.prepare(source.sql).run(...values);
    const bags: RowBag[] = [];
    for (const table of compared) bags.push(await sourceBag(db, table, 'UTF-8', session.ctx.signal, justNow));
    return { bags };
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (!code.startsWith('SQLITE_')) throw error;
    // ON CONFLICT ROLLBACK of a table has ended all savepoints.
    if (!db.inTransaction) throw new NotProved('a rule of SQLite that rolls everything back');
    if (!/^SQLITE_(CONSTRAINT|MISMATCH)/.test(code))
      throw new NotProved(`SQLite cannot run it: ${(error as Error).message}`);
    return { refused: code === 'SQLITE_CONSTRAINT_TRIGGER' ? (error as Error).message : null };
  } finally {
    if (db.inTransaction) db.exec('rollback to trial; release trial');
  }
}

/** True where a statement ends otherwise with this trigger alone than with none. */
async function doesSomething(
  stage: ProgramStage,
  mirror: Mirror,
  trigger: PlanTrigger,
  trial: Trial,
  compared: Compared[],
): Promise<boolean> {
  const { db } = mirror;
  const names = db.prepare<[], string>(`select name from sqlite_schema where type = 'trigger'`).pluck().all();
  db.exec('savepoint alone');
  try {
    for (const name of names) if (name !== trigger.source) db.exec(`drop trigger ${quoteName(name)}`);
    const alone = await inSource(stage, mirror, trial, compared);
    db.exec(`drop trigger ${quoteName(trigger.source)}`);
    return !agree(alone, await inSource(stage, mirror, trial, compared));
  } finally {
    if (db.inTransaction) db.exec('rollback to alone; release alone');
  }
}

/** True where the target refuses a statement without any trigger of the table, too. */
async function refusesAnyway(
  { session, client }: ProgramStage,
  table: PlanTable,
  trial: Trial,
): Promise<boolean> {
  const name = qualified(session.state.target.schema, table.target);
  await client.query('savepoint bare');
  try {
    await client.query(`alter table ${name} disable trigger user`);
    await client.query(trial.target.sql, trial.target.values);
    await client.query('set constraints all immediate');
    return false;
  } catch (error) {
    session.ctx.signal.throwIfAborted();
    if (!isDataError(error)) throw new NotProved(`PostgreSQL cannot run it: ${(error as Error).message}`);
    return true;
  } finally {
    await client.query('rollback to savepoint bare');
  }
}

/** A time of the trial itself is the same on both sides, whichever second each of them saw. */
const justNow: Soften = (field, { conversion }) => {
  if (conversion !== 'timestamp' && conversion !== 'timestamptz') return field;
  const at = Date.parse(`${field.slice(0, 19).replace(' ', 'T')}Z`);
  return Math.abs(Date.now() - at) < 60_000 ? 'now' : field;
};
