import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Plan, TableAccount, ValidationLevel, ValidationResult } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { tryInserts } from '../diff/inserts.ts';
import { compareObjects } from '../diff/parity.ts';
import { validateTables } from '../diff/validate.ts';
import { loadTables } from '../load/load.ts';
import { tableStatements } from '../plan/ddl.ts';
import { applyAll } from '../target/apply.ts';
import { asideName, moveAside } from '../target/aside.ts';
import { readCatalog } from '../target/catalog.ts';
import { withTransaction } from '../target/connect.ts';
import { createJournal, findRun, insertObject, insertRun, type RunRow } from '../target/journal.ts';
import { qualified, quoteIdent } from '../target/sql.ts';
import { createUpkeep, moveUpkeep } from '../target/upkeep.ts';
import { accountOf } from './account.ts';
import { StageProgress } from './progress.ts';
import { type Prepared, planDigest, type RunSession } from './session.ts';

/** Creates journal and tables in one transaction; nothing to do when the target knows the run already. */
export async function prepareStage(
  session: RunSession,
  client: pg.Client,
  plan: Plan,
  replace: boolean,
): Promise<void> {
  const { state } = session;
  const { schema } = state.target;
  const known = await findRun(client, state.id);
  if (known) return assertSame(session, client, plan, known);
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
      await insertObject(client, state.id, { kind: 'schema', name: schema, parent: null });
    } else if (replace) {
      const to = asideName(schema, state.id);
      const moved = await moveAside(client, schema, to);
      await moveUpkeep(client, schema, to);
      session.ctx.log.info({ run: state.id, moved, to }, 'earlier objects kept in a schema of their own');
    }
    await applyAll(client, state.id, schema, tableStatements(plan));
  });
}

/** A run goes on only with the plan and the tables that it began with. */
async function assertSame(session: RunSession, client: pg.Client, plan: Plan, known: RunRow): Promise<void> {
  const { id, source, target } = session.state;
  if (known.planSha256 !== planDigest(plan)) {
    const reason = 'the plan is not the one this run began with';
    throw new AppError('run.damaged', { run: id, path: session.folder.plan, reason });
  }
  if (known.sourceSha256 !== source.sha256 || known.schema !== target.schema) {
    const reason = 'the target knows this run with another source or schema';
    throw new AppError('run.damaged', { run: id, path: session.folder.state, reason });
  }
  const missing = await client.query(
    `select name from unnest($1::text[]) as name where to_regclass(name) is null limit 3`,
    [plan.tables.map((t) => qualified(target.schema, t.target))],
  );
  if (missing.rows.length === 0) return;
  const tables = missing.rows.map((r) => r.name).join(', ');
  throw new AppError('target.changed', { run: id, schema: target.schema, tables });
}

/** Loads what the journal does not have yet, and closes the account. */
export async function loadStage(
  session: RunSession,
  db: Database,
  clients: pg.Client[],
  { plan, measures }: Prepared,
  encoding: TextEncoding,
): Promise<TableAccount[]> {
  const rowsOf = (name: string) => measures.tables.find((t) => t.table === name)?.rows ?? 0;
  const total = measures.tables.reduce((n, t) => n + t.rows, 0);
  const progress = new StageProgress(session.ctx, session.state.id, 'load', 'rows', total);
  await loadTables({
    db,
    clients,
    run: session.state.id,
    schema: session.state.target.schema,
    tables: plan.tables.map((table) => ({ table, rows: rowsOf(table.source) })),
    encoding,
    signal: session.ctx.signal,
    onRows: (table, rows) => progress.add(table.source, rows),
  });
  return accountOf(clients[0] as pg.Client, session.state.id, plan, measures);
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
