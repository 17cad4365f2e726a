import type { Database } from 'better-sqlite3';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { asideCause, orphan } from '../load/adopted-causes.ts';
import { columnsOnTheWay, copySql } from '../load/chunk.ts';
import {
  addExceptions,
  addRefused,
  type ExceptionLines,
  ledgerCopy,
  noExceptions,
} from '../load/exceptions.ts';
import { type Key, keyText, readKey } from '../load/keys.ts';
import { type Block, readBlocks } from '../load/reader.ts';
import type { ChunkRow } from '../target/journal.ts';
import { CopyFiles } from './copy-files.ts';
import { type LateData, writeLateData } from './late-data.ts';
import type { Ledger } from './ledger.ts';
import { type LineCount, LineSum } from './line-sum.ts';
import type { OutputFolder } from './output-folder.ts';

interface TableDataInput {
  db: Database;
  run: string;
  schema: string;
  table: PlanTable;
  encoding: TextEncoding;
  folder: OutputFolder;
  /** Name of the table's files. */
  stem: string;
  /** Bytes after which another file is begun. */
  fileBytes: number;
  /** Rows of one block at the most; null: what the plan says. */
  rowsPerBlock: number | null;
  ledger: Ledger;
  /** Rows that the foreign keys of an application would refuse, by `keyText`. */
  orphans: ReadonlySet<string>;
  signal: AbortSignal;
  onRows(rows: number): void;
}

/** What was written of a table. */
export interface TableData {
  table: PlanTable;
  stem: string;
  /** Files in the order in which they are to be run. */
  paths: string[];
  /** The journal's row, null for a table without rows. */
  chunk: ChunkRow | null;
  rows: LineCount;
  /** Records of the ledger. */
  exceptions: LineCount;
  /** What is filled when all tables are in; null for a table that is whole before. */
  late: LateData | null;
}

/**
 * Writes the rows of a table as the load would send them, with the ledger of what did not cross exactly. A table is one
 * chunk, whatever its size: psql loads it in one transaction.
 */
export async function writeTableData(input: TableDataInput): Promise<TableData> {
  const { db, run, table, encoding, folder, stem, fileBytes, ledger, orphans } = input;
  const lines = new CopyFiles(folder, `data/${stem}`, copySql(input), fileBytes);
  const kept = new CopyFiles(folder, `data/${stem}.exceptions`, ledgerCopy, fileBytes);
  const [rows, exceptions] = [new LineSum(), new LineSum()];
  const counts = { read: 0, migrated: 0, repaired: 0, nulled: 0, quarantined: 0 };
  const from = { db, table, encoding, run };
  const keep = async (found: ExceptionLines): Promise<void> => {
    for (const action of ['repaired', 'nulled', 'quarantined'] as const) counts[action] += found[action];
    for (const { line } of [...found.rows.values()].flat()) {
      exceptions.add(await ledger.add(line));
      await kept.add(`${line}\n`);
    }
  };
  const aside = table.adopted && table.adopted.use !== 'load' ? asideCause(table.adopted.use) : null;
  const out = new Set(orphans);
  let last: Key | null = null;
  for (const block of read(input, aside !== null)) {
    input.signal.throwIfAborted();
    const found = noExceptions();
    if (aside) addRefused(found, from, refused(block.last), aside.code, aside.reason);
    else {
      for (const row of block.troubled) {
        addExceptions(found, from, row);
        if (row.quarantined && table.adopted) out.add(keyText(row.key));
      }
      if (block.lines > 0) {
        rows.addLines(block.data);
        await lines.add(block.data);
      }
      counts.migrated += block.lines;
    }
    await keep(found);
    counts.read += block.read;
    last = block.last;
    input.onRows(block.read);
  }
  for (const key of orphans) {
    const found = noExceptions();
    addRefused(found, from, refused(readKey(key)), orphan.code, orphan.reason);
    await keep(found);
  }
  await lines.end();
  await kept.end();
  if (counts.read !== counts.migrated + counts.quarantined || rows.count.rows !== counts.migrated)
    throw new Error(`account of ${table.source} does not add up: ${JSON.stringify(counts)}`);
  const chunk = last && { ...counts, table: table.source, part: 0, seq: 1, lastKey: keyText(last) };
  const paths = [...lines.paths, ...kept.paths];
  const late = await writeLateData(input, out);
  return { table, stem, paths, chunk, rows: rows.count, exceptions: exceptions.count, late };
}

function refused(key: Key) {
  return { key, troubles: [], quarantined: true };
}

function read(
  { db, table, encoding, rowsPerBlock, orphans }: TableDataInput,
  single: boolean,
): Generator<Block> {
  return readBlocks(db, table, {
    columns: columnsOnTheWay(table),
    order: table.read,
    encoding,
    after: null,
    skip: orphans,
    single,
    rowsPerBlock: single ? 1 : (rowsPerBlock ?? table.rowsPerBlock),
  });
}
