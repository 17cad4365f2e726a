import { existsSync, statSync } from 'node:fs';
import type { FleetItem, FleetView } from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import { errorData, type Translate } from '../../../../shared/messages/index.ts';
import type { FleetReport, FleetVehicle } from '../../../../shared/model/index.ts';
import { fleetFolder } from '../../../engine/fleet/state-file.ts';
import type { HostContext } from '../context.ts';
import { isOwn } from './lists.ts';

/** A fleet as the page shows it. */
export function viewOf(context: HostContext, report: FleetReport): FleetView {
  const { files, workspace, fleet, t } = context;
  const { vehicles, manifest: path, summary: _, ...rest } = report;
  const manifest = files.give(path);
  const folder = fleetFolder(workspace.dir, path);
  const { working, refused, placed } = fleet;
  const last = refused?.manifest === manifest.token ? refused.errors : null;
  return {
    ...rest,
    manifest,
    own: isOwn(context, path),
    begun: existsSync(folder.state),
    placement: placed?.manifest === manifest.token ? placed.placement : null,
    vehicles: vehicles.map((vehicle) => itemOf(vehicle, last?.get(vehicle.vehicle) ?? null, t())),
    summarised: existsSync(folder.summary),
    live: working?.manifest === manifest.token ? working.live() : null,
  };
}

/** Bytes of a database with what is not in it yet; null where there is no file. */
export function bytesOf(file: string): number | null {
  const size = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.size ?? null;
  const own = file === '' ? null : size(file);
  return own === null ? null : own + (size(`${file}-wal`) ?? 0);
}

function itemOf(
  { error, ...vehicle }: FleetVehicle,
  refused: FleetVehicle['error'],
  t: Translate,
): FleetItem {
  const told = (problem: FleetVehicle['error']) =>
    problem && errorData(new AppError(problem.code, problem.params), t, 'wizard');
  return {
    ...vehicle,
    error: told(error),
    // What stands in the list says it already.
    refused: error === null ? told(refused) : null,
    questions: error === null ? [] : questionsOf(error),
    bytes: bytesOf(vehicle.file),
  };
}

/** The findings that a run asks for, with their options. */
function questionsOf({ code, params }: NonNullable<FleetVehicle['error']>): FleetItem['questions'] {
  if (code !== 'decisions.missing') return [];
  const asked = JSON.parse(String(params.asked)) as [finding: string, options: string[]][];
  return asked.map(([finding, options]) => ({ finding, options }));
}
