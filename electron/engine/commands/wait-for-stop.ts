import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import { inUseBy, sourceUse } from '../cutover/source-use.ts';
import { StageProgress } from '../run/progress.ts';
import { type RunSession, readPrepared, save, unseen } from '../run/session.ts';
import { spareFile } from '../run/sync-files.ts';
import type { Target } from '../run/target.ts';
import { pause, touchOf } from '../source/written.ts';
import { catchUp } from '../stages/catch-up.ts';
import { removeSpare, Spare } from '../stages/catch-up-pages.ts';
import { writeCertificates } from '../stages/certificate.ts';
import { raiseFence } from '../target/fence.ts';
import { targetParams } from '../target/sqlstate.ts';
import { changedValidation, fullValidation, lastCatchUp } from './last-catch-up.ts';

/** Milliseconds between two looks whether the application is still there. */
const look = 300;

export interface Waiting {
  session: RunSession;
  target: Target;
  client: pg.Client;
  sameSource: boolean;
}

/** What stands when the application has stopped. */
export interface Stopped {
  /** Rows that came over. */
  rows: number;
  /** Of the source (`tokenOf`), when nothing was left in it. */
  token: string;
  spare: Spare;
  /** Writes the certificate of what was compared. */
  certify(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Does what takes long while the application still works on SQLite, and what is left once it has stopped: everything
 * comes over, and from then on PostgreSQL is closed to all others; every row is compared; what changes after that comes
 * over and is compared, until nobody has the file open any more, and once again.
 *
 * So when this returns, every row was compared in a target that only this session could write to since: most of them
 * before the stop, and after it those that may have changed.
 * @param given.tried does what has to be done before the target is closed
 * @throws AppError target.busy, cutover.sourceInUse {run, by}, validation.differences {run, differences}
 */
export async function waitForStop(given: Waiting & { tried(): Promise<void> }): Promise<Stopped> {
  const { session, target, client, sameSource } = given;
  const { state, folder, ctx } = session;
  const spare = new Spare();
  const close = (): Promise<void> => removeSpare(spareFile(folder));
  try {
    let { rows } = await catchUp(session, target, client, { sameSource }, spare);
    await given.tried();
    await closeTarget(given, null);
    await fullValidation(session, client);
    // Over all rows of a table, in their order: of one that rows came to since, nobody has it.
    let digests = new Map(state.tables.map(({ name, digest }) => [name, digest]));
    const note = (tables: readonly string[]): void => {
      if (spare.changed === null) digests = new Map(state.tables.map(({ name, digest }) => [name, digest]));
      else for (const name of tables) digests.set(name, null);
    };
    const follow = async (): Promise<void> => {
      const found = await catchUp(unseen(session), target, client, {}, spare);
      await changedValidation(unseen(session), client, spare);
      rows += found.rows;
      note(found.tables.map(({ name }) => name));
    };
    const waiting = new StageProgress(ctx, state.id, 'stop', 'objects', 1);
    for (let touch = ''; !(await isStopped(state.source.path)); ) {
      const now = touchOf(state.source.path);
      const began = performance.now();
      if (now !== touch) await follow();
      touch = now;
      await pause(Math.max(look, performance.now() - began), ctx.signal);
      ctx.signal.throwIfAborted();
    }
    waiting.at(null, 1);
    const last = await lastCatchUp({ session: unseen(session), target, client, sameSource: false, spare });
    note(last.tables);
    const certify = async (): Promise<void> => {
      const { plan } = await readPrepared(folder);
      state.tables = state.tables.map((t) => ({ ...t, digest: digests.get(t.name) ?? null }));
      await save(session);
      await writeCertificates(session, client, plan);
    };
    return { rows: rows + last.rows, token: last.token, spare, certify, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** True where this machine says that nobody has the file open and no service of the application runs. */
async function isStopped(path: string): Promise<boolean> {
  const use = await sourceUse(path);
  return use.writers !== null && inUseBy(use).length === 0;
}

/**
 * Keeps everybody else from writing to the tables of a run, and to those that the application's role has made.
 * @throws AppError target.busy where somebody does not come to an end
 */
export async function closeTarget(
  { session, target, client }: Pick<Waiting, 'session' | 'target' | 'client'>,
  role: string | null,
): Promise<void> {
  const { state, folder } = session;
  const { schema } = state.target;
  const tables = (await readPrepared(folder)).plan.tables.map((table) => table.target);
  if (!(await raiseFence(client, schema, state.id, { tables, role })))
    throw new AppError('target.busy', targetParams(`somebody writes to ${schema}`, target.config));
}
