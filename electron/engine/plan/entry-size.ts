import type { PlanColumn, SourceIndexTerm } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import type { TableScope } from './scope.ts';

/**
 * A B-tree entry must fit a third of a page: https://www.postgresql.org/docs/current/btree.html. Values are compressed
 * first, so this bound on their bytes is on the safe side.
 */
export const maxEntryBytes = 2600;

/** Bytes that a row takes in an index over these columns of the source, at the most. */
export function entryBytes(scope: TableScope, columns: readonly string[]): number {
  return columns.reduce((sum, name) => sum + bytesOf(scope, columnOf(scope, name)), 0);
}

/** Bytes of the largest value, for the types whose values vary in size. */
function bytesOf(scope: TableScope, column: PlanColumn | undefined): number {
  if (!column || !isLong(column)) return 8;
  return scope.profile.columns[column.source]?.maxBytes ?? 0;
}

export interface SmallTerms {
  terms: string[];
  /** Source columns whose values stand in the index as less than they are. */
  columns: string[];
}

/**
 * The terms of an index whose entries would be too large, made smaller: a unique index keeps its rule by the digest of
 * the long values, any other keeps their beginnings, by which a search can go on. Null where that does not help.
 * `term` gives the SQL of a column as the index compares it.
 */
export function smallerTerms(
  scope: TableScope,
  index: { unique: boolean; terms: readonly SourceIndexTerm[] },
  term: (column: PlanColumn, collation: string) => string,
): SmallTerms | null {
  const columns = index.terms.map((t) => (t.column === null ? undefined : columnOf(scope, t.column)));
  if (columns.some((c) => c === undefined)) return null;
  const long = (columns as PlanColumn[]).filter((c) => isLong(c) && bytesOf(scope, c) > 100);
  const rest = (columns as PlanColumn[])
    .filter((c) => !long.includes(c))
    .reduce((sum, c) => sum + bytesOf(scope, c), 0);
  // A character takes up to four bytes; a digest is 32 characters.
  const characters = Math.min(600, Math.floor((maxEntryBytes - rest) / 4 / Math.max(1, long.length)));
  const canShorten = long.every((c) => c.conversion === 'text' || c.conversion === 'bytea');
  if (!canShorten || long.length === 0 || characters < 16) return null;
  const terms = (columns as PlanColumn[]).map((column, i) => {
    const { collation, desc } = index.terms[i] as SourceIndexTerm;
    const sql = term(column, collation);
    const small = index.unique ? `(md5(${sql}))` : `(substr(${sql}, 1, ${characters}))`;
    return `${long.includes(column) ? small : sql}${desc ? ' desc' : ''}`;
  });
  return { terms, columns: long.map((c) => c.source) };
}

function isLong(column: PlanColumn): boolean {
  return ['text', 'bytea', 'jsonb', 'textArray'].includes(column.conversion);
}

function columnOf(scope: TableScope, name: string): PlanColumn | undefined {
  return scope.columns.get(fold(name));
}
