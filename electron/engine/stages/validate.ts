import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Plan, ValidationLevel, ValidationResult } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { tryInserts } from '../diff/inserts.ts';
import { compareObjects } from '../diff/parity.ts';
import { validateTables } from '../diff/validate.ts';
import type { Workers } from '../run/hold.ts';
import { withPrograms } from '../run/programs.ts';
import { StageProgress } from '../run/progress.ts';
import type { RunSession } from '../run/session.ts';
import { readCatalog } from '../target/catalog.ts';
import { asOfNow, withTransaction } from '../target/connect.ts';
import { inOneTrip } from '../target/pipeline.ts';
import { sideBySide } from '../target/together.ts';
import type { EarlyRows } from './early-rows.ts';

/**
 * Compares rows and objects, and tries the inserts that the application will make: the latter on a second connection
 * where there is one, since neither waits for the other.
 * @param early has compared all rows in this session
 */
export async function validateStage(
  session: RunSession,
  db: Database,
  { clients: [client, second], stop }: Workers,
  plan: Plan,
  encoding: TextEncoding,
  level: ValidationLevel,
  early: EarlyRows | null = null,
): Promise<ValidationResult> {
  const { state, ctx } = session;
  const { schema } = state.target;
  const total = state.tables.reduce((n, t) => n + t.source, 0);
  const progress = new StageProgress(ctx, state.id, 'validate', 'rows', total);
  const compared = {
    ...{ db, client, run: state.id, schema, plan, encoding, level },
    ...{ accounts: state.tables, signal: ctx.signal },
    onRows: (table: string, rows: number) => progress.add(table, rows),
  };
  const look = async () => {
    const known = (await early?.standing(client)) ?? null;
    if (known === null) return validateTables(compared);
    for (const { name, source } of state.tables) progress.add(name, source);
    return known;
  };
  const rows = () => withTransaction(client, look, asOfNow);
  const objects = (on: pg.Client) =>
    inOneTrip(on, [() => readCatalog(on, schema), () => tryInserts(on, plan, schema)]);
  const [verdicts, [catalog, insertsWithoutId]] = second
    ? await sideBySide([rows, () => objects(second)], stop)
    : [await rows(), await objects(client)];
  state.objects = compareObjects(withPrograms(plan, state), catalog);
  state.tables = state.tables.map((t) => ({
    ...t,
    digest: verdicts.find((v) => v.table === t.name)?.digest ?? null,
  }));
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
