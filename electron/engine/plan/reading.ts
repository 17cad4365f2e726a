import type { PlanColumn, ReadOrder, SourceTable, TableProfile } from '../../../shared/model/index.ts';

/** How much text SQLite may join into one block, in bytes, and how many rows at the most. */
const blockBytes = 4 * 1024 * 1024;
const mostRows = 1000;

/** The keyset order in which the snapshot is read: the rowid, or the key of a WITHOUT ROWID table. */
export function readOrderOf(table: SourceTable): ReadOrder {
  if (!table.withoutRowid) return { by: 'rowid', name: table.rowidName ?? 'rowid' };
  const collations = table.primaryKey.map(
    (name) => table.columns.find((c) => c.name === name)?.collation ?? 'BINARY',
  );
  return { by: 'key', columns: table.primaryKey, collations };
}

/** Rows that one block may hold when every value had the length of the longest. */
export function rowsPerBlock(maxRowBytes: number): number {
  return Math.max(1, Math.min(mostRows, Math.floor(blockBytes / Math.max(maxRowBytes, 1))));
}

/**
 * Columns that name a row on both sides: unique, never NULL, converted exactly, and in the same order in SQLite
 * (BINARY) and PostgreSQL (numbers, or text in the C collation). Null when the table has no such key.
 */
export function compareKeyOf(
  table: SourceTable,
  columns: PlanColumn[],
  profile: TableProfile,
): string[] | null {
  return keysOf(table).find((key) => key.every((name) => isExact(name, columns, profile))) ?? null;
}

/** Columns that are unique in a table where letters count as they are, the rowid's first. */
export function keysOf(table: SourceTable): string[][] {
  const uniques = table.uniques.filter((u) => u.collations.every((c) => c === 'BINARY'));
  const keys = [
    table.rowidAlias ? [table.rowidAlias] : [],
    table.primaryKey,
    ...uniques.map((u) => u.columns),
  ];
  return keys.filter((key) => key.length > 0);
}

/** Whether every row has a value in a column, and it crosses into a number or a text exactly. */
export function isExact(name: string, columns: readonly PlanColumn[], profile: TableProfile): boolean {
  const column = columns.find((c) => c.source === name);
  const p = profile.columns[name];
  if (!column || !p || p.nulls > 0) return false;
  if (column.conversion === 'integer') return p.reals + p.texts + p.blobs === 0;
  return column.conversion === 'text' && p.integers + p.reals + p.blobs + p.badUtf8 + p.nul === 0;
}
