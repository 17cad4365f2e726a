import { isDeepStrictEqual } from 'node:util';
import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import { AppError } from '../../../../shared/errors.ts';
import type { AdoptedSchema, Plan, PlanTable } from '../../../../shared/model/index.ts';
import type { TextEncoding } from '../../convert/values.ts';
import { standing } from '../../diff/stood.ts';
import { silently } from '../../load/silent.ts';
import { functionStatements, tableStatements } from '../../plan/ddl.ts';
import { planDigest, type RunSession } from '../../run/session.ts';
import { readAdoptedSchema } from '../../target/adopt-facts.ts';
import { shapesOf } from '../../target/adopt-shape.ts';
import { insertStood } from '../../target/adopted-rows.ts';
import { withTransaction } from '../../target/connect.ts';
import { dropFence } from '../../target/fence.ts';
import { createJournal, insertObject, insertRun } from '../../target/journal.ts';
import { holdOffLive } from '../../target/live.ts';
import { referencesTo } from '../../target/references.ts';
import { qualified, quoteIdent } from '../../target/sql.ts';
import { sqlstateOf } from '../../target/sqlstate.ts';
import { createUpkeep } from '../../target/upkeep.ts';
import { serverVersion } from '../../target/version.ts';
import { applyAll } from '../apply.ts';

/**
 * Makes an application's tables ready for the rows of a run, in one transaction: the journal, what was decided to
 * change, and a note of every row that stands there.
 * @throws AppError adopt.changed {schema, tables} when the application changed them since the audit, target.live
 */
export async function prepareAdopted(
  session: RunSession,
  client: pg.Client,
  plan: Plan,
  db: Database,
  audited: AdoptedSchema,
): Promise<void> {
  const { state, ctx } = session;
  const { schema } = state.target;
  const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
  await withTransaction(client, async () => {
    await createJournal(client);
    await createUpkeep(client);
    await insertRun(client, {
      ...{ id: state.id, tool: state.tool, schema },
      ...{ sourceSha256: state.source.sha256 ?? '', planSha256: planDigest(plan) },
    });
    await holdOffLive(client, [schema], null);
    const own = plan.tables.filter((t) => t.adopted);
    for (const { target } of own) {
      // Nobody writes or alters them until this is through.
      await client.query(`lock table ${qualified(schema, target)} in share row exclusive mode`);
    }
    const now = await readAdoptedSchema(client, schema);
    requireSame(audited, now);
    // What an earlier run left up after its way back would keep the application out.
    if (own.every((t) => t.adopted?.owned)) await dropFence(client, schema);
    const created = { ...plan, tables: plan.tables.filter((t) => !t.adopted), extraObjects: [] };
    const server = await serverVersion(client);
    await applyAll(client, state.id, schema, [
      ...tableStatements(created, schema, server),
      ...functionStatements(created, schema, server),
    ]);
    for (const table of own) {
      await noteTable(client, state.id, schema, table, now);
      await takeStock(session, client, table, db, encoding, now);
    }
    for (const { name } of now.tables) {
      if (own.some((t) => t.target === name)) continue;
      // So that the way back knows what the application had before.
      await insertObject(client, state.id, schema, { kind: 'stood', name, parent: null });
    }
    await takeOut(client, schema, own);
    for (const table of own) for (const { sql } of table.adopted?.alters ?? []) await alter(client, sql);
  });
  ctx.log.info({ run: state.id, schema }, 'adopted the tables of the application');
}

/** @throws AppError adopt.alterRefused {sql, reason} where something else hangs on what would be changed */
async function alter(client: pg.Client, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    if (!/^(0A|2B|42|55)/.test(sqlstateOf(error) ?? '')) throw error;
    throw new AppError('adopt.alterRefused', { sql, reason: (error as Error).message }, { cause: error });
  }
}

