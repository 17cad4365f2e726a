import type { RunRow } from '../target/journal.ts';
import type { TableData } from './table-data.ts';
import { each } from './words.ts';

/** The page for whoever stands at the server with the folder and psql, in both languages. */
export function page(run: RunRow, tables: readonly TableData[]): string {
  const { id, schema } = run;
  const sum = (of: 'rows' | 'exceptions') => tables.reduce((n, table) => n + table[of].rows, 0);
  const counts = { tables: tables.length, rows: sum('rows'), exceptions: sum('exceptions') };
  return each('text', { run: id, schema, ...counts }).join(`\n\n${'-'.repeat(72)}\n\n`);
}
