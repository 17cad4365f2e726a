import type { Database } from 'better-sqlite3';
import type { CertificateVehicle, CertificateVehicles } from '../../../shared/model/index.ts';
import { fold, quoteName } from './sql.ts';

/** Vehicles that are read; how many there are is counted. */
const most = 20;

/** Characters of one value: the API takes 100. */
const longest = 300;

const wanted = ['brand', 'model', 'version', 'year_model', 'year_manufacture', 'plate', 'chassis'] as const;
type Field = (typeof wanted)[number];

/**
 * Whose database this is, by AutoCore's `vehicles`; null where it has no such table, or one without plates. Older
 * versions lack columns, and any column may hold anything.
 */
export function readVehicles(db: Database): CertificateVehicles | null {
  const isTable = db.prepare("select 1 from sqlite_schema where type = 'table' and lower(name) = 'vehicles'");
  if (isTable.get() === undefined) return null;
  const columns = (db.pragma('table_xinfo(vehicles)') as { name: string }[]).map(({ name }) => name);
  const columnOf = (field: string) => columns.find((name) => fold(name) === field);
  if (!columnOf('plate')) return null;
  const fields = wanted.map((field) => {
    const column = columnOf(field);
    return `${column ? textOf(quoteName(column)) : 'null'} as ${field}`;
  });
  const deleted = columnOf('deleted_at');
  const id = columnOf('id');
  const order = [
    ...(deleted ? [`${quoteName(deleted)} is not null`] : []),
    ...(id ? [quoteName(id)] : []),
    quoteName(columnOf('plate') as string),
  ];
  const rows = db
    .prepare(`select ${fields.join(', ')} from main.vehicles order by ${order.join(', ')} limit ${most}`)
    .all() as Record<Field, string | null>[];
  const count = db.prepare('select count(*) from main.vehicles').pluck().get() as number;
  return { count, first: rows.map(vehicleOf) };
}

/** Bytes are nothing to print. */
function textOf(column: string): string {
  return `case typeof(${column}) when 'blob' then null else substr(cast(${column} as text), 1, ${longest}) end`;
}

function vehicleOf(row: Record<Field, string | null>): CertificateVehicle {
  const said = (field: Field) => row[field]?.trim() || null;
  const year = said('year_model') ?? said('year_manufacture');
  const words = [said('brand'), said('model'), said('version'), year].filter((word) => word !== null);
  return {
    name: words.length === 0 ? null : words.join(' '),
    plate: said('plate'),
    chassis: said('chassis'),
  };
}
