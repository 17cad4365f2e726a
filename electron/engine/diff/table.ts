import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { compareOrder, readBlocks } from '../load/reader.ts';
import { copyTo } from '../target/copy.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { fromBlocks, wholeLines } from './lines.ts';
import { diffMultiset } from './multiset.ts';
import { type DiffResult, diffOrdered, type LineDifference } from './ordered.ts';

export interface DiffInput {
  db: Database;
  client: pg.Client;
  schema: string;
  table: PlanTable;
  encoding: TextEncoding;
  /** Rows that the load put into quarantine because the server refused them, by `keyText` of the reading order. */
  refused: ReadonlySet<string>;
  signal: AbortSignal;
  onRows(rows: number): void;
  onDifference(difference: LineDifference): void | Promise<void>;
}

/**
 * Compares every value of every row of one table: what the source's rows become through the plan, against what the
 * target prints. Repaired and nulled values are expected as the ledger has them; rows in quarantine are left out.
 */
export async function diffTable(input: DiffInput): Promise<DiffResult> {
  const { table, refused } = input;
  const key = comparable(input);
  // Rows that the server refused are known by the order of the load, so that is how they are left out.
  const order = key === null || refused.size > 0 ? table.read : compareOrder(table);
  if (key === null || (refused.size > 0 && !sameOrder(table))) {
    return diffMultiset(
      () => sourceLines(input, order),
      () => targetLines(input, null),
      input.onDifference,
    );
  }
  const fields = key.map((name) => {
    const at = table.columns.findIndex((c) => c.source === name);
    return { at, numeric: table.columns[at]?.conversion === 'integer' };
  });
  const targetKey = key.map((name) => table.columns.find((c) => c.source === name)?.target ?? name);
  return diffOrdered(sourceLines(input, order), targetLines(input, targetKey), fields, input.onDifference);
}

/**
 * The compare key, where both sides sort by it alike. SQLite's BINARY goes by the bytes of the file's encoding: texts
 * of a UTF-16 file come in another order than PostgreSQL's. https://www.sqlite.org/datatype3.html#collating_sequences
 */
function comparable({ table, encoding }: DiffInput): string[] | null {
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

async function* sourceLines(input: DiffInput, order: PlanTable['read']): AsyncGenerator<Buffer> {
  const blocks = readBlocks(input.db, input.table, {
    columns: input.table.columns,
    order: sameOrder(input.table) ? input.table.read : order,
    encoding: input.encoding,
    after: null,
    skip: input.refused,
  });
  const counted = (function* () {
    for (const block of blocks) {
      input.signal.throwIfAborted();
      input.onRows(block.read);
      yield block;
    }
  })();
  yield* fromBlocks(counted);
}

function targetLines(input: DiffInput, key: string[] | null): AsyncIterable<Buffer> {
  const columns = input.table.columns.map((c) => quoteIdent(c.target)).join(', ');
  const order = key === null ? '' : ` order by ${key.map(quoteIdent).join(', ')}`;
  const sql = `copy (select ${columns} from ${qualified(input.schema, input.table.target)}${order}) to stdout`;
  return wholeLines(copyTo(input.client, sql, input.signal));
}
