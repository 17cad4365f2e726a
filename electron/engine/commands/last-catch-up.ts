import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Plan, RunState } from '../../../shared/model/index.ts';
import type { TextEncoding } from '../convert/values.ts';
import { digestOf } from '../cutover/digest.ts';
import { type RunSession, readPrepared, save } from '../run/session.ts';
import type { Target } from '../run/target.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { catchUp } from '../stages/catch-up.ts';
import { writeCertificates } from '../stages/certificate.ts';
import { validateStage } from '../stages/validate.ts';

/** Rounds after which an application that still writes is told of. */
export const mostRounds = 5;

/**
 * Catches up until a round brings nothing: a row written between two snapshots must not stay behind.
 * @returns the rows that came over, and the digest that the file had when nothing was left
 * @throws AppError cutover.sourceInUse {run, by}
 */
export async function lastCatchUp(given: {
  session: RunSession;
  target: Target;
  client: pg.Client;
  sameSource: boolean;
}): Promise<{ rows: number; digest: string }> {
  const { session, target, client, sameSource } = given;
  const { state } = session;
  let rows = 0;
  for (let round = 0; round < mostRounds; round++) {
    // Before the snapshot: what is written behind it makes another digest.
    const digest = (await digestOf(state.source.path))?.sha256 ?? '';
    const found = await catchUp(session, target, client, { sameSource });
    if (found.rows === 0) return { rows, digest };
    rows += found.rows;
  }
  throw new AppError('cutover.sourceInUse', { run: state.id, by: state.source.path });
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
  const db = openSnapshot(snapshot);
  try {
    const encoding = db.pragma('encoding', { simple: true }) as TextEncoding;
    return await validateStage(session, db, { clients: [client], stop: () => {} }, plan, encoding, 'rows');
  } finally {
    db.close();
  }
}
