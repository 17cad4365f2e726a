import type { SourceSchema, SourceTable } from '../../../shared/model/index.ts';
import { fold } from './sql.ts';

/** AutoCore's own tables in its newest version. */
export const autocoreTables: readonly string[] = [
  'devices',
  'relay_boards',
  'relay_channels',
  'screens',
  'screen_items',
  'users',
  'event_logs',
  'telemetry_data',
  'icons',
  'themes',
  'macros',
  'can_signals',
  'vehicles',
  'vehicle_devices',
];

/** Tables that every version has, with columns that other programs' tables of that name would not have. */
const signature: Record<string, readonly string[]> = {
  devices: ['uuid', 'configuration_json'],
  relay_boards: ['device_id', 'total_channels'],
  relay_channels: ['board_id', 'channel_number'],
  telemetry_data: ['device_id', 'data_key', 'data_value'],
};

/** With one or two tables lost it is still AutoCore. */
const leastTables = 9;

/** Widths that SQLAlchemy gave VARCHAR columns when they were enumerations: the longest member of each. */
const enumerations: Record<string, Record<string, number>> = {
  devices: { type: 19, status: 11 },
  relay_channels: { function_type: 9, protection_mode: 9 },
  users: { role: 8 },
  screen_items: { item_type: 7, action_type: 13 },
};

type Find = (name: string) => SourceTable | undefined;

/**
 * The version of AutoCore that a database comes from, as a short stable label: `14 tables` (the newest), `12 tables`,
 * `11 tables + allow_in_macro`, `11 tables`, `11 tables, early`, `enum era`, `hand-patched`; null for a database that is
 * not AutoCore's. There is no version marker to trust, so tables, columns and DDL decide. Tables of other origin do
 * not matter.
 */
export function recognise(schema: SourceSchema): string | null {
  const tables = new Map(schema.tables.map((table) => [fold(table.name), table]));
  const find: Find = (name) => tables.get(name);
  const present = autocoreTables.filter(find);
  const signed = Object.entries(signature).every(([table, columns]) =>
    columns.every((column) => hasColumn(find(table), column)),
  );
  if (!signed || present.length < leastTables) return null;
  if (isHandPatched(find)) return 'hand-patched';
  if (isEnumEra(find)) return 'enum era';
  const label = `${present.length} tables`;
  if (present.length !== 11) return label;
  if (hasColumn(find('relay_channels'), 'allow_in_macro')) return `${label} + allow_in_macro`;
  return isEarly(find) ? `${label}, early` : label;
}

function columnOf(table: SourceTable | undefined, name: string) {
  return table?.columns.find((column) => fold(column.name) === name);
}

function hasColumn(table: SourceTable | undefined, name: string): boolean {
  return columnOf(table, name) !== undefined;
}

/** vehicles rebuilt by hand: tables left over, keys that name them, unnamed checks, AUTOINCREMENT, no indexes. */
function isHandPatched(find: Find): boolean {
  if (find('vehicles_new') || find('vehicles_backup')) return true;
  const lost = find('vehicle_devices')?.foreignKeys.some((key) => /^vehicles_/i.test(key.references));
  const vehicles = find('vehicles');
  if (!vehicles) return false;
  const unnamed = vehicles.checks.some((check) => check.name === null);
  return Boolean(lost) || unnamed || vehicles.autoincrement || vehicles.indexes.length === 0;
}

/** At least two columns as wide as an enumeration: one alone can be anything. */
function isEnumEra(find: Find): boolean {
  const matches = Object.entries(enumerations).flatMap(([table, columns]) =>
    Object.entries(columns).filter(
      ([column, width]) => columnOf(find(table), column)?.type.toUpperCase() === `VARCHAR(${width})`,
    ),
  );
  return matches.length >= 2;
}

/** Before states and names moved out of the relay tables. */
function isEarly(find: Find): boolean {
  return (
    ['name', 'location'].some((column) => hasColumn(find('relay_boards'), column)) ||
    ['default_state', 'current_state'].some((column) => hasColumn(find('relay_channels'), column))
  );
}
