import { describe, expect, it } from 'vitest';
import {
  advance,
  beginCourse,
  type Course,
  finished,
  restart,
} from '../../../electron/hosts/shared/job/progress.ts';
import { weightsOf, wholeOf } from '../../../electron/hosts/shared/job/whole.ts';
import type { JobStage } from '../../../shared/contract.ts';
import type { Progress } from '../../../shared/model/index.ts';

const begun = { part: 0, secondsLeft: null };

function stage(
  name: JobStage['stage'],
  status: JobStage['status'],
  seconds = 0,
  done = 0,
  total = 100,
): JobStage {
  return { stage: name, status, seconds, done, total, unit: status === 'waiting' ? null : 'rows' };
}

function word(name: Progress['stage'], done: number, total = 1000): Progress {
  return { run: 'r', stage: name, table: null, unit: 'rows', done, total, rate: 0, secondsLeft: null };
}

describe('all stages together', () => {
  const weights = { load: 10, validate: 10 };

  it('are what was thought before anything is known, and say no time yet', () => {
    const stages = [stage('load', 'waiting'), stage('validate', 'waiting')];
    expect(wholeOf(stages, weights, 0, begun)).toEqual({ part: 0, secondsLeft: null });
  });

  it('take as long as this computer shows', () => {
    // Half of what was thought to take 20 seconds has taken 100: the other half will too.
    const stages = [stage('load', 'done', 100, 100), stage('validate', 'waiting')];
    const { part, secondsLeft } = wholeOf(stages, weights, 0, begun);
    expect(secondsLeft).toBeGreaterThan(85);
    expect(secondsLeft).toBeLessThan(100);
    expect(part).toBeCloseTo(0.5, 1);
  });

  it('measure what runs by itself', () => {
    const stages = [stage('load', 'running', 30, 25), stage('validate', 'waiting')];
    const { secondsLeft } = wholeOf(stages, { load: 10, validate: 0 }, 0, begun);
    expect(secondsLeft).toBeCloseTo(90);
  });

  it('do not take for speed what an earlier attempt had done', () => {
    // A tenth in 10 seconds of this attempt, 40 % are left: 40 seconds.
    const stages = [stage('load', 'running', 10, 60)];
    expect(wholeOf(stages, { load: 10 }, 50, begun).secondsLeft).toBeCloseTo(40);
    // What was over before this attempt says nothing of the computer.
    const silent = { ...stage('snapshot', 'done'), unit: null };
    expect(wholeOf([silent, ...stages], { load: 10, snapshot: 1000 }, 50, begun).secondsLeft).toBeCloseTo(40);
  });

  it('never go back, and are not full before the end', () => {
    const stages = [stage('load', 'running', 30, 25), stage('validate', 'waiting')];
    expect(wholeOf(stages, weights, 0, { part: 0.8, secondsLeft: 5 }).part).toBe(0.8);
    expect(wholeOf([stage('load', 'running', 1000, 100)], weights, 0, begun).part).toBe(0.99);
  });

  it('weigh little of a copy and an audit that are there already', () => {
    const [fresh, audited] = [false, true].map((each) => weightsOf(1_000_000, 200_000_000, each));
    expect(audited?.snapshot).toBeLessThan((fresh?.snapshot ?? 0) / 4);
    expect(audited?.audit).toBeLessThan((fresh?.audit ?? 0) / 10);
  });
});

describe('the course of a whole job', () => {
  const stages = ['server', 'snapshot', 'prepare', 'load', 'validate'] as const;

  it('grows from word to word until it is full', () => {
    let course: Course = beginCourse(stages, [], 0, weightsOf(1000, 1e6, true));
    const parts = [course.whole.part];
    const words = [word('server', 0, 1), word('server', 1, 1), word('snapshot', 5), word('prepare', 0, 1)];
    words.push(
      word('load', 0),
      word('load', 400),
      word('load', 1000),
      word('validate', 0),
      word('validate', 900),
    );
    for (const [i, each] of words.entries()) {
      course = advance(course, each, (i + 1) * 4000);
      parts.push(course.whole.part);
    }
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect([parts[0], parts.at(-1)]).toEqual([0, expect.closeTo(0.986, 3)]);
    expect(course.whole.secondsLeft).toBeGreaterThan(0);
    expect(finished(course, 60_000).whole).toEqual({ part: 1, secondsLeft: null });
  });

  it('gives a stage all the time until the next one, also where it said nothing', () => {
    let course = beginCourse(stages, [], 0);
    course = advance(course, word('server', 0, 1), 1000);
    course = advance(course, word('snapshot', 0), 17_000);
    course = advance(course, word('load', 0), 20_000);
    expect(course.stages.map(({ seconds }) => seconds)).toEqual([16, 3, 0, 0, 0]);
    expect(finished(course, 25_000).stages[3]).toMatchObject({ status: 'done', seconds: 5 });
  });

  it('keeps its place over a pause, and names what it does not list', () => {
    let course = advance(beginCourse(stages, [], 0), word('load', 900), 10_000);
    const { part } = course.whole;
    course = restart(course, 20_000);
    expect(course.whole).toEqual({ part, secondsLeft: null });
    course = advance(course, word('drill', 1, 9), 21_000);
    expect(course).toMatchObject({ stage: 'drill', stages: [{}, {}, {}, { status: 'running' }, {}] });
  });
});
