import type { Random } from '../random.ts';

/** What a kind of device reports, one of these each second in turn. */
export interface Reading {
  type: string;
  key: string;
  unit: string | null;
  /** `str(x)` of a Python value, as the gateway stores it. */
  value(random: Random): string;
}

/** Python writes whole floats with `.0`. */
function float(random: Random, from: number, to: number, digits: number): string {
  const value = Number((from + random.next() * (to - from)).toFixed(digits));
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function reading(type: string, key: string, unit: string | null, value: Reading['value']): Reading {
  return { type, key, unit, value };
}

const health: Reading[] = [
  reading('status', 'status', null, (random) => (random.next() < 0.02 ? 'offline' : 'online')),
  reading('status', 'rssi', 'dBm', (random) => String(-random.between(38, 84))),
  reading('status', 'free_heap', 'bytes', (random) => String(random.between(92_000, 218_000))),
];

const relays: Reading[] = Array.from({ length: 8 }, (_, index) =>
  reading('relay_status', `channel_${index + 1}`, null, (random) => (random.next() < 0.3 ? 'True' : 'False')),
);

const engine: Reading[] = [
  reading('sensor', 'coolant_temp', '°C', (random) => float(random, 62, 98, 1)),
  reading('sensor', 'battery_voltage', 'V', (random) => float(random, 11.8, 14.4, 2)),
  reading('sensor', 'oil_pressure', 'bar', (random) => float(random, 1.2, 5.4, 3)),
  reading('sensor', 'fuel_level', '%', (random) =>
    random.next() < 0.01 ? 'None' : float(random, 5, 100, 1),
  ),
];

const can: Reading[] = [
  reading('can', 'rpm', 'rpm', (random) => String(random.between(780, 3900))),
  reading('can', 'speed', 'km/h', (random) => float(random, 0, 118, 2)),
  reading('can', 'throttle', '%', (random) => float(random, 0, 100, 4)),
];

const gateway: Reading[] = [
  reading('system', 'cpu_temp', '°C', (random) => float(random, 41, 74, 1)),
  reading('system', 'uptime', 's', (random) => String(random.between(10, 900_000))),
  reading(
    'system',
    'mqtt',
    null,
    (random) => `{'conectado': ${random.next() < 0.99 ? 'True' : 'False'}, 'fila': 0}`,
  ),
];

/** Readings of a device type; what it does not know reports its health alone. */
export function readingsOf(deviceType: string): readonly Reading[] {
  switch (deviceType) {
    case 'gateway':
      return gateway;
    case 'esp32_relay':
      return [...relays, ...health];
    case 'sensor_board':
      return engine;
    case 'esp32_can':
      return can;
    default:
      return health;
  }
}
