import type pg from 'pg';
import { AppError } from '../../../../shared/errors.ts';
import type { PlanTable, RunState } from '../../../../shared/model/index.ts';
import { orphansOf, withOrphans } from '../../diff/adopted-orphans.ts';
import type { Changes } from '../../diff/changes.ts';
import { type PlannedRows, plannedRow, plannedRows } from '../../diff/changes-rows.ts';
import { asideCause, keyTaken, orphan as refusal } from '../../load/adopted-causes.ts';
import { addRefused, noExceptions, writeExceptions } from '../../load/exceptions.ts';
import { keyText } from '../../load/keys.ts';
import { readBlocks } from '../../load/reader.ts';
import { account } from '../catch-up-account.ts';
import type { CatchUp } from '../catch-up-compare.ts';
import { whoOf } from './look.ts';

/** What a catch-up does in an application's tables. */
export interface Following {
  changes: Map<PlanTable, Changes>;
  /** Rows that the application's foreign keys would refuse come out as refused. */
  after(table: PlanTable): PlannedRows;
}

/**
 * SQLite lets a parent go and its children stay; PostgreSQL would take them along, or refuse. So rows that come to have
 * no parent leave the target for the exceptions, and come back when they have one.
 * @throws AppError target.noRights {schema, user, database, reason} where there is something to do and the tables are
 *   somebody else's
 */
export async function followAdopted(
  client: pg.Client,
  { id: run, target: { schema } }: RunState,
  work: CatchUp,
  found: Map<PlanTable, Changes>,
): Promise<Following> {
  const { plan, encoding } = work;
  const { db } = work.after;
  const ledger = await quarantined(client, run);
  const out = new Map<PlanTable, Set<string>>();
  for (const [table, changes] of found) {
    const touched = [...changes.inserted, ...changes.changed.map((c) => c.after)];
    const planned = plannedRow(db, table, encoding);
    const own = new Set(touched.filter((key) => planned(key).fields === null).map(keyText));
    const gone = new Set([...changes.deleted, ...changes.changed.map((c) => c.before)].map(keyText));
    for (const { key, code } of ledger.get(table.source) ?? []) {
      // Children of a row whose key the application's row has find that one.
      if (code !== refusal.code && code !== keyTaken.code && !gone.has(key)) own.add(key);
    }
    out.set(table, own);
  }
  const orphans = orphansOf(db, plan, encoding, out);
  const changes = new Map<PlanTable, Changes>();
  for (const [table, of] of found) {
    const before = new Set(
      (ledger.get(table.source) ?? []).filter((e) => e.code === refusal.code).map((e) => e.key),
    );
    const gone = new Set(of.deleted.map(keyText));
    changes.set(
      table,
      withOrphans(of, before, orphans.get(table) ?? new Set(), (key) => !gone.has(keyText(key))),
    );
  }
  requireOwner(client, schema, plan.tables, changes);
  return {
    changes,
    after(table) {
      const rows = plannedRows(db, table, encoding);
      const refused = orphans.get(table);
      return function* (keys) {
        for (const row of rows(keys)) {
          const isOrphan = row.fields !== null && refused?.has(keyText(row.key));
          yield isOrphan ? { ...row, fields: null, quarantined: true, refusal } : row;
        }
      };
    },
  };
}

function requireOwner(
  client: pg.Client,
  schema: string,
  tables: readonly PlanTable[],
  changes: ReadonlyMap<PlanTable, Changes>,
): void {
  const some = [...changes.values()].some((c) => c.inserted.length + c.changed.length + c.deleted.length > 0);
  const foreign = tables.filter((t) => t.adopted?.owned === false).map((t) => t.target);
  if (!some || foreign.length === 0) return;
  throw new AppError('target.noRights', {
    ...whoOf(client),
    ...{ schema, reason: `not the owner of ${foreign.slice(0, 5).join(', ')}`, context: 'tables' },
  });
}

async function quarantined(client: pg.Client, run: string) {
  const { rows } = await client.query<{ table: string; key: string; code: string }>(
    `select source_table as "table", read_key as key, code from autocore_migration.exception
     where run = $1::text and action = 'quarantined'`,
    [run],
  );
  return Map.groupBy(rows, (row) => row.table);
}

/** Tables that have no place in the target are put with the exceptions anew. */
export async function asideAgain(
  client: pg.Client,
  run: string,
  work: CatchUp,
  signal: AbortSignal,
): Promise<void> {
  for (const table of work.plan.aside ?? []) {
    const rows = await setAsideAgain(client, run, work, table, signal);
    if (rows === 0) continue;
    const profile = work.measures.tables.find((t) => t.table === table.source);
    if (profile) profile.rows += rows;
    await account(client, run, table, { read: rows, quarantined: rows, migrated: 0, repaired: 0, nulled: 0 });
  }
}

/** Returns what the account gains. */
async function setAsideAgain(
  client: pg.Client,
  run: string,
  work: CatchUp,
  table: PlanTable,
  signal: AbortSignal,
): Promise<number> {
  const { rowCount } = await client.query(
    'delete from autocore_migration.exception where run = $1::text and source_table = $2::text',
    [run, table.source],
  );
  const from = { db: work.after.db, table, encoding: work.encoding, run };
  const { code, reason } = asideCause(table.adopted?.use === 'bookkeeping' ? 'bookkeeping' : 'setAside');
  const options = { columns: table.columns, order: table.read, encoding: work.encoding, after: null };
  let exceptions = noExceptions();
  let rows = 0;
  for (const { last } of readBlocks(work.after.db, table, { ...options, single: true, rowsPerBlock: 1 })) {
    signal.throwIfAborted();
    addRefused(exceptions, from, { key: last, troubles: [], quarantined: true }, code, reason);
    rows++;
    if (exceptions.bytes < 8 * 1024 * 1024) continue;
    await writeExceptions(client, exceptions, signal);
    exceptions = noExceptions();
  }
  await writeExceptions(client, exceptions, signal);
  return rows - (rowCount ?? 0);
}
