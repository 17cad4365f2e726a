import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { distributed } from '../target/citus.ts';
import { copyFrom } from '../target/copy.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import type { PlannedRow } from './changes-rows.ts';

/** A temporary table of the session: rows on their way into a statement. */
export const stage = 'pg_temp."autocore_stage"';

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
  const found = (place: string, of: string) =>
    `select ${of} from (${numbered(target, `${place}, `)}) t join (${numbered(stage, '')}) s using (line, nth)`;
  if ((await distributed(client, [schema])).has(schema)) {
    // Citus compares the stage with its node's rows in a question alone. What is placed there has no partitions: they need a key.
    const { rows } = await client.query<{ place: string }>(found('ctid as place', 't.place::text as place'));
    const text = `delete from ${target} where ctid = any($1::tid[])`;
    return (await client.query(text, [rows.map(({ place }) => place)])).rowCount ?? 0;
  }
  const done = await client.query(
    `delete from ${target} where (tableoid, ctid) in (${found('tableoid as part, ctid as place', 't.part, t.place')})`,
  );
  return done.rowCount ?? 0;
}

/** A temporary table with the rows, as COPY lines of these columns, in the types of the target and without its rules. */
export async function stageLines(
  { client, table, schema, signal }: PutInput,
  columns: PlanTable['columns'],
  lines: Iterable<Buffer>,
): Promise<void> {
  await client.query(`drop table if exists ${stage}; ${stageSql(schema, table, columns)}`);
  await copyFrom(client, `copy ${stage} from stdin`, lines, signal);
}

/** Makes that table, for one transaction. */
export function stageSql(
  schema: string,
  table: PlanTable,
  columns: PlanTable['columns'],
  name = 'autocore_stage',
): string {
  const names = columns.map((c) => quoteIdent(c.target)).join(', ');
  return `create temporary table ${name} on commit drop as
     select ${names} from ${qualified(schema, table.target)} with no data`;
}

/** Rows of one COPY: between two of them their exceptions are written, which are held in memory until then. */
const rowsAtOnce = 50_000;

/** Rows or keys, as many at a time. */
export function* slices<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}

/** Rows whose lines are joined, and so much text of them: five hundred long ones would be longer than a string can be. */
const mostLines = 500;
const mostText = 1024 * 1024;

/** COPY lines of rows, in blocks; a row without fields is in quarantine and has none. */
export function* linesOf(
  table: PlanTable,
  rows: Iterable<PlannedRow>,
  columns: PlanTable['columns'],
): Generator<Buffer> {
  const places = columns.map((c) => table.columns.indexOf(c));
  let lines: string[] = [];
  let text = 0;
  for (const { fields } of rows) {
    if (!fields) continue;
    const line = `${places.map((at) => fields[at]).join('\t')}\n`;
    lines.push(line);
    text += line.length;
    if (lines.length < mostLines && text < mostText) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
    text = 0;
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
