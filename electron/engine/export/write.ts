import type { Database } from 'better-sqlite3';
import type { AdoptedSchema, Plan, TableAccount } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import type { KeysOf } from '../diff/adopted-orphans.ts';
import type { RunRow } from '../target/journal.ts';
import type { Ledger } from './ledger.ts';
import { accountOf, manifest } from './manifest.ts';
import { fileStem } from './names.ts';
import type { OutputFolder } from './output-folder.ts';
import { page } from './page.ts';
import { checkScript, runScript, type Written } from './run-script.ts';
import { objectsOf, objectsScript, schemaScript } from './scripts.ts';
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
  /** What the application made in the target; null where the run makes its own tables. */
  adopted: AdoptedSchema | null;
  /** Rows that the foreign keys of an application's tables would refuse. */
  orphans: KeysOf;
  signal: AbortSignal;
  onRows(table: string, rows: number): void;
}

/** Writes everything that psql needs; run.sql comes last. Returns the account of each table. */
export async function writeExport(input: ExportInput): Promise<TableAccount[]> {
  const { run, plan, folder } = input;
  const tables: TableData[] = [];
  const all = [...plan.tables, ...(plan.aside ?? [])];
  for (const [i, table] of all.entries()) {
    const { db, encoding, fileBytes, rowsPerBlock, ledger, signal } = input;
    const stem = fileStem(i, all.length, table.target);
    const onRows = (rows: number) => input.onRows(table.source, rows);
    const place = { folder, stem, fileBytes, rowsPerBlock };
    const orphans = input.orphans.get(table) ?? new Set();
    const data = await writeTableData({
      ...{ db, run: run.id, schema: run.schema, table, encoding },
      ...{ ...place, ledger, orphans, signal, onRows },
    });
    tables.push(data);
  }
  const written: Written = { run, tables, objects: objectsOf(plan, run.schema, input.adopted) };
  await folder.text('schema.sql', schemaScript(run, plan, tables, input.adopted));
  await folder.text('objects.sql', objectsScript(run, plan));
  await folder.text('check.sql', checkScript(written));
  await folder.text('LEIA-ME.txt', page(run, tables, input.adopted !== null));
  await folder.text('manifest.json', manifest(run, input.createdAt, tables, folder.files));
  await folder.text('run.sql', runScript(written));
  return tables.map(accountOf);
}
