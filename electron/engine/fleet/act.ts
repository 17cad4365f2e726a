import type { FleetVehicle } from '../../../shared/model/index.ts';

/** What is done with one vehicle. */
export type Act = 'start' | 'go on' | 'sync' | 'validate' | 'rollback';

export interface Asked {
  act: 'migrate' | 'validate' | 'rollback';
  /** Brings over what changed in files since. */
  sync: boolean;
  /** One vehicle alone; null: all. */
  only: string | null;
}

/** What there is to do with a vehicle of what was asked for; null: nothing. */
export function actFor(
  { vehicle, status, run, error }: FleetVehicle,
  { act, sync, only }: Asked,
): Act | null {
  if (only !== null && vehicle !== only) return null;
  // What is wrong with its line is for its owner to put right.
  if (error?.code === 'fleet.row' || error?.code === 'fleet.otherSchema') return null;
  if (act === 'migrate') return startOf(status, run, sync);
  if (run === null || status === 'undone') return null;
  if (act === 'rollback') return 'rollback';
  // What the application of a live one wrote is no difference.
  return ['interrupted', 'running', 'live'].includes(status) ? null : 'validate';
}

function startOf(status: FleetVehicle['status'], run: string | null, sync: boolean): Act | null {
  switch (status) {
    case 'waiting':
    case 'question':
    case 'undone':
      return 'start';
    case 'failed':
      return run === null ? 'start' : 'go on';
    case 'interrupted':
      return 'go on';
    case 'changed':
      return sync ? 'sync' : null;
    case 'running':
    case 'done':
    case 'live':
    case 'differences':
      return null;
  }
}
