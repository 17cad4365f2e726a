import type { Plan, PlanForeignKey, PlanTable } from '../../../shared/model/index.ts';
import { quoteName } from '../source/sql.ts';

/** A foreign key of the application between two tables of the file, as conditions of SQLite. */
export interface Link {
  child: PlanTable;
  parent: PlanTable;
  /** On a row of the child: the file does not have its parent. */
  missing: string;
  /** On a row of the child, given one on its parent p. */
  childrenOf(parents: string): string;
}

/**
 * What a foreign key asks of the file; null where one of its columns is not there.
 * @param alias what the child is called in the statement, with a dot, or nothing
 */
export function linkOf(
  plan: Plan,
  child: PlanTable,
  key: Pick<PlanForeignKey, 'columns' | 'refColumns'> & { references: string | null },
  alias: string,
): Link | null {
  const parent = plan.tables.find((t) => t.target === key.references);
  const own = key.columns.map((c) => child.columns.find((p) => p.target === c)?.source);
  const refs = key.refColumns.map((c) => parent?.columns.find((p) => p.target === c)?.source);
  if (!parent || [...own, ...refs].some((name) => name === undefined)) return null;
  const mine = own.map((name) => `${alias}${quoteName(name ?? '')}`);
  const theirs = refs.map((name) => `p.${quoteName(name ?? '')}`);
  // What is no number in a column of numbers is no reference: its own trouble says what becomes of it.
  const isNumber = (name: string) =>
    child.columns.some((c) => c.target === name && c.conversion === 'integer' && !c.form);
  const given = mine
    .map((c, i) => (isNumber(key.columns[i] ?? '') ? `typeof(${c}) = 'integer'` : `${c} is not null`))
    .join(' and ');
  const known = theirs.map((c) => `${c} is not null`).join(' and ');
  const parents = `select ${theirs.join(', ')} from ${quoteName(parent.source)} p where ${known}`;
  return {
    ...{ child, parent },
    missing: `${given} and (${mine.join(', ')}) not in (${parents})`,
    childrenOf: (which) => `${given} and (${mine.join(', ')}) in (${parents} and ${which})`,
  };
}
