import type {
  PlanColumn,
  PlanIndex,
  SourceIndex,
  SourceIndexTerm,
  SourceUnique,
} from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import { quoteIdent } from '../target/sql.ts';
import { bytesToday, entryBytes, maxEntryBytes, smallerTerms } from './entry-size.ts';
import { primaryKeyName, uniqueName } from './names.ts';
import { caseless } from './nocase.ts';
import { type TableScope, translated, translation } from './scope.ts';

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
    const name = uniqueName(scope.target, key);
    return fromSource(scope, { ...plain(name, key.columns, key.collations), unique: true });
  });
  return [...explicit, ...asIndexes];
}

/**
 * An index that the source does not have, over columns of the target as they are; null where their values fit none.
 * Whoever takes it up takes its name.
 */
export function plainIndex(scope: TableScope, name: string, columns: readonly string[]): PlanIndex | null {
  const names = columns.map((c) => [...scope.columns.values()].find((p) => p.target === c)?.source ?? c);
  const index = sized(scope, plain(name, names), columns.map(quoteIdent));
  return index && { ...index, name, fromSource: false };
}

function plain(name: string, columns: readonly string[], collations: readonly string[] = []): SourceIndex {
  const terms = columns.map((column, i) => ({
    column,
    expression: null,
    desc: false,
    collation: collations[i] ?? 'BINARY',
  }));
  return { name, sql: '', unique: false, terms, where: null, unparsed: null };
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
  const open: string[] = [];
  const terms = index.terms.map((term) => termSql(scope, index, term, open));
  if (terms.some((sql) => sql === null)) return [];
  const made = sized(scope, index, terms as string[]);
  if (!made) return [];
  const name = scope.relations.take(index.name);
  const whole = { ...made, name, where, ...(open.length > 0 ? { open } : {}) };
  return [whole, ...(index.unique ? lookedUp(scope, index) : [])];
}

/** A unique index tells letters apart as SQLite does; what looks for a value of the type goes by the type's own order. */
function lookedUp(scope: TableScope, index: SourceIndex): PlanIndex[] {
  const isFolded = index.terms.some(
    ({ column, collation }) =>
      column !== null && collation === 'NOCASE' && scope.columns.get(fold(column))?.type === caseless,
  );
  if (!isFolded) return [];
  const beside = fromSource(scope, { ...index, name: `${index.name}_${caseless}`, unique: false });
  return beside.map((made) => ({ ...made, fromSource: false }));
}

/** The index with terms that fit an entry: as they are, or made smaller; null, and noted, where neither does. */
function sized(scope: TableScope, index: SourceIndex, terms: string[]): PlanIndex | null {
  const { name, unique } = index;
  const whole: PlanIndex = { name, unique, method: 'btree', terms, where: null, fromSource: true };
  const names = index.terms.flatMap((t) => (t.column === null ? [] : [t.column]));
  const expressions = scope.longTerms.get(name) ?? 0;
  if (entryBytes(scope, names) + expressions <= maxEntryBytes) return whole;
  const smaller = smallerTerms(
    scope,
    index,
    (column, collation) => compared(column, collation, unique) ?? '',
  );
  if (smaller) return { ...whole, terms: smaller.terms, shortened: smaller.columns };
  const bytes = bytesToday(scope, names) + expressions;
  if (bytes <= maxEntryBytes) return whole;
  const reason = `values of up to ${bytes} bytes do not fit an index entry`;
  scope.leftOut.push({ kind: 'index', table: scope.source.name, name, sql: index.sql, reason });
  return null;
}

/** @param open gets the expressions that give texts, which may be of any length */
function termSql(
  scope: TableScope,
  index: SourceIndex,
  term: SourceIndexTerm,
  open: string[],
): string | null {
  const order = term.desc ? ' desc' : '';
  if (term.column === null) {
    const expression = term.expression ?? '';
    const found = translation(scope, { kind: 'index', name: index.name, sql: expression, use: 'index' });
    if (found && ['text', 'bytea', 'converted'].includes(found.kind)) open.push(expression);
    return found && `(${found.sql})${order}`;
  }
  const column = scope.columns.get(fold(term.column));
  if (!column) return null;
  const sql = compared(column, term.collation, index.unique);
  if (sql !== null) return `${asTerm(column, sql)}${order}`;
  scope.leftOut.push({
    kind: 'index',
    table: scope.source.name,
    name: index.name,
    sql: index.sql,
    reason: `unknown collation ${term.collation}`,
  });
  return null;
}

/** The column whose whole values a term of an index holds, folded or not; undefined for anything else. */
export function columnOfTerm(term: string, columns: readonly PlanColumn[]): PlanColumn | undefined {
  const bare = term.replace(/ desc$/, '');
  return columns.find((column) =>
    ['BINARY', 'NOCASE', 'RTRIM'].some((collation) =>
      [true, false].some((unique) => {
        const sql = compared(column, collation, unique);
        return sql !== null && (bare === sql || bare === asTerm(column, sql));
      }),
    ),
  );
}

function asTerm(column: PlanColumn, sql: string): string {
  return sql === quoteIdent(column.target) ? sql : `(${sql})`;
}

/** A column as its collation compares it: NOCASE folds ASCII as lower() does in the C collation, RTRIM drops blanks at the end. */
function compared(column: PlanColumn, collation: string, unique: boolean): string | null {
  const name = quoteIdent(column.target);
  if (column.type === caseless && collation === 'BINARY') return `${name}::text`;
  // The type may take more letters for the same than NOCASE: values that are there must not collide.
  if (column.type === caseless && collation === 'NOCASE' && !unique) return name;
  if (column.conversion !== 'text' || collation === 'BINARY') return name;
  if (collation === 'NOCASE') return `lower(${name})`;
  if (collation === 'RTRIM') return `rtrim(${name}, ' ')`;
  return null;
}
