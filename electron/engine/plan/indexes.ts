import type {
  PlanColumn,
  PlanIndex,
  SourceIndex,
  SourceIndexTerm,
  SourceUnique,
} from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { quoteIdent } from '../target/sql.ts';
import { entryBytes, maxEntryBytes, smallerTerms } from './entry-size.ts';
import { primaryKeyName, uniqueName } from './names.ts';
import { type TableScope, translated } from './scope.ts';

/** Every index of the source by its name, and the keys that no constraint can stand for. */
export function indexesOf(scope: TableScope): PlanIndex[] {
  const { source } = scope;
  const explicit = source.indexes.flatMap((index) => fromSource(scope, index));
  const keys: SourceUnique[] = source.uniques.filter((u) => !isConstraint(scope, u));
  if (isTooLarge(scope, source.primaryKey)) {
    const columns = source.primaryKey;
    keys.push({ name: primaryKeyName(scope.target), columns, collations: columns.map(() => 'BINARY') });
  }
  const asIndexes = keys.flatMap((key) => {
    const terms = key.columns.map((column, i) => ({
      column,
      expression: null,
      desc: false,
      collation: key.collations[i] ?? 'BINARY',
    }));
    const name = uniqueName(scope.target, key);
    return fromSource(scope, { name, sql: '', unique: true, terms, where: null, unparsed: null });
  });
  return [...explicit, ...asIndexes];
}

/** True where PostgreSQL can have the key as a constraint: compared as it is, and small enough for a B-tree. */
export function isConstraint(scope: TableScope, unique: SourceUnique): boolean {
  return unique.collations.every((c) => c === 'BINARY') && !isTooLarge(scope, unique.columns);
}

/** True where the values of a key are too long for an entry of a B-tree. */
export function isTooLarge(scope: TableScope, columns: readonly string[]): boolean {
  return entryBytes(scope, columns) > maxEntryBytes;
}

function fromSource(scope: TableScope, index: SourceIndex): PlanIndex[] {
  const where =
    index.where === null
      ? null
      : translated(scope, { kind: 'index', name: index.name, sql: index.where, use: 'where' });
  if (index.where !== null && where === null) return [];
  const terms = index.terms.map((term) => termSql(scope, index, term));
  if (terms.some((sql) => sql === null)) return [];
  const made = (list: string[]): PlanIndex => ({
    name: scope.relations.take(index.name),
    unique: index.unique,
    method: 'btree',
    terms: list,
    where,
    fromSource: true,
  });
  const names = index.terms.flatMap((t) => (t.column === null ? [] : [t.column]));
  const bytes = entryBytes(scope, names) + (scope.longTerms.get(index.name) ?? 0);
  if (bytes <= maxEntryBytes) return [made(terms as string[])];
  const smaller = smallerTerms(scope, index, (column, collation) => compared(column, collation) ?? '');
  if (smaller) return [{ ...made(smaller.terms), shortened: smaller.columns }];
  const reason = `values of up to ${bytes} bytes do not fit an index entry`;
  scope.leftOut.push({ kind: 'index', table: scope.source.name, name: index.name, sql: index.sql, reason });
  return [];
}

function termSql(scope: TableScope, index: SourceIndex, term: SourceIndexTerm): string | null {
  const order = term.desc ? ' desc' : '';
  if (term.column === null) {
    const sql = translated(scope, {
      kind: 'index',
      name: index.name,
      sql: term.expression ?? '',
      use: 'index',
    });
    return sql === null ? null : `(${sql})${order}`;
  }
  const column = scope.columns.get(fold(term.column));
  if (!column) return null;
  const sql = compared(column, term.collation);
  if (sql !== null) return sql === quoteIdent(column.target) ? `${sql}${order}` : `(${sql})${order}`;
  scope.leftOut.push({
    kind: 'index',
    table: scope.source.name,
    name: index.name,
    sql: index.sql,
    reason: `unknown collation ${term.collation}`,
  });
  return null;
}

/** A column as its collation compares it: NOCASE folds ASCII as lower() does in the C collation, RTRIM drops blanks at the end. */
function compared(column: PlanColumn, collation: string): string | null {
  const name = quoteIdent(column.target);
  if (column.conversion !== 'text' || collation === 'BINARY') return name;
  if (collation === 'NOCASE') return `lower(${name})`;
  if (collation === 'RTRIM') return `rtrim(${name}, ' ')`;
  return null;
}
