import type { ClientBase } from 'pg';
import { copyField } from '../convert/copytext.ts';
import { copyFrom } from './copy.ts';

/** A row that stood in an adopted table before the run, and what became of it. */
export interface StoodRow {
  table: string;
  /**
   * `same`: equal to the source's row, which is not loaded again. `changed`: has the values of the source's row now.
   * `kept`: not touched; where it has a key of the source, that row is with the exceptions. `replaced`: taken out.
   */
  kind: 'same' | 'changed' | 'kept' | 'replaced';
  /** The source's row of the same key, as `keyText` writes it in the order of the load; null where there is none. */
  readKey: string | null;
  /** COPY lines without their newline: of the plan's columns, and of all columns that can be written. */
  seen: string;
  was: string;
}

/** Notes rows down, in the caller's transaction. */
export async function insertStood(
  client: ClientBase,
  run: string,
  rows: readonly StoodRow[],
  signal: AbortSignal,
): Promise<void> {
  if (rows.length === 0) return;
  const lines = (function* () {
    for (const { table, kind, readKey, seen, was } of rows) {
      yield Buffer.from(`${[run, table, kind, readKey, seen, was].map(copyField).join('\t')}\n`);
    }
  })();
  const to = 'autocore_migration.adopted (run, source_table, kind, read_key, seen, was)';
  await copyFrom(client, `copy ${to} from stdin`, lines, signal);
}

/** What is noted of a table of the source, or of all of them. */
export async function stoodRows(
  client: ClientBase,
  run: string,
  table: string | null = null,
): Promise<StoodRow[]> {
  const { rows } = await client.query<StoodRow>(
    `select source_table as "table", kind, read_key as "readKey", seen, was from autocore_migration.adopted
     where run = $1::text and ($2::text is null or source_table = $2::text) order by seq`,
    [run, table],
  );
  return rows;
}

/** The same without what the rows hold, which may be much. */
export async function stoodKeys(
  client: ClientBase,
  run: string,
  table: string | null = null,
): Promise<Pick<StoodRow, 'table' | 'kind' | 'readKey'>[]> {
  const { rows } = await client.query<Pick<StoodRow, 'table' | 'kind' | 'readKey'>>(
    `select source_table as "table", kind, read_key as "readKey" from autocore_migration.adopted
     where run = $1::text and ($2::text is null or source_table = $2::text) order by seq`,
    [run, table],
  );
  return rows;
}

/** Takes note that rows stay as they are after all. */
export async function keepStood(
  client: ClientBase,
  run: string,
  table: string,
  readKeys: readonly string[],
): Promise<void> {
  if (readKeys.length === 0) return;
  await client.query(
    `update autocore_migration.adopted set kind = 'kept'
     where run = $1::text and source_table = $2::text and read_key = any($3::text[])`,
    [run, table, readKeys],
  );
}
