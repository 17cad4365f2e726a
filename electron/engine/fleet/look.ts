import { existsSync, statSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import type { FleetVehicle, RunState, VehicleStatus } from '../../../shared/model/index.ts';
import { isBack, isLive, readCutover } from '../cutover/state.ts';
import { totalsOf } from '../report/totals.ts';
import type { RunFolder } from '../run/paths.ts';
import type { Workspace } from '../run/workspace.ts';
import { seemsWritten } from '../source/mark.ts';
import type { ManifestRow } from './manifest.ts';
import { exitOf } from './severity.ts';

/** A run of a fleet, with what its folder says beside its state. */
export interface VehicleRun {
  state: RunState;
  /** The application works with it. */
  live: boolean;
  /** Why its folder does not tell that; it concerns this vehicle alone. */
  fault: Problem;
  files: RunFolder;
}

/** The newest run of each vehicle; one that was undone only where there is no other. */
export async function runsOf(workspace: Workspace, fleet: string): Promise<Map<string, VehicleRun>> {
  const runs = new Map<string, VehicleRun>();
  for (const run of await workspace.listRuns()) {
    if (!('state' in run) || run.state.fleet?.id !== fleet) continue;
    const { vehicle } = run.state.fleet;
    const before = runs.get(vehicle);
    // The newest comes first.
    if (before && (before.state.status !== 'undone' || run.state.status === 'undone')) continue;
    runs.set(vehicle, await vehicleRun(workspace, run.state));
  }
  return runs;
}

export async function vehicleRun(workspace: Workspace, state: RunState): Promise<VehicleRun> {
  const files = workspace.runFolder(state.id);
  try {
    const cutover = await readCutover(files.dir);
    return { state, files, live: isLive(cutover) && !isBack(cutover), fault: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { state, files, live: false, fault: { code: error.code, params: error.params } };
  }
}

/** True for a run that has something in the target, or may have. */
export function isThere(run: VehicleRun | undefined): boolean {
  return run !== undefined && run.state.status !== 'undone' && run.state.status !== 'refused';
}

/**
 * Where a vehicle is, by its line of the manifest, its run, and what stopped it.
 * @param schema the one it has, or is to have.
 */
export function vehicleOf(
  row: ManifestRow,
  schema: string,
  run: VehicleRun | undefined,
  error: Problem,
): FleetVehicle {
  const { line, vehicle, plate, file, notes } = row;
  const { status, problem } = statusOf(row, schema, run, error);
  const told = problem && new AppError(problem.code, problem.params);
  const state = run?.state;
  return {
    ...{ line, vehicle, plate, file, schema, notes, status, error: problem },
    exit: exitOf(status, told),
    // One that was refused has left nothing, and is begun anew.
    run: state && state.status !== 'refused' ? state.id : null,
    certificate: run && existsSync(run.files.certificateHtml) ? run.files.certificateHtml : null,
    rows: state && state.tables.length > 0 ? totalsOf(state.tables) : null,
    differences: state?.validation?.differences ?? null,
    seconds: state?.seconds.total ?? null,
  };
}

type Problem = FleetVehicle['error'];

function statusOf(
  row: ManifestRow,
  schema: string,
  run: VehicleRun | undefined,
  error: Problem,
): { status: VehicleStatus; problem: Problem } {
  if (row.fault !== null) {
    const params = { vehicle: row.vehicle, line: row.line, ...row.fault };
    return { status: 'failed', problem: { code: 'fleet.row', params } };
  }
  if (run && isThere(run) && row.schema !== '' && row.schema !== schema) {
    const params = { vehicle: row.vehicle, schema: row.schema, before: schema };
    return { status: 'failed', problem: { code: 'fleet.otherSchema', params } };
  }
  if (run?.fault) return { status: 'failed', problem: run.fault };
  const stopped = (): VehicleStatus => (error?.code === 'decisions.missing' ? 'question' : 'failed');
  switch (run?.state.status) {
    case undefined:
    case 'refused':
    case 'failed':
    case 'exported':
      return { status: error === null ? 'waiting' : stopped(), problem: error };
    case 'undone':
      return { status: error === null ? 'undone' : stopped(), problem: error };
    case 'running':
      return { status: 'running', problem: null };
    case 'interrupted':
      return { status: 'interrupted', problem: error };
    case 'differences':
      return { status: 'differences', problem: error };
    case 'succeeded':
      if (error !== null) return { status: 'failed', problem: error };
      if (run?.live) return { status: 'live', problem: null };
      return { status: run && hasChanged(run) ? 'changed' : 'done', problem: null };
  }
}

/** True where the file was written or replaced since the run's snapshot; one that is not at hand is not said to be. */
function hasChanged({ state }: VehicleRun): boolean {
  const { path, mark, takenAt } = state.source;
  if (!existsSync(path)) return false;
  if (typeof mark === 'string' && takenAt !== undefined) return seemsWritten(path, mark, Date.parse(takenAt));
  // Nothing told the file of the snapshot from a later one: its times have to do.
  const times = [path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false }));
  const last = Math.max(...times.map((found) => (found ? Math.max(found.mtimeMs, found.ctimeMs) : 0)));
  return takenAt !== undefined && last > Date.parse(takenAt);
}
