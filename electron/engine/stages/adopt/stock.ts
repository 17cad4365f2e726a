import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { PlanTable } from '../../../../shared/model/index.ts';
import type { TextEncoding } from '../../convert/values.ts';
import { type Outcome, type PutInput, stage, stageLines } from '../../diff/apply-rows.ts';
import { plannedRows } from '../../diff/changes-rows.ts';
import { loadedColumns } from '../../load/chunk.ts';
import { addExceptions, addRefused, noExceptions, writeExceptions } from '../../load/exceptions.ts';
import { readKey } from '../../load/keys.ts';
import { silently } from '../../load/silent.ts';
import { stoodRows } from '../../target/adopted-rows.ts';
import { withTransaction } from '../../target/connect.ts';
import { insertChunk } from '../../target/journal.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';

/** What is said of a row that a foreign key of the application would refuse. */
export const orphan = { code: 'server.23503', reason: 'the row that it refers to is not in the target' };

/** What is said of a row whose key a row has that stays. */
export const keyTaken = { code: 'adopt.keyTaken', reason: 'a row of the application has its key' };

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
  const stood = await stoodRows(client, run, table.source);
  const planned = plannedRows(db, table, encoding, new Set());
  const put: PutInput = { client, db, run, schema, table, encoding, signal };
  const outcome: Outcome = { removed: 0, added: 0, exceptions: noExceptions() };
  const keyed = stood.filter((s) => s.readKey !== null);
  const alone = [...orphans].filter((key) => !keyed.some((s) => s.readKey === key));
  for (const key of alone) {
    const row = { key: readKey(key), troubles: [], quarantined: true };
    addRefused(outcome.exceptions, put, row, orphan.code, orphan.reason);
  }
  const taken = keyed.filter((s) => s.kind === 'kept');
  const there = keyed.filter((s) => s.kind !== 'kept');
  for (const { readKey: key } of taken) {
    const row = { key: readKey(key ?? ''), troubles: [], quarantined: true };
    addRefused(outcome.exceptions, put, row, keyTaken.code, keyTaken.reason);
  }
  const changed: string[] = [];
  const late = new Set(table.adopted.late);
  for (const { readKey: key, kind } of there) {
    const row = planned(readKey(key ?? ''));
    if (row.troubles.length > 0) addExceptions(outcome.exceptions, put, row);
    if (kind !== 'changed' || row.fields === null) continue;
    const fields = table.columns.flatMap((c, i) =>
      c.generated !== null ? [] : [late.has(c.target) ? '\\N' : (row.fields?.[i] ?? '')],
    );
    changed.push(`${fields.join('\t')}\n`);
  }
  await withTransaction(client, () =>
    silently(put, async () => {
      if (changed.length > 0) {
        await stageLines(put, loadedColumns(table), [Buffer.from(changed.join(''))]);
        await client.query(updateSql(schema, table));
      }
      await writeExceptions(client, outcome.exceptions, signal);
      const { repaired, nulled, quarantined } = outcome.exceptions;
      await insertChunk(client, run, {
        ...{ table: table.source, part: stockPart, seq: 1, lastKey: '[]' },
        ...{ read: keyed.length + alone.length, migrated: there.length, repaired, nulled, quarantined },
      });
    }),
  );
}

/** Every loaded column takes the staged value, by the key; a value that is given always stays. */
function updateSql(schema: string, table: PlanTable): string {
  const keys = new Set(table.compareKey);
  const pair = (c: { target: string }) => `${quoteIdent(c.target)} = s.${quoteIdent(c.target)}`;
  const set = loadedColumns(table).filter((c) => !keys.has(c.source));
  const on = table.columns.filter((c) => keys.has(c.source)).map((c) => `t.${pair(c)}`);
  return `update ${qualified(schema, table.target)} t set ${set.map(pair).join(', ')} from ${stage} s where ${on.join(' and ')}`;
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