/** The plan was made for what stood there then. */
function requireSame(audited: AdoptedSchema, now: AdoptedSchema): void {
  const shape = (of: AdoptedSchema) => new Map(shapesOf(of).map((table) => [table.name, table]));
  const [then, today] = [shape(audited), shape(now)];
  const changed = [...new Set([...then.keys(), ...today.keys()])].filter(
    (name) => !isDeepStrictEqual(then.get(name), today.get(name)),
  );
  if (changed.length === 0) return;
  throw new AppError('adopt.changed', { schema: now.schema, tables: changed.join(', ') });
}

/** What undoing needs of a table: its columns in order, where its sequences stood, what was changed of it. */
async function noteTable(
  client: pg.Client,
  run: string,
  schema: string,
  table: PlanTable,
  now: AdoptedSchema,
): Promise<void> {
  const found = now.tables.find((t) => t.name === table.target);
  const parent = JSON.stringify(writable(now, table));
  await insertObject(client, run, schema, { kind: 'adopted', name: table.target, parent });
  await insertObject(client, run, schema, { kind: 'taken', name: table.target, parent: table.source });
  for (const { sequence, name: column, facts } of found?.columns ?? []) {
    if (sequence === null || !sequence.movable) continue;
    const isNumber = /^int[248]$/.test(facts.name);
    const highest = isNumber
      ? `(select coalesce(max(${quoteIdent(column)}), 0)::text as n from ${qualified(schema, table.target)})`
      : `(select '0' as n)`;
    const { rows } = await client.query<{ n: string }>(`select n from ${highest} h`);
    const stood = JSON.stringify({
      last: sequence.last,
      called: sequence.called,
      highest: rows[0]?.n ?? '0',
    });
    await insertObject(client, run, schema, { kind: 'sequence', name: sequence.name, parent: stood });
  }
  for (const { undo } of table.adopted?.alters ?? []) {
    await insertObject(client, run, schema, { kind: 'altered', name: table.target, parent: undo });
  }
}

/** Columns of a table that can be written, in the table's order. */
function writable(now: AdoptedSchema, table: PlanTable): string[] {
  const found = now.tables.find((t) => t.name === table.target);
  return (found?.columns ?? []).filter((c) => c.generated === null).map((c) => c.name);
}

async function takeStock(
  { state, ctx }: RunSession,
  client: pg.Client,
  table: PlanTable,
  db: Database,
  encoding: TextEncoding,
  now: AdoptedSchema,
): Promise<void> {
  const { schema } = state.target;
  const there = now.tables.find((t) => t.name === table.target)?.rows ?? 0;
  if (there === 0) return;
  // Nobody was asked about rows that came since.
  if (!table.adopted?.there) throw new AppError('adopt.changed', { schema, tables: table.target });
  const { policy } = table.adopted.there;
  const columns = writable(now, table);
  const rows = await standing({ client, db, schema, table, columns, encoding, policy, signal: ctx.signal });
  await insertStood(client, state.id, rows, ctx.signal);
}

/** Takes rows out that others come in the place of, children before parents. */
async function takeOut(client: pg.Client, schema: string, tables: readonly PlanTable[]): Promise<void> {
  const out = tables.filter((t) => t.adopted?.there?.policy === 'replace');
  const names = new Set(out.map((t) => qualified(schema, t.target)));
  for (const table of out) {
    const name = qualified(schema, table.target);
    for (const { child, quoted, columns } of await referencesTo(client, name)) {
      if (names.has(quoted)) continue;
      const some = columns.map((c) => `${quoteIdent(c)} is not null`).join(' and ');
      const { rows } = await client.query(`select exists (select from ${child} where ${some}) as some`);
      if (rows[0].some) throw new AppError('adopt.tied', { table: table.target, child });
    }
  }
  for (const table of out) {
    // Rows in a circle hold each other.
    const late = table.adopted?.late ?? [];
    const set = late.map((c) => `${quoteIdent(c)} = null`).join(', ');
    const put = { client, schema, table };
    if (set) await silently(put, () => client.query(`update ${qualified(schema, table.target)} set ${set}`));
  }
  for (const table of out.toReversed())
    await silently({ client, schema, table }, () =>
      client.query(`delete from ${qualified(schema, table.target)}`),
    );
}
