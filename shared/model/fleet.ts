import type { ErrorCode, ErrorParams } from '../errors.ts';
import type { Placement } from './placement.ts';

/**
 * Where a vehicle of a fleet is. `question`: somebody has to decide something first; `changed`: through, and its file was
 * written or replaced since; `live`: through, and the application works with it; `undone`: taken out again.
 */
export type VehicleStatus =
  | 'done'
  | 'live'
  | 'changed'
  | 'question'
  | 'differences'
  | 'failed'
  | 'interrupted'
  | 'running'
  | 'waiting'
  | 'undone';

/** Whether each vehicle has a schema of one database, or a database of its own. */
export type Each = 'schema' | 'database';

/** One vehicle of a manifest and what became of it. */
export interface FleetVehicle {
  /** Line of the manifest. */
  line: number;
  vehicle: string;
  plate: string;
  /** Absolute path. */
  file: string;
  /** Its schema, or its database. */
  schema: string;
  notes: string;
  status: VehicleStatus;
  /** Its exit code, as that of a command for this vehicle alone. */
  exit: number;
  run: string | null;
  /** The certificate of its run, where there is one. */
  certificate: string | null;
  rows: { source: number; migrated: number; repaired: number; nulled: number; quarantined: number } | null;
  differences: number | null;
  seconds: number | null;
  error: { code: ErrorCode; params: ErrorParams } | null;
}

/** What is done at a time, what was asked for, and what keeps it there. */
export interface FleetJobs {
  jobs: number;
  asked: number | null;
  limit: 'asked' | 'cores' | 'memory' | 'connections';
}

/** The views over all vehicles in the schema `fleet` of the target. */
export interface FleetViews {
  /**
   * `made`: they are up to date; `none`: no vehicle is there; `foreign`: somebody else's schema has the name;
   * `refused`: the server did not let us; `apart`: every vehicle has a database of its own.
   */
  status: 'made' | 'none' | 'foreign' | 'refused' | 'apart';
  vehicles: number;
  /** Locks that a question to all vehicles takes, and those that the server has as it is set. */
  locks: { needed: number; room: number } | null;
  /** The role that may read them; null where it could not be made. */
  role: string | null;
  /** Citus has some of the vehicles on nodes: there the role may read the tables of the views, and nothing else narrows a question. */
  placed: boolean;
  /** What the server said of what it refused. */
  reason: string | null;
}

/** A fleet as a whole. */
export interface FleetReport {
  fleet: string;
  manifest: string;
  /** Of the server, without a password; null for the local one. */
  target: string | null;
  each: Each;
  /** Columns of the manifest that mean nothing here. */
  ignored: string[];
  vehicles: FleetVehicle[];
  /** Vehicles that are in the target, and in the manifest no more. */
  gone: { vehicle: string; schema: string; run: string }[];
  jobs: FleetJobs | null;
  views: FleetViews | null;
  /** Where Citus has the vehicles; null where it was not asked, or the database has no Citus. */
  placement: Placement | null;
  /** HTML file with all of this. */
  summary: string | null;
  interrupted: boolean;
  seconds: number;
}
