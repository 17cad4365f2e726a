import { AppError, type ErrorCode, exitCodes } from '../../shared/errors.ts';
import type { Language } from '../../shared/messages/index.ts';
import type {
  Choices,
  Each,
  FleetReport,
  FleetVehicle,
  Profile,
  Progress,
  ValidationLevel,
} from '../../shared/model/index.ts';
import { type RunOptions, runOperation } from './client.ts';
import type { FleetBegun } from './commands/fleet-begin.ts';
import type { FleetWishes } from './commands/fleet-vehicle.ts';
import { type Act, actFor } from './fleet/act.ts';
import { vehicleOf, vehicleRun } from './fleet/look.ts';
import { fleetFolder, makeFleetFolder } from './fleet/state-file.ts';
import { openLog } from './log.ts';
import { openWorkspace } from './run/workspace.ts';
import { managedServer } from './server/managed.ts';
import { withFileLock } from './system/lock.ts';

/** Milliseconds that another process may still need to end. */
const glance = 200;

export interface FleetInput {
  workspace: string;
  manifest: string;
  /** URL of the server; null: where the fleet is, and the local one for a new fleet. */
  target: string | null;
  env: Record<string, string | undefined>;
  language: Language;
  act: 'migrate' | 'validate' | 'rollback';
  /** One vehicle alone; null: all. */
  only: string | null;
  each: Each | null;
  jobs: number | null;
  plan: string | null;
  profile: Profile;
  extras: boolean;
  acceptDefaults: boolean;
  /** What a person chose for all vehicles. */
  choices: Choices;
  /** Brings over what changed in files since. */
  sync: boolean;
  level: ValidationLevel;
}

export interface FleetOptions extends Pick<RunOptions, 'signal' | 'logLevel'> {
  /** A vehicle has been begun, or has come to where it is now; how many have, and of how many. */
  onVehicle?: (vehicle: FleetVehicle, done: number, total: number) => void;
  /** How far a vehicle that is moved is. */
  onProgress?: (vehicle: string, progress: Progress) => void;
}

/**
 * Moves, validates or undoes the vehicles of a manifest, some at a time, each on a thread of its own. What goes wrong
 * with one is told of that one, and stops no other. The same call goes on where an earlier one ended, however it ended.
 * @throws AppError fleet.*, and what a server says that nobody can reach; what concerns one vehicle is in the report
 */
export async function runFleet(input: FleetInput, options: FleetOptions = {}): Promise<FleetReport> {
  const { workspace, manifest, env } = input;
  const { dir } = openWorkspace(workspace, env);
  const { lock, id } = fleetFolder(dir, manifest);
  await makeFleetFolder(lock);
  const held = await withFileLock(lock, glance, () => conduct(input, options, id));
  if (held === null) throw new AppError('fleet.busy', { path: manifest });
  return held.value;
}

async function conduct(input: FleetInput, options: FleetOptions, fleet: string): Promise<FleetReport> {
  const { workspace, manifest, env, act, only, language } = input;
  const { signal, logLevel = 'info' } = options;
  const began = performance.now();
  const known = { workspace, manifest, each: input.each, env };
  const quiet = { workspace, logLevel };
  const plan = act === 'migrate' ? input.plan : null;
  const asked = { ...known, target: input.target, jobs: input.jobs, plan };
  const begun = await runOperation('fleetBegin', asked, { ...quiet, ...(signal ? { signal } : {}) });
  const before = await runOperation('fleetLook', known, quiet);
  if (only !== null && !before.vehicles.some(({ vehicle }) => vehicle === only))
    throw new AppError('fleet.noVehicle', { vehicle: only, path: manifest });
  const wishes: FleetWishes = { ...input, fleet, each: before.each, target: begun.target, plan };
  const work = before.vehicles.flatMap((vehicle) => {
    const what = actFor(vehicle, input);
    return what === null ? [] : [{ vehicle, act: what }];
  });
  const errors = await holdingServer(begun, workspace, fleet, async () => {
    if (act === 'rollback') {
      const runs = work.flatMap(({ vehicle }) => vehicle.run ?? []);
      await runOperation('fleetLeave', { workspace, target: begun.target, env, runs }, quiet);
    }
    return inPool(work, begun.jobs.jobs, wishes, options);
  });
  const end = { ...known, target: begun.target, language, errors, jobs: begun.jobs };
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const interrupted = signal?.aborted ?? false;
  return runOperation('fleetEnd', { ...end, interrupted, seconds }, quiet);
}

