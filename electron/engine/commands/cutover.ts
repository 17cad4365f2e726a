import type pg from 'pg';
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { LaterStage, Plan, RunState } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import type { TextEncoding } from '../convert/values.ts';
import { type ApplicationLogin, applicationConfig, envValues, settingsOf } from '../cutover/application.ts';
import { digestOf } from '../cutover/digest.ts';
import { type EnvChange, notedEnv, planEnvs, writeEnv } from '../cutover/env-files.ts';
import { markLive, requireKnownLive } from '../cutover/live-mark.ts';
import { prepareRole, smokeTest } from '../cutover/role.ts';
import { inUseBy, type SourceUse, sourceUse } from '../cutover/source-use.ts';
import {
  type CutoverState,
  newCutover,
  readCutover,
  requireNotBack,
  writeCutover,
} from '../cutover/state.ts';
import { withOwnSession } from '../run/hold.ts';
import { requireLoaded } from '../run/known.ts';
import { openSession } from '../run/open-session.ts';
import { StageProgress } from '../run/progress.ts';
import { type RunSession, readPrepared, save } from '../run/session.ts';
import { type Target, targetOf, withTarget } from '../run/target.ts';
import { openWorkspace } from '../run/workspace.ts';
import { managedServer } from '../server/managed.ts';
import { openSnapshot } from '../source/snapshot.ts';
import { catchUp } from '../stages/catch-up.ts';
import { writeCertificates } from '../stages/certificate.ts';
import { validateStage } from '../stages/validate.ts';
import type { TargetConfig } from '../target/config.ts';

export interface CutoverInput {
  workspace: string;
  run: string;
  target: string | null;
  env: Record<string, string | undefined>;
  language: Language;
  /** The application's .env files. */
  envFiles: string[];
  /** The application's login, where no file names it and it is not the run's. */
  application?: ApplicationLogin | null;
  /** False only looks and shows. */
  confirm: boolean;
}

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
  schema: string;
  managed: boolean;
  /** Rows of the last catch-up, and tables of the smoke test; null before. */
  rows: number | null;
  tables: number | null;
}

/**
 * Goes live, step by step; each step is remembered in `cutover.json` and can be done again. Throws AppError
 * cutover.sourceInUse {run, by}, cutover.envUnusable {path, reason}, cutover.smokeTest {role, reason},
 * validation.differences {run, differences}.
 */
export async function cutoverRun(input: CutoverInput, ctx: EngineContext): Promise<CutoverResult> {
  const workspace = openWorkspace(input.workspace, input.env);
  return workspace.withRunLock(input.run, async () => {
    const session = await openSession(workspace, input, ctx);
    const { state, folder } = session;
    const url = targetOf(state, input.target);
    return withTarget({ workspace: workspace.dir, url, env: input.env }, ctx, (target) =>
      withOwnSession(target, async (client) => {
        await requireLoaded(client, state);
        await requireKnownLive(client, state.id, folder.dir);
        const progress = (await readCutover(folder.dir)) ?? newCutover();
        requireNotBack(state.id, progress);
        const app = await applicationConfig(target.config, input.envFiles, input.application ?? null);
        const values = await envValues(app);
        const result: CutoverResult = {
          ...{ run: state.id, live: false, use: await sourceUse(state.source.path), envs: [] },
          settings: settingsOf(values),
          ...{
            source: state.source.path,
            role: app.user,
            schema: state.target.schema,
            managed: target.managed,
          },
          ...{ rows: null, tables: null },
        };
        // Before anything is written anywhere, every file is tried.
        const envs = await planEnvs(input.envFiles, values);
        result.envs = envs.map(({ path, difference }) => ({ path, difference }));
        if (!input.confirm) return result;
        return goLive(session, target, client, progress, app, envs, result);
      }),
    );
  });
}

async function goLive(
  session: RunSession,
  target: Target,
  client: pg.Client,
  progress: CutoverState,
  app: TargetConfig,
  envs: EnvChange[],
  result: CutoverResult,
): Promise<CutoverResult> {
  const { state, folder, ctx, workspace } = session;
  const { schema } = state.target;
  const done = async (step: keyof CutoverState['steps']): Promise<void> => {
    progress.steps[step] = new Date().toISOString();
    await writeCutover(folder.dir, progress);
    ctx.log.info({ run: state.id, step }, 'step of going live done');
    ctx.signal.throwIfAborted();
  };
  await writeCutover(folder.dir, progress);
  // From the first .env file on the application may write to PostgreSQL: nothing may overwrite that any more.
  if (progress.envs.length === 0 && progress.finishedAt === null) {
    const by = inUseBy(result.use).join(', ');
    if (by !== '') throw new AppError('cutover.sourceInUse', { run: state.id, by });
    result.rows = await lastCatchUp(session, target, client);
    await done('caughtUp');
    await fullValidation(session, client);
    await done('validated');
  }
  const { plan } = await readPrepared(folder);
  const at = (stage: LaterStage, total: number) => new StageProgress(ctx, state.id, stage, 'objects', total);
  at('role', 1);
  await prepareRole(client, target.config, app.user, schema, plan);
  await done('role');
  // Tried before the application is told, so that it never meets a database that it cannot work with.
  const tried = at('smoke', plan.tables.length);
  result.tables = await smokeTest(app, schema, plan, ctx.signal, () => tried.add(null, 1));
  await done('smoke');
  const written = at('env', envs.length);
  progress.source ??= await digestOf(state.source.path);
  await markLive(client, state.id, schema, app.user);
  // Planned anew: somebody may have edited a file while everything was compared.
  const paths = envs.map(({ path }) => path);
  for (const change of await planEnvs(paths, await envValues(app))) {
    const env = notedEnv(change, state.id);
    progress.envs = [...progress.envs.filter((e) => e.path !== env.path), env];
    await writeCutover(folder.dir, progress);
    await writeEnv(change, state.id);
    written.add(null, 1);
  }
  await done('env');
  // What an application relies on must not end with the last command that used it.
  if (target.managed) await managedServer({ workspace: workspace.dir, log: ctx.log }).start({ manual: true });
  progress.finishedAt = new Date().toISOString();
  progress.outcome = {
    role: app.user,
    tables: result.tables,
    rows: result.rows ?? progress.outcome?.rows ?? null,
  };
  await writeCutover(folder.dir, progress);
  return { ...result, live: true };
}

/** Until a round brings nothing: a row written between two snapshots must not stay behind. */
async function lastCatchUp(session: RunSession, target: Target, client: pg.Client): Promise<number> {
  const { state } = session;
  let rows = 0;
  for (let round = 0; round < 5; round++) {
    const found = await catchUp(session, target, client);
    if (found.rows === 0) return rows;
    rows += found.rows;
  }
  throw new AppError('cutover.sourceInUse', { run: state.id, by: state.source.path });
}

async function fullValidation(session: RunSession, client: pg.Client): Promise<void> {
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
    return await validateStage(session, db, client, plan, encoding, 'rows');
  } finally {
    db.close();
  }
}
