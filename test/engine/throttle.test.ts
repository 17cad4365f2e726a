import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttle } from '../../electron/engine/throttle.ts';
import type { Progress } from '../../shared/model/index.ts';

const base: Progress = {
  run: null,
  stage: 'load',
  table: 'devices',
  unit: 'rows',
  done: 0,
  total: 100,
  rate: 0,
  secondsLeft: null,
};

describe('throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('passes on at most one every interval, and the last one always', () => {
    const seen: number[] = [];
    const progress = throttle(({ done }) => seen.push(done), 100);
    for (let done = 0; done < 25; done++) {
      progress.push({ ...base, done });
      vi.advanceTimersByTime(10);
    }
    progress.flush();
    expect(seen).toEqual([0, 10, 20, 24]);
  });

  it('passes on a new stage or table at once, after what was held back', () => {
    const seen: string[] = [];
    const progress = throttle(({ stage, table, done }) => seen.push(`${stage} ${table} ${done}`), 100);
    progress.push(base);
    progress.push({ ...base, done: 50 });
    progress.push({ ...base, table: 'icons', done: 51 });
    progress.push({ ...base, stage: 'indexes', table: 'icons', done: 0 });
    expect(seen).toEqual(['load devices 0', 'load devices 50', 'load icons 51', 'indexes icons 0']);
  });

  it('has nothing to say when nothing came', () => {
    const seen: Progress[] = [];
    throttle((progress) => seen.push(progress), 100).flush();
    expect(seen).toEqual([]);
  });
});
