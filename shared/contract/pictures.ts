import type { Audit, Plan, PlanTable } from '../model/index.ts';
import type { MonthPicture, Pictures } from './audit.ts';

/** The numbers behind the pictures of an audit, all of them in audit and plan already. */
export function picturesOf(audit: Audit, plan: Plan): Pictures {
  const sourceOf = new Map(plan.tables.map((table) => [table.target, table.source]));
  return {
    rows: audit.tables.map(({ name, rows }) => ({ table: name, rows })),
    months: plan.tables.flatMap((table) => {
      const rows = audit.tables.find(({ name }) => name === table.source)?.rows ?? 0;
      return monthsOf(table, rows);
    }),
    relations: plan.tables.flatMap((table) =>
      table.foreignKeys.map((key) => ({
        table: table.source,
        columns: key.columns,
        references: sourceOf.get(key.references) ?? key.references,
        refColumns: key.refColumns,
        orphans: key.orphans,
      })),
    ),
  };
}

function monthsOf(table: PlanTable, rows: number): MonthPicture[] {
  const { partitions } = table;
  if (!partitions) return [];
  const column = table.columns.find(({ target }) => target === partitions.column);
  const counted = column?.facts.time?.months ?? [];
  const planned = new Set(partitions.ranges.map(({ from }) => from.slice(0, 7)));
  const months = counted.map((each) => ({ ...each, planned: planned.has(each.month) }));
  const sum = (each: typeof months): number => each.reduce((total, month) => total + month.rows, 0);
  return [
    {
      table: table.source,
      column: column?.source ?? partitions.column,
      months,
      partitions: partitions.ranges,
      defaultName: partitions.defaultName,
      outliers: sum(months.filter((month) => !month.planned)),
      unknown: Math.max(0, rows - sum(months)),
    },
  ];
}
