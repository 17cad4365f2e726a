import type { Node, SetClause } from 'sql-parser-cst';
import type { PlanColumn } from '../../../../shared/model/index.ts';
import { fold } from '../../source/sql.ts';
import { quoteIdent } from '../../target/sql.ts';
import { identifierName } from '../expression-columns.ts';
import { storedAs } from '../expression-store.ts';
import { refuse, type Scope, type Value } from '../expression-value.ts';
import { walk } from '../expression-walk.ts';
import { isStored } from './shape.ts';
import type { Environment, Frame, Relation } from './types.ts';

/** A table that a statement writes to. */
export interface Written extends Relation {
  /** The columns of the plan, by their names in lower case. */
  columns: ReadonlyMap<string, PlanColumn>;
  /** It has CHECKs. */
  hasRules: boolean;
  /** It is the table of the trigger itself. */
  isOwn: boolean;
  /** Its rows have their ids from whoever writes them. */
  isVirtual: boolean;
}

/** What a statement of a trigger stands in. */
export interface Around {
  environment: Environment;
  /** The row that the trigger is for: NEW and OLD. */
  row: Frame;
  /** A table by its name; refuses what is none. */
  written(name: string): Written;
  /** What ends the trigger and leaves the row out; refuses where SQLite does something else. */
  ignore(): string;
}

/** The column that a statement writes to. */
export function columnOf(table: Written, name: string): PlanColumn {
  return table.columns.get(fold(name)) ?? refuse(`the column ${name}, which is not there`);
}

/** A value as a column takes it: the very same from a column that crosses as this one does. */
export function assignable(v: Value, into: PlanColumn): string {
  const from = isStored(v) ? v.origin?.column : undefined;
  const alike =
    from?.conversion === into.conversion && JSON.stringify(from.form) === JSON.stringify(into.form);
  return alike ? (v.origin?.stored ?? v.sql) : storedAs(v, into);
}

/** What stands behind SET. */
export function setSql({ assignments }: SetClause, table: Written, scope: Scope): string {
  const assigned = assignments.items.map(({ column, expr }) => {
    if (column.type !== 'identifier') return refuse('SET of several columns at once');
    const into = columnOf(table, identifierName(column));
    return `${quoteIdent(into.target)} = ${assignable(walk(expr as Node, scope), into)}`;
  });
  return assigned.join(', ');
}
