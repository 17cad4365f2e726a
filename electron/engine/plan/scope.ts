import type { LeftOut, PlanColumn, SourceTable, TableProfile } from '../../../shared/model/index.ts';
import { fold } from '../source/sql.ts';
import {
  type ExpressionColumn,
  type ExpressionOptions,
  type Translation,
  translateExpression,
} from './expression.ts';
import type { Names } from './names.ts';

/** What the parts of one table's plan share while it is built. */
export interface TableScope {
  source: SourceTable;
  target: string;
  profile: TableProfile;
  /** By source name in lower case: SQLite compares names without case. */
  columns: Map<string, PlanColumn>;
  /** Names of tables, views, indexes and sequences share one namespace in a PostgreSQL schema. */
  relations: Names;
  /** Constraint names are per table. */
  constraints: Names;
  leftOut: LeftOut[];
  /** Bytes of the longest values of expressions, by index. */
  longTerms: ReadonlyMap<string, number>;
  /** Indexes hold less than whole values wherever these may be of any length; see `takesAnyLength`. */
  takesAnyLength: boolean;
}

/** Target names of source columns; null when one is not there (a foreign key of a hand-patched file, say). */
export function targetColumns(scope: TableScope, names: string[]): string[] | null {
  const found = names.map((name) => scope.columns.get(fold(name))?.target);
  return found.every((name) => name !== undefined) ? found : null;
}

/** A column as expressions see it. */
export function expressionColumn(scope: TableScope, column: PlanColumn): ExpressionColumn {
  const { source, target, conversion, form } = column;
  const found = scope.source.columns.find((s) => s.name === source);
  return {
    source,
    target,
    conversion,
    ...(form && { form }),
    ...(found ? { collation: found.collation, affinity: found.affinity } : {}),
  };
}

/** An expression of a table and what it is for. */
interface Translated {
  kind: LeftOut['kind'];
  name: string;
  sql: string;
  use: ExpressionOptions['use'];
  column?: PlanColumn;
}

/** Translates an expression of this table, or notes it as left out and gives null. */
export function translated(scope: TableScope, what: Translated): string | null {
  return translation(scope, what)?.sql ?? null;
}

/** The same, with what kind of value the expression gives. */
export function translation(scope: TableScope, what: Translated): Extract<Translation, { ok: true }> | null {
  const described = (column: PlanColumn) => ({
    ...expressionColumn(scope, column),
    // PostgreSQL's generated columns know no other ones.
    ...(what.use === 'generated' &&
      column.generated !== null && { inline: `((${column.generated})::${column.type})` }),
  });
  const columns = [...scope.columns.values()].map(described);
  const targetColumn = what.column ? described(what.column) : undefined;
  const result = translateExpression(what.sql, {
    columns,
    use: what.use,
    ...(targetColumn ? { targetColumn } : {}),
  });
  if (result.ok) return result;
  scope.leftOut.push({
    kind: what.kind,
    table: scope.source.name,
    name: what.name,
    sql: what.sql,
    reason: result.reason,
  });
  return null;
}
