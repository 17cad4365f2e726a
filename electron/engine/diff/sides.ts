import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanTable, ReadOrder } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import type { Key } from '../load/keys.ts';
import { type Block, compareOrder, readBlocks } from '../load/reader.ts';
import { copyTo } from '../target/copy.ts';
import { quoteIdent, quoteLiteral } from '../target/sql.ts';
import { fromBlocks, linesBut, wholeLines } from './lines.ts';
import type { KeyField, LineDifference } from './ordered.ts';
import type { ReadAhead } from './read-ahead.ts';
import { from, ordered, readOf, selected, type TargetRead } from './way-table.ts';

export interface DiffInput {
  db: Database;
  client: pg.Client;
  schema: string;
  table: PlanTable;
  encoding: TextEncoding;
  /** Rows that the load put into quarantine because the server refused them, by `keyText` of the reading order. */
  refused: ReadonlySet<string>;
  /** How the target is read, where that is not as the plan made it. */
  read?: TargetRead;
  /** Has the lines of small tables at hand. */
  ahead?: ReadAhead;
  /** Lines of the target that do not count: rows of the application that stay there. */
  without?: (() => (line: Buffer) => boolean) | undefined;
  signal: AbortSignal;
  onRows(rows: number): void;
  onDifference(difference: LineDifference): void | Promise<void>;
}

/** How both sides of a table are read in the same order. */
export interface SharedOrder {
  source: ReadOrder;
  /** Columns of the target in key order. */
  target: string[];
  fields: KeyField[];
}

/** Rows behind `after` up to `upTo`; null is no bound. */
export interface KeyRange {
  after: Key | null;
  upTo: Key | null;
}

export const everything: KeyRange = { after: null, upTo: null };

/** The order in which both sides of a table can be compared row by row; null where they have none in common. */
export function sharedOrder(input: Pick<DiffInput, 'table' | 'refused' | 'encoding'>): SharedOrder | null {
  const { table, refused } = input;
  const key = comparable(input);
  // Rows that the server refused are known by the order of the load, so that is how they are left out.
  if (key === null || (refused.size > 0 && !sameOrder(table))) return null;
  const fields = key.map((name) => {
    const at = table.columns.findIndex((c) => c.source === name);
    return { at, numeric: table.columns[at]?.conversion === 'integer' };
  });
  const target = fields.map(({ at }, i) => table.columns[at]?.target ?? (key[i] as string));
  return { source: sameOrder(table) ? table.read : compareOrder(table), target, fields };
}

/**
 * The compare key, where both sides sort by it alike. SQLite's BINARY goes by the bytes of the file's encoding: texts
 * of a UTF-16 file come in another order than PostgreSQL's. https://www.sqlite.org/datatype3.html#collating_sequences
 */
function comparable({ table, encoding }: Pick<DiffInput, 'table' | 'encoding'>): string[] | null {
  const isText = (name: string) => table.columns.some((c) => c.source === name && c.conversion === 'text');
  return encoding !== 'UTF-8' && table.compareKey?.some(isText) ? null : table.compareKey;
}

/** True when the load reads in the order of the compare key: by rowid, where the key is the rowid's other name. */
function sameOrder(table: PlanTable): boolean {
  const [only] = table.compareKey ?? [];
  if (table.read.by === 'rowid') {
    return (
      table.compareKey?.length === 1 && table.columns.some((c) => c.source === only && c.identity !== null)
    );
  }
  return compareOrder(table) === table.read;
}

/** Blocks of what the source's rows become through the plan. */
export function* sourceBlocks(
  input: DiffInput,
  order: ReadOrder,
  range: KeyRange = everything,
): Generator<Block> {
  const blocks = readBlocks(input.db, input.table, {
    columns: input.table.columns,
    order,
    encoding: input.encoding,
    after: range.after,
    upTo: range.upTo,
    skip: input.refused,
  });
  for (const block of blocks) {
    input.signal.throwIfAborted();
    yield block;
  }
}

/** The lines of `sourceBlocks`, counted as they go by. */
export function sourceLines(input: DiffInput, order: ReadOrder, range = everything): AsyncIterable<Buffer> {
  const counted = function* () {
    for (const block of sourceBlocks(input, order, range)) {
      input.onRows(block.read);
      yield block;
    }
  };
  return fromBlocks(counted());
}

/** What the target prints, in key order where there is one. */
export function targetLines(
  input: DiffInput,
  key: string[] | null,
  range: KeyRange = everything,
): AsyncIterable<Buffer> {
  const lines = wholeLines(printed(input, targetSql(input, key, range)));
  return input.without ? linesBut(lines, input.without()) : lines;
}

/** The COPY that prints what `targetLines` gives. */
export function targetSql(
  { schema, table, read = readOf(table) }: Pick<DiffInput, 'schema' | 'table' | 'read'>,
  key: string[] | null,
  range: KeyRange = everything,
  limit: number | null = null,
): string {
  const most = limit === null ? '' : ` limit ${limit}`;
  const order = key === null ? '' : ` order by ${key.map((c) => ordered(c, read)).join(', ')}`;
  const where = key === null ? '' : rangeSql(table, key, range);
  return `copy (select ${selected(table, read)} from ${from(schema, table, read)}${where}${order}${most}) to stdout`;
}

async function* printed({ client, signal, ahead }: DiffInput, sql: string): AsyncGenerator<Buffer> {
  const fetched = (await ahead?.take(sql)) ?? null;
  if (fetched === null) yield* copyTo(client, sql, signal);
  else yield* fetched;
}

/** A bound may be an id of the source that the column has no room for: whole numbers are compared as SQLite's own. */
function rangeSql(table: PlanTable, key: string[], range: KeyRange): string {
  const columns = key.map(quoteIdent).join(', ');
  const isWhole = key.map((name) =>
    table.columns.some((c) => c.target === name && c.conversion === 'integer'),
  );
  const literal = (v: unknown, i: number) =>
    quoteLiteral(String(v)) + (isWhole[i] ? '::pg_catalog.int8' : '');
  const bound = (sign: string, at: Key | null) =>
    at === null ? [] : [`(${columns}) ${sign} (${at.map(literal).join(', ')})`];
  const conditions = [...bound('>', range.after), ...bound('<=', range.upTo)];
  return conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
}
