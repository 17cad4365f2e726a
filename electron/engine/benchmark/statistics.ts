import type { Timing } from '../../../shared/model/index.ts';

/** The value below which a part of the sorted samples lies. */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1);
  return round(sorted[Math.max(0, at)] ?? 0);
}

export function timing(cold: number, samples: readonly number[]): Timing {
  return { cold: round(cold), p50: percentile(samples, 0.5), p95: percentile(samples, 0.95) };
}

export function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

/** Mean of ratios that treats twice as fast and twice as slow alike. */
export function geometricMean(ratios: readonly number[]): number {
  if (ratios.length === 0) return 1;
  return round(Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length));
}
