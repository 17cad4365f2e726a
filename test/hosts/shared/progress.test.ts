import { describe, expect, it } from 'vitest';
import { Jobs } from '../../../electron/hosts/shared/job/jobs.ts';
import {
  advance,
  beginCourse,
  type Course,
  finished,
  restart,
} from '../../../electron/hosts/shared/job/progress.ts';
import { addRate, beginRates, type Rates } from '../../../electron/hosts/shared/job/rates.ts';
import { AppError } from '../../../shared/errors.ts';
import { translator } from '../../../shared/messages/index.ts';
import type { Progress, RunState, Stage } from '../../../shared/model/index.ts';

const tables = [
  { name: 'devices', rows: 10 },
  { name: 'telemetry_data', rows: 1000 },
];

function word(stage: Stage, done: number, table: string | null = null, total = 1010): Progress {
  return { run: '20260101-0000-abcd', stage, table, unit: 'rows', done, total, rate: 0, secondsLeft: 7 };
}

/** The course after these words, a second apart. */
function courseAfter(...words: Progress[]): Course {
  const begun = beginCourse(['snapshot', 'prepare', 'load', 'validate'], tables, 0);
  return words.reduce((course, each, i) => advance(course, each, (i + 1) * 1000), begun);
}

describe('the course of a job', () => {
  it('counts what is new for the table that a word names', () => {
    const {
      tables: counted,
      run,
      secondsLeft,
    } = courseAfter(
      word('load', 0),
      word('load', 10, 'devices'),
      word('load', 400, 'telemetry_data'),
      word('load', 900, 'telemetry_data'),
      word('validate', 0),
      word('validate', 5, 'devices'),
    );
    expect(counted).toEqual([
      { name: 'devices', rows: 10, loaded: 10, validated: 5 },
      { name: 'telemetry_data', rows: 1000, loaded: 890, validated: 0 },
    ]);
    expect([run, secondsLeft]).toEqual(['20260101-0000-abcd', 7]);
  });

  it('never counts more rows than there are', () => {
    expect(courseAfter(word('load', 50, 'devices')).tables[0]).toMatchObject({ loaded: 10 });
  });

  it('takes stages that say nothing for done when a later one speaks', () => {
    const { stages } = courseAfter(word('snapshot', 5), word('load', 1, 'devices'));
    expect(stages.map(({ status }) => status)).toEqual(['done', 'done', 'running', 'waiting']);
  });

  it('goes round where a stage comes again', () => {
    const { stages } = courseAfter(word('snapshot', 5), word('load', 1, 'devices'), word('prepare', 2));
    expect(stages.map(({ status }) => status)).toEqual(['done', 'running', 'waiting', 'waiting']);
  });

  it('begins anew after a pause, with what the target has', () => {
    const paused = courseAfter(word('load', 0), word('load', 500, 'telemetry_data'));
    const again = restart(paused, 10_000);
    expect(again).toMatchObject({ stage: null, run: paused.run, rates: beginRates(0, 0) });
    const resumed = advance(again, word('load', 500, 'telemetry_data'), 11_000);
    expect(resumed.tables[1]?.loaded).toBe(500);
  });

  it('is all done at the end', () => {
    const { stages, stage } = finished(courseAfter(word('validate', 3)), 9000);
    expect([stage, ...stages.map(({ status }) => status)]).toEqual([null, ...Array(4).fill('done')]);
  });
});

describe('the chart of rates', () => {
  it('has a point a second, of the rows since the last one', () => {
    const rates = [
      [0.4, 100],
      [1, 300],
      [1.5, 900],
      [2, 1300],
    ].reduce((all, [seconds = 0, done = 0]) => addRate(all, seconds, done), beginRates(0, 0));
    expect(rates.points).toEqual([
      { seconds: 1, rate: 300 },
      { seconds: 2, rate: 1000 },
    ]);
  });

  it('stays small and covers everything, however long it takes', () => {
    let rates: Rates = beginRates(0, 0);
    for (let second = 1; second <= 10_000; second++) rates = addRate(rates, second, second * 50);
    expect(rates.points.length).toBeLessThan(240);
    expect(rates.points.length).toBeGreaterThan(60);
    expect(rates.points.every(({ rate }) => rate === 50)).toBe(true);
    expect(rates.points.at(-1)?.seconds).toBeGreaterThan(9900);
  });
});

it('a paused job that is cancelled is told of', async () => {
  const told: (string | undefined)[] = [];
  const jobs: Jobs = new Jobs({
    t: () => translator('en'),
    changed: () => told.push(jobs.snapshot()?.status),
    stateOf: async () => ({ id: 'r' }) as RunState,
    unexpected: () => expect.unreachable(),
  });
  const untilStopped = ({ signal }: { signal: AbortSignal }) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new AppError('interrupted', { run: 'r' })));
    });
  const request = { kind: 'migrate', source: null, run: 'r', stages: [], tables: [] } as const;
  jobs.begin({ ...request, begin: untilStopped, goOn: (_run, attempt) => untilStopped(attempt) });
  jobs.pause();
  await jobs.close();
  await expect.poll(() => told.at(-1)).toBe('paused');
  expect(jobs.cancel().status).toBe('cancelled');
  expect(told.at(-1)).toBe('cancelled');
});
