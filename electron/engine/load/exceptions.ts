import type { Database } from 'better-sqlite3';
import type { ClientBase } from 'pg';
import type { ExceptionRecord, PlanTable } from '../../../shared/model/index.ts';
import { copyField } from '../convert/copytext.ts';
import { type TextEncoding, toJsonValue } from '../convert/values.ts';
import { copyFrom } from '../target/copy.ts';
import { mustHold } from './fields.ts';
import { type Key, keyText } from './keys.ts';
import type { TroubledRow } from './reader.ts';
import { readRow } from './row-reader.ts';

/** Exceptions of one chunk as COPY lines for the ledger in the target, with what they add to the account. */
export interface ExceptionLines {
  /** By the row's key in the order of the load. */
  rows: Map<string, { action: ExceptionRecord['action']; line: string }[]>;
  bytes: number;
  repaired: number;
  nulled: number;
  quarantined: number;
}

export function noExceptions(): ExceptionLines {
  return { rows: new Map(), bytes: 0, repaired: 0, nulled: 0, quarantined: 0 };
}

export interface ExceptionSource {
  db: Database;
  table: PlanTable;
  encoding: TextEncoding;
  run: string;
}

/** Adds what happened to one row: a record for each troubled value, or a single one when the row as a whole stays out. */
export function addExceptions(to: ExceptionLines, from: ExceptionSource, row: TroubledRow): void {
  const troubles = row.quarantined
    ? // Named after the first value that could not stay.
      row.troubles.filter(({ column, trouble }) => trouble.text === null && mustHold(column)).slice(0, 1)
    : row.troubles;
  const causes = troubles.map(({ column, trouble: { text, code, reason } }): Cause => {
    const cause = { column: column.source, code, reason };
    if (row.quarantined) return { ...cause, action: 'quarantined' };
    return text === null ? { ...cause, action: 'nulled' } : { ...cause, action: 'repaired', stored: text };
  });
  push(to, from, row.key, causes);
}

/** A row that the server refused: `code` is `server.<SQLSTATE>`. What was repaired in it is not in the target either. */
export function addRefused(
  to: ExceptionLines,
  from: ExceptionSource,
  row: TroubledRow,
  code: string,
  reason: string,
): void {
  push(to, from, row.key, [{ column: null, action: 'quarantined', code, reason }]);
}

type Cause = Pick<ExceptionRecord, 'column' | 'action' | 'code' | 'reason' | 'stored'>;

/** Puts the records of one row in the place of those it had. */
function push(to: ExceptionLines, from: ExceptionSource, key: Key, causes: Cause[]): void {
  const { db, table, encoding, run } = from;
  const readKey = keyText(key);
  for (const { action, line } of to.rows.get(readKey) ?? []) {
    to[action]--;
    to.bytes -= line.length;
  }
  const whole = Object.entries(readRow(db, table, table.read, key, encoding));
  const row = Object.fromEntries(whole.map(([name, value]) => [name, toJsonValue(value)]));
  const lines = causes.map((cause) => {
    const { column, action, code, reason } = cause;
    const stored = cause.stored === undefined ? {} : { stored: cause.stored };
    const record: ExceptionRecord = {
      ...{ table: table.source, key: publicKey(table, row, key) },
      ...{ column, action, code, reason, ...stored, row },
    };
    const fields = [run, table.source, column, action, code, reason, readKey, JSON.stringify(record)];
    // Names and the server's words could hold a NUL, which JSON escapes.
    const line = fields.map((f) => copyField(f === null ? null : f.replaceAll('\0', '\u2400'))).join('\t');
    return { action, line };
  });
  for (const { action, line } of lines) {
    to[action]++;
    to.bytes += line.length;
  }
  to.rows.set(readKey, lines);
}

/** The primary key where there is one, else the rowid. */
function publicKey(table: PlanTable, row: ExceptionRecord['row'], key: Key): ExceptionRecord['key'] {
  const columns = table.compareKey ?? (table.read.by === 'key' ? table.read.columns : null);
  if (columns) return Object.fromEntries(columns.map((c) => [c, row[c] ?? null]));
  // A column may be called rowid: then the rowid goes by another of its names.
  return { [table.read.by === 'rowid' ? table.read.name : 'rowid']: toJsonValue(key[0] ?? null) };
}

/** The COPY that takes the lines of exceptions; the record, as JSON, is the last of their fields. */
export const ledgerCopy =
  'copy autocore_migration.exception (run, source_table, column_name, action, code, reason, read_key, record) from stdin';

/** Writes a chunk's exceptions into the ledger, in the chunk's own transaction. */
export async function writeExceptions(
  client: ClientBase,
  exceptions: ExceptionLines,
  signal: AbortSignal,
): Promise<void> {
  if (exceptions.rows.size === 0) return;
  await copyFrom(client, ledgerCopy, ledgerLines(exceptions), signal);
}

/** The lines of a chunk's exceptions as COPY text. */
export function* ledgerLines(exceptions: ExceptionLines): Generator<Buffer> {
  for (const row of exceptions.rows.values()) for (const { line } of row) yield Buffer.from(`${line}\n`);
}
