import type { Database } from 'better-sqlite3';
import type { PlanView, Program } from '../../../../shared/model/index.ts';
import type { TextEncoding } from '../../convert/values.ts';
import { sourceBag, TooManyRows, targetBag } from '../../diff/view-rows.ts';
import { inSchema } from '../../plan/in-schema.ts';
import { openSnapshot } from '../../source/snapshot.ts';
import { fold } from '../../source/sql.ts';
import { withTransaction } from '../../target/connect.ts';
import { insertObject } from '../../target/journal.ts';
import { isDataError, isDefinitionError, sqlstate, sqlstateOf } from '../../target/sqlstate.ts';
import { makeFunctions } from './functions.ts';
import { NotProved } from './not-proved.ts';
import type { ProgramStage } from './stage.ts';
import { mostCopied, type Patience, standInFor, TookTooLong, tablesRead } from './stand-in.ts';

/** A view that depends on the time is looked at so often until both saw the same second. */
const looks = 3;

interface Proof extends ProgramStage {
  /** The snapshot with what stands in for its tables. */
  db: Database;
  encoding: TextEncoding;
  patience: Patience;
}

/**
 * Makes the views that the plan translates, each only where its rows are those that SQLite gives for this very data:
 * made, compared and noted in one transaction, or not made. Says what became of each.
 */
export async function makeViews(stage: ProgramStage): Promise<Program[]> {
  const { session, plan, known, progress } = stage;
  const views = plan.views ?? [];
  if (views.length === 0) return [];
  const before = new Map(session.state.programs?.map((p) => [`${p.kind} ${p.name}`, p]));
  const db = openSnapshot(session.folder.snapshot);
  try {
    const { proof, unready } = await prepared(stage, db);
    const missing = new Map<string, string>();
    const results: Program[] = [];
    for (const view of views) {
      session.ctx.signal.throwIfAborted();
      progress(view.source, 0);
      const result = (reason: string | null, rows: number | null): void => {
        if (reason !== null) missing.set(fold(view.source), view.source);
        results.push({ kind: 'view', table: null, name: view.source, target: view.name, reason, rows });
        progress(view.source, 1);
      };
      if (known.has(`view ${view.name}`)) {
        result(null, before.get(`view ${view.source}`)?.rows ?? null);
        continue;
      }
      const reads = [...tablesRead(plan, view.source)];
      const gone = reads.find((name) => missing.has(name));
      const large = reads.find((name) => unready.has(name));
      if (gone !== undefined)
        result(`it reads the view ${missing.get(gone)}, which is not carried over`, null);
      else if (large !== undefined) result(unready.get(large) ?? '', null);
      else {
        try {
          result(null, await made(proof, view));
        } catch (error) {
          if (!(error instanceof NotProved)) throw error;
          result(error.message, null);
        }
      }
    }
    return results;
  } finally {
    db.close();
  }
}

/** The snapshot, so that queries on it can be ended, and what of it cannot be compared. */
async function prepared(
  stage: ProgramStage,
  db: Database,
): Promise<{ proof: Proof; unready: Map<string, string> }> {
  const { session, client, plan } = stage;
  const read = new Set((plan.views ?? []).flatMap((view) => [...tablesRead(plan, view.source)]));
  const accounts = new Map(session.state.tables.map((t) => [t.name, t]));
  const tables = plan.tables
    .filter((t) => read.has(fold(t.source)))
    .map((t) => {
      const account = accounts.get(t.source);
      const { repaired = 0, nulled = 0, quarantined = 0, migrated = 0 } = account ?? {};
      return { plan: t, changed: repaired + nulled + quarantined > 0, rows: migrated };
    });
  const large = tables.filter((t) => t.changed && t.rows > mostCopied);
  const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
  const { schema } = session.state.target;
  const { signal } = session.ctx;
  const stood = tables.map((t) => ({ ...t, changed: t.changed && !large.includes(t) }));
  const patience = await standInFor(db, stage.schema, stood, { client, schema, signal });
  return {
    proof: { ...stage, db, encoding, patience },
    unready: new Map([
      ...[...patience.blocked].map(
        ([name, reason]) => [name, `SQLite takes no copy of ${name}: ${reason}`] as const,
      ),
      ...large.map((t) => [fold(t.plan.source), tooLargeOf(t.plan.source)] as const),
    ]),
  };
}

function tooLargeOf(table: string): string {
  return `it reads ${table}, of which values were changed, and which is too large to prove it`;
}

/** Makes one view and gives the number of its rows. @throws NotProved and makes nothing */
async function made(proof: Proof, view: PlanView): Promise<number> {
  for (let look = 1; ; look++) {
    try {
      return await withTransaction(proof.client, () => makeAndCompare(proof, view));
    } catch (error) {
      if (!(error instanceof NotProved) || !view.unstable || look === looks) throw error;
    }
  }
}

async function makeAndCompare(proof: Proof, view: PlanView): Promise<number> {
  const { session, client, db, encoding, patience, seconds } = proof;
  const { id, target } = session.state;
  const { signal } = session.ctx;
  const limit = seconds * 1000;
  await inTarget(signal, seconds, async () => {
    await makeFunctions(client, id, target.schema, view.sql);
    await client.query(inSchema(view.sql, target.schema));
  });
  await client.query(`set local statement_timeout = ${limit}`);
  const there = await inTarget(signal, seconds, () => targetBag(client, view, target.schema, signal));
  await client.query('set local statement_timeout = 0');
  patience.until = performance.now() + limit;
  const expected = await inSource(seconds, () => sourceBag(db, view, encoding, signal));
  if (!there.equals(expected)) throw new NotProved(differing(there.rows, expected.rows));
  await insertObject(client, id, target.schema, { kind: 'view', name: view.name, parent: null });
  return there.rows;
}

function differing(there: number, expected: number): string {
  return there === expected
    ? `translated, its ${expected} rows have other values than in SQLite`
    : `translated, it has ${there} rows where SQLite has ${expected}`;
}

function tooSlow(seconds: number): NotProved {
  return new NotProved(`its rows could not be compared within ${seconds} seconds`);
}

/** What the server says of a view is no fault of the run's. */
async function inTarget<T>(signal: AbortSignal, seconds: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TooManyRows) throw new NotProved('it has too many rows to compare them');
    if (sqlstateOf(error) === sqlstate.queryCanceled) throw tooSlow(seconds);
    if (isDataError(error) || isDefinitionError(error))
      throw new NotProved(`PostgreSQL does not take it: ${(error as Error).message}`);
    throw error;
  }
}

async function inSource<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TookTooLong) throw tooSlow(seconds);
    if (error instanceof TooManyRows) throw new NotProved('it has too many rows to compare them');
    // What the query itself cannot do, such as a sum that leaves 64 bits.
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR')
      throw new NotProved(`SQLite cannot read it: ${error.message}`);
    throw error;
  }
}
