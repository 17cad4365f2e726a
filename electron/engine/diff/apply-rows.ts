import type { Database } from 'better-sqlite3';
import pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { copySql, loadedColumns } from '../load/chunk.ts';
import { addRefused, type noExceptions } from '../load/exceptions.ts';
import { copyFrom } from '../target/copy.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { isDataError } from '../target/sqlstate.ts';
import type { PlannedRow } from './changes-rows.ts';

/** A temporary table of the session: rows on their way into a statement. */
export const stage = 'pg_temp."autocore_stage"';

/** What was done to a table so far. */
export interface Outcome {
  removed: number;
  added: number;
  exceptions: ReturnType<typeof noExceptions>;
}

/** Where rows are put. */
export interface PutInput {
  /** Within a transaction. */
  client: pg.Client;
  db: Database;
  run: string;
  schema: string;
  table: PlanTable;
  encoding: TextEncoding;
  signal: AbortSignal;
}

/** Inserts a group; one that the server refuses is halved until single rows are known. */
export async function put(input: PutInput, outcome: Outcome, group: PlannedRow[]): Promise<void> {
  if (group.length === 0) return;
  const { client, table } = input;
  const columns = loadedColumns(table);
  await client.query('savepoint autocore_group');
  try {
    await copyFrom(client, copySql(input), linesOf(table, group, columns), input.signal);
    await client.query('release savepoint autocore_group');
    outcome.added += group.length;
    return;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !isDataError(error)) throw error;
    await client.query('rollback to savepoint autocore_group; release savepoint autocore_group');
    const [only] = group;
    if (group.length === 1 && only) {
      const row = { key: only.key, troubles: [], quarantined: true };
      addRefused(outcome.exceptions, input, row, `server.${error.code}`, error.message);
      return;
    }
  }
  const half = Math.ceil(group.length / 2);
  await put(input, outcome, group.slice(0, half));
  await put(input, outcome, group.slice(half));
}

/**
 * Takes the rows out of the target that are in the stage: by their key, or by all they hold where there is none.
 * Returns how many those were.
 */
export async function deleteStaged({ client, table, schema }: PutInput): Promise<number> {
  const target = qualified(schema, table.target);
  if (table.compareKey !== null) {
    const key = keyColumns(table);
    const on = key.map((c) => `t.${quoteIdent(c.target)} = s.${quoteIdent(c.target)}`).join(' and ');
    const done = await client.query(`delete from ${target} t using ${stage} s where ${on}`);
    return done.rowCount ?? 0;
  }
  // Rows without a key are known by all they hold; of equal ones as many go as are gone in the source.
  const all = table.columns.map((c) => quoteIdent(c.target)).join(', ');
  const numbered = (from: string, place: string) =>
    `select ${place}row(${all})::text as line, row_number() over (partition by row(${all})::text) as nth from ${from}`;
  const done = await client.query(
    `delete from ${target} where (tableoid, ctid) in (select t.part, t.place from (${numbered(target, 'tableoid as part, ctid as place, ')}) t
       join (${numbered(stage, '')}) s using (line, nth))`,
  );
  return done.rowCount ?? 0;
}

/** A temporary table with the rows, as COPY lines of these columns, in the types of the target and without its rules. */
export async function stageLines(
  { client, table, schema, signal }: PutInput,
  columns: PlanTable['columns'],
  lines: Iterable<Buffer>,
): Promise<void> {
  await client.query(`drop table if exists ${stage}`);
  await client.query(stageSql(schema, table, columns));
  await copyFrom(client, `copy ${stage} from stdin`, lines, signal);
}

/** Makes that table, for one transaction. */
export function stageSql(schema: string, table: PlanTable, columns: PlanTable['columns']): string {
  const names = columns.map((c) => quoteIdent(c.target)).join(', ');
  return `create temporary table autocore_stage on commit drop as
     select ${names} from ${qualified(schema, table.target)} with no data`;
}

/** COPY lines of rows, in blocks; a row without fields is in quarantine and has none. */
export function* linesOf(
  table: PlanTable,
  rows: Iterable<PlannedRow>,
  columns: PlanTable['columns'],
): Generator<Buffer> {
  const places = columns.map((c) => table.columns.indexOf(c));
  let lines: string[] = [];
  for (const { fields } of rows) {
    if (fields) lines.push(`${places.map((at) => fields[at]).join('\t')}\n`);
    if (lines.length < 500) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
  }
  if (lines.length > 0) yield Buffer.from(lines.join(''));
}

/** Columns of the key that names a row on both sides. */
export function keyColumns(table: PlanTable): PlanTable['columns'] {
  return (table.compareKey ?? []).map((name) => {
    const column = table.columns.find((c) => c.source === name);
    if (!column) throw new Error(`${table.source} has no column ${name}`);
    return column;
  });
}
