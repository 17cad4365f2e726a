import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { LaterStage } from '../../../shared/model/index.ts';
import { envValues } from '../cutover/application.ts';
import { digestOf } from '../cutover/digest.ts';
import {
  type EnvChange,
  mayBeWritten,
  notedEnv,
  planEnvs,
  requireReadAsWritten,
  unwriteEnv,
  writeEnv,
} from '../cutover/env-files.ts';
import type { EnvValues } from '../cutover/env-readers.ts';
import { prepareRole, smokeTest } from '../cutover/role.ts';
import { givingIdsBack } from '../cutover/sequences.ts';
import { inUseBy, isSeenInUse, type SourceUse, sourceUse } from '../cutover/source-use.ts';
import { type CutoverState, writeCutover } from '../cutover/state.ts';
import { StageProgress } from '../run/progress.ts';
import { type RunSession, readPrepared } from '../run/session.ts';
import type { Target } from '../run/target.ts';
import { type ManagedServer, managedServer } from '../server/managed.ts';
import type { ServiceStatus } from '../server/service/service.ts';
import type { TargetConfig } from '../target/config.ts';
import { withClient } from '../target/connect.ts';
import { isFenced, lowerFence } from '../target/fence.ts';
import { markLive } from '../target/live.ts';
import { fullValidation, lastCatchUp, mostRounds, tokenOf } from './last-catch-up.ts';
import type { Move } from './move-on.ts';
import { closeTarget, type Stopped, waitForStop } from './wait-for-stop.ts';

/** `refused`: what the system said, empty where it has no manager that we know. */
export type ServiceOutcome = ServiceStatus | { refused: string };

export interface CutoverResult {
  run: string;
  live: boolean;
  use: SourceUse;
  /** Changes to the .env files, for people: no password is in them. */
  envs: { path: string; difference: string[] }[];
  /** What the application has to be told, for people: the password is masked. */
  settings: { name: string; value: string }[];
  source: string;
  role: string;
  /** That role is a superuser. */
  superuser: boolean;
  schema: string;
  managed: boolean;
  /** Who starts the managed server with the system, or why nobody does; null before, and for other servers. */
  service: ServiceOutcome | null;
  /** Rows of the last catch-up, and tables of the smoke test; null before. */
  rows: number | null;
  tables: number | null;
  /** A live run that goes on at another server; null otherwise. */
  moved: Move | null;
}

interface GoingLive {
  session: RunSession;
  target: Target;
  client: pg.Client;
  /** Written again after each step. */
  progress: CutoverState;
  /** The application's own login. */
  app: TargetConfig;
  /** Its .env files. */
  paths: string[];
  sameSource: boolean;
  scratch: boolean;
  /** Where somebody has the source open, what takes long is done meanwhile, and the rest when that has ended. */
  wait: boolean;
  /** Of an application that was waited for. */
  stopped?: Stopped;
  /** PostgreSQL was closed in this attempt before the first file was written. */
  closed?: boolean;
  /** A file was written in this attempt: somebody may have read it, also where it was taken back. */
  wrote?: boolean;
}

/**
 * Everything comes over and is compared, the role is tried, the .env files are written. From before the first of them
 * until a last look has found nothing more in SQLite, PostgreSQL lets nobody write: a row that an old process wrote to
 * SQLite meanwhile can still be brought over, and one that a new process wrote to PostgreSQL is none that could be
 * overwritten.
 */
export async function goLive(going: GoingLive, result: CutoverResult): Promise<CutoverResult> {
  try {
    return await goLiveOnce(going, result);
  } catch (error) {
    if (going.closed && !going.wrote && !(await isTold(going.progress))) await letIn(going);
    throw error;
  } finally {
    await going.stopped?.close();
  }
}

