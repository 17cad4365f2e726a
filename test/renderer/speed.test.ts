import { describe, expect, it } from 'vitest';
import { type Speed, speedWith } from '../../renderer/state/speed.ts';
import type { JobSnapshot } from '../../shared/contract.ts';

type Told = Pick<JobSnapshot, 'stage' | 'seconds' | 'rates'> & { began: number; id?: string };

/** As much of a snapshot as is looked at. */
function snapshot({ stage, seconds, rates, began, id = 'one' }: Told): JobSnapshot {
  const stages = [{ stage, unit: 'rows', seconds: seconds - began }];
  return { id, stage, seconds, rates, stages: stage === null ? [] : stages } as JobSnapshot;
}

const rates = (...values: number[]) => values.map((rate, i) => ({ seconds: i + 1, rate }));

describe('the speed over the whole run', () => {
  const loading = speedWith(null, snapshot({ stage: 'load', seconds: 6, began: 4, rates: rates(10, 20) }));

  it('keeps the stages that are over when another one begins', () => {
    const between = speedWith(loading, snapshot({ stage: 'indexes', seconds: 7, began: 7, rates: [] }));
    expect(between).toBe(loading);
    const later = speedWith(
      between,
      snapshot({ stage: 'validate', seconds: 12, began: 9, rates: rates(5, 6, 7) }),
    );
    expect(later?.bands.map(({ stage, from, to }) => [stage, from, to])).toEqual([
      ['load', 4, 6],
      ['validate', 9, 12],
    ]);
    expect(later?.bands[1]?.points[0]).toEqual({ seconds: 10, rate: 5 });
    // The host goes back to the chart of the load when all is done.
    expect(speedWith(later, snapshot({ stage: null, seconds: 13, began: 0, rates: rates(10, 20) }))).toBe(
      later,
    );
  });

  it('lets a stage grow, and begins anew after a pause', () => {
    const more = speedWith(
      loading,
      snapshot({ stage: 'load', seconds: 7.5, began: 4.1, rates: rates(10, 20, 30) }),
    );
    expect(more?.bands).toHaveLength(1);
    expect(more?.bands[0]).toMatchObject({ from: 4, to: 7.5 });
    const again = speedWith(more, snapshot({ stage: 'load', seconds: 10, began: 8, rates: rates(40, 50) }));
    expect(again?.bands.map(({ from }) => from)).toEqual([4, 8]);
  });

  it('is of one job alone', () => {
    const other = { stage: 'load' as const, seconds: 3, began: 0, rates: rates(1, 2), id: 'other' };
    expect((speedWith(loading, snapshot(other)) as Speed).bands).toHaveLength(1);
    expect(speedWith(loading, snapshot({ ...other, rates: [] }))).toBeNull();
  });
});
