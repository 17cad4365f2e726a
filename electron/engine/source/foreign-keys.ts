import type { SourceForeignKey, SourceTable } from '../../../shared/model/index.ts';
import type { ForeignKeyDdl } from './ddl.ts';
import type { ForeignKeyRow } from './pragmas.ts';
import { fold } from './sql.ts';

/** Foreign keys in the order of the text; `texts` is empty where the text could not be read. */
export function foreignKeysOf(rows: ForeignKeyRow[], texts: ForeignKeyDdl[]): SourceForeignKey[] {
  const ids = [...new Set(rows.map((row) => row.id))];
  return ids.map((id, i) => {
    const parts = rows.filter((row) => row.id === id);
    const first = parts[0] as ForeignKeyRow;
    return {
      name: texts[i]?.name ?? null,
      columns: parts.map((part) => part.from),
      references: first.table,
      refColumns: parts.flatMap((part) => (part.to === null ? [] : [part.to])),
      onUpdate: first.on_update,
      onDelete: first.on_delete,
      deferred: texts[i]?.deferred ?? false,
    };
  });
}

/** Gives parents and their columns the spelling they have: SQLite finds them whatever the case. A parent that is not there keeps its text. */
export function resolveParents(tables: SourceTable[]): void {
  const byName = new Map(tables.map((table) => [fold(table.name), table]));
  for (const key of tables.flatMap((table) => table.foreignKeys)) {
    const parent = byName.get(fold(key.references));
    if (!parent) continue;
    key.references = parent.name;
    key.refColumns = key.refColumns.map(
      (name) => parent.columns.find((column) => fold(column.name) === fold(name))?.name ?? name,
    );
  }
}
