import type { Database } from 'better-sqlite3';
import { quoteName } from '../source/sql.ts';
import { day, firstSecond, localOffset, plainTime, preciseTime } from './clock.ts';
import { boardRows, channelRows, deviceRows } from './data/devices.ts';
import { makeEvent } from './data/events.ts';
import { itemRows, screenRows } from './data/screens.ts';
import { iconRows, macroRows, themeRows, userRows } from './data/settings.ts';
import { signalRows } from './data/signals.ts';
import { readingsOf } from './data/telemetry.ts';
import { vehicleDeviceRows, vehicleRows } from './data/vehicles.ts';
import type { EraShape } from './eras.ts';
import { random } from './random.ts';
import type { Row } from './rows.ts';

/** Rows between two pauses, in which the worker hears of a cancellation. */
const batch = 50_000;

/** Everything but telemetry and events: a few hundred rows of every version's tables. Returns the devices. */
export function fillSmallTables(db: Database, shape: EraShape, seed: number): Row[] {
  const devices = deviceRows(random(seed, 'devices'));
  const boards = boardRows(devices);
  const channels = channelRows(boards);
  const rows: Record<string, Row[]> = {
    devices,
    screens: screenRows(),
    users: userRows(random(seed, 'users')),
    can_signals: signalRows(),
    themes: themeRows(),
    macros: macroRows(),
    icons: iconRows(),
    relay_boards: boards,
    relay_channels: channels,
    vehicles: vehicleRows(),
    vehicle_devices: vehicleDeviceRows(devices),
    screen_items: itemRows(channels),
  };
  for (const [table, list] of Object.entries(rows)) {
    if (!shape.tables.some((each) => each.name === table)) continue;
    const columns = (db.pragma(`table_info(${quoteName(table)})`) as { name: string }[]).map(
      ({ name }) => name,
    );
    const insert = insertInto(db, table, columns);
    for (const row of list) {
      const stored = shape.adapt(table, row);
      insert.run(...columns.map((name) => integral(stored[name] ?? null)));
    }
  }
  return devices;
}

/**
 * `count` telemetry rows: drives of some minutes spread over five months (longer where the rows need it), in each of
 * them one row a second for every device. Yields the number of rows so far, now and then.
 */
export function* fillTelemetry(
  db: Database,
  devices: readonly Row[],
  count: number,
  seed: number,
): Generator<number> {
  const source = random(seed, 'telemetry');
  const insert = insertInto(db, 'telemetry_data', [
    'id',
    'timestamp',
    'device_id',
    'data_type',
    'data_key',
    'data_value',
    'unit',
  ]);
  const seconds = Math.ceil(count / devices.length);
  const span = telemetrySpan(seconds);
  const length = Math.max(1, Math.ceil(seconds / 600));
  const drives = Math.ceil(seconds / length);
  const writers = devices.map((device) => ({
    id: device.id,
    gateway: device.type === 'gateway',
    readings: readingsOf(String(device.type)),
  }));
  for (let second = 0, id = 0; id < count; second++) {
    const time = firstSecond + Math.floor((Math.floor(second / length) * span) / drives) + (second % length);
    const plain = plainTime(time);
    for (const { id: device, gateway, readings } of writers) {
      if (id === count) break;
      id++;
      const reading = readings[second % readings.length];
      if (!reading) continue;
      const stamp = gateway ? preciseTime(time + localOffset, source.between(0, 999_999)) : plain;
      insert.run(BigInt(id), stamp, device, reading.type, reading.key, reading.value(source), reading.unit);
      if (id % batch === 0) yield id;
    }
  }
}

/** `count` events at even distances over the same months as telemetry. */
export function* fillEvents(
  db: Database,
  count: number,
  telemetry: number,
  devices: number,
  seed: number,
): Generator<number> {
  const source = random(seed, 'events');
  const columns = [
    'id',
    'timestamp',
    'event_type',
    'source',
    'target',
    'action',
    'payload',
    'user_id',
    'ip_address',
    'status',
    'error_message',
  ];
  const insert = insertInto(db, 'event_logs', columns);
  const span = telemetrySpan(Math.ceil(telemetry / devices));
  for (let id = 1; id <= count; id++) {
    const event: Row = makeEvent(source);
    const time = firstSecond + Math.floor((id * span) / count);
    const stamp =
      event.source === 'gateway'
        ? preciseTime(time + localOffset, source.between(0, 999_999))
        : plainTime(time);
    const row: Row = { ...event, id, timestamp: stamp };
    insert.run(...columns.map((name) => integral(row[name] ?? null)));
    if (id % batch === 0) yield id;
  }
}

/** Seconds from the first to the last drive: five months, or as long as that many seconds of driving need. */
function telemetrySpan(seconds: number): number {
  return Math.max(150 * day, Math.ceil(seconds * 1.25));
}

function insertInto(db: Database, table: string, columns: readonly string[]) {
  const marks = columns.map(() => '?').join(', ');
  return db.prepare<unknown[]>(
    `insert into ${quoteName(table)} (${columns.map(quoteName).join(', ')}) values (${marks})`,
  );
}

/** The driver binds every JavaScript number as REAL; whole ones are meant as INTEGER. */
function integral(value: string | number | null): string | number | bigint | null {
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
}
