import type { Database } from 'better-sqlite3';
import pg from 'pg';
import { AppError } from '../../../../shared/errors.ts';
import type { Plan, PlanTable } from '../../../../shared/model/index.ts';
import type { TextEncoding } from '../../convert/values.ts';
import { deleteStaged, keyColumns, type PutInput, stage, stageLines } from '../../diff/apply-rows.ts';
import { quarantinedKeys } from '../../diff/validate.ts';
import { readBlocks } from '../../load/reader.ts';
import { silently } from '../../load/silent.ts';
import { type StoodRow, stoodRows } from '../../target/adopted-rows.ts';
import { copyFrom } from '../../target/copy.ts';
import { createdObjects } from '../../target/journal.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';
import { isDataError, sqlstateOf } from '../../target/sqlstate.ts';

export interface AdoptUndo {
  client: pg.Client;
  db: Database;
  run: string;
  schema: string;
  plan: Plan;
  encoding: TextEncoding;
  signal: AbortSignal;
}

/** What taking a run out of an application's tables did, for people. */
export interface TakenOut {
  removed: { table: string; rows: number }[];
  restored: { table: string; rows: number }[];
}

/**
 * Takes exactly those rows out that the run brought into an application's tables, and gives back what it replaced; in
 * the caller's transaction. Rows that the application wrote since stay.
 * @throws AppError run.notUndoable {run, reason} where such rows refer to what would go
 */
export async function undoAdopted(work: AdoptUndo): Promise<TakenOut> {
  try {
    return await takeOut(work);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !(isDataError(error) || sqlstateOf(error) === '23503'))
      throw error;
    const reason = [error.message, error.detail].filter(Boolean).join(': ');
    throw new AppError('run.notUndoable', { run: work.run, reason }, { cause: error });
  }
}

async function takeOut(work: AdoptUndo): Promise<TakenOut> {
  const { client, run, plan } = work;
  const objects = await createdObjects(client, run);
  const there = new Set(objects.filter((o) => o.kind === 'adopted').map((o) => o.name));
  const tables = plan.tables.filter((t) => t.adopted && there.has(t.target));
  const done: TakenOut = { removed: [], restored: [] };
  await client.query('set constraints all deferred');
  const columnsOf = (table: PlanTable) =>
    JSON.parse(
      objects.find((o) => o.kind === 'adopted' && o.name === table.target)?.parent ?? '[]',
    ) as string[];
  const restored = (table: PlanTable, rows: number) => {
    if (rows > 0) done.restored.push({ table: table.target, rows });
  };
  const refused = new Map<PlanTable, Set<string>>();
  for (const table of tables) refused.set(table, await quarantinedKeys(client, run, table.source));
  const refusedOf = (table: PlanTable) => refused.get(table) ?? new Set<string>();
  // First whatever may refer to rows that go, then these, children before parents.
  for (const table of tables) restored(table, await restoreChanged(work, table, columnsOf(table)));
  for (const table of tables) await emptyLate(work, table, refusedOf(table));
  for (const table of tables.toReversed()) {
    const rows = await remove(work, table, refusedOf(table));
    if (rows > 0) done.removed.push({ table: table.target, rows });
  }
  for (const table of tables) restored(table, await restoreReplaced(work, table, columnsOf(table)));
  await client.query('set constraints all immediate');
  for (const { kind, name, parent } of objects.toReversed()) {
    if (kind === 'altered' && parent) await client.query(parent);
    if (kind === 'sequence' && parent) await rewind(client, name, JSON.parse(parent));
  }
  return done;
}

