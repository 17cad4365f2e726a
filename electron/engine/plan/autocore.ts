import { fold } from '../source/sql.ts';

/**
 * What is known of AutoCore beyond its DDL. SQLite enforces no lengths and AutoCore's API accepts longer values than
 * the columns declare; PostgreSQL would refuse them later, when the migration is long over.
 */
const room = new Map(
  Object.entries({
    'devices.uuid': 64,
    'devices.mac_address': 24,
    'devices.ip_address': 45,
    'event_logs.ip_address': 45,
    'can_signals.can_id': 10,
    'relay_channels.color': 50,
    'vehicles.color': 50,
    'vehicles.color_code': 20,
    'vehicles.chassis': 30,
    'vehicles.model': 100,
    'vehicles.version': 100,
  }),
);

/** INTEGER columns that AutoCore's API writes fractions into: 1.6 litres. An integer column would round them. */
const fractions = new Set(['vehicles.engine_capacity']);

/**
 * INTEGER columns of AutoCore's newest tables that hold small numbers, and the ids of tables that stay small. A column
 * that refers to another row is not among them: AutoCore writes there what it is told, and a foreign key alone bounds it.
 */
const integers: Record<string, string> = {
  devices: 'id',
  relay_boards: 'id total_channels',
  relay_channels: 'id channel_number max_activation_time',
  screens: 'id position columns_mobile columns_display_small columns_display_large columns_web',
  screen_items: 'id position',
  users: 'id',
  icons: 'id',
  themes: 'id border_radius',
  macros: 'id execution_count',
  can_signals: 'id start_bit length_bits',
  vehicles:
    'id year_manufacture year_model engine_power engine_torque odometer next_maintenance_km last_maintenance_km',
};
const knownIntegers = new Set(
  Object.entries(integers).flatMap(([table, names]) => names.split(' ').map((name) => `${table}.${name}`)),
);

/** Ids of tables that grow with every second of driving: at ten rows a second 2^31 is reached within seven years. */
const growing = new Set(['telemetry_data', 'event_logs']);

/** Least length for a VARCHAR column, 0 when nothing is known. */
export function roomFor(table: string, column: string): number {
  return room.get(fold(`${table}.${column}`)) ?? 0;
}

/** True for INTEGER columns that the application writes fractions into. */
export function writesFractions(table: string, column: string): boolean {
  return fractions.has(fold(`${table}.${column}`));
}

/** True for columns that 32 bits are enough for by what is known of AutoCore. */
export function isKnownInteger(table: string, column: string): boolean {
  return knownIntegers.has(fold(`${table}.${column}`));
}

/** True for tables whose id gets 64 bits from the start. */
export function isGrowing(table: string): boolean {
  return growing.has(fold(table));
}

/** Time column that a table is partitioned by, null for tables that are not. */
export function partitionColumn(table: string): string | null {
  return fold(table) === 'telemetry_data' ? 'timestamp' : null;
}

/** By name in a Map: other people call their tables `constructor` too. */
const jsonColumns = new Map<string, readonly string[]>(
  Object.entries({
    devices: ['configuration_json', 'capabilities_json'],
    macros: ['trigger_config', 'action_sequence', 'condition_logic'],
    event_logs: ['payload'],
    screen_items: ['action_payload'],
    icons: ['tags'],
    vehicles: ['last_location', 'vehicle_config', 'tags'],
  }),
);

/** TEXT columns that hold JSON in a table of AutoCore, none for other tables. */
export function jsonColumnsOf(table: string): readonly string[] {
  return jsonColumns.get(fold(table)) ?? [];
}
