import type { Choices, ColumnProfile, Plan, PlanHypertable } from '../../../shared/model/index.ts';
import { quoteLiteral } from '../target/sql.ts';
import { onlyOfTimescale, timescaleSchema } from '../target/timescale-names.ts';
import { bulkOf } from './partitions.ts';

/**
 * Telemetry as a hypertable: TimescaleDB cuts it into chunks by time as rows come, where partitions have to be made
 * ahead. https://docs.timescale.com/use-timescale/latest/hypertables/
 */

/** The finding that asks for it, of a table that can be split by time. */
export const splitFinding = 'telemetry.split';

/** What can be chosen, the default first: months are there on every server. */
export const splitOptions = ['months', 'hypertable'];

/** True where somebody decided that a table becomes a hypertable. */
export function wantsHypertable(table: string, decisions: Choices['decisions']): boolean {
  return decisions[`${splitFinding}:${table}`] === 'hypertable';
}

/** True where the plan makes one. */
export function needsTimescale({ tables }: Plan): boolean {
  return tables.some((t) => t.hypertable && !t.adopted);
}

/** The plan for a server without TimescaleDB, such as a rehearsal's: ordinary tables of the same keys and indexes. */
export function withoutHypertables(plan: Plan): Plan {
  const tables = plan.tables.map(({ hypertable: _, ...table }) => table);
  return { ...plan, tables };
}

/** Rows of a month from which a chunk is a week: the indexes of the newest one should stay in memory. */
const largeMonth = 5_000_000;
/** More months than partitions may have: a chunk is a year. Each costs the catalogue a table with its indexes. */
const manyMonths = 240;

/** Days of a chunk, by how much comes in a month and how long it has been coming. TimescaleDB takes a month for 30. */
export function chunkDays({ time }: ColumnProfile): number {
  const months = time?.months ?? [];
  if (months.length > manyMonths) return 365;
  const bulk = new Set(bulkOf(months));
  const rows = months.filter((m) => bulk.has(m.month)).reduce((sum, m) => sum + m.rows, 0);
  return rows / Math.max(bulk.size, 1) > largeMonth ? 7 : 30;
}

/**
 * Makes a table a hypertable. The function is called where the extension is, whose schema others may write to: what they
 * put beside it under the same name is never called. No index is made here: the plan has its own.
 * @param table quoted and with its schema
 */
export function hypertableSql(table: string, { column, days }: PlanHypertable): string {
  const call =
    'select %s.create_hypertable(%L::pg_catalog.regclass, %s.by_range(%L::pg_catalog.name, %L::pg_catalog.interval), create_default_indexes => false)';
  const body = `declare
  place text := ${timescaleSchema};
begin
  if place is null then
    raise exception 'TimescaleDB is not in this database: create extension timescaledb';
  end if;
  ${onlyOfTimescale(['create_hypertable', 'by_range'])}
  execute pg_catalog.format(${quoteLiteral(call)}, place, ${quoteLiteral(table)}, place, ${quoteLiteral(column)}, ${quoteLiteral(`${days} days`)});
end`;
  // A schema may be called like any tag of a dollar quote.
  return `do ${quoteLiteral(body)}`;
}
