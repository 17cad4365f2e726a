import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Each, FleetReport, FleetVehicle } from '../../../shared/model/index.ts';
import { isThere, runsOf, type VehicleRun, vehicleOf } from '../fleet/look.ts';
import { type ManifestRow, parseManifest, schemasOf } from '../fleet/manifest.ts';
import { type FleetFolder, type FleetState, fleetFolder, readFleet } from '../fleet/state-file.ts';
import { openWorkspace, type Workspace } from '../run/workspace.ts';

export interface FleetLookInput {
  workspace: string;
  /** Path of the CSV. */
  manifest: string;
  /** What a new fleet is to be; one that is there keeps to what it was. Null: whatever it is, or `schema`. */
  each: Each | null;
  env: Record<string, string | undefined>;
}

/** A fleet as its manifest, its own file and its runs say, before anything is done. */
export interface Fleet {
  workspace: Workspace;
  folder: FleetFolder;
  state: FleetState;
  rows: ManifestRow[];
  runs: Map<string, VehicleRun>;
  report: FleetReport;
  /** Nothing of it was ever done. */
  isNew: boolean;
}

/** Where every vehicle of a manifest is. Nothing is written and no server asked. @throws AppError fleet.manifest, fleet.damaged */
export async function lookAtFleet(input: FleetLookInput): Promise<FleetReport> {
  return (await openFleet(input)).report;
}

/**
 * Reads all that is known of a fleet.
 * @param errors what stopped vehicles just now. @throws AppError fleet.manifest, fleet.damaged, fleet.otherEach
 */
export async function openFleet(
  { workspace: dir, manifest, each, env }: FleetLookInput,
  errors: ReadonlyMap<string, FleetVehicle['error']> = new Map(),
): Promise<Fleet> {
  const workspace = openWorkspace(dir, env);
  const path = resolve(manifest);
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new AppError('fleet.noManifest', { path, reason: cause.message }, { cause });
  });
  const folder = fleetFolder(workspace.dir, path);
  const before = await readFleet(folder.state);
  const runs = await runsOf(workspace, folder.id);
  const kind = before?.each ?? each ?? 'schema';
  if (each !== null && each !== kind) throw new AppError('fleet.otherEach', { path, each: kind });
  const { rows, ignored } = parseManifest(bytes, path, dirname(path), kind);
  followNames(rows, runs);
  const state = stateFor(folder.id, path, kind, before, rows, runs);
  const report: FleetReport = {
    fleet: folder.id,
    manifest: path,
    target: state.target,
    each: kind,
    ignored,
    vehicles: rows.map((row) => {
      const own = row.fault === null ? state.vehicles.get(row.vehicle) : undefined;
      const run = row.fault === null ? runs.get(row.vehicle) : undefined;
      const error = errors.get(row.vehicle) ?? (errors.has(row.vehicle) ? null : (own?.error ?? null));
      return vehicleOf(row, own?.schema ?? row.schema, run, error);
    }),
    gone: [...runs]
      .filter(([vehicle, run]) => isThere(run) && !rows.some((row) => row.vehicle === vehicle))
      .map(([vehicle, run]) => ({ vehicle, schema: schemaOf(run, kind), run: run.state.id })),
    ...{ jobs: null, views: null, placement: null, summary: null, interrupted: false, seconds: 0 },
  };
  return { workspace, folder, state, rows, runs, report, isNew: before === null };
}

/** A vehicle that has another name in the manifest now is known by its file. */
function followNames(rows: readonly ManifestRow[], runs: Map<string, VehicleRun>): void {
  const named = new Set(rows.map(({ vehicle }) => vehicle));
  for (const [before, run] of [...runs]) {
    const row = named.has(before) ? undefined : rows.find(({ file }) => file === run.state.source.path);
    if (!row || row.fault !== null || runs.has(row.vehicle)) continue;
    runs.delete(before);
    runs.set(row.vehicle, run);
  }
}

/** The state with every vehicle's schema: of one that is in the target it stays what it was. */
function stateFor(
  id: string,
  manifest: string,
  each: Each,
  before: FleetState | null,
  rows: readonly ManifestRow[],
  runs: ReadonlyMap<string, VehicleRun>,
): FleetState {
  const kept = [...runs].flatMap(([vehicle, run]): [string, string][] =>
    isThere(run) ? [[vehicle, schemaOf(run, each)]] : [],
  );
  const schemas = schemasOf(rows, new Map(kept), before?.vehicles ?? new Map());
  const known = [...schemas].map(([vehicle, schema]) => {
    return [vehicle, { schema, error: before?.vehicles.get(vehicle)?.error ?? null }] as const;
  });
  return {
    format: 1,
    id,
    manifest,
    each,
    target: before?.target ?? null,
    vehicles: new Map(known),
  };
}

/** What holds a vehicle that is in the target. */
function schemaOf({ state }: VehicleRun, each: Each): string {
  if (each === 'schema') return state.target.schema;
  return decodeURIComponent(/^[a-z]+:\/\/[^/]*\/([^?]*)/.exec(state.target.url)?.[1] ?? '');
}