interface Work {
  vehicle: FleetVehicle;
  act: Act;
}

/** The local server is kept up from the first vehicle to the last. */
async function holdingServer<T>(
  { target }: FleetBegun,
  workspace: string,
  fleet: string,
  work: () => Promise<T>,
): Promise<T> {
  if (target !== null) return work();
  const log = openLog(workspace, 'info');
  try {
    const lease = await managedServer({ workspace, log }).acquire(fleet);
    return await work().finally(() => lease.release());
  } finally {
    log.close();
  }
}

/** Does it all, so many at a time. @returns what stopped each vehicle that something was done with. */
async function inPool(
  work: readonly Work[],
  jobs: number,
  wishes: FleetWishes,
  options: FleetOptions,
): Promise<Map<string, FleetVehicle['error']>> {
  const errors = new Map<string, FleetVehicle['error']>();
  const queue = work.values();
  let done = 0;
  /** Vehicles in a row that failed for what concerns all of them. */
  let hopeless = 0;
  /** What nobody expected: nothing more is begun, and what is under way comes to its end. */
  const broken: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const { vehicle, act } of queue) {
      if (options.signal?.aborted || hopeless > jobs || broken.length > 0) return;
      options.onVehicle?.({ ...vehicle, status: 'running' }, done, work.length);
      const { stopped, run } = await doOne(vehicle, act, wishes, options);
      // What can be resumed is told by its run.
      const error = stopped && exitCodes[stopped.code] === exitCodes.interrupted ? null : stopped;
      errors.set(vehicle.vehicle, error);
      hopeless = stopped !== null && concernsAll(stopped.code) ? hopeless + 1 : 0;
      done++;
      options.onVehicle?.(await seen(vehicle, run, error, wishes), done, work.length);
    }
  };
  const workers = Array.from({ length: Math.min(jobs, work.length) }, worker);
  await Promise.all(workers.map((each) => each.catch((error: unknown) => broken.push(error))));
  if (broken.length > 0) throw broken[0];
  return errors;
}

/** True for what the next vehicle would meet as well: a server that nobody reaches, a disk that is full. */
function concernsAll(code: ErrorCode): boolean {
  return /^(target\.(unreachable|timeout|auth|noDatabase|tls|lost|noSpace|noRights|readOnly)|workspace\.)/.test(
    code,
  );
}

async function doOne(
  { vehicle, file, schema, run }: FleetVehicle,
  act: Act,
  wishes: FleetWishes,
  { signal, onProgress: tell, logLevel = 'info' }: FleetOptions,
): Promise<{ stopped: FleetVehicle['error']; run: string | null }> {
  let known = run;
  const onProgress: RunOptions['onProgress'] = (progress) => {
    known = progress.run ?? known;
    tell?.(vehicle, progress);
  };
  const { workspace } = wishes;
  const one = { ...wishes, act, vehicle, file, schema, run };
  try {
    const told = { workspace, logLevel, onProgress, ...(signal ? { signal } : {}) };
    return { stopped: null, run: (await runOperation('fleetVehicle', one, told)).run };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { stopped: { code: error.code, params: error.params }, run: known };
  }
}

/** The vehicle as it is after something was done with it. */
async function seen(
  before: FleetVehicle,
  run: string | null,
  error: FleetVehicle['error'],
  { workspace: dir, env }: FleetWishes,
): Promise<FleetVehicle> {
  const workspace = openWorkspace(dir, env);
  const state = run === null ? null : await workspace.readState(run).catch(unknown);
  const row = { ...before, fault: null };
  return vehicleOf(row, before.schema, state ? await vehicleRun(workspace, state) : undefined, error);
}

/** A run that was refused has left nothing. */
function unknown(error: unknown): null {
  if (error instanceof AppError && /^run\./.test(error.code)) return null;
  throw error;
}
