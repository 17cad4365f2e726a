import type { Database } from 'better-sqlite3';
import type { TableAccount } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { type LoadSizes, loadTables } from '../load/load.ts';
import { accountOf } from '../run/account.ts';
import type { Workers } from '../run/hold.ts';
import { StageProgress } from '../run/progress.ts';
import type { Prepared, RunSession } from '../run/session.ts';

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
  state.tables = await accountOf(clients[0], state.id, plan, measures);
  await loadTables({
    db,
    clients,
    run: state.id,
    schema: state.target.schema,
    tables: plan.tables.map((table) => ({ table, rows: rowsOf(table.source) })),
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
