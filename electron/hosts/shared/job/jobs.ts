import { randomUUID } from 'node:crypto';
import type {
  CaughtUp,
  JobKind,
  JobSnapshot,
  JobStage,
  JobStatus,
  PickedFile,
  WayBack,
} from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import { errorData, type Translate } from '../../../../shared/messages/index.ts';
import type { Prediction, Progress, RunState } from '../../../../shared/model/index.ts';
import { advance, beginCourse, type Course, courseOf, finished, restart } from './progress.ts';

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
  caughtUp?: CaughtUp;
  wayBack?: WayBack | null;
}

export interface JobRequest {
  kind: JobKind;
  /** File name of the source, for headings. */
  source: string | null;
  run: string | null;
  stages: readonly JobStage['stage'][];
  tables: readonly { name: string; rows: number }[];
  begin(attempt: Attempt): Promise<JobEnd>;
  /** Goes on with the run after a pause; null for jobs that cannot pause. */
  goOn: ((run: string, attempt: Attempt) => Promise<JobEnd>) | null;
}

export interface JobsOptions {
  t(): Translate;
  /** Something about the job is another than before. */
  changed(): void;
  /** How a run stands, null when it left nothing. */
  stateOf(run: string): Promise<RunState | null>;
  /** Told of failures that are bugs. */
  unexpected(error: unknown, name: string): void;
}

interface Job {
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

const busy: ReadonlySet<JobStatus> = new Set(['running', 'pausing', 'cancelling']);

/** The one job of a host: begun, paused, gone on with, cancelled, and told as a whole whenever somebody asks. */
export class Jobs {
  readonly #options: JobsOptions;
  #job: Job | null = null;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** True while the engine is at work: then nothing may be taken away under it. */
  get running(): boolean {
    return this.#job !== null && busy.has(this.#job.status);
  }

  /** True for the run that the engine is working on, or would go on with. */
  holds(run: string): boolean {
    return (
      this.#job !== null && (this.running || this.#job.status === 'paused') && this.#run(this.#job) === run
    );
  }

  /** @throws AppError job.busy {} */
  begin(request: JobRequest): JobSnapshot {
    // A paused job waits in its run: it can be gone on with from the list.
    if (this.running) throw new AppError('job.busy');
    const now = performance.now();
    const job: Job = {
      request,
      id: randomUUID(),
      status: 'running',
      course: beginCourse(request.stages, request.tables, now),
      startedAt: new Date(),
      finishedAt: null,
      worked: 0,
      attemptBegan: now,
      controller: new AbortController(),
      settled: Promise.resolve(),
      failure: null,
      end: {},
    };
    this.#job = job;
    this.#attempt(job, request.begin);
    return this.#told(job);
  }

  pause(): JobSnapshot {
    const job = this.#require((each) => each.status === 'running' && canPause(each));
    return this.#stop(job, 'pausing');
  }

  cancel(): JobSnapshot {
    const job = this.#require((each) => ['running', 'pausing', 'paused'].includes(each.status));
    if (job.status !== 'paused') return this.#stop(job, 'cancelling');
    job.status = 'cancelled';
    job.finishedAt = new Date();
    return this.#told(job);
  }

  continue(): JobSnapshot {
    const job = this.#require((each) => each.status === 'paused');
    const { goOn } = job.request;
    const run = this.#run(job);
    if (!goOn || run === null) throw new AppError('job.none');
    job.status = 'running';
    job.course = restart(job.course, performance.now());
    this.#attempt(job, (attempt) => goOn(run, attempt));
    return this.#told(job);
  }

  /** Takes a job that has ended off the table. @throws AppError job.busy {} */
  dismiss(): void {
    if (this.running) throw new AppError('job.busy');
    this.#job = null;
    this.#options.changed();
  }

  snapshot(): JobSnapshot | null {
    return this.#job && this.#told(this.#job);
  }

  /** Stops what runs in good order, and waits for it. */
  async close(): Promise<void> {
    const job = this.#job;
    if (!job || !this.running) return;
    if (job.status === 'running') this.#stop(job, canPause(job) ? 'pausing' : 'cancelling');
    await job.settled;
  }

  #attempt(job: Job, work: (attempt: Attempt) => Promise<JobEnd>): void {
    job.controller = new AbortController();
    job.attemptBegan = performance.now();
    job.failure = null;
    const { signal } = job.controller;
    const onProgress = (progress: Progress): void => {
      job.course = advance(job.course, progress, performance.now());
      this.#options.changed();
    };
    job.settled = work({ signal, onProgress })
      .then(
        (end) => this.#done(job, end),
        (error: unknown) => this.#failed(job, error),
      )
      .finally(() => this.#options.changed());
    this.#options.changed();
  }

  #done(job: Job, end: JobEnd): void {
    this.#settle(job, 'done');
    job.end = end;
    job.course = finished(job.course);
    if (end.state) job.course.run = end.state.id;
  }

  async #failed(job: Job, error: unknown): Promise<void> {
    const asked = job.status;
    const run = error instanceof AppError ? error.params.run : undefined;
    if (typeof run === 'string') job.course.run = run;
    const known = this.#run(job);
    const state = known === null ? null : await this.#options.stateOf(known);
    job.end = state ? { state } : {};
    // A run that was refused has left nothing behind, so there is none.
    if (!state) job.course.run = null;
    const stopped = error instanceof AppError && error.code === 'interrupted' && asked !== 'running';
    if (!stopped) {
      if (!(error instanceof AppError)) this.#options.unexpected(error, `job ${job.request.kind}`);
      job.failure = error;
    }
    this.#settle(job, !stopped ? 'failed' : asked === 'pausing' && state ? 'paused' : 'cancelled');
  }

  #settle(job: Job, status: 'done' | 'failed' | 'paused' | 'cancelled'): void {
    job.worked += performance.now() - job.attemptBegan;
    job.status = status;
    job.finishedAt = status === 'paused' ? null : new Date();
  }

  #stop(job: Job, status: 'pausing' | 'cancelling'): JobSnapshot {
    job.status = status;
    job.controller.abort();
    this.#options.changed();
    return this.#told(job);
  }

  #require(fits: (job: Job) => boolean): Job {
    if (!this.#job || !fits(this.#job)) throw new AppError('job.none');
    return this.#job;
  }

  #run({ course, request }: Job): string | null {
    return course.run ?? request.run;
  }

  #told(job: Job): JobSnapshot {
    const { id, request, status, startedAt, finishedAt, worked, attemptBegan, course, end, failure } = job;
    const atWork = busy.has(status);
    const now = atWork ? performance.now() - attemptBegan : 0;
    return {
      id,
      kind: request.kind,
      status,
      run: this.#run(job),
      source: request.source,
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      seconds: (worked + now) / 1000,
      ...courseOf(course),
      can: {
        pause: status === 'running' && canPause(job),
        continue: status === 'paused',
        cancel: status === 'running' || status === 'pausing' || status === 'paused',
      },
      error: failure === null ? null : errorData(failure, this.#options.t()),
      state: atWork ? null : (end.state ?? null),
      sample: end.sample ?? null,
      dropped: end.dropped ?? [],
      prediction: end.prediction ?? null,
      caughtUp: end.caughtUp ?? null,
      wayBack: end.wayBack ?? null,
    };
  }
}

/** Before there is a run, there is nothing to come back to. */
function canPause({ request, course }: Job): boolean {
  return request.goOn !== null && (course.run ?? request.run) !== null;
}
