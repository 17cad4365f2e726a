import type { PlanColumn, PlanForeignKey, PlanTable } from '../../../shared/model/index.ts';
import { type Query, qualified, quoteIdent } from '../target/sql.ts';
import { keyColumns, stage } from './apply-rows.ts';

/** Part of the journal that says that these are filled. */
export const latePart = -3;

/** Columns that are empty until the rows are in that they refer to. */
export function lateColumns(table: PlanTable): PlanColumn[] {
  return table.columns.filter((c) => table.adopted?.late.includes(c.target));
}

/** Foreign keys with such a column. */
export function waitingKeys(table: PlanTable): PlanForeignKey[] {
  return table.foreignKeys.filter((k) => k.columns.some((c) => table.adopted?.late.includes(c)));
}

/** Rows of the stage that have nothing to fill. */
export function withoutLate(table: PlanTable): string {
  const empty = lateColumns(table).map((c) => `s.${quoteIdent(c.target)} is null`);
  return `delete from ${stage} s where ${empty.join(' and ')}`;
}

/** Fills these columns from the stage, by the key. */
export function fillLateSql(schema: string, table: PlanTable): string {
  const pair = (c: PlanColumn) => `${quoteIdent(c.target)} = s.${quoteIdent(c.target)}`;
  const set = lateColumns(table).map(pair);
  const on = keyColumns(table).map((c) => `t.${pair(c)}`);
  return `update ${qualified(schema, table.target)} t set ${set.join(', ')} from ${stage} s where ${on.join(' and ')}`;
}

/**
 * Moves the sequences of a table behind its rows. Never back: the application may have taken numbers already; and no
 * further than a sequence goes.
 */
export function movesOn(schema: string, table: PlanTable): Query[] {
  return (table.adopted?.sequences ?? []).map(({ column, name }) => {
    const given = table.columns.find((c) => c.target === column)?.identity?.start ?? '1';
    // An id that never came in, because it does not fit, is none to go on from.
    const highest = `greatest(h.highest, case when $2::numeric < q.seqmax then $2::numeric - 1 else 0 end)`;
    return {
      text: `select setval($1::regclass, ${highest}::bigint)
       from (select coalesce(max(${quoteIdent(column)}), 0)::numeric as highest from ${qualified(schema, table.target)}) h,
            (select last_value, is_called from ${name}) s,
            (select seqmin, seqmax from pg_sequence where seqrelid = $1::regclass) q
      where ${highest} > case when s.is_called then s.last_value else s.last_value - 1 end
        and ${highest} between q.seqmin and q.seqmax - 1`,
      values: [name, given],
    };
  });
}
