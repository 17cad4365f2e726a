import { qualified, quoteIdent, quoteLiteral } from './sql.ts';

/** The views over all vehicles, by the table that each of them reads in every schema. */
export const viewTables = {
  devices: 'devices',
  telemetry: 'telemetry_data',
  events: 'event_logs',
} as const;
export type ViewName = keyof typeof viewTables;

/** A column of a table in the target. */
export interface TableColumn {
  name: string;
  /** As `format_type` says it. */
  type: string;
  /** Its type has a collation. */
  collates: boolean;
}

const ours = ['vehicle', 'plate', 'vehicle_schema'];
const whole = ['smallint', 'integer', 'bigint'];

/**
 * The columns of a view over tables that may differ: all that any of them has, each of a type that every table's value
 * becomes without change, which for two types that have nothing in common is text.
 */
export function columnsOfUnion(tables: ReadonlyMap<string, readonly TableColumn[]>): TableColumn[] {
  const columns = new Map<string, TableColumn>();
  for (const column of [...tables.values()].flat()) {
    const before = columns.get(column.name);
    columns.set(column.name, before ? common(before, column) : column);
  }
  return [...columns.values()];
}

function common(a: TableColumn, b: TableColumn): TableColumn {
  if (a.type === b.type) return a;
  if (whole.includes(a.type) && whole.includes(b.type)) return { ...a, type: 'bigint' };
  return { name: a.name, type: 'text', collates: true };
}

/** What a view reads of each vehicle that has such a table, by schema. */
export function branchesOf(
  vehicles: readonly { vehicle: string; plate: string; schema: string }[],
  table: string,
  columns: readonly TableColumn[],
  tables: ReadonlyMap<string, readonly TableColumn[]>,
): Map<string, string> {
  const branches = new Map<string, string>();
  for (const { vehicle, plate, schema } of vehicles) {
    const own = new Map(tables.get(schema)?.map((column) => [column.name, column.type]));
    if (own.size === 0) continue;
    const known = [vehicle, plate, schema].map(
      (text, i) => `${quoteLiteral(text)}::pg_catalog.text collate pg_catalog."C" as ${ours[i]}`,
    );
    const values = columns.map((column) => {
      const value = own.has(column.name) ? `t.${quoteIdent(column.name)}` : 'null';
      const cast = own.get(column.name) === column.type ? value : `(${value})::${column.type}`;
      const text = column.collates ? `${cast} collate pg_catalog."C"` : cast;
      return `${text} as ${quoteIdent(nameInView(column.name))}`;
    });
    branches.set(schema, `select ${[...known, ...values].join(', ')} from ${qualified(schema, table)} as t`);
  }
  return branches;
}

/** A column of the application's that is called as one of ours. */
function nameInView(name: string): string {
  return ours.includes(name) ? `${name}_2` : name;
}
