import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { decodeColumn } from '../convert/column.ts';
import { fieldValue } from '../convert/copytext.ts';
import { exactColumns, exactValue, type SqlValue, type TextEncoding } from '../convert/values.ts';
import { type Key, keyText } from '../load/keys.ts';
import { quoteName } from '../source/sql.ts';
import type { StoodRow } from '../target/adopted-rows.ts';
import { copyTo } from '../target/copy.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { keyColumns } from './apply-rows.ts';
import { plannedRow } from './changes-rows.ts';
import { fieldsOf, linesIn, wholeLines } from './lines.ts';

export interface StoodInput {
  client: pg.ClientBase;
  db: Database;
  schema: string;
  table: PlanTable;
  /** All columns of the target's table that can be written, in its order. */
  columns: readonly string[];
  encoding: TextEncoding;
  policy: 'keep' | 'replace' | 'match';
  signal: AbortSignal;
}

/** Says what becomes of every row that stands in an adopted table. Nothing is changed. */
export async function standing(input: StoodInput): Promise<StoodRow[]> {
  const { client, schema, table, columns, policy } = input;
  const partner = partners(input);
  const list = [...table.columns.map((c) => c.target), ...columns].map(quoteIdent).join(', ');
  const sql = `copy (select ${list} from ${qualified(schema, table.target)}) to stdout`;
  const found: StoodRow[] = [];
  const taken = new Set<string>();
  const whatBecomes = (line: Buffer): StoodRow => {
    const fields = fieldsOf(line);
    const compared = fields.slice(0, table.columns.length);
    const whole = fields.slice(table.columns.length).join('\t');
    const seen = compared.join('\t');
    const row = (kind: StoodRow['kind'], readKey: string | null): StoodRow => {
      return { table: table.source, kind, readKey, seen, was: whole };
    };
    if (policy === 'replace') return row('replaced', null);
    const other = partner(compared);
    if (other === null || taken.has(other.key)) return row('kept', null);
    taken.add(other.key);
    if (other.fields.join('\t') === seen) return row('same', other.key);
    return row(policy === 'match' ? 'changed' : 'kept', other.key);
  };
  for await (const lines of wholeLines(copyTo(client, sql, input.signal))) {
    for (const line of linesIn(lines)) found.push(whatBecomes(line));
  }
  return found;
}

/** Finds the source's row of the same key for the fields of a row in the target. */
function partners({ db, table, encoding }: StoodInput) {
  const key = keyColumns(table);
  if (key.length === 0) return () => null;
  const find = rowFinder(db, table, encoding);
  const planned = plannedRow(db, table, encoding);
  return (fields: readonly string[]): { key: string; fields: string[] } | null => {
    const values = key.map((column) => fields[table.columns.indexOf(column)] ?? '');
    const found = find(values);
    if (found === null) return null;
    const row = planned(found);
    return row.fields === null ? null : { key: keyText(found), fields: row.fields };
  };
}

const spelling = { sixDecimals: true, alwaysDecimals: false };

/** Gives the source's row, by its key in the order of the load, for the COPY fields of the compare key. */
export function rowFinder(
  db: Database,
  table: PlanTable,
  encoding: TextEncoding,
): (fields: readonly string[]) => Key | null {
  const key = keyColumns(table);
  const order = table.read.by === 'rowid' ? [table.read.name] : table.read.columns;
  const where = key.map((c) => `${quoteName(c.source)} = ? collate binary`).join(' and ');
  const statement = db
    .prepare(
      `select ${order.map(exactColumns).join(', ')} from ${quoteName(table.source)} where ${where} limit 1`,
    )
    .raw();
  return (fields) => {
    const values: SqlValue[] = [];
    for (const [i, column] of key.entries()) {
      const text = fieldValue(fields[i] ?? '');
      if (text === null) return null;
      values.push(decodeColumn(column, text, spelling));
    }
    const row = statement.get(...values) as unknown[] | undefined;
    if (!row) return null;
    return order.map((_, i) => exactValue(row[2 * i], row[2 * i + 1], encoding)) as Key;
  };
}
