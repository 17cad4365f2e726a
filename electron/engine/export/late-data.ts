import type { Database } from 'better-sqlite3';
import type { PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { lateColumns } from '../diff/adopted-sql.ts';
import { keyColumns, stage } from '../diff/apply-rows.ts';
import { loadedColumns } from '../load/chunk.ts';
import { readBlocks } from '../load/reader.ts';
import { CopyFiles } from './copy-files.ts';
import { type LineCount, LineSum } from './line-sum.ts';
import type { OutputFolder } from './output-folder.ts';

interface LateInput {
  db: Database;
  table: PlanTable;
  encoding: TextEncoding;
  folder: OutputFolder;
  /** Name of the table's files. */
  stem: string;
  /** Bytes after which another file is begun. */
  fileBytes: number;
  signal: AbortSignal;
}

/** What fills the columns of an application's table that refer to rows which come later. */
export interface LateData {
  /** Files in the order in which they are to be run: they fill the stage. */
  paths: string[];
  /** The table when these are filled. */
  rows: LineCount;
}

/**
 * Writes the key and the late columns of a table's rows. Orphans are known here (adopted-orphans.ts), so whatever is
 * written finds the row that it refers to.
 * @param out rows that are not in the target, by `keyText`
 */
export async function writeLateData(input: LateInput, out: ReadonlySet<string>): Promise<LateData | null> {
  const { db, table, encoding, folder, stem, fileBytes } = input;
  const late = lateColumns(table);
  if (late.length === 0) return null;
  const order = { order: table.read, encoding, after: null, skip: out };
  const files = new CopyFiles(folder, `data/${stem}.late`, `copy ${stage} from stdin`, fileBytes);
  for (const { data } of readBlocks(db, table, { columns: [...keyColumns(table), ...late], ...order })) {
    input.signal.throwIfAborted();
    if (data.length > 0) await files.add(data);
  }
  await files.end();
  const rows = new LineSum();
  for (const { data } of readBlocks(db, table, { columns: loadedColumns(table), ...order })) {
    // Nothing is written here that would wait, and a stop has to be heard.
    await new Promise(setImmediate);
    input.signal.throwIfAborted();
    rows.addLines(data);
  }
  return { paths: files.paths, rows: rows.count };
}
