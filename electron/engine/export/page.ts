import type { RunRow } from '../target/journal.ts';
import type { TableData } from './table-data.ts';
import { each } from './words.ts';

/** The page for whoever stands at the server with the folder and psql, in both languages. */
export function page(run: RunRow, tables: readonly TableData[], adopts: boolean): string {
  const { id, schema } = run;
  const sum = (of: 'rows' | 'exceptions') => tables.reduce((n, table) => n + table[of].rows, 0);
  const counts = { tables: tables.length, rows: sum('rows'), exceptions: sum('exceptions') };
  const rules = each(adopts ? 'adopting' : 'making', { schema });
  return each('text', { run: id, schema, ...counts })
    .map((text, i) => text.replace('<rule>', () => rules[i] ?? ''))
    .join(`\n\n${'-'.repeat(72)}\n\n`);
}
