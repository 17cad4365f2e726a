import { z } from 'zod';
import type { ErrorData } from '../errors.ts';
import type { FleetReport, FleetVehicle } from '../model/index.ts';
import { type FileToken, fileToken, type PickedFile } from './files.ts';
import type { JobStage } from './jobs.ts';
import { target } from './target.ts';

export const fleetInput = z.strictObject({ manifest: fileToken });

/** What each vehicle of a list is to get, for one that was never begun; null, and of every other: what it is. */
const each = z.enum(['schema', 'database']).nullable().default(null);

export const fleetLookInput = fleetInput.extend({ each });

/** `password`: of the server where the fleet is, where nobody remembers it. */
export const fleetPlacementInput = fleetInput.extend({ password: z.string().max(1000).nullable() });

/** Files that were picked or dropped together, or a folder of them. */
export const fleetOfInput = z.strictObject({ files: z.array(fileToken).min(1).max(5000) });

const cell = z.string().trim().max(200);

/** What is another in a list: vehicles by their file. What is left out stays; an empty schema is made of the name. */
export const fleetChangeInput = fleetLookInput.extend({
  changes: z
    .array(
      z.strictObject({
        file: z.string(),
        vehicle: cell.optional(),
        plate: cell.optional(),
        schema: cell.optional(),
      }),
    )
    .max(5000),
  /** Files that leave the list. */
  remove: z.array(z.string()).max(5000),
});

/** A vehicle's file as the list has it: what is not in there is unknown. */
export const fleetFileInput = fleetInput.extend({ file: z.string() });

export const fleetJobInput = fleetLookInput.extend({
  act: z.enum(['migrate', 'validate', 'rollback']),
  /** Null: where the fleet is, and the local PostgreSQL for a new one. Its schema is not used: each vehicle has its own. */
  target: target.nullable(),
  /** Of the server where the fleet is, where nobody remembers it. */
  password: z.string().max(1000).nullable(),
  /** One vehicle alone; null: all. */
  vehicle: z.string().nullable(),
  /** Findings that no decision below answers take the option that loses nothing. */
  acceptDefaults: z.boolean(),
  /** A saved plan whose decisions apply where schema and findings are the same. */
  playbook: fileToken.nullable(),
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
  /** What was asked of it last and did not work, where that left it as it was. */
  refused: ErrorData | null;
  /** What has to be decided first: each finding with its options. */
  questions: { finding: string; options: string[] }[];
  /** Size of its file and what is not in it yet; null where there is none. */
  bytes: number | null;
}

export interface FleetView extends Omit<FleetReport, 'vehicles' | 'manifest' | 'summary'> {
  manifest: PickedFile;
  /** The program made the list, so that it may change it; else it is somebody's file, which is only read. */
  own: boolean;
  /** Something was done with it once: what each vehicle gets is settled. */
  begun: boolean;
  vehicles: FleetItem[];
  /** There is a summary to save. */
  summarised: boolean;
  /** Null while nothing is done with it. */
  live: FleetLive | null;
}

/** A fleet at work. */
export interface FleetLive {
  manifest: FileToken;
  /** Vehicles that came to an end: another number tells that `fleet.look` has news. */
  ended: number;
  working: FleetWorking[];
}

export interface FleetWorking {
  vehicle: string;
  /** Null before the engine has said anything. */
  stage: JobStage['stage'] | null;
  /** From 0 to 1. */
  part: number;
}

/** A list of vehicles that this workspace knows. */
export interface FleetListed {
  manifest: PickedFile;
  own: boolean;
  /** Null for one that nothing was done with. */
  vehicles: number | null;
  /** Of its last change; ISO 8601, UTC. */
  changed: string;
}
