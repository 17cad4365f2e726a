import { AppError } from '../../../shared/errors.ts';
import { type Language, translator } from '../../../shared/messages/index.ts';
import type {
  FleetJobs,
  FleetReport,
  FleetVehicle,
  FleetViews,
  Placement,
} from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { writeFleet } from '../fleet/state-file.ts';
import { renderSummary } from '../fleet/summary.ts';
import { withTarget } from '../run/target.ts';
import { writeAtomic } from '../system/atomic.ts';
import { leaveFleetViews, makeFleetViews, noViews, type TargetVehicle } from '../target/fleet-views.ts';
import { placementOf } from '../target/placement.ts';
import { type Fleet, type FleetLookInput, openFleet } from './fleet-look.ts';

export interface FleetEndInput extends FleetLookInput {
  target: string | null;
  language: Language;
  /** What stopped the vehicles that something was done with; null where nothing did. */
  errors: ReadonlyMap<string, FleetVehicle['error']>;
  jobs: FleetJobs | null;
  interrupted: boolean;
  seconds: number;
}

/** Notes what became of each vehicle, brings the views over all of them up to date, and writes the summary. */
export async function endFleet(input: FleetEndInput, ctx: EngineContext): Promise<FleetReport> {
  const fleet = await openFleet(input, input.errors);
  const { state, folder, runs } = fleet;
  for (const [vehicle, error] of input.errors) {
    const own = state.vehicles.get(vehicle);
    // A vehicle that is through stays so, whatever was refused later.
    if (own) own.error = isLoaded(runs.get(vehicle)?.state.status) ? null : error;
  }
  await writeFleet(folder.state, state);
  const { jobs, interrupted, seconds } = input;
  // Whoever interrupts does not wait for a server.
  const told = interrupted ? { views: null, placement: null } : await acrossVehicles(fleet, input, ctx);
  const report = { ...fleet.report, jobs, interrupted, seconds, ...told, summary: folder.summary };
  await writeAtomic(folder.summary, renderSummary(report, input.language, translator(input.language)));
  return report;
}

/** Vehicles that hold all their rows. */
const through = new Set<FleetVehicle['status']>(['done', 'live', 'changed', 'differences']);

/** Makes the views over all vehicles, and asks where these are. */
async function acrossVehicles(
  { report, runs }: Fleet,
  { workspace, target: url, env }: FleetEndInput,
  ctx: EngineContext,
): Promise<{ views: FleetViews; placement: Placement | null }> {
  if (report.each === 'database') return { views: { ...noViews, status: 'apart' }, placement: null };
  const there = report.vehicles.flatMap(({ vehicle, plate, schema, status, run }): TargetVehicle[] =>
    run !== null && (through.has(status) || isLoaded(runs.get(vehicle)?.state.status))
      ? [{ run, vehicle, plate, schema }]
      : [],
  );
  const gone = report.gone.flatMap(({ vehicle, schema, run }): TargetVehicle[] =>
    isLoaded(runs.get(vehicle)?.state.status) ? [{ run, vehicle, plate: '', schema }] : [],
  );
  try {
    return await withTarget({ workspace, url, env, user: report.fleet }, ctx, (target) =>
      target.withClients(1, async ([client]) => {
        const all = [...there, ...gone];
        const views = await makeFleetViews(client, report.fleet, all);
        return { views, placement: await placementOf(client, all.map(schemaName)) };
      }),
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'interrupted') throw error;
    const reason = String(error.params.reason ?? error.code);
    return { views: { ...noViews, status: 'refused', reason }, placement: null };
  }
}

/**
 * Where Citus has the vehicles of a fleet; null without it, and where every vehicle has a database of its own.
 * @throws AppError fleet.manifest, fleet.damaged, target.*, server.*
 */
export async function placeFleet(
  input: FleetLookInput & { target: string | null },
  ctx: EngineContext,
): Promise<Placement | null> {
  const { report, state } = await openFleet(input);
  if (report.each === 'database') return null;
  const schemas = report.vehicles.filter(({ run }) => run !== null).map(schemaName);
  const place = { workspace: input.workspace, url: input.target ?? state.target, env: input.env };
  return withTarget(place, ctx, (target) =>
    target.withClients(1, ([client]) => placementOf(client, [...schemas, ...report.gone.map(schemaName)])),
  );
}

function schemaName({ schema }: { schema: string }): string {
  return schema;
}

function isLoaded(status: string | undefined): boolean {
  return status === 'succeeded' || status === 'differences';
}

export interface FleetLeaveInput {
  workspace: string;
  target: string | null;
  env: Record<string, string | undefined>;
  runs: string[];
}

/** Takes vehicles out of the views, before they are taken out of the target. */
export async function leaveFleet(
  { workspace, target: url, env, runs }: FleetLeaveInput,
  ctx: EngineContext,
): Promise<void> {
  await withTarget({ workspace, url, env }, ctx, (target) =>
    target.withClients(1, ([client]) => leaveFleetViews(client, runs)),
  );
}
