import type pg from 'pg';

/** Settings of a server that decide how it takes a migration. None of them can hold a secret. */
const wanted = [
  'autovacuum',
  'checkpoint_timeout',
  'data_checksums',
  'DateStyle',
  'default_transaction_isolation',
  'default_transaction_read_only',
  'fsync',
  'full_page_writes',
  'idle_in_transaction_session_timeout',
  'IntervalStyle',
  'lc_messages',
  'lock_timeout',
  'maintenance_work_mem',
  'max_connections',
  'max_locks_per_transaction',
  'max_wal_size',
  'max_worker_processes',
  'server_encoding',
  'server_version',
  'shared_buffers',
  'ssl',
  'statement_timeout',
  'synchronous_commit',
  'temp_file_limit',
  'TimeZone',
  'wal_level',
  'work_mem',
];

/** What a session would get that sets nothing itself, by name. Reads a catalogue alone. */
export async function serverSettings(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string; unit: string | null }>(
    // What our own sessions ask for when they connect is nobody else's.
    `select name::text, coalesce(reset_val, '') as value, unit::text from pg_settings
      where name = any($1::text[]) and source <> 'client' order by lower(name)`,
    [wanted],
  );
  return Object.fromEntries(rows.map(({ name, value, unit }) => [name, withUnit(value, unit)]));
}

/** `128 MiB` for 16384 pages of `8kB`; 0 and -1 have meanings of their own. */
function withUnit(value: string, unit: string | null): string {
  const [, times = '1', of] = /^(\d*)(B|kB|MB)$/.exec(unit ?? '') ?? [];
  const number = Number(value);
  if (unit === null || !(number > 0)) return value;
  if (of === undefined) return `${value} ${unit}`;
  const mib =
    (number * Number(times || 1) * { B: 1, kB: 2 ** 10, MB: 2 ** 20 }[of as 'B' | 'kB' | 'MB']) / 2 ** 20;
  return `${Number(mib.toFixed(2))} MiB`;
}
