import type { SourceForeignKey, SourceTable } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { isTooLarge } from './indexes.ts';
import { type TableScope, targetColumns } from './scope.ts';

/** What a foreign key ties: columns of the target, and the parent's names in the source. */
export interface KeyLink {
  parent: TableScope;
  columns: string[];
  refColumns: string[];
  refNames: string[];
}

/** What a foreign key of the source ties, or why PostgreSQL knows no such key, whatever the types are. */
export function keyLink(
  scope: TableScope,
  scopes: ReadonlyMap<string, TableScope>,
  fk: SourceForeignKey,
): KeyLink | { reason: string } {
  const leave = (reason: string) => ({ reason });
  const columns = targetColumns(scope, fk.columns);
  const parent = scopes.get(fold(fk.references));
  if (!columns) return leave('a column of the key does not exist');
  if (!parent) return leave(`table ${fk.references} does not exist`);
  const refNames = fk.refColumns.length > 0 ? fk.refColumns : parent.source.primaryKey;
  const refColumns = targetColumns(parent, refNames);
  if (!refColumns || refColumns.length !== columns.length)
    return leave(`${fk.references} has no such columns`);
  if (isTooLarge(parent, refNames))
    return leave(`the key of ${fk.references} is unique by digests, which nothing can refer to`);
  const keys = keysOf(parent.source).filter((key) => names(key.columns) === names(refNames));
  if (keys.length === 0) return leave(`the columns of ${fk.references} are no key`);
  if (!keys.some(({ exact }) => exact))
    return leave(`the key of ${fk.references} takes several spellings for one, which nothing can refer to`);
  return { parent, columns, refColumns, refNames };
}

/** Keys of a table; not exact is one that SQLite compares in a way of its own, and that is an index over expressions here. */
function keysOf(table: SourceTable): { columns: string[]; exact: boolean }[] {
  const isBinary = (collations: readonly string[]) => collations.every((c) => c === 'BINARY');
  const indexes = table.indexes.filter(
    (i) => i.unique && i.where === null && i.terms.every((t) => t.column !== null),
  );
  return [
    { columns: table.primaryKey, exact: true },
    ...table.uniques.map((u) => ({ columns: u.columns, exact: isBinary(u.collations) })),
    ...indexes.map((i) => ({
      columns: i.terms.map((t) => t.column as string),
      exact: isBinary(i.terms.map((t) => t.collation)),
    })),
  ];
}

function names(columns: string[]): string {
  return JSON.stringify(columns.map((c) => fold(c)).sort());
}
