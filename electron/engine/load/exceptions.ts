import type { Database } from 'better-sqlite3';
import type { ClientBase } from 'pg';
import type { ExceptionRecord, PlanTable } from '../../../shared/model/index.ts';
import { copyField } from '../convert/copytext.ts';
import { type TextEncoding, toJsonValue } from '../convert/values.ts';
import { copyFrom } from '../target/copy.ts';
import { keyText } from './keys.ts';
import { readRow, type TroubledRow } from './reader.ts';

/** Exceptions of one chunk as COPY lines for the ledger in the target, with what they add to the account. */
export interface ExceptionLines {
  lines: string[];
  bytes: number;
  repaired: number;
  nulled: number;
  quarantined: number;
}

export function noExceptions(): ExceptionLines {
  return { lines: [], bytes: 0, repaired: 0, nulled: 0, quarantined: 0 };
}

export interface ExceptionSource {
  db: Database;
  table: PlanTable;
  encoding: TextEncoding;
  run: string;
}

/** Adds what happened to one row: a record for each troubled value, one more when the row as a whole stays out. */
export function addExceptions(to: ExceptionLines, from: ExceptionSource, row: TroubledRow): void {
  const whole = readRow(from.db, from.table, from.table.read, row.key, from.encoding);
  const values = Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, toJsonValue(value)]));
  const key = publicKey(from.table, values, row);
  for (const { column, trouble } of row.troubles) {
    const action = row.quarantined ? 'quarantined' : trouble.text === null ? 'nulled' : 'repaired';
    // A row that stays out is one exception, named after the value that could not stay.
    if (row.quarantined && (trouble.text !== null || column.nullable)) continue;
    const record: ExceptionRecord = {
      table: from.table.source,
      key,
      column: column.source,
      action,
      code: trouble.code,
      reason: trouble.reason,
      row: values,
    };
    push(to, from.run, keyText(row.key), record);
    if (action !== 'quarantined') to[action]++;
    else break;
  }
  if (row.quarantined) to.quarantined++;
}

/** A row that the server refused: `code` is `server.<SQLSTATE>`. */
export function addRefused(
  to: ExceptionLines,
  from: ExceptionSource,
  row: TroubledRow,
  code: string,
  reason: string,
): void {
  const whole = readRow(from.db, from.table, from.table.read, row.key, from.encoding);
  const values = Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, toJsonValue(value)]));
  const record: ExceptionRecord = {
    table: from.table.source,
    key: publicKey(from.table, values, row),
    column: null,
    action: 'quarantined',
    code,
    reason,
    row: values,
  };
  push(to, from.run, keyText(row.key), record);
  to.quarantined++;
}

/** The primary key where there is one, else the rowid. */
function publicKey(
  table: PlanTable,
  values: ExceptionRecord['row'],
  row: TroubledRow,
): ExceptionRecord['key'] {
  const columns = table.compareKey ?? (table.read.by === 'key' ? table.read.columns : null);
  if (columns) return Object.fromEntries(columns.map((c) => [c, values[c] ?? null]));
  return { rowid: toJsonValue(row.key[0] ?? null) };
}

function push(to: ExceptionLines, run: string, key: string, record: ExceptionRecord): void {
  const fields = [
    run,
    record.table,
    record.column,
    record.action,
    record.code,
    record.reason,
    key,
    JSON.stringify(record),
  ];
  const line = fields.map((f) => copyField(f === null ? null : f.replaceAll('\0', '\u2400'))).join('\t');
  to.lines.push(line);
  to.bytes += line.length;
}

/** Writes a chunk's exceptions into the ledger, in the chunk's own transaction. */
export async function writeExceptions(
  client: ClientBase,
  exceptions: ExceptionLines,
  signal: AbortSignal,
): Promise<void> {
  if (exceptions.lines.length === 0) return;
  const sql = `copy autocore_migration.exception (run, source_table, column_name, action, code, reason, read_key, record) from stdin`;
  await copyFrom(
    client,
    sql,
    exceptions.lines.map((line) => Buffer.from(`${line}\n`)),
    signal,
  );
}
