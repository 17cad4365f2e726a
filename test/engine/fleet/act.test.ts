import { expect, it } from 'vitest';
import { actFor } from '../../../electron/engine/fleet/act.ts';
import type { FleetVehicle } from '../../../shared/model/index.ts';

const vehicle = (status: FleetVehicle['status']) =>
  ({ vehicle: 'Carro 1', status, run: '20260101-0000-abcd', error: null }) as FleetVehicle;

it('compares what is loaded, and leaves alone what its application writes to', () => {
  const asked = { act: 'validate', sync: false, only: null } as const;
  const compared = (
    ['done', 'changed', 'differences', 'failed', 'live', 'undone', 'running', 'interrupted'] as const
  ).filter((status) => actFor(vehicle(status), asked) === 'validate');
  expect(compared).toEqual(['done', 'changed', 'differences', 'failed']);
});