async function goLiveOnce(going: GoingLive, result: CutoverResult): Promise<CutoverResult> {
  const { session, target, client, progress, app } = going;
  const { state, folder, ctx, workspace } = session;
  const { schema } = state.target;
  const done = async (step: keyof CutoverState['steps']): Promise<void> => {
    progress.steps[step] = new Date().toISOString();
    await writeCutover(folder.dir, progress);
    ctx.log.info({ run: state.id, step }, 'step of going live done');
    ctx.signal.throwIfAborted();
  };
  await writeCutover(folder.dir, progress);
  // From the first .env file on the application may write to PostgreSQL: nothing may overwrite that any more, unless
  // PostgreSQL has refused it. Until then it writes to SQLite, also where an earlier attempt had come to the files and
  // no further.
  const told = await isTold(progress);
  const { plan } = await readPrepared(folder);
  const own = plan.tables.map((table) => table.target);
  const closed = progress.finishedAt === null && (await isFenced(client, schema, own));
  let quiet: string | null = null;
  const at = (stage: LaterStage, total: number) => new StageProgress(ctx, state.id, stage, 'objects', total);
  // Tried before the application is told, so that it never meets a database that it cannot work with.
  const tried = async (): Promise<void> => {
    at('role', 1);
    await prepareRole(client, target.config, app.user, schema, plan);
    await done('role');
    const smoke = at('smoke', plan.tables.length);
    result.tables = await givingIdsBack(client, schema, plan, () =>
      smokeTest(app, { run: state.id, schema, plan }, ctx.signal, () => smoke.add(null, 1)),
    );
    await done('smoke');
  };
  if (!told && going.wait && isSeenInUse(result.use)) {
    const stopped = await waitForStop({
      ...going,
      tried: async () => {
        await tried();
        // An attempt that was killed may have closed it before: where this one fails too, it stays so.
        going.closed = !closed;
      },
    });
    going.stopped = stopped;
    result.rows = stopped.rows;
    quiet = stopped.token;
    await done('caughtUp');
    await done('validated');
  } else if (!told || closed) {
    const by = inUseBy(result.use).join(', ');
    if (by !== '') throw new AppError('cutover.sourceInUse', { run: state.id, by });
    const last = await lastCatchUp(going);
    result.rows = last.rows;
    quiet = last.token;
    await done('caughtUp');
    await fullValidation(session, client);
    await done('validated');
  }
  if (!going.stopped) await tried();
  if (!told) await beginLive(going);
  try {
    // Planned anew: somebody may have edited a file while everything was compared.
    const values = await envValues(app);
    const changes = await planEnvs(going.paths, values, state.id, progress.envs);
    if (told && !closed) await requireFollowed(going, changes);
    await writeEnvs(going, changes, values, at('env', changes.length));
  } catch (error) {
    if (!going.wrote && !(await isTold(progress))) await letIn(going);
    throw error;
  }
  await done('env');
  // A process that began with the old settings goes on in SQLite, whatever the files say now.
  if (quiet !== null && !going.scratch) {
    const by = ((await sourceUse(state.source.path)).writers ?? []).join(', ');
    if (by !== '') throw new AppError('cutover.sourceInUse', { run: state.id, by });
  }
  if (quiet !== null) {
    const late = await bringLate(going, quiet);
    result.rows = (result.rows ?? 0) + late.rows;
    quiet = late.seen;
  }
  await lowerFence(client, schema);
  if (going.stopped && quiet !== null) progress.source = await digestStill(state.source.path, quiet);
  // What an application relies on must not end with the last command that used it, also where this is the last moment.
  const server = target.managed ? managedServer({ workspace: workspace.dir, log: ctx.log }) : null;
  const kept = await server?.start({ manual: true });
  progress.finishedAt = new Date().toISOString();
  progress.outcome = {
    role: app.user,
    tables: result.tables ?? 0,
    rows: result.rows ?? progress.outcome?.rows ?? null,
  };
  await writeCutover(folder.dir, progress);
  await going.stopped?.certify();
  // The application works on PostgreSQL by now, whatever the system says of its restarts.
  if (server && kept) result.service = kept.service ?? (await startWithSystem(server, going));
  return { ...result, live: true };
}

/** Has the system start the managed server after a restart of the machine. A refusal is told, and no failure. */
async function startWithSystem(
  server: ManagedServer,
  { session: { folder, ctx }, progress }: GoingLive,
): Promise<ServiceOutcome> {
  // Before it is done: after a kill, the way back takes it back all the same.
  progress.service = true;
  await writeCutover(folder.dir, progress);
  try {
    const { service } = await server.install();
    return service ?? { refused: '' };
  } catch (error) {
    ctx.log.warn({ error }, 'the system does not start the managed server');
    if (!(error instanceof AppError)) return { refused: (error as Error).message };
    return { refused: error.code === 'server.noService' ? '' : String(error.params.reason ?? error.code) };
  }
}

