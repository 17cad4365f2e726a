import { AppError } from '../../../shared/errors.ts';
import { type Language, translator } from '../../../shared/messages/index.ts';
import type { FleetJobs, FleetReport, FleetVehicle, FleetViews } from '../../../shared/model/index.ts';
import type { EngineContext } from '../context.ts';
import { writeFleet } from '../fleet/state-file.ts';
import { renderSummary } from '../fleet/summary.ts';
import { withTarget } from '../run/target.ts';
import { writeAtomic } from '../system/atomic.ts';
import { leaveFleetViews, makeFleetViews, type TargetVehicle } from '../target/fleet-views.ts';
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
  const views = interrupted ? null : await viewsOf(fleet, input, ctx);
  const report = { ...fleet.report, jobs, interrupted, seconds, views, summary: folder.summary };
  await writeAtomic(folder.summary, renderSummary(report, input.language, translator(input.language)));
  return report;
}

/** Vehicles that hold all their rows. */
const through = new Set<FleetVehicle['status']>(['done', 'live', 'changed', 'differences']);

async function viewsOf(
  { report, runs }: Fleet,
  { workspace, target: url, env }: FleetEndInput,
  ctx: EngineContext,
): Promise<FleetViews> {
  const none: FleetViews = { status: 'none', vehicles: 0, locks: null, role: null, reason: null };
  if (report.each === 'database') return { ...none, status: 'apart' };
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
      target.withClients(1, ([client]) => makeFleetViews(client, report.fleet, [...there, ...gone])),
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'interrupted') throw error;
    return { ...none, status: 'refused', reason: String(error.params.reason ?? error.code) };
  }
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
