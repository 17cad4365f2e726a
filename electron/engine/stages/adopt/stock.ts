import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanTable } from '../../../../shared/model/index.ts';
import type { TextEncoding } from '../../convert/values.ts';
import { linesOf, type PutInput, stage, stageLines } from '../../diff/apply-rows.ts';
import { type PlannedRow, plannedRow } from '../../diff/changes-rows.ts';
import { keyTaken, orphan } from '../../load/adopted-causes.ts';
import { loadedColumns } from '../../load/chunk.ts';
import {
  addExceptions,
  addRefused,
  type ExceptionLines,
  noExceptions,
  writeExceptions,
} from '../../load/exceptions.ts';
import { halved } from '../../load/halved.ts';
import { keyText, readKey } from '../../load/keys.ts';
import { silently } from '../../load/silent.ts';
import { keepStood, stoodKeys } from '../../target/adopted-rows.ts';
import { withTransaction } from '../../target/connect.ts';
import { insertChunk } from '../../target/journal.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';

export interface AdoptWork {
  client: pg.Client;
  db: Database;
  run: string;
  schema: string;
  encoding: TextEncoding;
  signal: AbortSignal;
}

/** Parts of the journal that stand for rows which the load itself does not bring. */
const stockPart = -2;

/**
 * Settles what the load leaves alone. Rows of the source that are there already count as migrated, those that are matched
 * get the source's values, those whose key is taken go to the exceptions, and so do orphans. Once for each run.
 * @param orphans rows that the application's foreign keys would refuse, by `keyText`
 */
export async function settleStock(
  work: AdoptWork,
  table: PlanTable,
  orphans: ReadonlySet<string>,
): Promise<void> {
  const { client, run, db, encoding, schema, signal } = work;
  if (!table.adopted || (!table.adopted.there && orphans.size === 0)) return;
  if (await isDone(client, run, table, stockPart)) return;
  const planned = plannedRow(db, table, encoding);
  const put: PutInput = { client, db, run, schema, table, encoding, signal };
  const exceptions = noExceptions();
  const refuse = (key: string, { code, reason }: typeof orphan) =>
    addRefused(exceptions, put, { key: readKey(key), troubles: [], quarantined: true }, code, reason);
  await withTransaction(client, () =>
    silently(put, async () => {
      let there = 0;
      const known = new Set<string>();
      const changed: PlannedRow[] = [];
      const apart: string[] = [];
      for (const { readKey: key, kind } of await stoodKeys(client, run, table.source)) {
        if (key === null) continue;
        known.add(key);
        if (orphans.has(key)) {
          // The application's row has a parent, the source's has none: the one stays, the other is kept apart.
          refuse(key, orphan);
          apart.push(key);
        } else if (kind === 'kept') refuse(key, keyTaken);
        else {
          const row = planned(readKey(key));
          if (row.troubles.length > 0) addExceptions(exceptions, put, row);
          there++;
          if (kind === 'changed' && row.fields !== null) changed.push(row);
        }
      }
      for (const key of orphans) if (!known.has(key)) refuse(key, orphan);
      const refused = await update(put, changed, exceptions);
      await keepStood(client, run, table.source, [...apart, ...refused]);
      await writeExceptions(client, exceptions, signal);
      const { repaired, nulled, quarantined } = exceptions;
      const migrated = there - refused.length;
      await insertChunk(client, run, {
        ...{ table: table.source, part: stockPart, seq: 1, lastKey: '[]' },
        ...{ read: migrated + quarantined, migrated, repaired, nulled, quarantined },
      });
    }),
  );
}

/** Gives rows the source's values. Returns the keys of those that the server refuses. */
async function update(put: PutInput, rows: PlannedRow[], exceptions: ExceptionLines): Promise<string[]> {
  const refused: string[] = [];
  const send = (group: readonly PlannedRow[]) => updateGroup(put, group);
  await halved(put.client, rows, send, ({ key }, { code, message }) => {
    addRefused(exceptions, put, { key, troubles: [], quarantined: true }, `server.${code}`, message);
    refused.push(keyText(key));
  });
  return refused;
}

async function updateGroup(put: PutInput, rows: readonly PlannedRow[]): Promise<void> {
  const { client, table, schema } = put;
  // What refers to rows that are not in yet keeps its old value until these are.
  const late = new Set(table.adopted?.late);
  const columns = loadedColumns(table).filter((c) => !late.has(c.target));
  await stageLines(put, columns, linesOf(table, rows, columns));
  const keys = new Set(table.compareKey);
  const pair = (c: { target: string }) => `${quoteIdent(c.target)} = s.${quoteIdent(c.target)}`;
  const set = columns.filter((c) => !keys.has(c.source));
  const on = columns.filter((c) => keys.has(c.source)).map((c) => `t.${pair(c)}`);
  if (set.length === 0) return;
  await client.query(
    `update ${qualified(schema, table.target)} t set ${set.map(pair).join(', ')} from ${stage} s where ${on.join(' and ')}`,
  );
}

export async function isDone(
  client: pg.ClientBase,
  run: string,
  table: PlanTable,
  part: number,
): Promise<boolean> {
  const { rows } = await client.query<{ done: boolean }>(
    `select exists (select from autocore_migration.chunk
       where run = $1::text and source_table = $2::text and part = $3::int) as done`,
    [run, table.source, part],
  );
  return rows[0]?.done ?? false;
}