/** True from the moment on in which the application may have read new settings. */
async function isTold({ finishedAt, envs }: CutoverState): Promise<boolean> {
  if (finishedAt !== null) return true;
  for (const env of envs) if (await mayBeWritten(env)) return true;
  return false;
}

/**
 * One more file of a run that is live already: who reads it may have gone on in SQLite, and nothing follows that any more.
 * @throws AppError cutover.sourceChanged {run, path}
 */
async function requireFollowed({ session, progress }: GoingLive, changes: EnvChange[]): Promise<void> {
  const { state } = session;
  const late = changes.some((c) => c.before !== c.after && !progress.envs.some((e) => e.path === c.path));
  if (!late || progress.source === null) return;
  if ((await digestOf(state.source.path))?.sha256 !== progress.source.sha256)
    throw new AppError('cutover.sourceChanged', { run: state.id, path: state.source.path });
}

/** Marks the run as live, in its folder and in the target, and keeps writers out until the end. */
async function beginLive({ session, target, client, progress, app, stopped }: GoingLive): Promise<void> {
  const { state, folder } = session;
  const { schema } = state.target;
  // Where every second counts, the file is read when the application has its settings.
  progress.source = stopped ? unread : await digestOf(state.source.path);
  const since = progress.liveSince ?? new Date().toISOString();
  progress.liveSince = since;
  // In the folder first: a mark that the folder does not know is somebody else's.
  await writeCutover(folder.dir, progress);
  await markLive(client, { run: state.id, schema, role: app.user, since });
  await closeTarget({ session, target, client }, app.user);
}

/**
 * What old processes wrote to SQLite since the last catch-up, until a look finds nothing.
 * @returns rows that came, and what the last look saw
 */
async function bringLate(going: GoingLive, quiet: string): Promise<{ rows: number; seen: string }> {
  const { session, client, progress } = going;
  const { state } = session;
  let rows = 0;
  let seen = quiet;
  for (let round = 0; ; round++) {
    const spare = going.stopped?.spare ?? null;
    const now = await tokenOf(state.source.path, spare !== null);
    if (now === seen) {
      if (spare === null) progress.source = await digestOf(state.source.path);
      return { rows, seen };
    }
    if (round === mostRounds)
      throw new AppError('cutover.sourceInUse', { run: state.id, by: state.source.path });
    const last = await lastCatchUp({ ...going, spare });
    // With a spare, what came is compared already.
    if (last.rows > 0 && spare === null) await fullValidation(session, client);
    rows += last.rows;
    seen = last.token;
  }
}

/** No file has this digest: one that is compared with it counts as changed. */
const unread = { sha256: '', bytes: 0 };

/** Of a file that is as the last look saw it; one that was written to since counts as changed when coming back. */
async function digestStill(path: string, seen: string): Promise<CutoverState['source']> {
  const digest = await digestOf(path);
  return (await tokenOf(path, true)) === seen ? digest : unread;
}

/** The application was told nothing: it stays with SQLite, and PostgreSQL is as open as before. */
async function letIn({ session, target }: GoingLive): Promise<void> {
  const { state, ctx } = session;
  await withClient(target.config, (client) => lowerFence(client, state.target.schema)).catch(
    (err: unknown) => {
      ctx.log.error({ run: state.id, err }, 'PostgreSQL still refuses writes: repeat going live');
    },
  );
}

/**
 * Writes every file and reads it again as the application will. Where somebody changed one meanwhile, so that it says
 * something else, all are put back as they were, and going live begins anew with the next attempt.
 */
async function writeEnvs(
  going: GoingLive,
  changes: EnvChange[],
  values: EnvValues,
  written: StageProgress,
): Promise<void> {
  const { state, folder } = going.session;
  const { progress } = going;
  const earlier = progress.envs;
  const known = (path: string) => earlier.find((e) => e.path === path);
  for (const change of changes) {
    const env = notedEnv(change, state.id, known(change.path));
    progress.envs = [...progress.envs.filter((e) => e.path !== env.path), env];
    await writeCutover(folder.dir, progress);
    await writeEnv(change, state.id);
    going.wrote = true;
    written.add(null, 1);
  }
  try {
    for (const { path } of changes) await requireReadAsWritten(path, values);
  } catch (error) {
    for (const change of changes) await unwriteEnv(change, state.id, known(change.path));
    progress.envs = earlier;
    await writeCutover(folder.dir, progress);
    throw error;
  }
}
