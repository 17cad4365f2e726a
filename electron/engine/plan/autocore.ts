import { fold } from '../source/sql.ts';

/**
 * What is known of AutoCore beyond its DDL. SQLite enforces no lengths and AutoCore's API accepts longer values than
 * the columns declare; PostgreSQL would refuse them later, when the migration is long over.
 */
const room: Record<string, number> = {
  'devices.uuid': 64,
  'devices.mac_address': 24,
  'devices.ip_address': 45,
  'event_logs.ip_address': 45,
  'can_signals.can_id': 10,
  'relay_channels.color': 50,
};

/** Ids of tables that grow with every second of driving: at ten rows a second 2^31 is reached within seven years. */
const growing = new Set(['telemetry_data', 'event_logs']);

/** Least length for a VARCHAR column, 0 when nothing is known. */
export function roomFor(table: string, column: string): number {
  return room[fold(`${table}.${column}`)] ?? 0;
}

/** True for tables whose id gets 64 bits from the start. */
export function isGrowing(table: string): boolean {
  return growing.has(fold(table));
}

/** Time column that a table is partitioned by, null for tables that are not. */
export function partitionColumn(table: string): string | null {
  return fold(table) === 'telemetry_data' ? 'timestamp' : null;
}

/** TEXT columns that hold JSON in AutoCore, per table. */
export const jsonColumns: Record<string, readonly string[]> = {
  devices: ['configuration_json', 'capabilities_json'],
  macros: ['trigger_config', 'action_sequence', 'condition_logic'],
  event_logs: ['payload'],
  screen_items: ['action_payload'],
  icons: ['tags'],
  vehicles: ['last_location', 'vehicle_config', 'tags'],
};
