import type pg from 'pg';
import type { Plan } from '../../../shared/model/index.ts';
import { tableStatements } from '../plan/ddl.ts';
import { assertSame, knownRun } from '../run/known.ts';
import { StageProgress } from '../run/progress.ts';
import { type Prepared, planDigest, type RunSession, stage } from '../run/session.ts';
import { asideName, moveObjects } from '../target/aside.ts';
import { withTransaction } from '../target/connect.ts';
import { createJournal, insertObject, insertRun, moveRuns } from '../target/journal.ts';
import { contentOf } from '../target/preflight-queries.ts';
import { quoteIdent } from '../target/sql.ts';
import { createUpkeep, moveUpkeep } from '../target/upkeep.ts';
import { applyAll } from './apply.ts';

/** Prepares the target, or makes sure that it is the one that was prepared. */
export async function prepareStage(
  session: RunSession,
  control: pg.Client,
  { plan }: Prepared,
): Promise<void> {
  const { state } = session;
  const known = await knownRun(control, state);
  if (known) await assertSame(control, state, plan);
  else {
    await stage(session, 'prepare', async () => {
      const progress = new StageProgress(session.ctx, state.id, 'prepare', 'objects', plan.tables.length);
      await createTables(session, control, plan);
      progress.at(null, plan.tables.length);
    });
  }
}

/** Creates journal and tables in one transaction, for a run that the target does not know yet. */
async function createTables(session: RunSession, client: pg.Client, plan: Plan): Promise<void> {
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