/** References among the rows that go, in circles, must not hold them. */
async function emptyLate(work: AdoptUndo, table: PlanTable, refused: ReadonlySet<string>): Promise<void> {
  const late = table.adopted?.late ?? [];
  if (late.length === 0) return;
  const put = putOf(work, table);
  const on = keyColumns(table).map((c) => `t.${quoteIdent(c.target)} = s.${quoteIdent(c.target)}`);
  const set = late.map((c) => `${quoteIdent(c)} = null`).join(', ');
  await silently(put, async () => {
    await stageOwn(work, put, refused);
    await put.client.query(
      `update ${qualified(put.schema, table.target)} t set ${set} from ${stage} s where ${on.join(' and ')}`,
    );
  });
}

/** Deletes the rows that came from the snapshot, but for those that stood there. */
async function remove(work: AdoptUndo, table: PlanTable, refused: ReadonlySet<string>): Promise<number> {
  const put = putOf(work, table);
  return silently(put, async () => {
    await stageOwn(work, put, refused);
    return deleteStaged(put);
  });
}

/** Stages what names the rows that the run brought. */
async function stageOwn(work: AdoptUndo, put: PutInput, refused: ReadonlySet<string>): Promise<void> {
  const { db, table, encoding } = put;
  const stood = await stoodRows(work.client, work.run, table.source);
  const skip = new Set([...refused, ...stood.flatMap((s) => (s.readKey === null ? [] : [s.readKey]))]);
  const columns = table.compareKey === null ? table.columns : keyColumns(table);
  const lines = (function* () {
    const order = { order: table.read, encoding, after: null, skip };
    for (const { data } of readBlocks(db, table, { columns, ...order })) yield data;
  })();
  await stageLines(put, columns, lines);
}

/** Gives rows the values back that they had. */
async function restoreChanged(work: AdoptUndo, table: PlanTable, columns: string[]): Promise<number> {
  const blocks = await linesOf(work, table, 'changed');
  if (blocks.length === 0) return 0;
  const put = putOf(work, table);
  const { client, signal } = put;
  const list = columns.map(quoteIdent).join(', ');
  const to = qualified(put.schema, table.target);
  return silently(put, async () => {
    await client.query(`drop table if exists ${stage}`);
    await client.query(
      `create temporary table autocore_stage on commit drop as select ${list} from ${to} with no data`,
    );
    await copyFrom(client, `copy ${stage} (${list}) from stdin`, blocks, signal);
    const keys = new Set(keyColumns(table).map((c) => c.target));
    const pair = (c: string) => `${quoteIdent(c)} = s.${quoteIdent(c)}`;
    const set = columns.filter((c) => !keys.has(c)).map(pair);
    const on = [...keys].map((c) => `t.${pair(c)}`).join(' and ');
    if (set.length > 0)
      await client.query(`update ${to} t set ${set.join(', ')} from ${stage} s where ${on}`);
    return blocks.length;
  });
}

/** Puts back rows that others came in the place of. */
async function restoreReplaced(work: AdoptUndo, table: PlanTable, columns: string[]): Promise<number> {
  const blocks = await linesOf(work, table, 'replaced');
  if (blocks.length === 0) return 0;
  const put = putOf(work, table);
  const to = `${qualified(put.schema, table.target)} (${columns.map(quoteIdent).join(', ')})`;
  return silently(put, async () => {
    await copyFrom(put.client, `copy ${to} from stdin`, blocks, put.signal);
    return blocks.length;
  });
}

async function linesOf(work: AdoptUndo, table: PlanTable, kind: StoodRow['kind']): Promise<Buffer[]> {
  const stood = await stoodRows(work.client, work.run, table.source);
  return stood.filter((s) => s.kind === kind).map(({ was }) => Buffer.from(`${was}\n`));
}

function putOf({ client, db, run, schema, encoding, signal }: AdoptUndo, table: PlanTable): PutInput {
  return { client, db, run, schema, table, encoding, signal };
}

async function rewind(
  client: pg.Client,
  sequence: string,
  { last, called }: { last: string; called: boolean },
): Promise<void> {
  await client.query(
    'select setval(to_regclass($1::text), $2::bigint, $3::bool) where to_regclass($1::text) is not null',
    [sequence, last, called],
  );
}
