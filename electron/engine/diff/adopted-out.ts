import type { Database } from 'better-sqlite3';
import type { Plan, PlanTable } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { loadedColumns } from '../load/chunk.ts';
import { planFields } from '../load/fields.ts';
import { keyText } from '../load/keys.ts';
import { readBlocks } from '../load/reader.ts';
import type { KeysOf } from './adopted-orphans.ts';

/** Rows that the types of an application's tables have no room for, by the values of columns that must have one. */
export function quarantinedByType(db: Database, plan: Plan, encoding: TextEncoding): KeysOf {
  const found = new Map<PlanTable, Set<string>>();
  for (const table of plan.tables) {
    if (!table.adopted) continue;
    // What SQLite can format by itself has been proved to fit; where NULL is allowed no row stays out.
    const columns = loadedColumns(table).filter(
      (c) => !c.nullable && (c.facts.nulls > 0 || !planFields([c], encoding).whole),
    );
    if (columns.length === 0) continue;
    const out = new Set<string>();
    for (const block of readBlocks(db, table, { columns, order: table.read, encoding, after: null })) {
      for (const row of block.troubled) if (row.quarantined) out.add(keyText(row.key));
    }
    if (out.size > 0) found.set(table, out);
  }
  return found;
}
