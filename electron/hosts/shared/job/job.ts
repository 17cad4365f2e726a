import type {
  CaughtUp,
  ExportedFolder,
  JobKind,
  JobStage,
  JobStatus,
  PickedFile,
  WayBack,
} from '../../../../shared/contract.ts';
import type { Prediction, Progress, RunState } from '../../../../shared/model/index.ts';
import type { Course } from './progress.ts';
import type { Weights } from './whole.ts';

/** What the engine is given for one attempt at a job. */
export interface Attempt {
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/** What a job leaves on the table. */
export interface JobEnd {
  state?: RunState;
  sample?: PickedFile;
  dropped?: string[];
  prediction?: Prediction;
  exported?: ExportedFolder;
  caughtUp?: CaughtUp;
  wayBack?: WayBack | null;
}

export interface JobRequest {
  kind: JobKind;
  /** File name of the source, for headings. */
  source: string | null;
  run: string | null;
  /** The list of vehicles, where it is about one. */
  manifest?: PickedFile;
  /** The part of all of it that was done by earlier ones, from 0 to 1. */
  behind?: number;
  stages: readonly JobStage['stage'][];
  tables: readonly { name: string; rows: number }[];
  /** Seconds that the stages are thought to take; left out where nothing is known of them. */
  weights?: Weights;
  begin(attempt: Attempt): Promise<JobEnd>;
  /** Goes on with the run after a pause; null for jobs that cannot pause. */
  goOn: ((run: string, attempt: Attempt) => Promise<JobEnd>) | null;
}

/** A job at work, or how it ended. */
export interface Job {
  request: JobRequest;
  id: string;
  status: JobStatus;
  course: Course;
  startedAt: Date;
  finishedAt: Date | null;
  /** Milliseconds at work before the current attempt. */
  worked: number;
  attemptBegan: number;
  controller: AbortController;
  /** Settles when the attempt has, never rejects. */
  settled: Promise<void>;
  failure: unknown;
  end: JobEnd;
}

/** While it is one of these, the engine is at work. */
export const busy: ReadonlySet<JobStatus> = new Set(['running', 'pausing', 'cancelling']);

/** The run that a job is about, null before there is one. */
export function runOf({ course, request }: Pick<Job, 'course' | 'request'>): string | null {
  return course.run ?? request.run;
}

/** Before there is a run, there is nothing to come back to. */
export function canPause(job: Job): boolean {
  return job.request.goOn !== null && runOf(job) !== null;
}
