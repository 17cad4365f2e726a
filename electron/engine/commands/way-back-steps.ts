import { existsSync } from 'node:fs';
import { access, constants, copyFile, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Rehearsed } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { digestOf } from '../cutover/digest.ts';
import { restoreEnv } from '../cutover/env-files.ts';
import { unrestorableEnvs } from '../cutover/env-writable.ts';
import { nothingBeside, type Rebuilt } from '../cutover/rebuild.ts';
import { inUseBy, sourceUse } from '../cutover/source-use.ts';
import { type CutoverState, writeCutover } from '../cutover/state.ts';
import { isSwapped, sha256Of, swapIn } from '../cutover/swap.ts';
import type { RunFolder } from '../run/paths.ts';
import { verifyFolder } from '../run/prepared.ts';
import { StageProgress } from '../run/progress.ts';
import { openSource } from '../source/open.ts';
import { rm } from '../system/files.ts';
import { isFenced } from '../target/fence.ts';
import { changedTables, type Fingerprints, fingerprintsOf } from '../target/fingerprint.ts';
import { lowerLeft } from './left-fence.ts';
import {
  keepAside,
  keepOut,
  letIn,
  namesOf,
  onServer,
  type Reached,
  rebuildOn,
  type Server,
  stillThere,
} from './way-back-server.ts';

/** One way back: where from, where to, and how far it is. */
export interface Trip {
  server: Server;
  folder: RunFolder;
  /** The SQLite file to replace. */
  path: string;
  /** Where it is kept; null where there is none. */
  kept: string | null;
  /** Written again after each step. */
  live: CutoverState;
  sourceChanged: boolean;
  /** A copy that nobody else knows: what is in use on this machine does not matter. */
  scratch: boolean;
}

/** Rounds after which an application that still writes to PostgreSQL is told of. */
const mostRounds = 5;

/** What can fail later is tried before anything is done. Nothing is changed. */
export async function requireReady({ server, live, path }: Trip, swapped: boolean): Promise<void> {
  const bad = await unrestorableEnvs(live.envs);
  if (bad.length > 0) {
    const files = bad.map((each) => `${each.path} (${each.reason})`).join(', ');
    const code = swapped ? 'restore.envPending' : 'restore.envUnusable';
    throw new AppError(code, { run: server.state.id, files, path });
  }
  if (swapped) return;
  try {
    await access(dirname(path), constants.W_OK | constants.X_OK);
    // Attributes such as chattr's `i` bar even root.
    if (existsSync(path)) await (await open(path, 'r+')).close();
  } catch (cause) {
    throw new AppError('output.unwritable', { path, reason: (cause as Error).message }, { cause });
  }
}

/**
 * The whole way: nobody writes any more, the file is made and put in its place, the .env files become what they were,
 * and then PostgreSQL is looked at again, until a look finds it as it was.
 */
export async function backWithAll(trip: Trip, place: Reached): Promise<void> {
  const { live, path } = trip;
  const { client, state } = place;
  // Going live that stopped halfway keeps writers out itself, and relies on it when it is repeated.
  const own = namesOf(place);
  const kept = live.finishedAt === null && (await isFenced(client, state.target.schema, own));
  await keepOut(place);
  try {
    const prints = await fingerprintsOf(client, state.target.schema, own);
    if (await isSwapped(live, path)) await follow(trip, place, prints);
    else await rebuildAndSwap(trip, place, prints, false);
  } catch (error) {
    // The application goes on in PostgreSQL, as if nothing had been.
    if (!kept && !(await isSwapped(live, path))) await letIn(place);
    throw error;
  }
  await restoreEnvs(trip);
  for (let round = 0; ; round++) {
    const now = await fingerprintsOf(client, state.target.schema, own);
    const tables = changedTables(live.restore?.prints ?? {}, now);
    if (tables.length === 0) break;
    if (round === mostRounds)
      throw new AppError('restore.targetInUse', { run: state.id, by: tables.join(', ') });
    await follow(trip, place, now);
  }
}

/** After a swap: where PostgreSQL is not as it was, the file is made anew, unless that has been written to as well. */
async function follow(trip: Trip, place: Reached, now: Fingerprints): Promise<void> {
  const { live } = trip;
  const { restore } = live;
  if (restore === null) throw new Error('nothing was swapped');
  restore.swappedAt ??= new Date().toISOString();
  await writeCutover(trip.folder.dir, live);
  const tables = changedTables(restore.prints, now);
  // Without any, it was the snapshot alone that was put there.
  if (tables.length === 0) return;
  await requireUntouched(trip, place, tables);
  await rebuildAndSwap(trip, place, now, true);
}

async function rebuildAndSwap(
  trip: Trip,
  place: Reached,
  prints: Fingerprints,
  again: boolean,
): Promise<void> {
  await requireFree(trip);
  const file = join(trip.folder.dir, 'restored.db');
  const { aside, ...built } = await rebuildOn(place, file, isWal(trip.path));
  // It took a while.
  await requireFree(trip);
  if (again) await requireUntouched(trip, place, changedTables(trip.live.restore?.prints ?? {}, prints));
  await keepAside(trip.folder, aside);
  await swap(trip, file, built, prints, again);
}

