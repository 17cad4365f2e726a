import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { TableChanges } from '../../../shared/contract.ts';
import type { Plan } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { diffSegments } from '../diff/segments.ts';
import { refusedKeys } from '../diff/validate.ts';
import { withTransaction } from '../target/connect.ts';

export interface WrittenInput {
  client: pg.Client;
  db: Database;
  run: string;
  schema: string;
  plan: Plan;
  signal: AbortSignal;
  onRows(table: string, rows: number): void;
}

/** Rows of PostgreSQL that are not as in the snapshot, by table; tables without any are left out. Nothing is written. */
export async function countWritten(input: WrittenInput): Promise<TableChanges[]> {
  const { client, db, plan, run, schema, signal } = input;
  const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
  return withTransaction(
    client,
    async () => {
      const refused = await refusedKeys(client, run);
      const found: TableChanges[] = [];
      for (const table of plan.tables) {
        const name = table.source;
        const counts = { unexpected: 0, changed: 0, missing: 0 };
        await diffSegments({
          ...{ db, client, schema, table, encoding, signal, refused: refused.get(name) ?? new Set() },
          onRows: (rows) => input.onRows(name, rows),
          onDifference: ({ kind }) => {
            counts[kind]++;
          },
        });
        const { unexpected: inserted, changed, missing: deleted } = counts;
        if (inserted + changed + deleted > 0)
          found.push({ name, inserted, changed, deleted, quarantined: 0 });
      }
      return found;
    },
    'begin isolation level repeatable read read only',
  );
}
