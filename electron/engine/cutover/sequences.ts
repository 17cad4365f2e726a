import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Plan, PlanTable } from '../../../shared/model/index.ts';
import { introspect } from '../source/introspect.ts';
import { distributed } from '../target/citus.ts';
import { inOneTrip, transactionsOf } from '../target/pipeline.ts';
import { sequenceOf } from '../target/sequence.ts';
import { type Query, qualified, quoteIdent } from '../target/sql.ts';

/**
 * AUTOINCREMENT promises that no id is given twice, not even that of a row that is gone: ids that the server gave since
 * count as given. Returns whether any were. https://www.sqlite.org/autoinc.html
 */
export async function keepCounting(
  client: pg.ClientBase,
  tables: readonly (PlanTable & { schema: string })[],
  db: Database,
): Promise<boolean> {
  const counting = new Set(
    introspect(db)
      .tables.filter((t) => t.autoincrement)
      .map((t) => t.name),
  );
  let raised = false;
  for (const table of tables) {
    if (!counting.has(table.source)) continue;
    const position = await positionOf(client, table.schema, table);
    if (position !== null && position.given > 0n) raised = raise(db, table.source, position.given) || raised;
  }
  return raised;
}

/** SQLite has no row for a table that never had one. */
function raise(db: Database, name: string, last: bigint): boolean {
  const known = db.prepare('select cast(seq as text) from sqlite_sequence where name = ?').pluck().get(name);
  if (known === undefined)
    db.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(name, last);
  else if (BigInt(known as string) < last)
    db.prepare('update sqlite_sequence set seq = ? where name = ?').run(last, name);
  else return false;
  return true;
}

interface Position {
  /** Name of the sequence, quoted and with its schema. */
  sequence: string;
  lastValue: string;
  isCalled: boolean;
  increment: bigint;
  /** The last id that was given; one that starts at 5 has given 4. */
  given: bigint;
}

async function positionOf(client: pg.ClientBase, schema: string, table: PlanTable): Promise<Position | null> {
  const identity = table.columns.find((c) => c.identity !== null);
  if (!identity) return null;
  const sequence = await sequenceOf(client, qualified(schema, table.target), identity.target);
  return sequence === null ? null : positionIn(client, sequence);
}

async function positionIn(client: pg.ClientBase, sequence: string): Promise<Position | null> {
  const { rows } = await client.query<{ last: string; called: boolean; increment: string }>(
    `select s.last_value::text as last, s.is_called as called, p.seqincrement::text as increment
     from ${sequence} as s, pg_catalog.pg_sequence as p where p.seqrelid = $1::pg_catalog.regclass`,
    [sequence],
  );
  if (!rows[0]) return null;
  const { last: lastValue, called: isCalled } = rows[0];
  const increment = BigInt(rows[0].increment);
  const given = BigInt(lastValue) - (isCalled ? 0n : increment);
  return { sequence, lastValue, isCalled, increment, given };
}

/**
 * Runs a test that takes an id of each table and rolls its rows back, and gives the ids back: sequences do not roll
 * back by themselves. Where others took ids meanwhile the sequence stays where it is, and where Citus has placed the
 * schema on a node, too: nothing keeps others from taking ids there.
 */
export async function givingIdsBack<T>(
  client: pg.Client,
  schema: string,
  plan: Plan,
  test: () => Promise<T>,
): Promise<T> {
  if ((await distributed(client, [schema])).has(schema)) return test();
  const before = await positionsOf(client, schema, plan.tables);
  try {
    return await test();
  } finally {
    await giveAllBack(client, schema, plan, before);
  }
}

async function giveAllBack(
  client: pg.Client,
  schema: string,
  plan: Plan,
  before: Map<PlanTable, Position>,
): Promise<void> {
  const most = mostTries * BigInt(1 + 4 * (plan.triggers?.length ?? 0));
  const now = new Map(
    await inOneTrip(
      client,
      [...before].map(
        ([table, { sequence }]) =>
          async () =>
            [table, await positionIn(client, sequence)] as const,
      ),
    ),
  );
  const taken = [...before].filter(([table, { given, increment }]) => {
    const last = now.get(table)?.given ?? given;
    return last > given && last <= given + most * increment;
  });
  const ended = await transactionsOf(
    client,
    taken.map(([table, position]) => giveBack(schema, table, position, now.get(table) ?? position)),
  );
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}

async function positionsOf(
  client: pg.ClientBase,
  schema: string,
  tables: readonly PlanTable[],
): Promise<Map<PlanTable, Position>> {
  const found = await inOneTrip(
    client,
    tables.map((table) => async () => [table, await positionOf(client, schema, table)] as const),
  );
  return new Map(found.flatMap(([table, position]) => (position ? [[table, position]] : [])));
}

/** An insert is tried a second time where the server refuses the first; a trigger may take ids at each statement of a test. */
const mostTries = 2n;

/**
 * As many ids as the test can have taken are given back, with inserts and the sequence itself locked against everybody
 * else; where somebody took one since, or somebody's row has one of them, none is.
 */
function giveBack(
  schema: string,
  table: PlanTable,
  { sequence, lastValue, isCalled, increment, given }: Position,
  now: Position,
): (string | Query)[] {
  const name = qualified(schema, table.target);
  const id = quoteIdent(table.columns.find((c) => c.identity !== null)?.target ?? '');
  return [
    `lock table ${name} in share row exclusive mode`,
    // Conflicts with nextval(): https://www.postgresql.org/docs/current/sql-altersequence.html
    `alter sequence ${sequence} increment by ${increment}`,
    {
      text: `select setval($1::pg_catalog.regclass, $2::bigint, $3::bool) from ${sequence} as s
        where s.last_value = $4::bigint and s.is_called = $5::bool
          and not exists (select from ${name} where ${id} > $6::bigint)`,
      values: [sequence, lastValue, isCalled, now.lastValue, now.isCalled, given],
    },
  ];
}
