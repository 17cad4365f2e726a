import { randomUUID } from 'node:crypto';
import type { JobSnapshot } from '../../../../shared/contract.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Translate } from '../../../../shared/messages/index.ts';
import type { Progress, RunState } from '../../../../shared/model/index.ts';
import type { Attempt, JobEnd, JobRequest } from './job.ts';
import { busy, canPause, type Job, runOf } from './job.ts';
import { advance, beginCourse, finished, restart } from './progress.ts';
import { told } from './told.ts';

export interface JobsOptions {
  t(): Translate;
  /** Something about the job is another than before. */
  changed(): void;
  /** How a run stands, null when it left nothing. */
  stateOf(run: string): Promise<RunState | null>;
  /** Told of failures that are bugs. */
  unexpected(error: unknown, name: string): void;
}

/** The one job of a host: begun, paused, gone on with, cancelled, and told as a whole whenever somebody asks. */
export class Jobs {
  readonly #options: JobsOptions;
  #job: Job | null = null;
  #version = 0;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** True while the engine is at work: then nothing may be taken away under it. */
  get running(): boolean {
    return this.#job !== null && busy.has(this.#job.status);
  }

  /** True for the run that the engine is working on, or would go on with. */
  holds(run: string): boolean {
    return this.#job !== null && (this.running || this.#job.status === 'paused') && runOf(this.#job) === run;
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
      course: beginCourse(request.stages, request.tables, now, request.weights),
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
    this.#options.changed();
    return this.#told(job);
  }

  /** Ends the following of a run, for what comes next with it, and waits until the run is free. */
  async endFollow(run: string): Promise<void> {
    const job = this.#job;
    if (job === null || !this.running || job.request.kind !== 'follow' || runOf(job) !== run) return;
    if (job.status === 'running') this.#stop(job, 'cancelling');
    await job.settled;
  }

  continue(): JobSnapshot {
    const job = this.#require((each) => each.status === 'paused');
    const { goOn } = job.request;
    const run = runOf(job);
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
    job.course = finished(job.course, performance.now());
    if (end.state) job.course.run = end.state.id;
  }

  async #failed(job: Job, error: unknown): Promise<void> {
    const asked = job.status;
    const run = error instanceof AppError ? error.params.run : undefined;
    if (typeof run === 'string') job.course.run = run;
    const known = runOf(job);
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

  #told(job: Job): JobSnapshot {
    this.#version += 1;
    return told(job, this.#version, this.#options.t());
  }
}
