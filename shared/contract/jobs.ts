import { z } from 'zod';
import type { ErrorData } from '../errors.ts';
import type { Following, LaterStage, Prediction, Progress, RunState, Stage } from '../model/index.ts';
import { wishes } from './audit.ts';
import type { CaughtUp, WayBack } from './cutover.ts';
import { fileToken, type PickedFile } from './files.ts';
import { runInput } from './run-input.ts';
import { ifNotEmpty, schemaName, target } from './target.ts';

export const migrateInput = wishes.extend({
  source: fileToken,
  target,
  ifNotEmpty,
  /** The defaults of all findings count as decided: the user has seen them. */
  acceptDefaults: z.boolean(),
});

/**
 * A rehearsal runs on a local server that is thrown away afterwards. Of a target that is given, only the way to it is
 * measured.
 */
export const rehearseInput = wishes.extend({
  source: fileToken,
  acceptDefaults: z.boolean(),
  target: target.nullable().default(null),
});

/**
 * `folder`: where a folder for psql is made, named after the source; its files are for a server that has a schema of
 * this name.
 */
export const exportInput = wishes.extend({
  source: fileToken,
  folder: fileToken,
  schema: schemaName,
  acceptDefaults: z.boolean(),
});

/** `target`: where the files of an exported run were run, until the run knows it; null for what it knows. */
export const validateInput = runInput.extend({
  level: z.enum(['counts', 'segments', 'rows']),
  target: target.nullable().default(null),
});

export const sampleInput = z.strictObject({
  rows: z.int().min(0).max(50_000_000),
  dirty: z.boolean(),
});

export type JobKind =
  | 'audit'
  | 'rehearse'
  | 'migrate'
  | 'export'
  | 'validate'
  | 'undo'
  | 'sync'
  | 'follow'
  | 'cutover'
  | 'wayBack'
  | 'rollback'
  | 'benchmark'
  | 'fleet'
  | 'sample';

/**
 * `paused`: the engine has stopped after what it was writing, and `job.continue` goes on from what the target has.
 * `cancelled`: it ended because the user asked; its run can still be resumed (`job.resume`) or undone.
 * `pausing` and `cancelling` last until what is being written is safe.
 */
export type JobStatus = 'running' | 'pausing' | 'paused' | 'cancelling' | 'cancelled' | 'done' | 'failed';

/** The one job of the host as it is now: all that a window which was just opened needs to draw it. */
export interface JobSnapshot {
  /** Another one for every job. */
  id: string;
  /** Higher in every snapshot that the host gives: an answer and an event may overtake each other. */
  version: number;
  kind: JobKind;
  status: JobStatus;
  /** The run it works on, as soon as there is one. */
  run: string | null;
  /** File name of the source, for headings. */
  source: string | null;
  /** ISO 8601, UTC. */
  startedAt: string;
  finishedAt: string | null;
  /** Time at work, without pauses. */
  seconds: number;
  /** In their order; empty where there are no stages. */
  stages: JobStage[];
  /** Null before the first word of the engine, and at the end. */
  stage: JobStage['stage'] | null;
  /** Parents first, as they are loaded. Empty until they are known. */
  tables: JobTable[];
  /** Units a second now; null outside of stages that count. */
  rate: number | null;
  /** The chart: at most 240 points of the stage, oldest first, evenly spaced. When all is done, those of the load. */
  rates: { seconds: number; rate: number }[];
  /** Of the current stage; null while unknown. */
  secondsLeft: number | null;
  /** All stages together: from 0 to 1, never backwards, and how long they still take, null while that is unknown. */
  whole: { part: number; secondsLeft: number | null };
  can: { pause: boolean; continue: boolean; cancel: boolean };
  /** Why it failed; there with status `failed`. */
  error: ErrorData | null;
  /** How the run ended or stands: there when the job is not running and has a run. */
  state: RunState | null;
  /** The list of a `fleet`. */
  manifest: PickedFile | null;
  /** What a `sample` job wrote. */
  sample: PickedFile | null;
  /** Objects that an `undo` dropped. */
  dropped: string[];
  /** What a `rehearse` says of the real migration. */
  prediction: Prediction | null;
  /** What an `export` wrote. */
  exported: ExportedFolder | null;
  /** What a `sync` brought over. */
  caughtUp: CaughtUp | null;
  /** How a `follow` stands, or ended; null before it has caught up once. */
  following: Following | null;
  /** What a `wayBack` found. */
  wayBack: WayBack | null;
}

export interface ExportedFolder {
  /** Path, for people. */
  path: string;
  files: number;
  bytes: number;
}

export interface JobStage {
  stage: Stage | LaterStage;
  status: 'waiting' | 'running' | 'done';
  unit: Progress['unit'] | null;
  done: number;
  total: number;
  /** Time so far. */
  seconds: number;
}

export interface JobTable {
  name: string;
  rows: number;
  loaded: number;
  validated: number;
}
