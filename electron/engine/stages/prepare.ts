import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Plan } from '../../../shared/model/index.ts';
import { functionStatements, type Statement, tableStatements } from '../plan/ddl.ts';
import { needsTimescale } from '../plan/hypertables.ts';
import { caseless, needsCaseless } from '../plan/nocase.ts';
import { assertSame, knownRun } from '../run/known.ts';
import { StageProgress } from '../run/progress.ts';
import { type Prepared, planDigest, type RunSession, stage } from '../run/session.ts';
import type { Target } from '../run/target.ts';
import { asideName, moveObjects, renameAside } from '../target/aside.ts';
import { asDatabaseMakes, asSessionMakes, citusFacts, distributed } from '../target/citus.ts';
import type { TargetConfig } from '../target/config.ts';
import { withTransaction } from '../target/connect.ts';
import { requireExtension } from '../target/extension.ts';
import {
  createdObjects,
  findRun,
  holdJournal,
  insertObject,
  insertRun,
  journalTables,
  moveRuns,
  newObject,
} from '../target/journal.ts';
import { holdOffLive } from '../target/live.ts';
import { inOneTrip, sendAll } from '../target/pipeline.ts';
import { contentOf } from '../target/preflight-queries.ts';
import { type SchemaObject, schemaObjects } from '../target/schema-objects.ts';
import { quoteIdent } from '../target/sql.ts';
import { isDuplicate, targetParams } from '../target/sqlstate.ts';
import { requireTimescale } from '../target/timescale.ts';
import { createUpkeep, moveUpkeep } from '../target/upkeep.ts';
import { serverVersion } from '../target/version.ts';
import { applyAll, remaining } from './apply.ts';

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
  if (known) {
    if (adopted === null) await completeTables(session, control, plan);
    await assertSame(control, state, plan);
    return;
  }
  await stage(session, 'prepare', async () => {
    const progress = new StageProgress(session.ctx, state.id, 'prepare', 'objects', plan.tables.length);
    // A cancel that comes later than this may come behind the COMMIT.
    session.ctx.signal.throwIfAborted();
    await (adopted ?? (() => createTables(session, control, target.config, plan, progress)))();
    progress.at(null, plan.tables.length);
  });
}

/**
 * Creates journal, tables and functions, for a run that the target does not know yet: in one transaction, unless there
 * are more of them than a server has room to lock at once. What one of several transactions made is in the journal, so
 * that the next attempt goes on behind it. https://www.postgresql.org/docs/current/runtime-config-locks.html
 * @throws AppError target.notEmpty {host, port, database, user, schema, count, examples} when somebody was quicker,
 *   target.live {live, schema, since} where the application works in the schema
 */
async function createTables(
  session: RunSession,
  client: pg.Client,
  config: TargetConfig,
  plan: Plan,
  progress: StageProgress,
): Promise<void> {
  try {
    await createFirst(session, client, plan);
    await completeTables(session, client, plan, progress);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const { schema } = session.state.target;
    const content = contentOf(await besideOurs(client, session.state.id, schema));
    const params = { ...targetParams(error, config), schema, ...content };
    throw new AppError('target.notEmpty', params, { cause: error });
  }
}

/** What stands in the schema that the run has not made: an earlier one of several transactions may have. */
async function besideOurs(client: pg.Client, run: string, schema: string): Promise<SchemaObject[]> {
  const ours = (await findRun(client, run)) ? await createdObjects(client, run) : [];
  const names = new Set(ours.map(({ name }) => quoteIdent(name)));
  // A function is called with its arguments there, and no name is quoted that needs no quotes.
  const whole = ({ name }: SchemaObject) =>
    name.startsWith('"') ? name.replace(/(")\(.*$/s, '$1') : `"${name.replace(/\(.*$/s, '')}"`;
  return (await schemaObjects(client, schema)).filter((object) => !names.has(whole(object)));
}

/** Statements of one transaction: each table takes a handful of the 6,400 locks that a server has as it is installed. */
const atOnce = 200;

/** Functions as well: indexes call them later, and by then nobody else may have made one of the same name. */
async function statementsOf(client: pg.Client, plan: Plan, schema: string): Promise<Statement[]> {
  const server = await serverVersion(client);
  return [...tableStatements(plan, schema, server), ...functionStatements(plan, schema, server)];
}

/** Makes what the journal does not know yet. */
async function completeTables(
  { state, ctx }: RunSession,
  client: pg.Client,
  plan: Plan,
  progress?: StageProgress,
): Promise<void> {
  const { schema } = state.target;
  const all = await statementsOf(client, plan, schema);
  if (all.length <= atOnce) return;
  const left = remaining(await createdObjects(client, state.id), all);
  for (let at = 0; at < left.length; at += atOnce) {
    ctx.signal.throwIfAborted();
    const batch = left.slice(at, at + atOnce);
    progress?.at(batch[0]?.table ?? null, Math.min(plan.tables.length, all.length - left.length + at));
    await withTransaction(client, () => applyAll(client, state.id, schema, batch));
  }
}

const schemaThere = 'select to_regnamespace($1::text) is not null as there';

async function createFirst(session: RunSession, client: pg.Client, plan: Plan): Promise<void> {
  const { state } = session;
  const { schema } = state.target;
  const citus = await citusFacts(client);
  const make = (name: string) => [
    ...asDatabaseMakes(citus),
    `create schema ${quoteIdent(name)}`,
    ...asSessionMakes(citus),
  ];
  await withTransaction(client, async () => {
    const run = {
      id: state.id,
      tool: state.tool,
      sourceSha256: state.source.sha256 ?? '',
      planSha256: planDigest(plan),
      schema,
    };
    await holdJournal(client);
    const [, , , there, statements] = await inOneTrip(client, [
      () => client.query(journalTables),
      () => createUpkeep(client),
      () => insertRun(client, run),
      () => client.query<{ there: boolean }>(schemaThere, [quoteIdent(schema)]),
      () => statementsOf(client, plan, schema),
      () => holdOffLive(client, [schema], null),
    ]);
    if (!there.rows[0]?.there) {
      const made = newObject(state.id, schema, { kind: 'schema', name: schema, parent: null });
      await sendAll(client, [...make(schema), made]);
    } else if (state.options.replace && contentOf(await schemaObjects(client, schema)).count > 0) {
      await moveAside(session, client, schema, make);
    }
    if (needsTimescale(plan)) await requireTimescale(client, schema);
    if (needsCaseless(plan)) await requireExtension(client, state.id, schema, caseless);
    await applyAll(client, state.id, schema, statements.slice(0, atOnce));
  });
}

/** What the schema holds goes into a schema beside it, with whatever else knows it by its place. */
async function moveAside(
  { state, ctx }: RunSession,
  client: pg.Client,
  schema: string,
  make: (name: string) => string[],
): Promise<void> {
  const to = asideName(schema, state.id);
  const isPlaced = (await distributed(client, [schema])).has(schema);
  if (!isPlaced) await client.query(`create schema ${quoteIdent(to)}`);
  await insertObject(client, state.id, schema, { kind: 'aside', name: to, parent: null });
  const moved = isPlaced
    ? await renameAside(client, schema, to, make)
    : await moveObjects(client, schema, to);
  await moveUpkeep(client, schema, to);
  await moveRuns(client, schema, to, state.id);
  ctx.log.info({ run: state.id, moved, to }, 'earlier objects kept in a schema of their own');
}
