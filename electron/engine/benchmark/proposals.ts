import type { Plan, Proposal } from '../../../shared/model/index.ts';

/**
 * What may make the questions faster, cheapest first. No index holds a value: one that is too long for it would make
 * an INSERT fail that works today.
 */
export function proposalsFor(plan: Plan): Proposal[] {
  const tables = new Set(plan.tables.map((t) => t.target));
  const make = (table: string, id: string, sql: string, undo: string | null, helps: string[]): Proposal[] =>
    tables.has(table) ? [{ id, sql, undo, helps, outcome: null }] : [];
  return [
    ...make('telemetry_data', 'vacuumTelemetry', 'vacuum (analyze) telemetry_data', null, [
      'telemetryMeans',
      'latestValues',
    ]),
    ...make('event_logs', 'vacuumEvents', 'vacuum (analyze) event_logs', null, ['eventsPage', 'eventsOfDay']),
    ...make(
      'telemetry_data',
      'statistics',
      'create statistics bench_telemetry_data_stats (ndistinct) on device_id, data_key from telemetry_data; analyze telemetry_data',
      'drop statistics bench_telemetry_data_stats; analyze telemetry_data',
      ['latestValues', 'deviceMonth'],
    ),
    ...make(
      'telemetry_data',
      'latestIndex',
      'create index bench_telemetry_data_latest on telemetry_data (device_id, data_key, id)',
      'drop index bench_telemetry_data_latest',
      ['latestValues'],
    ),
    ...make(
      'event_logs',
      'eventsIndex',
      'create index bench_event_logs_type_time on event_logs (event_type, timestamp desc, id desc)',
      'drop index bench_event_logs_type_time',
      ['eventsPage', 'eventsOfDay'],
    ),
  ];
}
