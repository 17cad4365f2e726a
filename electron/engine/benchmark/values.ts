import type { Database } from 'better-sqlite3';
import type { Plan } from '../../../shared/model/index.ts';
import type { BenchmarkValues } from './queries.ts';

/** `YYYY-MM-DD HH:MM:SS`, whatever follows. */
const timeShape = '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]*';

/**
 * What to ask for: the device with the newest row, the hour, day and month up to it, the commonest type of events. Rows
 * of devices that are gone and of clocks that stood wrong are passed over: they are nobody's question.
 */
export function valuesOf(db: Database, plan: Plan): BenchmarkValues {
  const tables = new Set(plan.tables.map((t) => t.source));
  const get = (table: string, sql: string) =>
    tables.has(table) ? (db.prepare(sql).get() as Record<string, unknown> | undefined) : undefined;
  const newest = get(
    'telemetry_data',
    `select cast(strftime('%s', timestamp) as integer) as second, device_id from telemetry_data
     where timestamp glob '${timeShape}' and timestamp < datetime('now', '+2 days') and second is not null
     ${tables.has('devices') ? 'and device_id in (select id from devices)' : ''}
     order by id desc limit 1`,
  );
  const device = newest?.device_id ?? get('devices', 'select min(id) as id from devices')?.id;
  const event = get(
    'event_logs',
    'select event_type from event_logs group by event_type order by count(*) desc, event_type limit 1',
  );
  const end = Number(newest?.second ?? 1_735_689_600) + 1;
  const before = (hours: number) =>
    new Date((end - hours * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return {
    device: typeof device === 'number' ? device : null,
    end: before(0),
    hour: before(1),
    day: before(24),
    month: before(24 * 30),
    type: String(event?.event_type ?? ''),
  };
}