/** The file that was put in place is as it was then. @throws AppError restore.bothWritten {run, path, tables} */
async function requireUntouched({ live, path }: Trip, { state }: Reached, tables: string[]): Promise<void> {
  const { restore } = live;
  const { sha256 } = (await digestOf(path)) ?? { sha256: '' };
  if (restore === null || ![restore.sha256, ...restore.replaced].includes(sha256))
    throw new AppError('restore.bothWritten', { run: state.id, path, tables: tables.join(', ') });
}

/** Without a server: the snapshot alone. */
export async function backWithSnapshot(trip: Trip): Promise<void> {
  const { server, folder } = trip;
  await requireFree(trip);
  const file = join(folder.dir, 'restored.db');
  await verifyFolder({ folder, state: server.state, ctx: server.ctx });
  await copyFile(folder.snapshot, file);
  await keepAside(folder, []);
  await swap(trip, file, { rows: 0, rounded: 0, foreignKeys: 0, ...nothingBeside }, {}, false);
}

async function swap(
  { server, folder, path, kept, live, sourceChanged }: Trip,
  file: string,
  built: Rebuilt,
  prints: Fingerprints,
  again: boolean,
): Promise<void> {
  const before = live.restore;
  const earlier = again && before ? [before.sha256, ...before.replaced] : [];
  live.restore = {
    ...built,
    sha256: (await sha256Of(file)) ?? '',
    ...{ replaced: earlier, prints, snapshotOnly: server.snapshotOnly ?? false, sourceChanged },
    kept: before?.kept ?? kept,
    swappedAt: again ? (before?.swappedAt ?? null) : null,
    finishedAt: null,
  };
  await writeCutover(folder.dir, live);
  new StageProgress(server.ctx, server.state.id, 'swap', 'objects', 1);
  // What was put there a moment ago and nobody touched is not worth keeping.
  await swapIn(path, file, again ? null : live.restore.kept, server.state.id);
  await rm(file, { force: true });
  live.restore.swappedAt = new Date().toISOString();
  await writeCutover(folder.dir, live);
}

/** Every file is tried, also behind one that fails. @throws AppError restore.envPending {run, path, files} */
export async function restoreEnvs({ server, live, path }: Trip): Promise<void> {
  const { ctx, state } = server;
  const progress = new StageProgress(ctx, state.id, 'env', 'objects', live.envs.length);
  const pending: string[] = [];
  let first: unknown;
  for (const env of live.envs) {
    await restoreEnv(env).then(
      () => progress.add(null, 1),
      (error: Error) => {
        first ??= error;
        pending.push(`${env.path} (${error instanceof AppError ? error.params.reason : error.message})`);
      },
    );
  }
  if (pending.length === 0) return;
  const params = { run: state.id, path, files: pending.join(', ') };
  throw new AppError('restore.envPending', params, { cause: first });
}

/**
 * After the end: PostgreSQL must be as it was then. A server that is gone cannot have been written to by anybody who
 * could tell.
 */
export async function requireUnwritten({ server, live }: Trip): Promise<void> {
  const prints = live.restore?.prints ?? {};
  if (Object.keys(prints).length === 0) return;
  const { state, ctx } = server;
  const look = onServer(server, (place) => fingerprintsOf(place.client, state.target.schema, namesOf(place)));
  const now = await look.catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'restore.noServer') throw error;
    ctx.log.info({ run: state.id }, 'the server does not answer; PostgreSQL was not looked at again');
    return prints;
  });
  const tables = changedTables(prints, now).join(', ');
  if (tables !== '') throw new AppError('restore.writtenSince', { run: state.id, tables });
}

/** The way back up to the swap, on the real target, which is only read, and opened where a killed command left it closed. */
export async function tryBack(trip: Trip): Promise<Omit<Rebuilt, 'aside'> & { rehearsed: Rehearsed }> {
  const { server, folder, path, live } = trip;
  await requireReady(trip, await isSwapped(live, path));
  const began = performance.now();
  const file = join(folder.dir, 'rehearsed.db');
  return onServer(server, async (place) => {
    try {
      await lowerLeft(place, live);
      const { aside: _, ...built } = await rebuildOn(place, file, isWal(path));
      const seconds = Math.round(performance.now() - began) / 1000;
      const stop = [...(await stillThere(place)), ...inUseBy(await sourceUse(path))];
      return { ...built, rehearsed: { seconds, rows: built.rows, stop } };
    } finally {
      await rm(file, { force: true });
    }
  });
}

async function requireFree({ server, path, scratch }: Trip): Promise<void> {
  const by = scratch ? '' : inUseBy(await sourceUse(path)).join(', ');
  if (by !== '') throw new AppError('restore.sourceInUse', { run: server.state.id, by });
}

function isWal(path: string): boolean {
  if (!existsSync(path)) return false;
  const source = openSource(path);
  source.close();
  return source.hasWal;
}
