import { z } from 'zod';
import type { ErrorData } from '../errors.ts';
import type { FleetReport, FleetVehicle } from '../model/index.ts';
import { fileToken } from './files.ts';
import { target } from './target.ts';

export const fleetInput = z.strictObject({ manifest: fileToken });

/** Files that were picked or dropped together, or a folder of them. */
export const fleetOfInput = z.strictObject({ files: z.array(fileToken).min(1).max(5000) });

export const fleetJobInput = fleetInput.extend({
  act: z.enum(['migrate', 'validate', 'rollback']),
  /** Null: where the fleet is, and the local PostgreSQL for a new one. Its schema is not used: each vehicle has its own. */
  target: target.nullable(),
  /** Of the server where the fleet is, where nobody remembers it. */
  password: z.string().max(1000).nullable(),
  /** One vehicle alone, for `validate` and `rollback`; null: all. */
  vehicle: z.string().nullable(),
  /** Findings that no decision below answers take the option that loses nothing. */
  acceptDefaults: z.boolean(),
  /** Decisions for all vehicles: option by finding. */
  decisions: z.record(z.string().max(500), z.string().max(500)),
  /** Brings over what changed in files since. */
  sync: z.boolean(),
  /** Vehicles at a time; null: what there is room for. */
  jobs: z.int().min(1).max(1000).nullable(),
});
export type FleetJobInput = z.infer<typeof fleetJobInput>;

/** A vehicle in the list, with what stopped it in words. */
export interface FleetItem extends Omit<FleetVehicle, 'error'> {
  error: ErrorData | null;
  /** What has to be decided first: each finding with its options. */
  questions: { finding: string; options: string[] }[];
}

export interface FleetView extends Omit<FleetReport, 'vehicles'> {
  vehicles: FleetItem[];
}
