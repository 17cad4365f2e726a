import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { functionStatements, tableStatements } from '../plan/ddl.ts';
import { assertSame, knownRun } from '../run/known.ts';
import { StageProgress } from '../run/progress.ts';
import { type Prepared, planDigest, type RunSession, stage } from '../run/session.ts';
import type { Target } from '../run/target.ts';
import { asideName, moveObjects } from '../target/aside.ts';
import type { TargetConfig } from '../target/config.ts';
import { withTransaction } from '../target/connect.ts';
import { createJournal, insertObject, insertRun, moveRuns } from '../target/journal.ts';
import { holdOffLive } from '../target/live.ts';
import { contentOf } from '../target/preflight-queries.ts';
import { schemaObjects } from '../target/schema-objects.ts';
import { quoteIdent } from '../target/sql.ts';
import { isDuplicate, targetParams } from '../target/sqlstate.ts';
import { createUpkeep, moveUpkeep } from '../target/upkeep.ts';
import { serverVersion } from '../target/version.ts';
import { applyAll } from './apply.ts';

/**
 * Prepares the target, or makes sure that it is the one that was prepared.
 * @param adopted prepares tables that the application made; null where the run makes its own.
 * @throws AppError target.notEmpty {host, port, database, user, schema, count, examples} when somebody was quicker
 */
export async function prepareStage(
  session: RunSession,
  control: pg.Client,
  target: Target,
  { plan }: Prepared,
  adopted: (() => Promise<void>) | null,
): Promise<void> {
  const { state } = session;
  const known = await knownRun(control, state);
  if (known) await assertSame(control, state, plan);
  else {
    await stage(session, 'prepare', async () => {
      const progress = new StageProgress(session.ctx, state.id, 'prepare', 'objects', plan.tables.length);
      // A cancel that comes later than this may come behind the COMMIT.
      session.ctx.signal.throwIfAborted();
      await (adopted ?? (() => createTables(session, control, target.config, plan)))();
      progress.at(null, plan.tables.length);
    });
  }
}

/**
 * Creates journal, tables and functions in one transaction, for a run that the target does not know yet.
 * @throws AppError target.notEmpty {host, port, database, user, schema, count, examples} when somebody was quicker,
 *   target.live {live, schema, since} where the application works in the schema
 */
async function createTables(
  session: RunSession,
  client: pg.Client,
  config: TargetConfig,
  plan: Plan,
): Promise<void> {
  try {
    await createAll(session, client, plan);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const { schema } = session.state.target;
    const content = contentOf(await schemaObjects(client, schema));
    const params = { ...targetParams(error, config), schema, ...content };
    throw new AppError('target.notEmpty', params, { cause: error });
  }
}

async function createAll(session: RunSession, client: pg.Client, plan: Plan): Promise<void> {
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
    await holdOffLive(client, [schema], null);
    const there = await client.query('select to_regnamespace($1::text) is not null as there', [
      quoteIdent(schema),
    ]);
    if (!there.rows[0].there) {
      await client.query(`create schema ${quoteIdent(schema)}`);
      await insertObject(client, state.id, schema, { kind: 'schema', name: schema, parent: null });
    } else if (state.options.replace && contentOf(await schemaObjects(client, schema)).count > 0) {
      await moveAside(session, client, schema);
    }
    // Functions as well: indexes call them later, and by then nobody else may have made one of the same name.
    const server = await serverVersion(client);
    const statements = [
      ...tableStatements(plan, schema, server),
      ...functionStatements(plan, schema, server),
    ];
    await applyAll(client, state.id, schema, statements);
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
