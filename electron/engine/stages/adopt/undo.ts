import type { Database } from 'better-sqlite3';
import pg from 'pg';
import { AppError } from '../../../../shared/errors.ts';
import type { Plan, PlanTable } from '../../../../shared/model/index.ts';
import type { TextEncoding } from '../../convert/values.ts';
import { deleteStaged, keyColumns, type PutInput, stage, stageLines } from '../../diff/apply-rows.ts';
import { quarantinedKeys } from '../../diff/ledger.ts';
import { requireUnreferenced } from '../../diff/referenced.ts';
import { readBlocks } from '../../load/reader.ts';
import { silently } from '../../load/silent.ts';
import { stoodKeys } from '../../target/adopted-rows.ts';
import { requireUnplaced } from '../../target/citus.ts';
import { createdObjects } from '../../target/journal.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';
import { isDataError } from '../../target/sqlstate.ts';
import type { TableRows } from '../../target/undo.ts';
import { giveBack } from './give-back.ts';

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
  removed: TableRows[];
  restored: TableRows[];
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
    const reason = reasonOf(error);
    if (reason === null) throw error;
    throw new AppError('run.notUndoable', { run: work.run, reason }, { cause: error });
  }
}

/** What the application's own rows have against it; null for any other failure. */
function reasonOf(error: unknown): string | null {
  if (error instanceof AppError && error.code === 'adopt.referenced')
    return `${error.params.child} → ${error.params.table}`;
  if (!(error instanceof pg.DatabaseError) || !isDataError(error)) return null;
  return [error.message, error.detail].filter(Boolean).join(': ');
}

async function takeOut(work: AdoptUndo): Promise<TakenOut> {
  const { client, run, plan } = work;
  await requireUnplaced(client, work.schema);
  const objects = await createdObjects(client, run);
  const columnsOf = new Map(
    objects.flatMap((o) =>
      o.kind === 'adopted' ? [[o.name, JSON.parse(o.parent ?? '[]') as string[]]] : [],
    ),
  );
  const tables = plan.tables
    .filter((t) => t.adopted && columnsOf.has(t.target))
    // What is compared by no key any more still has the one that it came in by.
    .map((t) => ({ ...t, compareKey: t.compareKey ?? t.adopted?.key ?? null }));
  const done: TakenOut = { removed: [], restored: [] };
  for (const table of tables) await emptyLate(work, table);
  // Children before parents: what is given back refers to rows that stood there.
  for (const table of tables.toReversed()) {
    const put = putOf(work, table);
    const removed = await remove(work, put);
    if (removed > 0) done.removed.push({ table: table.target, rows: removed });
    const back = await giveBack(put, columnsOf.get(table.target) ?? [], 'changed');
    if (back > 0) done.restored.push({ table: table.target, rows: back });
  }
  for (const table of tables) {
    const back = await giveBack(putOf(work, table), columnsOf.get(table.target) ?? [], 'replaced');
    if (back > 0) done.restored.push({ table: table.target, rows: back });
  }
  await client.query('set constraints all immediate');
  for (const { kind, name, parent } of objects.toReversed()) {
    if (kind === 'altered' && parent) await client.query(parent);
    if (kind === 'sequence' && parent) await rewind(client, name, JSON.parse(parent));
  }
  return done;
}

/** References among the rows that go, in circles, must not hold them. */
async function emptyLate(work: AdoptUndo, table: PlanTable): Promise<void> {
  const late = table.adopted?.late ?? [];
  if (late.length === 0 || table.compareKey === null) return;
  const put = putOf(work, table);
  const on = keyColumns(table).map((c) => `t.${quoteIdent(c.target)} = s.${quoteIdent(c.target)}`);
  const set = late.map((c) => `${quoteIdent(c)} = null`).join(', ');
  await silently(put, async () => {
    await stageOwn(work, put);
    await put.client.query(
      `update ${qualified(put.schema, table.target)} t set ${set} from ${stage} s where ${on.join(' and ')}`,
    );
  });
}

/** Deletes the rows that came from the snapshot, but for those that stood there. */
async function remove(work: AdoptUndo, put: PutInput): Promise<number> {
  return silently(put, async () => {
    await stageOwn(work, put);
    await requireUnreferenced(put);
    return deleteStaged(put);
  });
}

/** Stages what names the rows that the run brought. */
async function stageOwn({ client, run }: AdoptUndo, put: PutInput): Promise<void> {
  const { db, table, encoding } = put;
  const skip = await quarantinedKeys(client, run, table.source);
  for (const { readKey } of await stoodKeys(client, run, table.source))
    if (readKey !== null) skip.add(readKey);
  const columns = table.compareKey === null ? table.columns : keyColumns(table);
  const lines = (function* () {
    const order = { order: table.read, encoding, after: null, skip };
    for (const { data } of readBlocks(db, table, { columns, ...order })) yield data;
  })();
  await stageLines(put, columns, lines);
}

function putOf({ client, db, run, schema, encoding, signal }: AdoptUndo, table: PlanTable): PutInput {
  return { client, db, run, schema, table, encoding, signal };
}

/** Back to where it stood, but not below a number that the application has given since. */
async function rewind(
  client: pg.Client,
  sequence: string,
  { last, called, highest: before }: { last: string; called: boolean; highest: string },
): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select d.refobjid::regclass::text as "table", a.attname::text as "column"
     from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
     where d.classid = 'pg_class'::regclass and d.objid = to_regclass($1::text) and d.deptype in ('a', 'i')`,
    [sequence],
  );
  const [owner] = rows;
  const highest = owner
    ? `(select coalesce(max(${quoteIdent(owner.column)}), 0)::bigint from ${owner.table})`
    : '0::bigint';
  await client.query(
    `select case when h > $4::bigint and h >= $2::bigint then setval(to_regclass($1::text), h)
       else setval(to_regclass($1::text), $2::bigint, $3::bool) end
     from (select ${highest} as h) m where to_regclass($1::text) is not null`,
    [sequence, last, called, before],
  );
}
