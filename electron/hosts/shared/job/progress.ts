import type { JobSnapshot, JobStage, JobTable } from '../../../../shared/contract.ts';
import type { Following, Progress } from '../../../../shared/model/index.ts';
import { addRate, beginRates, type Rates } from './rates.ts';
import { type Weights, wholeOf } from './whole.ts';

/** How far a job has come, as the engine's words add up to it. Plain data; every step makes another one. */
export interface Course {
  run: string | null;
  stage: JobStage['stage'] | null;
  stages: JobStage[];
  tables: JobTable[];
  rates: Rates;
  /** Those of the load, as long as they are known: what is left to look at when it is over. */
  loadRates: Rates;
  /** Units of the stage when it was last heard of; counts up to the difference for the table. */
  done: number;
  /** Units of the stage that were done when it began. */
  from: number;
  /** Milliseconds of the clock when the stage began. */
  stageBegan: number;
  secondsLeft: number | null;
  weights: Weights;
  whole: JobSnapshot['whole'];
  following: Following | null;
}

/** What a table counts in each stage that goes table by table. */
const tableCount: Partial<Record<JobStage['stage'], 'loaded' | 'validated'>> = {
  load: 'loaded',
  export: 'loaded',
  validate: 'validated',
};

export function beginCourse(
  stages: readonly JobStage['stage'][],
  tables: readonly { name: string; rows: number }[],
  now: number,
  weights: Weights = {},
): Course {
  return {
    run: null,
    stage: null,
    stages: stages.map((stage) => ({ stage, status: 'waiting', unit: null, done: 0, total: 0, seconds: 0 })),
    tables: tables.map(({ name, rows }) => ({ name, rows, loaded: 0, validated: 0 })),
    rates: beginRates(0, 0),
    loadRates: beginRates(0, 0),
    done: 0,
    from: 0,
    stageBegan: now,
    secondsLeft: null,
    weights,
    whole: { part: 0, secondsLeft: null },
    following: null,
  };
}

/**
 * Takes in one word of the engine. It says how many units of the stage are done in all; what is new since the last
 * word belongs to the table it names, because a word that names another table is never held back.
 * @param now milliseconds of a clock that only goes forward.
 */
export function advance(course: Course, progress: Progress, now: number): Course {
  const fresh = progress.stage !== course.stage;
  const stageBegan = fresh ? now : course.stageBegan;
  const seconds = (now - stageBegan) / 1000;
  const { done, total, unit } = progress;
  const rates = fresh ? beginRates(seconds, done) : addRate(course.rates, seconds, done);
  const from = fresh ? done : course.from;
  const before = fresh ? endedAt(course, now) : course.stages;
  const stages = stagesAt(before, progress.stage, { unit, done, total, seconds });
  return {
    ...course,
    run: progress.run ?? course.run,
    stage: progress.stage,
    stages,
    tables: tablesAt(course.tables, progress, fresh ? 0 : course.done),
    rates,
    loadRates: progress.stage === 'load' || progress.stage === 'export' ? rates : course.loadRates,
    done,
    from,
    stageBegan,
    secondsLeft: progress.secondsLeft,
    whole: wholeOf(stages, course.weights, from, course.whole),
    following: progress.following ?? course.following,
  };
}

/** A new attempt: the engine counts from the start again, with what is in the target already. */
export function restart(course: Course, now: number): Course {
  return {
    ...course,
    stage: null,
    tables: course.tables.map((table) => ({ ...table, loaded: 0, validated: 0 })),
    rates: beginRates(0, 0),
    done: 0,
    from: 0,
    stageBegan: now,
    secondsLeft: null,
    whole: { ...course.whole, secondsLeft: null },
  };
}

/** The stages when the one that ran is over: it may have said nothing for a while. */
function endedAt({ stage, stages, stageBegan }: Course, now: number): JobStage[] {
  return stages.map((each) =>
    each.stage === stage ? { ...each, seconds: (now - stageBegan) / 1000 } : each,
  );
}

/** The course of a job that came to its end. */
export function finished(course: Course, now: number): Course {
  return {
    ...course,
    stage: null,
    secondsLeft: null,
    whole: { part: 1, secondsLeft: null },
    stages: endedAt(course, now).map((stage) => ({ ...stage, status: 'done', done: stage.total })),
    tables: course.tables,
    rates: course.loadRates,
  };
}

/** The part of a snapshot that comes of the course. */
export function courseOf({
  stage,
  stages,
  tables,
  rates,
  secondsLeft,
  whole,
}: Course): Pick<JobSnapshot, 'stage' | 'stages' | 'tables' | 'rate' | 'rates' | 'secondsLeft' | 'whole'> {
  const rate = stage === null ? null : (rates.points.at(-1)?.rate ?? null);
  return { stage, stages, tables, rate, rates: rates.points, secondsLeft, whole };
}

function stagesAt(
  stages: JobStage[],
  at: JobStage['stage'],
  told: Pick<JobStage, 'unit' | 'done' | 'total' | 'seconds'>,
): JobStage[] {
  const place = stages.findIndex(({ stage }) => stage === at);
  // What this job does not list, such as the start of its server, is named and no more.
  if (place === -1) return stages;
  return stages.map((each, i) => {
    if (i === place) return { ...each, ...told, status: 'running' };
    // Stages without units of their own are only ever seen by what comes behind them.
    if (i < place && each.status !== 'done') return { ...each, status: 'done', done: each.total };
    // A catch-up goes round until nothing is left.
    if (i > place && each.status === 'running') return { ...each, status: 'waiting' };
    return each;
  });
}

function tablesAt(tables: JobTable[], { stage, table, done }: Progress, before: number): JobTable[] {
  const count = tableCount[stage];
  if (count === undefined || table === null || done <= before) return tables;
  return tables.map((each) => {
    if (each.name !== table) return each;
    return { ...each, [count]: Math.min(each.rows, each[count] + done - before) };
  });
}
