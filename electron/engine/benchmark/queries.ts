import type { Plan } from '../../../shared/model/index.ts';
import { qualified } from '../target/sql.ts';

/** A question put to both sides, in the SQL of each, so that both mean the same. */
export interface BenchmarkQuery {
  id: string;
  /** From the migration guide, or what the application really runs. */
  from: 'guide' | 'application';
  tables: string[];
  /** With `:name` where a value of `BenchmarkValues` goes. */
  sqlite: string;
  postgres: string;
  /** Columns to compare; numbers are compared to ten digits. */
  compare: string[];
}

/**
 * What the questions ask for, taken from the data. Times are `YYYY-MM-DD HH:MM:SS`; a span has its beginning and not its
 * end, because to SQLite, which compares texts, `…:11.000000` comes after `…:11`.
 */
export interface BenchmarkValues {
  /** One that exists, so that rows can be written for it; null without devices. */
  device: number | null;
  hour: string;
  day: string;
  month: string;
  end: string;
  /** The commonest type of events. */
  type: string;
}

/**
 * SQLite's `cast(… as real)`: the number at the beginning of a text, 0 without one. PostgreSQL's cast fails instead, so
 * it must be asked first; most values need only the first question, or the second. 40 characters cannot overflow, nor
 * can the squares that PostgreSQL's avg() sums up.
 */
const number = `case
    when data_value ~ '^[+-]?\\d{1,15}(\\.\\d{0,15})?$' then data_value::double precision
    when data_value ~ '^\\s*[+-]?[.]?\\d' then
      substring(left(data_value, 40) from '^\\s*([+-]?(?:\\d+(?:[.]\\d*)?|[.]\\d+)(?:[eE][+-]?\\d\\d?)?)')::double precision
    else 0 end`;

/** The ten questions for a plan in a schema; those whose tables it does not have are left out. */
export function benchmarkQueries(plan: Plan, schema: string): BenchmarkQuery[] {
  const tables = new Set(plan.tables.map((t) => t.target));
  return all()
    .filter((query) => query.tables.every((table) => tables.has(table)))
    .map((query) => ({ ...query, postgres: inSchema(query, schema) }));
}

/** The application's own questions do not name a schema; ours see only pg_catalog by themselves. */
function inSchema({ postgres, tables }: BenchmarkQuery, schema: string): string {
  const names = new RegExp(`\\b(from|join) (${tables.join('|')})\\b`, 'g');
  return postgres.replaceAll(
    names,
    (_, word: string, table: string) => `${word} ${qualified(schema, table)}`,
  );
}

function all(): BenchmarkQuery[] {
  const same = (query: Omit<BenchmarkQuery, 'postgres'>): BenchmarkQuery => ({
    ...query,
    postgres: query.sqlite,
  });
  const active = (is: string) => `select d.id, d.name, b.total_channels, count(c.id) as n
    from devices d join relay_boards b on d.id = b.device_id join relay_channels c on b.id = c.board_id
    where ${is} group by d.id, d.name, b.id, b.total_channels order by d.id, b.id`;
  const hourly = (value: string) => `select device_id, count(*) as n, avg(${value}) as mean
    from telemetry_data where timestamp >= :hour and timestamp < :end group by device_id order by device_id`;
  const monthly = (
    value: string,
  ) => `select data_key, count(*) as n, avg(${value}) as mean from telemetry_data
    where device_id = :device and timestamp >= :month and timestamp < :end group by data_key order by data_key`;
  return [
    same({
      id: 'devicesOnline',
      from: 'guide',
      tables: ['devices'],
      sqlite: `select * from devices where status = 'online' order by id`,
      compare: ['id', 'name'],
    }),
    {
      id: 'activeChannels',
      from: 'guide',
      tables: ['devices', 'relay_boards', 'relay_channels'],
      sqlite: active('c.is_active = 1'),
      postgres: active('c.is_active'),
      compare: ['id', 'total_channels', 'n'],
    },
    {
      id: 'telemetryMeans',
      from: 'guide',
      tables: ['telemetry_data'],
      sqlite: hourly('cast(data_value as real)'),
      postgres: hourly(number),
      compare: ['device_id', 'n', 'mean'],
    },
    same({
      id: 'eventsOfDay',
      from: 'guide',
      tables: ['event_logs'],
      sqlite: `select * from event_logs where event_type = :type and timestamp >= :day
        order by timestamp desc, id desc limit 100`,
      compare: ['id'],
    }),
    same({
      id: 'deviceList',
      from: 'application',
      tables: ['devices', 'relay_boards', 'relay_channels'],
      sqlite: `select d.*, b.id as board, c.id as channel, c.name as channel_name
        from devices d left join relay_boards b on b.device_id = d.id left join relay_channels c on c.board_id = b.id
        order by d.name, d.id, b.id, c.channel_number`,
      compare: ['id', 'board', 'channel'],
    }),
    same({
      id: 'latestValues',
      from: 'application',
      tables: ['telemetry_data'],
      sqlite: `select device_id, data_key, data_value from telemetry_data
        where id in (select max(id) from telemetry_data group by device_id, data_key) order by device_id, data_key`,
      compare: ['device_id', 'data_key', 'data_value'],
    }),
    same({
      id: 'deviceHour',
      from: 'application',
      tables: ['telemetry_data'],
      sqlite: `select id, timestamp, data_key, data_value, unit from telemetry_data
        where device_id = :device and timestamp >= :hour and timestamp < :end order by timestamp, id`,
      compare: ['id', 'data_value'],
    }),
    {
      id: 'deviceMonth',
      from: 'application',
      tables: ['telemetry_data'],
      sqlite: monthly('cast(data_value as real)'),
      postgres: monthly(number),
      compare: ['data_key', 'n', 'mean'],
    },
    same({
      id: 'eventsPage',
      from: 'application',
      tables: ['event_logs'],
      sqlite: `select * from event_logs where event_type = :type order by timestamp desc, id desc limit 50 offset 100`,
      compare: ['id'],
    }),
    // As the application asks today. Full-text search means something else, and is there for those who want it.
    same({
      id: 'eventSearch',
      from: 'application',
      tables: ['event_logs'],
      sqlite: `select id, timestamp, source, error_message from event_logs
        where lower(error_message) like '%tempo esgotado%' order by id desc limit 50`,
      compare: ['id'],
    }),
  ];
}

/** A statement with its values in the order of their placeholders. */
export function bound(
  sql: string,
  values: BenchmarkValues,
  place: (index: number) => string,
): { text: string; values: (string | number)[] } {
  const given: (string | number)[] = [];
  const text = sql.replaceAll(/(?<![:\w]):([a-z]+)/g, (_, name: string) => {
    given.push(values[name as keyof BenchmarkValues] ?? 0);
    return place(given.length);
  });
  return { text, values: given };
}

/** Rows as text in which both sides look the same. */
export function fingerprint(rows: Record<string, unknown>[], columns: string[]): string {
  const cell = (value: unknown): string | null => {
    if (value === null || value === undefined) return null;
    const text = String(value);
    return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text).toPrecision(10) : text;
  };
  return JSON.stringify(rows.map((row) => columns.map((column) => cell(row[column]))));
}
