import type { Database } from 'better-sqlite3';
import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Plan, RunState } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { digestOf } from '../cutover/digest.ts';
import { validateRanges } from '../diff/validate-ranges.ts';
import { type RunSession, readPrepared, save } from '../run/session.ts';
import type { Target } from '../run/target.ts';
import { markOf } from '../source/mark.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { catchUp } from '../stages/catch-up.ts';
import type { Spare } from '../stages/catch-up-pages.ts';
import { writeCertificates } from '../stages/certificate.ts';
import { validateStage } from '../stages/validate.ts';

/** Rounds after which an application that still writes is told of. */
export const mostRounds = 5;

/** What tells a source from the same one after any transaction of SQLite. Empty: there is no file. */
export async function tokenOf(path: string, isQuick: boolean): Promise<string> {
  // What is copied over the file within the same moment would look the same, and is none of the application's writes.
  const mark = isQuick ? markOf(path, Number.POSITIVE_INFINITY) : null;
  return mark ?? (await digestOf(path))?.sha256 ?? '';
}

/**
 * Catches up until a round brings nothing: a row written between two snapshots must not stay behind.
 * @param given.spare of rounds that went before: what changed since is compared with the target, row by row
 * @returns the rows that came over, their tables, and what `tokenOf` said of the file when nothing was left
 * @throws AppError cutover.sourceInUse {run, by}, validation.differences {run, differences}
 */
export async function lastCatchUp(given: {
  session: RunSession;
  target: Target;
  client: pg.Client;
  sameSource: boolean;
  spare?: Spare | null;
}): Promise<{ rows: number; tables: string[]; token: string }> {
  const { session, target, client, sameSource, spare = null } = given;
  const { state } = session;
  let rows = 0;
  const tables = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    // Before the snapshot: what is written behind it makes another one.
    const token = await tokenOf(state.source.path, spare !== null);
    const found = await catchUp(session, target, client, { sameSource }, spare);
    rows += found.rows;
    for (const { name } of found.tables) tables.add(name);
    if (spare) await changedValidation(session, client, spare);
    const isQuiet = spare !== null && (await tokenOf(state.source.path, true)) === token;
    if (found.rows === 0 || isQuiet) return { rows, tables: [...tables], token };
  }
  throw new AppError('cutover.sourceInUse', { run: state.id, by: state.source.path });
}

/**
 * The rows that the last round of a spare may have touched, after all of them were compared in a target that is closed
 * to everybody else. @throws AppError validation.differences {run, differences}
 */
export async function changedValidation(session: RunSession, client: pg.Client, spare: Spare): Promise<void> {
  const { changed } = spare;
  if (changed === null) return fullValidation(session, client);
  const { state, folder, ctx } = session;
  const { plan } = await readPrepared(folder);
  const differences = await withSnapshot(folder.snapshot, (db, encoding) =>
    validateRanges(
      {
        ...{ db, client, run: state.id, schema: state.target.schema, plan, encoding },
        ...{ signal: ctx.signal, onRows: () => {} },
      },
      changed,
    ),
  );
  if (differences > 0) throw new AppError('validation.differences', { run: state.id, differences });
}

/** Every row once more, with the certificate of it. @throws AppError validation.differences {run, differences} */
export async function fullValidation(session: RunSession, client: pg.Client): Promise<void> {
  const { state, folder } = session;
  const { plan } = await readPrepared(folder);
  state.validation = await validated(session, client, plan, folder.snapshot);
  state.status = state.validation.status === 'identical' ? 'succeeded' : 'differences';
  await save(session);
  await writeCertificates(session, client, plan);
  const { differences } = state.validation;
  if (state.status === 'differences')
    throw new AppError('validation.differences', { run: state.id, differences });
}

async function validated(
  session: RunSession,
  client: pg.Client,
  plan: Plan,
  snapshot: string,
): Promise<NonNullable<RunState['validation']>> {
  return withSnapshot(snapshot, (db, encoding) =>
    validateStage(session, db, { clients: [client], stop: () => {} }, plan, encoding, 'rows'),
  );
}

async function withSnapshot<T>(
  path: string,
  work: (db: Database, encoding: TextEncoding) => Promise<T>,
): Promise<T> {
  const db = openSnapshot(path);
  try {
    return await work(db, db.pragma('encoding', { simple: true }) as TextEncoding);
  } finally {
    db.close();
  }
}
