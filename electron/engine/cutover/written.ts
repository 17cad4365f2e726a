import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Added, Missing, TableChanges, WayBackChoices } from '../../../shared/contract.ts';
import type { Plan } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { refusedKeys } from '../diff/ledger.ts';
import { isSameRow } from '../diff/reverse.ts';
import { PairedRows } from '../diff/reverse-pairs.ts';
import { diffSegments } from '../diff/segments.ts';
import { tableDifferences } from '../diff/table.ts';
import { isPlain } from '../diff/way-table.ts';
import { introspect } from '../source/introspect.ts';
import { asOfNow, withTransaction } from '../target/connect.ts';
import { readWay } from './way/read.ts';

export interface WrittenInput {
  client: pg.Client;
  db: Database;
  run: string;
  schema: string;
  plan: Plan;
  choices?: WayBackChoices;
  signal: AbortSignal;
  onRows(table: string, rows: number): void;
}

/** What PostgreSQL has beyond the snapshot. */
export interface Written {
  /** Rows that are not as in the snapshot, by table; tables without any are left out. Null where none were counted. */
  written: TableChanges[] | null;
  added: Added[];
  missing: Missing[];
}

/** What the application added, and what is missing: the catalogue alone is read, and additions are counted. */
export function lookAround(input: WrittenInput): Promise<Written> {
  const { client, db, choices = {} } = input;
  return withTransaction(
    client,
    async () => {
      const { added, missing } = await readWay({ ...input, choices }, introspect(db));
      return { written: null, added, missing };
    },
    asOfNow,
  );
}

/** The same, and rows of PostgreSQL that are not as in the snapshot. Nothing is written. */
export async function countWritten(input: WrittenInput): Promise<Written> {
  const { client, db, run, signal, choices = {} } = input;
  const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
  return withTransaction(
    client,
    async () => {
      const way = await readWay({ ...input, choices }, introspect(db));
      const refused = await refusedKeys(client, run);
      const found: TableChanges[] = [];
      for (const table of way.tables) {
        const name = table.planned.source;
        const counts = { unexpected: 0, changed: 0, missing: 0 };
        const pairs = new PairedRows(table.planned, (difference) => {
          if (!isSameRow(table, difference)) counts[difference.kind]++;
        });
        await (isPlain(table) ? diffSegments : tableDifferences)({
          ...{ db, client, schema: table.schema, table: table.planned, encoding, signal, read: table.read },
          refused: refused.get(name) ?? new Set(),
          without: table.without,
          onRows: (rows) => input.onRows(name, rows),
          onDifference: (difference) => pairs.take(difference),
        });
        pairs.finish();
        const { unexpected: inserted, changed, missing: deleted } = counts;
        if (inserted + changed + deleted > 0)
          found.push({ name, inserted, changed, deleted, quarantined: 0 });
      }
      return { written: found, added: way.added, missing: way.missing };
    },
    asOfNow,
  );
}
