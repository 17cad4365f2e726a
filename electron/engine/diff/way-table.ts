import type { PlanTable } from '../../../shared/model/index.ts';
import { qualified, quoteIdent } from '../target/sql.ts';

/** How the target's rows of a table are read, where that is not its columns by their names. */
export interface TargetRead {
  /** What stands behind FROM; null: the table itself. */
  from: string | null;
  /** By target column: the expression that prints its value. */
  columns: ReadonlyMap<string, string>;
  /** By target column: how it is sorted, where the column itself would sort in another way. */
  orders: ReadonlyMap<string, string>;
}

/** The way back of one table: as the plan has it, and as PostgreSQL has it by now. */
export interface WayTable {
  /** What it is for the server. */
  oid: string;
  /** Where PostgreSQL has it. */
  schema: string;
  /** What the snapshot's rows go through. Columns that the application added are `absent`. */
  planned: PlanTable;
  /** The same columns with the conversions of the types that they have now. */
  actual: PlanTable;
  read: TargetRead;
  /** Rows that the application had there before the run, and that are as they were: nobody wrote them since. */
  without?: (() => (line: Buffer) => boolean) | undefined;
}

export const plainRead: TargetRead = { from: null, columns: new Map(), orders: new Map() };

/** How the target's own table is read: one that the application made may sort its texts in a way of its own. */
export function readOf(table: PlanTable): TargetRead {
  if (!table.adopted) return plainRead;
  const orders = new Map<string, string>();
  for (const { target, fit } of table.columns) {
    if (fit?.collated || fit?.labels)
      orders.set(target, `${quoteIdent(target)}::pg_catalog.text collate "C"`);
  }
  return { ...plainRead, orders };
}

/** True where the rows can be digested on the server as the plan reads them. */
export function isPlain({ planned, read, without }: WayTable): boolean {
  const added = planned.columns.some((c) => c.absent);
  return (
    !added &&
    !without &&
    !planned.adopted &&
    read.from === null &&
    read.columns.size === 0 &&
    read.orders.size === 0
  );
}

export function selected(table: PlanTable, read: TargetRead): string {
  return table.columns
    .map(({ target }) => {
      const sql = read.columns.get(target);
      return sql === undefined ? quoteIdent(target) : `${sql} as ${quoteIdent(target)}`;
    })
    .join(', ');
}

export function from(schema: string, table: PlanTable, read: TargetRead): string {
  return read.from ?? qualified(schema, table.target);
}

export function ordered(column: string, read: TargetRead): string {
  return read.orders.get(column) ?? quoteIdent(column);
}
