import type { PlanIndex, SourceIndex, SourceIndexTerm } from '../../../shared/model/index.ts';
import { quoteIdent } from '../target/sql.ts';
import { type TableScope, translated } from './scope.ts';

/**
 * A B-tree entry must fit a third of a page: https://www.postgresql.org/docs/current/btree.html. Values are compressed
 * first, so this bound on their bytes is on the safe side.
 */
const maxEntryBytes = 2600;

/** Every index of the source by its name, and the uniques that ignore case. */
export function indexesOf(scope: TableScope): PlanIndex[] {
  const explicit = scope.source.indexes.flatMap((index) => fromSource(scope, index));
  const folded = scope.source.uniques
    .filter((u) => u.collations.some((c) => c !== 'BINARY'))
    .flatMap((u) => {
      const terms = u.columns.map((column, i) => ({
        column,
        expression: null,
        desc: false,
        collation: u.collations[i] ?? 'BINARY',
      }));
      const name = u.name ?? `${scope.target}_${u.columns.join('_')}_key`;
      return fromSource(scope, { name, sql: '', unique: true, terms, where: null, unparsed: null });
    });
  return [...explicit, ...folded];
}

function fromSource(scope: TableScope, index: SourceIndex): PlanIndex[] {
  const leave = (reason: string): [] => {
    scope.leftOut.push({ kind: 'index', table: scope.source.name, name: index.name, sql: index.sql, reason });
    return [];
  };
  const where =
    index.where === null
      ? null
      : translated(scope, { kind: 'index', name: index.name, sql: index.where, use: 'where' });
  if (index.where !== null && where === null) return [];
  const terms: string[] = [];
  let bytes = 0;
  for (const term of index.terms) {
    const sql = termSql(scope, index, term);
    if (sql === null) return [];
    terms.push(sql);
    bytes += term.column === null ? 0 : (scope.profile.columns[realName(scope, term.column)]?.maxBytes ?? 0);
  }
  if (bytes > maxEntryBytes) {
    const only =
      index.terms.length === 1 && !index.unique && index.terms[0]?.column ? index.terms[0].column : null;
    if (only === null) return leave(`values of up to ${bytes} bytes do not fit an index entry`);
    // A hash of a prefix would change what the index can do least: equality and beginnings stay.
    const column = quoteIdent(scope.columns.get(only.toLowerCase())?.target ?? only);
    return [
      {
        name: scope.relations.take(index.name),
        unique: false,
        method: 'btree',
        terms: [`(left(${column}, 600))`],
        where,
        fromSource: true,
      },
    ];
  }
  return [
    {
      name: scope.relations.take(index.name),
      unique: index.unique,
      method: 'btree',
      terms,
      where,
      fromSource: true,
    },
  ];
}

/** One term; collations keep their meaning: NOCASE folds ASCII as lower() does in the C collation, RTRIM drops blanks at the end. */
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
  const column = scope.columns.get(term.column.toLowerCase());
  if (!column) return null;
  const name = quoteIdent(column.target);
  if (column.conversion !== 'text' || term.collation === 'BINARY') return `${name}${order}`;
  if (term.collation === 'NOCASE') return `(lower(${name}))${order}`;
  if (term.collation === 'RTRIM') return `(rtrim(${name}, ' '))${order}`;
  scope.leftOut.push({
    kind: 'index',
    table: scope.source.name,
    name: index.name,
    sql: index.sql,
    reason: `unknown collation ${term.collation}`,
  });
  return null;
}

function realName(scope: TableScope, column: string): string {
  return scope.columns.get(column.toLowerCase())?.source ?? column;
}
