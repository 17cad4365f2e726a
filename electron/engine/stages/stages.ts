import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Plan, TableAccount, ValidationLevel, ValidationResult } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { tryInserts } from '../diff/inserts.ts';
import { compareObjects } from '../diff/parity.ts';
import { validateTables } from '../diff/validate.ts';
import type { ChunkSize } from '../load/chunk.ts';
import { loadTables } from '../load/load.ts';
import { tableStatements } from '../plan/ddl.ts';
import { accountOf } from '../run/account.ts';
import { StageProgress } from '../run/progress.ts';
import { type Prepared, planDigest, type RunSession } from '../run/session.ts';
import { asideName, moveObjects } from '../target/aside.ts';
import { readCatalog } from '../target/catalog.ts';
import { withTransaction } from '../target/connect.ts';
import { createJournal, insertObject, insertRun, moveRuns } from '../target/journal.ts';
import { contentOf } from '../target/preflight-queries.ts';
import { quoteIdent } from '../target/sql.ts';
import { createUpkeep, moveUpkeep } from '../target/upkeep.ts';
import { applyAll } from './apply.ts';

/** Creates journal and tables in one transaction, for a run that the target does not know yet. */
export async function prepareStage(session: RunSession, client: pg.Client, plan: Plan): Promise<void> {
  const { state } = session;
  const { schema } = state.target;
  await withTransaction(client, async () => {
    await createJournal(client);
    await createUpkeep(client);
    await insertRun(client, {
      id: state.id,
      tool: state.tool,
      sourceSha256: state.source.sha256 ?? '',
      planSha256: planDigest(plan),
      schema,
    });
    const there = await client.query('select to_regnamespace($1::text) is not null as there', [
      quoteIdent(schema),
    ]);
    if (!there.rows[0].there) {
      await client.query(`create schema ${quoteIdent(schema)}`);
      await insertObject(client, state.id, schema, { kind: 'schema', name: schema, parent: null });
    } else if (state.options.replace && (await contentOf(client, schema)).count > 0) {
      await moveAside(session, client, schema);
    }
    await applyAll(client, state.id, schema, tableStatements(plan));
  });
}

/** What the schema holds goes into a schema beside it, with whatever else knows it by its place. */
async function moveAside({ state, ctx }: RunSession, client: pg.Client, schema: string): Promise<void> {
  const to = asideName(schema, state.id);
  await client.query(`create schema ${quoteIdent(to)}`);
  await insertObject(client, state.id, schema, { kind: 'aside', name: to, parent: null });
  const moved = await moveObjects(client, schema, to);
  await moveUpkeep(client, schema, to);
  await moveRuns(client, schema, to, state.id);
  ctx.log.info({ run: state.id, moved, to }, 'earlier objects kept in a schema of their own');
}

/** The connections of a stage that works on several at once. */
export interface Workers {
  clients: [pg.Client, ...pg.Client[]];
  /** Ends what all of them are doing. */
  stop(reason: unknown): void;
}

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
  chunk: ChunkSize,
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
    chunk,
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

/** Compares rows and objects, and tries the inserts that the application will make. */
export async function validateStage(
  session: RunSession,
  db: Database,
  client: pg.Client,
  plan: Plan,
  encoding: TextEncoding,
  level: ValidationLevel,
): Promise<ValidationResult> {
  const { state, ctx } = session;
  const total = state.tables.reduce((n, t) => n + t.source, 0);
  const progress = new StageProgress(ctx, state.id, 'validate', 'rows', total);
  const verdicts = await withTransaction(
    client,
    () =>
      validateTables({
        db,
        client,
        run: state.id,
        schema: state.target.schema,
        plan,
        encoding,
        level,
        accounts: state.tables,
        signal: ctx.signal,
        onRows: (table, rows) => progress.add(table, rows),
      }),
    'begin isolation level repeatable read read only',
  );
  const catalog = await readCatalog(client, state.target.schema);
  state.objects = compareObjects(plan, catalog);
  state.tables = state.tables.map((t) => ({
    ...t,
    digest: verdicts.find((v) => v.table === t.name)?.digest ?? null,
  }));
  const insertsWithoutId = await tryInserts(client, plan, state.target.schema);
  const differences = verdicts.reduce((n, v) => n + v.differences, 0);
  const same = differences === 0 && state.objects.missing.length === 0 && insertsWithoutId.every((i) => i.ok);
  return {
    level,
    status: same ? 'identical' : 'different',
    differences: differences + state.objects.missing.length + insertsWithoutId.filter((i) => !i.ok).length,
    samples: verdicts.flatMap((v) => v.samples),
    insertsWithoutId,
  };
}
