import { loadedColumns } from '../load/chunk.ts';
import type { Key } from '../load/keys.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { type ApplyInput, note, type Outcome } from './apply-outcome.ts';
import { keyColumns, stageSql } from './apply-rows.ts';
import type { Changes } from './changes.ts';
import type { PlannedRow } from './changes-rows.ts';

/** A temporary table of the session: rows that are changed where they are. */
const name = 'autocore_changed';
export const changedRows = `pg_temp."${name}"`;

export interface Staged {
  /** Rows that are on the server, to be changed in place. */
  staged: number;
  /** Keys of those that cannot be, before and after: they are taken out and come again. */
  gone: Key[];
  coming: Key[];
}

/** SQL that makes the table for them. */
export function makeChanged({ schema, table }: ApplyInput): string {
  return `drop table if exists ${changedRows}; ${stageSql(schema, table, loadedColumns(table), name)}`;
}

/**
 * Those that are in the target, stay there, and have the key that they had; in a hypertable also the time that they had:
 * no UPDATE moves a row into another chunk.
 */
export function* keepingPlace(
  { before, after, table }: ApplyInput,
  outcome: Outcome,
  pairs: Readonly<Changes['changed']>,
  found: Staged,
): Generator<PlannedRow> {
  const chunked = table.columns.filter((c) => c.target === table.hypertable?.column);
  const key = [...keyColumns(table), ...chunked];
  const at = key.map((c) => table.columns.indexOf(c));
  const wasAt = key.map((c) => before.table.columns.indexOf(c));
  const olds = before.rows(pairs.map((c) => c.before))[Symbol.iterator]();
  for (const now of after(pairs.map((c) => c.after))) {
    const old = olds.next().value as PlannedRow;
    if (
      now.fields &&
      old.fields &&
      at.every((place, i) => now.fields?.[place] === old.fields?.[wasAt[i] ?? -1])
    ) {
      note(outcome, now);
      found.staged++;
      yield now;
    } else {
      found.gone.push(old.key);
      found.coming.push(now.key);
    }
  }
}

/** SQL that changes them; null where a row is nothing but its key. */
export function updateSql(input: ApplyInput): string | null {
  return updating(input, [], '');
}

/** A statement, and the columns of the target by whose values it finds the rows. */
export interface Update {
  sql: string;
  columns: string[];
}

/**
 * The same in up to two statements, the second for those that the first did not find. In a table by month or a hypertable
 * the first names the moment as well, so that each row is looked for in one part and not in all of them
 * (https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITION-PRUNING); rows whose moment is another now
 * are left to the second.
 */
export function updatesOf(input: ApplyInput): Update[] {
  const { table } = input;
  const key = keyColumns(table).map((c) => c.target);
  const moment = table.partitions?.column ?? table.hypertable?.column ?? null;
  const inAll = (where: string) => ({ sql: updating(input, [], where), columns: key });
  if (moment === null || key.includes(moment)) return [inAll('')].filter(isUpdate);
  const name = quoteIdent(moment);
  const inOne = updating(input, [moment], ` and t.${name} = s.${name}`);
  const others = inAll(` and t.${name} is distinct from s.${name}`);
  return [{ sql: inOne, columns: [...key, moment] }, others].filter(isUpdate);
}

function isUpdate(update: { sql: string | null; columns: string[] }): update is Update {
  return update.sql !== null;
}

/** @param kept columns that are as they were, @param where what else says which row it is */
function updating({ schema, table }: ApplyInput, kept: readonly string[], where: string): string | null {
  const key = keyColumns(table).map((c) => c.target);
  const set = loadedColumns(table)
    .filter((c) => !key.includes(c.target) && !kept.includes(c.target))
    .map((c) => `${quoteIdent(c.target)} = s.${quoteIdent(c.target)}`);
  if (set.length === 0) return null;
  const on = key.map((c) => `t.${quoteIdent(c)} = s.${quoteIdent(c)}`).join(' and ');
  return `update ${qualified(schema, table.target)} t set ${set.join(', ')} from ${changedRows} s where ${on}${where}`;
}
