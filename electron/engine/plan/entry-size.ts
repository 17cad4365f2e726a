import type { Choices, PlanColumn, SourceIndexTerm } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import type { TableScope } from './scope.ts';

/**
 * A B-tree entry must fit a third of a page: https://www.postgresql.org/docs/current/btree.html. Values are compressed
 * first, so this bound on their bytes is on the safe side.
 */
export const maxEntryBytes = 2600;

/** The finding that asks, table by table, whether whole values or less of them stand in indexes. */
export const indexSizeFinding = 'future.indexSize';

/** What can be chosen, the default first: whole values are what a search and a foreign key look for. */
export const indexSizeOptions = ['whole', 'digests'] as const;

/** True where somebody wants the indexes of a table to take texts of any length, not only those of today. */
export function takesAnyLength(table: string, decisions: Choices['decisions']): boolean {
  return decisions[`${indexSizeFinding}:${table}`] === 'digests';
}

/** Bytes that a row takes in an index over these columns of the source, at the most. */
export function entryBytes(scope: TableScope, columns: readonly string[]): number {
  return columns.reduce((sum, name) => sum + bytesOf(scope, columnOf(scope, name)), 0);
}

/** The same for the rows of today alone. */
export function bytesToday(scope: TableScope, columns: readonly string[]): number {
  return entryBytes({ ...scope, takesAnyLength: false }, columns);
}

/** Bytes of the largest value, for the types whose values vary in size. */
function bytesOf(scope: TableScope, column: PlanColumn | undefined): number {
  if (!column || !isLong(column)) return 8;
  if (scope.takesAnyLength && isShortenable(column) && mostBytes(column) > maxEntryBytes)
    return Number.POSITIVE_INFINITY;
  return scope.profile.columns[column.source]?.maxBytes ?? 0;
}

/** Bytes of the largest value that the type takes, whatever there is today. */
export function mostBytes(column: PlanColumn): number {
  if (!isLong(column)) return 8;
  const characters = /^character varying\((\d+)\)$/.exec(column.type)?.[1];
  return characters === undefined ? Number.POSITIVE_INFINITY : 4 * Number(characters);
}

/** True for values of which a digest or the beginning can stand in an index. */
export function isShortenable({ conversion }: PlanColumn): boolean {
  return conversion === 'text' || conversion === 'bytea';
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
  if (!long.every(isShortenable) || long.length === 0 || characters < 16) return null;
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
