import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Plan, PlanTable, TableAccount } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { orphansOf } from '../diff/adopted-orphans.ts';
import { quarantinedByType } from '../diff/adopted-out.ts';
import { type LoadInput, type LoadSizes, loadTables } from '../load/load.ts';
import { accountOf, accountsOf } from '../run/account.ts';
import type { Workers } from '../run/hold.ts';
import { StageProgress } from '../run/progress.ts';
import type { Prepared, RunSession } from '../run/session.ts';
import { stoodKeys } from '../target/adopted-rows.ts';
import { loadedOf } from '../target/journal.ts';
import { fillLate, lateWave } from './adopt/late.ts';
import { type AdoptWork, settleStock } from './adopt/stock.ts';

/**
 * Loads what the journal does not have yet, and closes the account. Meanwhile the state says what is committed, as far
 * as this process knows.
 */
export async function loadStage(
  session: RunSession,
  db: Database,
  { clients, stop }: Workers,
  { plan, measures }: Prepared,
  encoding: TextEncoding,
  sizes: LoadSizes,
): Promise<TableAccount[]> {
  const { state, done } = session;
  const rowsOf = (name: string) => measures.tables.find((t) => t.table === name)?.rows ?? 0;
  const total = measures.tables.reduce((n, t) => n + t.rows, 0);
  const progress = new StageProgress(session.ctx, state.id, 'load', 'rows', total);
  const loaded = await loadedOf(clients[0], state.id);
  state.tables = accountsOf(loaded.states, plan, measures);
  await loadTables({
    db,
    clients,
    run: state.id,
    schema: state.target.schema,
    tables: [...plan.tables, ...(plan.aside ?? [])].map((table) => ({ table, rows: rowsOf(table.source) })),
    ...(await adopting(session, db, clients[0], plan, encoding)),
    loaded,
    encoding,
    sizes,
    signal: session.ctx.signal,
    stop,
    onRows: (table, rows) => progress.add(table.source, rows),
    onChunk: (table, { migrated }) => {
      done.steps++;
      const account = state.tables.find((t) => t.name === table.source);
      if (account) account.migrated += migrated;
    },
  });
  return accountOf(clients[0], state.id, plan, measures);
}

/** What stands in the application's tables is settled before its wave, and what refers in circles is filled behind it. */
async function adopting(
  session: RunSession,
  db: Database,
  client: pg.Client,
  plan: Plan,
  encoding: TextEncoding,
): Promise<Pick<LoadInput, 'skip' | 'beforeWave' | 'afterWave'>> {
  const { state, ctx } = session;
  if (!state.options.adopt) return {};
  const work: AdoptWork = {
    ...{ client, db, run: state.id, schema: state.target.schema, encoding, signal: ctx.signal },
  };
  const skip = new Map<string, Set<string>>();
  for (const { table, readKey } of await stoodKeys(client, state.id)) {
    if (readKey === null) continue;
    skip.set(table, (skip.get(table) ?? new Set()).add(readKey));
  }
  const orphans = orphansOf(db, plan, encoding, quarantinedByType(db, plan, encoding));
  for (const [table, keys] of orphans) {
    const known = skip.get(table.source) ?? new Set();
    skip.set(table.source, known);
    for (const key of keys) known.add(key);
  }
  const own = (tables: PlanTable[]) => tables.filter((t) => plan.tables.includes(t) && t.adopted);
  return {
    skip,
    beforeWave: async (tables) => {
      for (const table of own(tables)) await settleStock(work, table, orphans.get(table) ?? new Set());
    },
    afterWave: async (tables) => {
      const wave = tables[0]?.adopted?.wave;
      for (const table of plan.tables.filter((t) => t.adopted && lateWave(plan, t) === wave)) {
        await fillLate(work, table);
      }
    },
  };
}
