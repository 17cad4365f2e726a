import type { Database, Statement } from 'better-sqlite3';
import type { PlanTable, ReadOrder } from '../../../shared/model/index.ts';
import { exactColumns, exactValue, type TextEncoding } from '../convert/values.ts';
import { quoteName } from '../source/sql.ts';
import { type FieldTrouble, type LoadColumn, planFields } from './fields.ts';
import { type Key, keyText } from './keys.ts';
import { bound, cached, orderBy, where } from './keyset.ts';
import { type LargeFields, planLarge } from './large.ts';

/** Some rows in key order as COPY text, each line with its newline. */
export interface Block {
  data: Buffer;
  /** Rows read from the source, quarantined and skipped ones included. */
  read: number;
  skipped: number;
  /** Lines in `data`. */
  lines: number;
  /** Key of the last row read. */
  last: Key;
  /** Rows with a value that did not cross exactly. */
  troubled: TroubledRow[];
}

export interface TroubledRow {
  key: Key;
  troubles: FieldTrouble[];
  quarantined: boolean;
}

export interface ReadOptions {
  /** Columns of the lines; the load leaves generated columns out, the comparison takes all. */
  columns: LoadColumn[];
  order: ReadOrder;
  encoding: TextEncoding;
  /** Only rows behind this key. */
  after: Key | null;
  /** Only rows up to this key, itself included. */
  upTo?: Key | null;
  /** Rows that are left out, by `keyText`: the server refused them. */
  skip?: ReadonlySet<string>;
  /** Never joins rows, so that each block can be taken apart. */
  single?: boolean;
  rowsPerBlock?: number;
}

/** The plan's order for reading, or the order in which both sides are compared. */
export function compareOrder(table: PlanTable): ReadOrder {
  const key = table.compareKey ?? [];
  const read = table.read;
  const isRead =
    read.by === 'key' &&
    read.columns.join('\0') === key.join('\0') &&
    read.collations.every((c) => c === 'BINARY');
  return isRead ? read : { by: 'key', columns: key, collations: key.map(() => 'BINARY') };
}

/**
 * Reads a table of the snapshot by keyset in bounded blocks. https://use-the-index-luke.com/no-offset
 * Nothing stays open between two blocks, so that the caller may wait for the server in between.
 */
export function* readBlocks(db: Database, table: PlanTable, options: ReadOptions): Generator<Block> {
  const fields = planFields(options.columns, options.encoding);
  const limit = options.rowsPerBlock ?? table.rowsPerBlock;
  const joinable =
    fields.whole && limit > 1 && options.order.by === 'rowid' && !options.skip?.size && !options.single;
  const large =
    limit === 1 && !options.columns.some((c) => c.role) ? planLarge(options.columns, options.encoding) : null;
  const step = joinable && options.encoding === 'UTF-8' ? joinedStep : rowStep;
  const read = large ? largeStep(db, table, options, large) : step(db, table, options, fields, limit);
  for (let after = options.after; ; ) {
    const block = read(after);
    if (block === null) return;
    yield block;
    after = block.last;
  }
}

type Step = (after: Key | null) => Block | null;
type Fields = ReturnType<typeof planFields>;

/** SQLite writes the whole block: one call, one buffer. */
function joinedStep(
  db: Database,
  table: PlanTable,
  options: ReadOptions,
  fields: Fields,
  limit: number,
): Step {
  const rowid = quoteName((options.order as { name: string }).name);
  const statement = cached((after) =>
    db
      .prepare(
        `select max(k), count(*), cast(group_concat(l, char(10)) || char(10) as blob) from
         (select ${rowid} as k, ${fields.select[0]} as l from ${quoteName(table.source)}
          ${where(options, after)} order by ${rowid} limit ${limit})`,
      )
      .raw()
      .safeIntegers(),
  );
  return (after) => {
    const row = statement(after).get(...bound(options, after)) as [bigint, bigint, Buffer | null];
    if (row[2] === null) return null;
    const rows = Number(row[1]);
    return { data: row[2], read: rows, skipped: 0, lines: rows, last: [row[0]], troubled: [] };
  };
}

/** One row at a time, its long texts as bytes. */
function largeStep(db: Database, table: PlanTable, options: ReadOptions, fields: LargeFields): Step {
  const keyColumns = options.order.by === 'rowid' ? [options.order.name] : options.order.columns;
  const statement = rowStatement(db, table, options, keyColumns, fields.select, 1);
  return (after) => {
    const row = statement(after).get(...bound(options, after)) as unknown[] | undefined;
    if (!row) return null;
    const last = keyColumns.map((_, i) => exactValue(row[2 * i], row[2 * i + 1], options.encoding)) as Key;
    const nothing = Buffer.alloc(0);
    if (options.skip?.has(keyText(last)))
      return { data: nothing, read: 1, skipped: 1, lines: 0, last, troubled: [] };
    const troubles: FieldTrouble[] = [];
    const line = fields.line(row, keyColumns.length * 2, troubles);
    const troubled = troubles.length > 0 ? [{ key: last, troubles, quarantined: line === null }] : [];
    return { data: line ?? nothing, read: 1, skipped: 0, lines: line === null ? 0 : 1, last, troubled };
  };
}

function rowStatement(
  db: Database,
  table: PlanTable,
  options: ReadOptions,
  keyColumns: string[],
  select: string[],
  limit: number,
): (after: Key | null) => Statement {
  return cached((after) =>
    db
      .prepare(
        `select ${[...keyColumns.map(exactColumns), ...select].join(', ')} from ${quoteName(table.source)}
         ${where(options, after)} order by ${orderBy(options.order)} limit ${limit}`,
      )
      .raw(),
  );
}

/** Row by row, for columns that SQLite cannot format by itself. */
function rowStep(db: Database, table: PlanTable, options: ReadOptions, fields: Fields, limit: number): Step {
  const keyColumns = options.order.by === 'rowid' ? [options.order.name] : options.order.columns;
  const statement = rowStatement(db, table, options, keyColumns, fields.select, limit);
  return (after) => {
    const rows = statement(after).all(...bound(options, after)) as unknown[][];
    if (rows.length === 0) return null;
    const lines: string[] = [];
    const troubled: TroubledRow[] = [];
    let key: Key = [];
    let skipped = 0;
    for (const row of rows) {
      key = keyColumns.map((_, i) => exactValue(row[2 * i], row[2 * i + 1], options.encoding)) as Key;
      if (options.skip?.has(keyText(key))) {
        skipped++;
        continue;
      }
      const troubles: FieldTrouble[] = [];
      const line = fields.line(row, keyColumns.length * 2, troubles);
      if (troubles.length > 0) troubled.push({ key, troubles, quarantined: line === null });
      if (line !== null) lines.push(line);
    }
    const data = Buffer.from(lines.length > 0 ? `${lines.join('\n')}\n` : '');
    return { data, read: rows.length, skipped, lines: lines.length, last: key, troubled };
  };
}
