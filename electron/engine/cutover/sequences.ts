import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanTable } from '../../../shared/model/index.ts';
import { introspect } from '../source/introspect.ts';
import { qualified } from '../target/sql.ts';

/**
 * AUTOINCREMENT promises that no id is given twice, not even that of a row that is gone: ids that the server gave since
 * count as given. https://www.sqlite.org/autoinc.html
 */
export async function keepCounting(
  client: pg.ClientBase,
  schema: string,
  tables: readonly PlanTable[],
  db: Database,
): Promise<void> {
  const counting = new Set(
    introspect(db)
      .tables.filter((t) => t.autoincrement)
      .map((t) => t.name),
  );
  for (const table of tables) {
    const identity = table.columns.find((c) => c.identity !== null);
    if (!identity || !counting.has(table.source)) continue;
    const found = await client.query<{ name: string | null }>(
      'select pg_get_serial_sequence($1, $2) as name',
      [qualified(schema, table.target), identity.target],
    );
    const sequence = found.rows[0]?.name;
    if (sequence == null) continue;
    // The name comes from the server, quoted and with its schema.
    const { rows } = await client.query<{ last: string }>(
      `select last_value as last from ${sequence} where is_called`,
    );
    if (rows[0]) raise(db, table.source, BigInt(rows[0].last));
  }
}

/** SQLite has no row for a table that never had one. */
function raise(db: Database, name: string, last: bigint): void {
  const changed = db.prepare('update sqlite_sequence set seq = max(seq, ?) where name = ?').run(last, name);
  if (changed.changes === 0)
    db.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(name, last);
}
