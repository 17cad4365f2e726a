import { copyFile, link, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Language } from '../../../shared/messages/index.ts';
import type { Plan, RunState, WayBackDrill } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { writeAsApplication } from '../cutover/drill-writes.ts';
import { readPrepared } from '../run/session.ts';
import { openWorkspace } from '../run/workspace.ts';
import type { TargetConfig } from '../target/config.ts';
import { withClient } from '../target/connect.ts';
import { ownWay } from '../target/own-way.ts';
import { cutoverRun } from './cutover.ts';
import { rollbackRun } from './rollback.ts';

interface DrillInput {
  /** Workspace of the rehearsed run; it is only read. */
  workspace: string;
  state: RunState;
  /** The server that is thrown away afterwards. */
  config: TargetConfig;
  env: Record<string, string | undefined>;
  language: Language;
  /** The application's .env files; copies of them are written, never they themselves. */
  envFiles: readonly string[];
  /** Folder for the drill, which somebody else removes. */
  scratch: string;
}

/**
 * Goes live and comes back, on copies: of the run's folder, of the source, of the .env files. In between, rows of every
 * kind are written as the application would. The way back compares every value by itself; that it could not is the
 * answer too, so a failure is a result and no error.
 * @throws AppError interrupted
 */
export async function drill(input: DrillInput, ctx: EngineContext): Promise<WayBackDrill> {
  const { state, config } = input;
  const nothing = { envs: 0, inserted: 0, changed: 0, deleted: 0, rows: 0, liveSeconds: 0, backSeconds: 0 };
  if (state.status !== 'succeeded')
    return {
      outcome: 'skipped',
      reason: { code: 'run.notLoaded', params: { status: state.status } },
      ...nothing,
    };
  const quiet: EngineContext = { ...ctx, onProgress: asOneStage(state.id, ctx.onProgress) };
  try {
    const { plan, envFiles } = await copyRun(input);
    const call = { workspace: input.scratch, run: state.id, ...ownWay(config, input.env) };
    const login = { user: config.user, password: config.password ?? '' };
    const began = performance.now();
    await cutoverRun(
      {
        ...{ ...call, language: input.language, envFiles, application: login },
        ...{ confirm: true, scratch: true },
      },
      quiet,
    );
    const live = performance.now();
    const written = await withClient(
      config,
      (client) => writeAsApplication(client, state.target.schema, plan),
      { signal: ctx.signal },
    );
    const before = performance.now();
    const { restored } = await rollbackRun({ ...call, confirm: true, only: 'wayBack', scratch: true }, quiet);
    if (!restored?.done) throw new Error('the way back did not come to its end');
    return {
      ...{ outcome: 'back', reason: null, envs: envFiles.length, ...written, rows: restored.rows },
      ...{ liveSeconds: seconds(live - began), backSeconds: seconds(performance.now() - before) },
    };
  } catch (error) {
    ctx.signal.throwIfAborted();
    ctx.log.error({ run: state.id, err: error }, 'the drill of the way back failed');
    const reason =
      error instanceof AppError
        ? { code: error.code, params: error.params }
        : { code: 'internal' as const, params: { reason: (error as Error).message, log: '' } };
    return { outcome: 'failed', reason, ...nothing };
  }
}

/** What going live and coming back say, in their order. */
const steps = [
  'snapshot',
  'compare',
  'apply',
  'validate',
  'role',
  'smoke',
  'env',
  'rebuild',
  'swap',
] as const;

/** Their stages are those of a run, which has come to its end: here they are the steps of one. */
function asOneStage(run: string, onProgress: EngineContext['onProgress']): EngineContext['onProgress'] {
  let done = 0;
  return ({ stage }) => {
    done = Math.max(done, steps.indexOf(stage as (typeof steps)[number]));
    const total = steps.length;
    onProgress({
      run,
      stage: 'drill',
      table: null,
      unit: 'objects',
      done,
      total,
      rate: 0,
      secondsLeft: null,
    });
  };
}

/** A run of its own in the scratch folder: same id, same files, with a source that is a copy. */
async function copyRun(input: DrillInput): Promise<{ plan: Plan; envFiles: string[] }> {
  const { scratch, state } = input;
  const from = openWorkspace(input.workspace, {}).runFolder(state.id);
  const workspace = openWorkspace(scratch, {});
  const to = await workspace.createRun(state.id);
  const wanted = ['snapshot.db', 'plan.json', 'measures.json', 'audit.json', 'digests.json'];
  for (const name of await readdir(from.dir)) {
    if (wanted.includes(name)) await sameFile(join(from.dir, name), join(to.dir, name));
  }
  const source = join(scratch, basename(state.source.path));
  await copyFile(from.snapshot, source);
  await workspace.writeState({ ...state, source: { ...state.source, path: source } });
  const envFiles: string[] = [];
  for (const [n, file] of input.envFiles.entries()) {
    const copy = join(scratch, `env-${n}`, basename(file));
    await mkdir(join(scratch, `env-${n}`), { mode: 0o700 });
    await copyFile(file, copy);
    envFiles.push(copy);
  }
  if (envFiles.length === 0) {
    envFiles.push(join(scratch, '.env'));
    await writeFile(join(scratch, '.env'), 'DATABASE_TYPE=sqlite\n', { mode: 0o600 });
  }
  return { plan: (await readPrepared(to)).plan, envFiles };
}

/** Files of a run are replaced and never changed, so a second name is as good as a copy where there are such. */
async function sameFile(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
