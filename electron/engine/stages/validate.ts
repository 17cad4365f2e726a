import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import type { Plan, ValidationLevel, ValidationResult } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { tryInserts } from '../diff/inserts.ts';
import { compareObjects } from '../diff/parity.ts';
import { validateTables } from '../diff/validate.ts';
import { withPrograms } from '../run/programs.ts';
import { StageProgress } from '../run/progress.ts';
import type { RunSession } from '../run/session.ts';
import { readCatalog } from '../target/catalog.ts';
import { withTransaction } from '../target/connect.ts';
import { inOneTrip } from '../target/pipeline.ts';

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
  const [catalog, insertsWithoutId] = await inOneTrip(client, [
    () => readCatalog(client, state.target.schema),
    () => tryInserts(client, plan, state.target.schema),
  ]);
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
