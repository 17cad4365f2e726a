import type { Database } from 'better-sqlite3';
import type { Plan, TableAccount } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import type { RunRow } from '../target/journal.ts';
import type { Ledger } from './ledger.ts';
import { accountOf, manifest } from './manifest.ts';
import { fileStem } from './names.ts';
import type { OutputFolder } from './output-folder.ts';
import { page } from './page.ts';
import { checkScript, runScript } from './run-script.ts';
import { objectsScript, schemaScript, tableCheck, tableScript } from './scripts.ts';
import { type TableData, writeTableData } from './table-data.ts';

export interface ExportInput {
  db: Database;
  run: RunRow;
  createdAt: string;
  plan: Plan;
  encoding: TextEncoding;
  folder: OutputFolder;
  fileBytes: number;
  rowsPerBlock: number | null;
  ledger: Ledger;
  signal: AbortSignal;
  onRows(table: string, rows: number): void;
}

/** Writes everything that psql needs; run.sql comes last. Returns the account of each table. */
export async function writeExport(input: ExportInput): Promise<TableAccount[]> {
  const { run, plan, folder } = input;
  const tables: TableData[] = [];
  for (const [i, table] of plan.tables.entries()) {
    const { db, encoding, fileBytes, rowsPerBlock, ledger, signal } = input;
    const stem = fileStem(i, plan.tables.length, table.target);
    const onRows = (rows: number) => input.onRows(table.source, rows);
    const place = { folder, stem, fileBytes, rowsPerBlock };
    const data = await writeTableData({
      ...{ db, run: run.id, schema: run.schema, table, encoding },
      ...{ ...place, ledger, signal, onRows },
    });
    await folder.text(`check/${stem}.sql`, tableCheck(run, data));
    await folder.text(`tables/${stem}.sql`, tableScript(run, data));
    tables.push(data);
  }
  await folder.text('schema.sql', schemaScript(run, plan, tables));
  await folder.text('objects.sql', objectsScript(run, plan));
  await folder.text('check.sql', checkScript(run, tables));
  await folder.text('LEIA-ME.txt', page(run, tables));
  await folder.text('manifest.json', manifest(run, input.createdAt, tables, folder.files));
  await folder.text('run.sql', runScript(run, tables));
  return tables.map(accountOf);
}
